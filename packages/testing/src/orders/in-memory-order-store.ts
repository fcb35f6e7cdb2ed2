import { AppError } from "@accession/core/errors";
import type { OutgoingEvent } from "@accession/core/event-publisher";
import type { NumberClaim } from "@accession/core/orders/accession-number";
import type { Order } from "@accession/core/orders/order";
import { OrderVersionConflict } from "@accession/core/orders/order-errors";
import type {
  CreateResult,
  OrderChange,
  OrderPage,
  OrderStore,
  RegisteredRequest,
  RequestRegistration,
} from "@accession/core/orders/order-store";
import type { TimelineEntry } from "@accession/core/orders/timeline";
import type { UnfinishedOrder, UnfinishedOrders } from "@accession/core/orders/unfinished-orders";

interface Stored {
  order: Order;
  lookAt: string | undefined;
  readonly timeline: TimelineEntry[];
}

/** Orders in memory, held to the same contract suite as the real store. */
export class InMemoryOrderStore implements OrderStore, UnfinishedOrders {
  readonly outbox: OutgoingEvent[] = [];
  readonly #orders = new Map<string, Stored>();
  readonly #registrations = new Map<string, RequestRegistration & { readonly orderId: string }>();

  /** Accession numbers that are in use, by tenant and issuer. */
  readonly #numbers = new Set<string>();

  async create(
    change: OrderChange,
    registration: RequestRegistration,
    claims: readonly NumberClaim[] = [],
  ): Promise<CreateResult> {
    const { tenantId, orderId, placedAt } = change.order.details;
    const key = `${tenantId} ${registration.key}`;
    const registered = this.#registrations.get(key);
    if (registered !== undefined && registered.expiresAt >= placedAt) {
      return { outcome: "registered", orderId: registered.orderId, digest: registered.digest };
    }
    const numbers = claims.map(({ issuer, accessionNumber, drawn }) => ({
      key: JSON.stringify([tenantId, issuer, accessionNumber]),
      drawn,
    }));
    if (numbers.some((number) => number.drawn && this.#numbers.has(number.key))) {
      return { outcome: "number-taken" };
    }
    for (const number of numbers) this.#numbers.add(number.key);
    this.#registrations.set(key, { ...registration, orderId });
    this.#orders.set(`${tenantId} ${orderId}`, { order: change.order, lookAt: change.lookAt, timeline: [] });
    this.#append(change);
    return { outcome: "created" };
  }

  async registered(tenantId: string, key: string, now: Date): Promise<RegisteredRequest | undefined> {
    const found = this.#registrations.get(`${tenantId} ${key}`);
    if (found === undefined || found.expiresAt < now.toISOString()) return undefined;
    return { orderId: found.orderId, digest: found.digest };
  }

  async load(tenantId: string, orderId: string): Promise<Order | undefined> {
    return this.#orders.get(`${tenantId} ${orderId}`)?.order;
  }

  async save(change: OrderChange): Promise<void> {
    const { tenantId, orderId } = change.order.details;
    const stored = this.#orders.get(`${tenantId} ${orderId}`);
    if (stored?.order.version !== change.order.version - 1) throw new OrderVersionConflict();
    stored.order = change.order;
    stored.lookAt = change.lookAt;
    this.#append(change);
  }

  async timeline(tenantId: string, orderId: string): Promise<readonly TimelineEntry[]> {
    return [...(this.#orders.get(`${tenantId} ${orderId}`)?.timeline ?? [])];
  }

  async list(tenantId: string, query: Parameters<OrderStore["list"]>[1]): Promise<OrderPage> {
    const all = [...this.#orders.values()]
      .map(({ order }) => order)
      .filter((order) => order.details.tenantId === tenantId)
      .sort((a, b) => (a.details.orderId < b.details.orderId ? 1 : -1));
    const after = query.cursor;
    if (after !== undefined && !all.some((order) => order.details.orderId === after)) {
      throw new AppError("unprocessable", "request.invalid-cursor", "The cursor is not one of ours.");
    }
    const rest = all
      .filter((order) => after === undefined || order.details.orderId < after)
      .filter((order) => query.status === undefined || order.progress.status === query.status);
    const orders = rest.slice(0, query.limit);
    const last = orders.at(-1);
    return {
      orders,
      ...(rest.length > query.limit && last !== undefined && { cursor: last.details.orderId }),
    };
  }

  async due(before: Date | undefined, atMostPerShard: number): Promise<readonly UnfinishedOrder[]> {
    return [...this.#orders.values()]
      .filter(({ lookAt }) => lookAt !== undefined && (before === undefined || lookAt < before.toISOString()))
      .sort((a, b) => ((a.lookAt ?? "") < (b.lookAt ?? "") ? -1 : 1))
      .slice(0, atMostPerShard)
      .map(({ order: { details }, lookAt = "" }) => ({
        tenantId: details.tenantId,
        orderId: details.orderId,
        lookAt,
      }));
  }

  async putOff(found: UnfinishedOrder, lookAt: string): Promise<void> {
    const stored = this.#orders.get(`${found.tenantId} ${found.orderId}`);
    if (stored?.lookAt === found.lookAt) stored.lookAt = lookAt;
  }

  async postpone(order: Order, lookAt: string): Promise<void> {
    const stored = this.#orders.get(`${order.details.tenantId} ${order.details.orderId}`);
    if (stored?.order.version === order.version) stored.lookAt = lookAt;
  }

  #append(change: OrderChange): void {
    const { tenantId, orderId } = change.order.details;
    this.#orders.get(`${tenantId} ${orderId}`)?.timeline.push(change.entry);
    if (change.outgoing !== undefined) this.outbox.push(change.outgoing);
  }
}
