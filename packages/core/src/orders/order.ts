/** An order: what was ordered, which never changes, and how far it has come. */
import type { Money } from "@accession/events/money";
import type { ExpectedProcedure } from "../matching/study-waits.ts";
import type { Contact } from "../notifications/contact.ts";
import type { Resolution } from "./review-decision.ts";

/** The most lines of one order: two items of each go into one DynamoDB transaction of at most 100. */
export const MAX_LINES = 40;

/** So many of one article at one price. */
export interface GoodsLine {
  readonly sku: string;
  readonly quantity: number;
  readonly unitPrice: Money;
}

/** Where goods go. Patient data may be in it: it stays in the orders table. */
export type ShippingAddress =
  | { readonly addressReference: string }
  | {
      readonly name: string;
      readonly street: string;
      readonly postalCode: string;
      readonly city: string;
      /** ISO 3166-1 alpha-2. */
      readonly country: string;
    };

/** One procedure at one price. The study that carries its accession number fulfils it. */
export interface ImagingLine extends Omit<ExpectedProcedure, "line"> {
  readonly price: Money;
}

interface CommonDetails {
  readonly tenantId: string;
  readonly orderId: string;
  readonly total: Money;
  /** What the payment gateway is given to charge; a token, never a card number. */
  readonly paymentToken: string;
  /** Who is told how it ended. */
  readonly notify?: Contact | undefined;
  /** ISO 8601, UTC. */
  readonly placedAt: string;
}

/** The part of an order that is fixed when it is placed. */
export interface GoodsDetails extends CommonDetails {
  readonly kind: "goods";
  readonly lines: readonly GoodsLine[];
  readonly shipTo: ShippingAddress;
}

/** Patient data is in it: it stays in the orders table. */
export interface ImagingDetails extends CommonDetails {
  readonly kind: "imaging";
  readonly lines: readonly ImagingLine[];
  /** When the order stops waiting for its studies: ISO 8601, UTC. */
  readonly deadlineAt: string;
}

export type OrderDetails = GoodsDetails | ImagingDetails;

/** Money that the gateway holds for us until a time, after which nothing may be captured. */
export interface Authorization {
  readonly paymentId: string;
  /** ISO 8601, UTC. */
  readonly authorizedUntil: string;
}

/** A carrier's label. */
export interface Label {
  readonly shipmentReference: string;
}

/**
 * What was done, or may have been done without being recorded ("possible"), and is not undone yet. An order may
 * end unfulfilled only when all of it is absent.
 */
export interface Outstanding {
  readonly reservation?: "held" | "possible";
  readonly payment?: Authorization | "possible";
  readonly shipment?: Label | "possible";
  /** Of an imaging order: its studies are linked, or procedures may be registered and studies linked to them. */
  readonly studies?: "linked" | "possible";
}

/** Why an order is being undone, or waits for a person: a stable code such as `out-of-stock`. */
export type ReasonCode = string;

/** How far an order has come. Entering CAPTURING is the point of no return for a cancel. */
export type OrderProgress =
  | { readonly status: "PENDING" }
  | { readonly status: "RESERVED" }
  /** Nothing of an imaging order is held in stock, so it goes here straight from PENDING. */
  | { readonly status: "AWAITING_STUDY"; readonly studies: "awaited" | "linked" }
  | { readonly status: "AUTHORIZED"; readonly payment: Authorization }
  | {
      readonly status: "SHIPPED";
      readonly payment: Authorization;
      readonly shipment: Label;
    }
  | {
      readonly status: "CAPTURING";
      readonly payment: Authorization;
      /** Of goods only. */
      readonly shipment?: Label;
      readonly captured: boolean;
      /** Whether the goods left; of an imaging order nothing does. */
      readonly released: boolean;
    }
  | {
      readonly status: "COMPLETED";
      /** Absent when a person settled the order and nothing was authorized by us. */
      readonly payment?: Authorization;
      readonly shipment?: Label;
    }
  | {
      readonly status: "COMPENSATING";
      readonly reason: ReasonCode;
      /** True when a cancel set it off: the order then ends CANCELLED, not FAILED. */
      readonly cancelled: boolean;
      /**
       * The money may have been taken, and goods may have left: a person decided to undo it all the same. Only then is
       * a charge paid back.
       */
      readonly charged?: true;
      readonly outstanding: Outstanding;
    }
  | { readonly status: "FAILED"; readonly reason: ReasonCode }
  | { readonly status: "CANCELLED"; readonly reason: ReasonCode }
  | {
      readonly status: "NEEDS_REVIEW";
      readonly reason: ReasonCode;
      /** The step that got stuck. */
      readonly step: string;
      /** Where it stood: whoever resolves the review goes on from here. */
      readonly before: ReviewableProgress;
    };

export type OrderStatus = OrderProgress["status"];
/** A progress from which the saga can go on. */
export type UnfinishedProgress = Exclude<
  OrderProgress,
  { status: "COMPLETED" | "FAILED" | "CANCELLED" | "NEEDS_REVIEW" }
>;

/** A progress that can turn out to need a person: an order that was completed may lose its study by hand. */
export type ReviewableProgress = UnfinishedProgress | Extract<OrderProgress, { status: "COMPLETED" }>;

export const ORDER_STATUSES = [
  "PENDING",
  "RESERVED",
  "AWAITING_STUDY",
  "AUTHORIZED",
  "SHIPPED",
  "CAPTURING",
  "COMPLETED",
  "COMPENSATING",
  "FAILED",
  "CANCELLED",
  "NEEDS_REVIEW",
] as const satisfies readonly OrderStatus[];

export interface Order {
  readonly details: OrderDetails;
  /** Counts the order's events; 1 when just placed. A write is conditional on it. */
  readonly version: number;
  readonly cancelRequested: boolean;
  /** Which run of the saga may act on it: runs of a lower number stop. */
  readonly attempt: number;
  /** How many runs died one after the other without getting the order on. */
  readonly deaths: number;
  /** Ids of the `study.unmatched` that brought it to review: the same news, told again, asks nobody a second time. */
  readonly unlinks?: readonly string[];
  /** What a person settled, once one did. */
  readonly resolution?: Resolution;
  readonly progress: OrderProgress;
}
