import { AppError } from "@accession/core/errors";
import type { OutgoingEvent } from "@accession/core/event-publisher";
import type { Order } from "@accession/core/orders/order";
import { OrderVersionConflict } from "@accession/core/orders/order-errors";
import type {
  CreateResult,
  OrderChange,
  OrderPage,
  OrderStore,
  RequestRegistration,
} from "@accession/core/orders/order-store";
import type { TimelineEntry } from "@accession/core/orders/timeline";

interface Stored {
  order: Order;
  readonly timeline: TimelineEntry[];
}

/** Orders in memory, held to the same contract suite as the real store. */
export class InMemoryOrderStore implements OrderStore {
  readonly outbox: OutgoingEvent[] = [];
  readonly #orders = new Map<string, Stored>();
  readonly #registrations = new Map<string, RequestRegistration & { readonly orderId: string }>();

  async create(change: OrderChange, registration: RequestRegistration): Promise<CreateResult> {
    const { tenantId, orderId, placedAt } = change.order.details;
    const key = `${tenantId} ${registration.key}`;
    const registered = this.#registrations.get(key);
    if (registered !== undefined && registered.expiresAt >= placedAt) {
      return { outcome: "registered", orderId: registered.orderId, digest: registered.digest };
    }
    this.#registrations.set(key, { ...registration, orderId });
    this.#orders.set(`${tenantId} ${orderId}`, { order: change.order, timeline: [] });
    this.#append(change);
    return { outcome: "created" };
  }

  async load(tenantId: string, orderId: string): Promise<Order | undefined> {
    return this.#orders.get(`${tenantId} ${orderId}`)?.order;
  }

  async save(change: OrderChange): Promise<void> {
    const { tenantId, orderId } = change.order.details;
    const stored = this.#orders.get(`${tenantId} ${orderId}`);
    if (stored?.order.version !== change.order.version - 1) throw new OrderVersionConflict();
    stored.order = change.order;
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

  #append(change: OrderChange): void {
    const { tenantId, orderId } = change.order.details;
    this.#orders.get(`${tenantId} ${orderId}`)?.timeline.push(change.entry);
    if (change.outgoing !== undefined) this.outbox.push(change.outgoing);
  }
}
