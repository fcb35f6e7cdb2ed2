/** Orders under random faults: what must hold however the steps, the gateway and the carrier fail. */
import { goodsRequest, META, TENANT } from "@accession/testing/orders/goods-order";
import type { Step } from "@accession/testing/orders/saga-runner";
import { sagaWorld } from "@accession/testing/orders/saga-world";
import type { Fault } from "@accession/testing/payments/in-memory-gateway";
import fc from "fast-check";
import { expect, test } from "vitest";
import { applyCommand } from "../apply-command.ts";

const STOCK = 12;
const ORDERS = 3;

/** What befalls a run of a step: nothing, a crash before it, a crash after its effect, or it runs twice. */
type StepFault = "none" | "crash-before" | "crash-after" | "twice";

/** A stream of what befalls calls: mostly nothing, or mostly trouble. */
const faults = <Value>(none: Value, ...others: Value[]) =>
  fc
    .constantFrom(8, 1)
    .chain((calm) =>
      fc.infiniteStream(
        fc.oneof(
          { weight: calm, arbitrary: fc.constant(none) },
          ...others.map((value) => ({ weight: 1, arbitrary: fc.constant(value) })),
        ),
      ),
    );

const scenario = fc.record({
  stepFaults: faults<StepFault>("none", "crash-before", "crash-after", "twice"),
  gatewayFaults: faults<Fault>("none", "lost", "answer-lost"),
  carrierFaults: faults<Fault>("none", "lost", "answer-lost"),
  /** Between the effect of a step and its record, and right after the record. */
  writeFaults: faults<"none" | "crash-before" | "crash-after">("none", "crash-before", "crash-after"),
  /** A step that never works during the first attempt. */
  broken: fc.option(fc.constantFrom("CancelShipment", "RefundPayment", "ReleaseInventory", "CompleteOrder")),
  declines: fc.constantFrom("never", "authorize", "capture"),
  refuses: fc.constantFrom(false, false, true),
  /** Cancels: of which order, before which run of a step. */
  cancels: fc.array(fc.record({ order: fc.nat(ORDERS - 1), before: fc.nat(20) }), { maxLength: ORDERS }),
});

test("no money without goods, no goods lost, nothing undone twice", { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      scenario,
      async ({
        stepFaults,
        writeFaults,
        gatewayFaults,
        carrierFaults,
        broken,
        declines,
        refuses,
        cancels,
      }) => {
        const world = sagaWorld();
        await world.stock(STOCK);
        const orderIds: string[] = [];
        for (let index = 0; index < ORDERS; index++) orderIds.push(await world.place());
        world.gateway.nextFault = () => gatewayFaults.next().value;
        world.gateway.declines = declines;
        world.carrier.nextFault = () => carrierFaults.next().value;
        world.carrier.refuses = refuses;

        const save = world.orders.save.bind(world.orders);
        let quiet = false;
        world.orders.save = async (change) => {
          const fault = quiet ? "none" : writeFaults.next().value;
          if (fault === "crash-before") throw new Error("crashed before the record");
          await save(change);
          if (fault === "crash-after") throw new Error("crashed after the record");
        };

        let runs = 0;
        const cancelIfDue = async () => {
          const now = runs++;
          for (const { order } of cancels.filter(({ before }) => before === now)) {
            const target = { tenantId: TENANT, orderId: orderIds[order] ?? "", meta: META };
            // A request that fails is the caller's to repeat.
            const request = applyCommand(world.context, target, {
              type: "request-cancel",
              reason: "customer",
            });
            await request.catch(() => undefined);
          }
        };
        const faulty = Object.fromEntries(
          Object.entries(world.steps).map(([name, step]): [string, Step] => [
            name,
            async (payload) => {
              await cancelIfDue();
              if (name === broken) throw new Error("broken");
              const fault = stepFaults.next().value;
              if (fault === "crash-before") throw new Error("crashed before");
              if (fault === "twice") await Promise.allSettled([step(payload), step(payload)]);
              const result = await step(payload);
              if (fault === "crash-after") throw new Error("crashed after");
              return result;
            },
          ]),
        );
        await Promise.all(orderIds.map((orderId) => world.run(orderId, 1, faulty)));
        quiet = true;
        // What died is continued, without further faults of the steps: the remote systems stay as bad as they are.
        for (const orderId of orderIds) await world.run(orderId, 2);

        const reservations = orderIds.map((orderId) => world.inventory.reservationOf(TENANT, orderId));
        for (const [index, orderId] of orderIds.entries()) {
          const { status } = await world.progress(orderId);
          const payment = world.payments.payments.get(`${TENANT} ${orderId}`);
          const charge = world.gateway.ledger.get(`${TENANT} ${payment?.paymentId}`);
          const shipment = world.carrier.shipments.get(`${TENANT} ${orderId}`);
          expect(charge?.captures ?? 0).toBeLessThanOrEqual(1);
          if (status === "COMPLETED") {
            expect([charge?.status, shipment, reservations[index]]).toEqual([
              "captured",
              "released",
              "fulfilled",
            ]);
          } else if (status === "FAILED" || status === "CANCELLED") {
            expect([undefined, "declined", "voided"]).toContain(charge?.status);
            expect([undefined, "refused", "cancelled"]).toContain(shipment);
            expect(reservations[index]).toBe("released");
          } else {
            expect(status).toBe("NEEDS_REVIEW");
          }
          const timeline = await world.orders.timeline(TENANT, orderId);
          expect(timeline.map(({ version }) => version)).toEqual(timeline.map((_, place) => place + 1));
        }
        const count = (state: string) => reservations.filter((each) => each === state).length;
        for (const { sku, quantity } of goodsRequest().lines) {
          const stock = await world.inventory.get(TENANT, sku);
          expect([stock?.available, stock?.reserved]).toEqual([
            STOCK - (count("held") + count("fulfilled")) * quantity,
            count("held") * quantity,
          ]);
        }
        const ids = [...world.orders.outbox, ...world.payments.events.values()].map(
          ({ envelope }) => envelope.id,
        );
        expect(new Set(ids).size).toBe(ids.length);
      },
    ),
    { numRuns: 600 },
  );
});
