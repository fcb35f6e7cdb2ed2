/** Imaging orders under random faults, with studies, cancels, lost wakes and dead runs at any moment. */
import { setImmediate } from "node:timers/promises";
import { META, TENANT } from "@accession/testing/orders/goods-order";
import { imagingRequest } from "@accession/testing/orders/imaging-order";
import type { Step } from "@accession/testing/orders/saga-runner";
import { sagaWorld } from "@accession/testing/orders/saga-world";
import type { Fault } from "@accession/testing/payments/in-memory-gateway";
import fc from "fast-check";
import { expect, test } from "vitest";
import { applyCommand } from "../apply-command.ts";
import { cancelOrder } from "../cancel-order.ts";
import { MAX_DEATHS } from "../decide-attempt.ts";

const ORDERS = 3;
/** Two for each order; those who share expect the second one of them all. */
const numbersOf = (order: number, shared: boolean) => [`N-${order}`, shared ? "N-3" : `N-${order + ORDERS}`];
const NUMBERS = Array.from({ length: 2 * ORDERS }, (_, index) => `N-${index}`);
const ENDED = new Set(["COMPLETED", "FAILED", "CANCELLED", "NEEDS_REVIEW"]);

type StepFault = "none" | "crash-before" | "crash-after" | "twice";
const mostly = <Value>(none: Value, ...others: Value[]) =>
  fc.infiniteStream(
    fc.oneof(
      { weight: 10, arbitrary: fc.constant(none) },
      ...others.map((value) => ({ weight: 1, arbitrary: fc.constant(value) })),
    ),
  );

/** What happens outside of the runs, one after the other. */
const happening = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      type: fc.constant("study" as const),
      number: fc.constantFrom(...NUMBERS),
      told: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("cancel" as const),
      order: fc.nat(ORDERS - 1),
      told: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant("next-attempt" as const), order: fc.nat(ORDERS - 1) }),
  },
  // One task runs out of time; a deadline passes; the runs get on for a while.
  { weight: 2, arbitrary: fc.record({ type: fc.constant("task-timeout" as const) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("deadline" as const) }) },
  { weight: 8, arbitrary: fc.record({ type: fc.constant("pause" as const) }) },
);

const scenario = fc.record({
  stepFaults: mostly<StepFault>("none", "crash-before", "crash-after", "twice"),
  gatewayFaults: mostly<Fault>("none", "lost", "answer-lost"),
  writeFaults: mostly<"none" | "crash-before" | "crash-after">("none", "crash-before", "crash-after"),
  declines: fc.constantFrom("never", "never", "authorize", "capture"),
  happenings: fc.array(happening, { maxLength: 14 }),
  /** What becomes of those who wait at the end. */
  end: fc.constantFrom("studies", "studies", "deadline"),
  shared: fc.constantFrom(false, false, true),
});

