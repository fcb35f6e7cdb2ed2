/** Bugs put around the product's ports on purpose: a simulation that does not find them is too weak. */
import type { InventoryStore, ReservationRequest } from "@accession/core/inventory/inventory-store";
import type { ReservationState } from "@accession/core/inventory/stock";
import type { OrderStore } from "@accession/core/orders/order-store";
import type { Parts, Plant } from "./parts.ts";

/** The same object with other methods; the rest goes to the original. */
function around<Port extends object>(port: Port, changed: Partial<Port>): Port {
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(name in changed ? changed : target, name, target);
      return typeof member === "function" && !(name in changed) ? member.bind(target) : member;
    },
  });
}

const stateOf = (
  { inventory }: Parts,
  { tenantId, orderId }: ReservationRequest,
): ReservationState | undefined => inventory.reservationOf(tenantId, orderId);

/** Releasing what is not held leaves nothing behind: a reserve that comes late goes through. */
export const compensationWithoutTombstone: Plant = (parts) => ({
  inventory: around<InventoryStore>(parts.inventory, {
    async release(request) {
      if (stateOf(parts, request) !== undefined) await parts.inventory.release(request);
    },
  }),
});

/** Each try of a capture has a key of its own: the gateway takes it for another charge. */
export const captureWithNewKey: Plant = (parts) => {
  let tries = 0;
  return {
    gateway: around(parts.gateway, {
      capture(call) {
        tries += 1;
        return parts.gateway.capture({ ...call, idempotencyKey: `${call.idempotencyKey}:${tries}` });
      },
    }),
  };
};

/** Now and then the state is written without its event, as by two writes with a crash in between. */
export const lostOutboxRow: Plant = (parts) => {
  let saves = 0;
  return {
    orders: around(parts.orders, {
      save(change) {
        saves += 1;
        const { outgoing: _lost, ...rest } = change;
        return parts.orders.save(saves % 7 === 0 ? rest : change);
      },
    }),
  };
};

/** A reserve does not look whether the order gave its stock back before: it holds it again. */
export const lateReserve: Plant = (parts) => ({
  inventory: around<InventoryStore>(parts.inventory, {
    async reserve(request) {
      const result = await parts.inventory.reserve(request);
      if (result.outcome !== "released") return result;
      return parts.inventory.reserve({ ...request, orderId: `${request.orderId} again` });
    },
  }),
});

/** Entering the charge does not mind what was written meanwhile: also when that was a cancel. */
export const cancelRace: Plant = (parts) => ({
  orders: around<OrderStore>(parts.orders, {
    async save(change) {
      try {
        await parts.orders.save(change);
      } catch (error) {
        const { tenantId, orderId } = change.order.details;
        const current = await parts.orders.load(tenantId, orderId);
        const charges = change.entry.type === "payment.capture-started";
        if (!charges || current?.cancelRequested !== true || current.progress.status === "CAPTURING")
          throw error;
        const version = current.version + 1;
        const order = { ...change.order, version, cancelRequested: true };
        await parts.orders.save({ ...change, order, entry: { ...change.entry, version } });
      }
    },
  }),
});
