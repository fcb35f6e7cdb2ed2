import { InsufficientStock, StockVersionMismatch } from "@accession/core/inventory/inventory-errors";
import type {
  InventoryStore,
  ReservationRequest,
  ReserveResult,
  StockCount,
} from "@accession/core/inventory/inventory-store";
import type { Movement, ReservationState, Stock } from "@accession/core/inventory/stock";

/** Stock in memory, held to the same contract suite as the real store. */
export class InMemoryInventoryStore implements InventoryStore {
  readonly #stock = new Map<string, Stock>();
  readonly #movements = new Map<string, Movement>();
  readonly #reservations = new Map<string, ReservationState>();

  /** What became of an order's stock. */
  reservationOf(tenantId: string, orderId: string): ReservationState | undefined {
    return this.#reservations.get(`${tenantId} ${orderId}`);
  }

  /** The sum of an article's movements. */
  movedOf(tenantId: string, sku: string): number {
    let sum = 0;
    for (const [key, { quantity }] of this.#movements)
      if (key.startsWith(`${tenantId} ${sku} `)) sum += quantity;
    return sum;
  }

  async reserve(request: ReservationRequest): Promise<ReserveResult> {
    const state = this.#reservations.get(keyOf(request));
    if (state !== undefined) return { outcome: state === "released" ? "released" : "held" };
    const short = request.lines.filter(
      ({ sku, quantity }) => this.#of(request.tenantId, sku).available < quantity,
    );
    if (short.length > 0) return { outcome: "out-of-stock", skus: short.map(({ sku }) => sku) };
    this.#reservations.set(keyOf(request), "held");
    for (const { sku, quantity } of request.lines) this.#add(request.tenantId, sku, -quantity, quantity);
    return { outcome: "held" };
  }

  async release(request: ReservationRequest): Promise<void> {
    const state = this.#reservations.get(keyOf(request));
    if (state === "released" || state === "fulfilled") return;
    this.#reservations.set(keyOf(request), "released");
    if (state === undefined) return;
    for (const { sku, quantity } of request.lines) this.#add(request.tenantId, sku, quantity, -quantity);
  }

  async fulfil(request: ReservationRequest): Promise<void> {
    const state = this.#reservations.get(keyOf(request));
    if (state === "fulfilled") return;
    if (state !== "held") throw new Error("stock that is not held cannot leave");
    this.#reservations.set(keyOf(request), "fulfilled");
    for (const { sku, quantity } of request.lines) this.#add(request.tenantId, sku, 0, -quantity);
  }

  async get(tenantId: string, sku: string): Promise<Stock | undefined> {
    return this.#stock.get(`${tenantId} ${sku}`);
  }

  async set(
    tenantId: string,
    sku: string,
    available: number,
    expectedVersion: number,
    count: StockCount,
  ): Promise<Stock> {
    const current = this.#of(tenantId, sku);
    if (current.version !== expectedVersion) throw new StockVersionMismatch();
    const quantity = available - current.available;
    this.#movements.set(`${tenantId} ${sku} ${count.id}`, { ...count, kind: "counted", quantity });
    return this.#add(tenantId, sku, quantity, 0);
  }

  async move(tenantId: string, sku: string, movement: Movement): Promise<Stock> {
    const key = `${tenantId} ${sku} ${movement.id}`;
    if (this.#movements.has(key)) return this.#of(tenantId, sku);
    if (this.#of(tenantId, sku).available + movement.quantity < 0) throw new InsufficientStock();
    this.#movements.set(key, movement);
    return this.#add(tenantId, sku, movement.quantity, 0);
  }

  #of(tenantId: string, sku: string): Stock {
    return this.#stock.get(`${tenantId} ${sku}`) ?? { sku, available: 0, reserved: 0, version: 0 };
  }

  #add(tenantId: string, sku: string, available: number, reserved: number): Stock {
    const before = this.#of(tenantId, sku);
    const after = {
      sku,
      available: before.available + available,
      reserved: before.reserved + reserved,
      version: before.version + 1,
    };
    this.#stock.set(`${tenantId} ${sku}`, after);
    return after;
  }
}

function keyOf(request: ReservationRequest): string {
  return `${request.tenantId} ${request.orderId}`;
}
