import type { EventMeta } from "@accession/events/envelope";
import type { OutgoingEvent } from "../event-publisher.ts";
import { type PublishContext, publishCommitted } from "../outbox/publish-committed.ts";
import type { LinkStatus, MatchGrade } from "./decide-links.ts";
import type { MatchReason } from "./match-reason.ts";

/** A study and a line of an order. */
export interface LinkedPair {
  readonly studyId: string;
  readonly orderId: string;
  readonly line: number;
}

/** What a person decided about a study and a line of an order. */
export interface HandDecision extends LinkedPair {
  readonly tenantId: string;
  /** Why. It may name a patient: it goes to the link's history and nowhere else. */
  readonly note: string;
  /** The same request decides once, also when others decided differently since. */
  readonly requestKey: string;
  /** Its actor is who decided. */
  readonly meta: EventMeta;
}

/** A link as it stands. */
export interface StudyLink extends LinkedPair {
  readonly status: LinkStatus;
  readonly grade: MatchGrade;
  readonly reasons: readonly MatchReason[];
  /** Counts its changes. */
  readonly version: number;
  /** Who made the last change: a user, or a component. */
  readonly decidedBy: string;
  readonly decidedAt: Date;
}

export interface DecidedLink {
  readonly link: StudyLink;
  /** Written with it; none when the decision changed nothing that counts. */
  readonly events: readonly OutgoingEvent[];
}

/** Links that people make and take back, each in one transaction under the lock of the procedure's number. */
export interface StudyLinking {
  /**
   * Makes the study count for the line, whatever was found. Linking what is linked changes nothing.
   * Throws `ProcedureNotFound`, `ProcedureReleased`, `study.not-found`, `StudyArriving`, `StudyRetired`.
   */
  link(decision: HandDecision): Promise<DecidedLink>;
  /**
   * Takes a link back, or turns a candidate down; matching does not bring it up again. A line whose last study goes
   * waits again, unless its order went on already: then a person has to look at the order.
   * Throws `ProcedureNotFound`, `LinkNotFound`.
   */
  unlink(decision: HandDecision): Promise<DecidedLink>;
  /** Undefined when the two were never brought together. */
  find(tenantId: string, pair: LinkedPair): Promise<StudyLink | undefined>;
}

export interface LinkByHandContext extends PublishContext {
  readonly linking: StudyLinking;
}

/** Links or unlinks by hand, and publishes what came of it. */
export async function linkByHand(
  context: LinkByHandContext,
  change: "link" | "unlink",
  decision: HandDecision,
): Promise<StudyLink> {
  const { link, events } = await context.linking[change](decision);
  await publishCommitted(context, decision.tenantId, events);
  return link;
}