test("never charged twice, never without the studies, and every order ends", {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      scenario,
      async ({ stepFaults, gatewayFaults, writeFaults, declines, happenings, end, shared }) => {
        const world = sagaWorld();
        const orderIds: string[] = [];
        const [line] = imagingRequest().lines;
        if (line === undefined) throw new Error("nothing to order");
        for (let order = 0; order < ORDERS; order++) {
          const lines = numbersOf(order, shared).map((accessionNumber) => ({ ...line, accessionNumber }));
          orderIds.push(await world.placeImaging({ lines }));
        }
        let quiet = false;
        world.gateway.nextFault = () => gatewayFaults.next().value;
        world.gateway.declines = declines;
        const write = async <Result>(act: () => Promise<Result>): Promise<Result> => {
          const fault = quiet ? "none" : writeFaults.next().value;
          if (fault === "crash-before") throw new Error("crashed before the record");
          const result = await act();
          if (fault === "crash-after") throw new Error("crashed after the record");
          return result;
        };
        const { orders, waits, gateway } = world;
        const save = orders.save.bind(orders);
        orders.save = (change) => write(() => save(change));
        const register = waits.register.bind(waits);
        waits.register = (wait) => write(() => register(wait));
        const release = waits.release.bind(waits);
        waits.release = (...about) => write(() => release(...about));

        const chargedWith: (readonly string[])[] = [];

        const linesOf = (orderId: string) => waits.statesOf(TENANT, orderId);
        const capture = gateway.capture.bind(gateway);
        gateway.capture = async (call) => {
          const paid = orderIds.find(
            (orderId) => world.payments.payments.get(`${TENANT} ${orderId}`)?.paymentId === call.reference,
          );
          // The saga would take what is thrown here for a fault of the step.
          chargedWith.push(linesOf(paid ?? ""));
          return capture(call);
        };

        const faulty = Object.fromEntries(
          Object.entries(world.steps).map(([name, step]): [string, Step] => [
            name,
            async (payload) => {
              const fault = quiet ? "none" : stepFaults.next().value;
              if (fault === "crash-before") throw new Error("crashed before");
              if (fault === "twice") await Promise.allSettled([step(payload), step(payload)]);
              const result = await step(payload);
              if (fault === "crash-after") throw new Error("crashed after");
              return result;
            },
          ]),
        );
        const runs: Promise<unknown>[] = [];
        // A run that ends with a fault is a run that died.
        const run = (orderId: string, attempt: number) => {
          runs.push(world.run(orderId, attempt, faulty).catch(() => undefined));
        };
        const target = (orderId: string) => ({ tenantId: TENANT, orderId, meta: META });
        const nextAttempt = async (orderId: string) => {
          const attempt = ((await orders.load(TENANT, orderId))?.attempt ?? 0) + 1;
          const command = { type: "start-attempt", attempt } as const;
          // What fails is found by the next sweep.
          await applyCommand(world.context, { ...target(orderId), attempt }, command).catch(() => undefined);
          const order = await orders.load(TENANT, orderId);
          if (order !== undefined && !ENDED.has(order.progress.status)) run(orderId, order.attempt);
        };
        const arrive = async (number: string, told: boolean) => {
          const token = waits.arrive(TENANT, number, "RIS");
          if (token !== undefined && told) await world.waker.wake(token);
        };
        const expire = async () => {
          world.clock.advance(15 * 86_400);
          const tokens = await waits.expire(world.clock.now()).catch(() => []);
          for (const token of tokens) await world.waker.abandon(token, "expired");
        };

        for (const orderId of orderIds) run(orderId, 1);
        for (const event of happenings) {
          const orderId = "order" in event ? (orderIds[event.order] ?? "") : "";
          switch (event.type) {
            case "study":
              await arrive(event.number, event.told);
              break;
            case "cancel": {
              const { context } = world;
              // Whoever cancels may die before anybody is woken.
              const cancel = event.told
                ? cancelOrder(context, target(orderId), { reason: "requested" })
                : applyCommand(context, target(orderId), { type: "request-cancel", reason: "requested" });
              await cancel.catch(() => undefined);
              break;
            }
            case "next-attempt":
              await nextAttempt(orderId);
              break;
            case "task-timeout":
              for (const token of world.waker.waiting.slice(0, 1)) world.waker.fail(token, "States.Timeout");
              break;
            case "deadline":
              await expire();
              break;
            case "pause":
              await setImmediate();
          }
        }

        // From here on only the gateway fails: what died is continued, what waits gets its end.
        quiet = true;
        for (let round = 0; round <= MAX_DEATHS + 1; round++) {
          if (end === "studies") for (const number of NUMBERS) await arrive(number, true);
          else await expire();
          for (const token of world.waker.waiting) world.waker.fail(token, "States.Timeout");
          await setImmediate();
          for (const orderId of orderIds) {
            if (!ENDED.has((await world.progress(orderId)).status)) await nextAttempt(orderId);
          }
          await setImmediate();
        }
        // Orders that lost the race for a study that two expect wait for their deadline.
        await expire();
        await Promise.all(runs.map((each) => Promise.race([each, setImmediate()])));
        for (const token of world.waker.waiting) world.waker.fail(token, "States.Timeout");
        await Promise.all(runs);

        for (const lines of chargedWith) expect(lines).toEqual(["linked", "linked"]);

        for (const orderId of orderIds) {
          const order = await orders.load(TENANT, orderId);

          const { status } = await world.progress(orderId);
          const payment = world.payments.payments.get(`${TENANT} ${orderId}`);
          const charge = gateway.ledger.get(`${TENANT} ${payment?.paymentId}`);
          expect(charge?.captures ?? 0).toBeLessThanOrEqual(1);
          if (status === "COMPLETED") {
            expect([charge?.status, ...linesOf(orderId)]).toEqual(["captured", "linked", "linked"]);
            expect(order?.cancelRequested).toBe(false);
          } else if (status === "FAILED" || status === "CANCELLED") {
            expect([undefined, "declined", "voided"]).toContain(charge?.status);
            for (const state of linesOf(orderId)) expect(["expired", "cancelled"]).toContain(state);
          } else {
            expect(status).toBe("NEEDS_REVIEW");
          }
          const timeline = await orders.timeline(TENANT, orderId);
          expect(timeline.map(({ version }) => version)).toEqual(timeline.map((_, place) => place + 1));
          const owner = timeline.filter(({ type }) => type === "study.matched");
          expect(owner.length).toBeLessThanOrEqual(1);
        }
        expect(world.carrier.shipments.size).toBe(0);
      },
    ),
    { numRuns: 400 },
  );
});
