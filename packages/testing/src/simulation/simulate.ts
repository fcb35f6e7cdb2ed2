/** Runs one scenario from its first order to a long quiet time, and says what did not hold. */

import { goodsRequest, TENANT } from "../orders/goods-order.ts";
import { imagingRequest } from "../orders/imaging-order.ts";
import { NO_FAULTS } from "./faults.ts";
import { finalViolations } from "./final-invariants.ts";
import type { Plant } from "./parts.ts";
import { type Happening, NUMBERS, numbersOf, type Scenario, type Timed, timedOf } from "./scenario.ts";
import { watch } from "./step-invariants.ts";
import { type Sweeper, World } from "./world.ts";

const SWEEPERS: readonly Sweeper[] = ["stalled", "overdue", "order-outbox", "payment-outbox", "study-outbox"];
/** With nothing due for so long, what comes from outside comes now. */
const IDLE_SECONDS = 5;
/** With nothing due for so long, and nothing to come from outside, the faults are over. */
const OVER_SECONDS = 900;
/** Hours of the quiet time; in them every deadline passes, and then every authorization. */
const QUIET_ROUNDS = 60;
const HOUR = 3600;

/** What did not hold, the first time that it was seen; nothing when everything did. */
export async function simulate(
  scenario: Scenario,
  plant?: Plant,
  look: (world: World) => void = () => undefined,
): Promise<readonly string[]> {
  const { seed, rates } = scenario;
  const world = new World({ seed, rates, numbers: NUMBERS, plant });
  look(world);
  const violations = watch(world);
  await openShop(world, scenario);
  await faultyTime(world, scenario, violations);
  if (violations.length > 0) return violations;
  await quietTime(world, scenario, violations);
  return violations.length > 0 ? violations : finalViolations(world);
}

async function openShop(world: World, scenario: Scenario): Promise<void> {
  const { gateway, carrier, inventory } = world.parts;
  gateway.declines = scenario.declines;
  carrier.refuses = scenario.refuses;
  const enough = scenario.scarce ? scenario.orders.length - 1 : scenario.orders.length;
  for (const { sku, quantity } of goodsRequest().lines) {
    const count = { id: "count", at: world.environment.scheduler.now().toISOString(), actor: "test" };
    await inventory.set(TENANT, sku, enough * quantity, 0, count);
  }
  const [line] = imagingRequest().lines;
  if (line === undefined) throw new Error("nothing to order");
  for (const [index, kind] of scenario.orders.entries()) {
    const lines = numbersOf(index, scenario.shared).map((accessionNumber) => ({ ...line, accessionNumber }));
    const request = kind === "goods" ? goodsRequest() : imagingRequest({ lines });
    const placement = { request, requestKey: `key-${index}`, cancelAccepted: false };
    world.placements.push(placement);
    world.place(placement);
  }
}

async function faultyTime(world: World, scenario: Scenario, violations: readonly string[]): Promise<void> {
  const { scheduler } = world.environment;
  const happenings = [...timedOf(scenario)];
  aim(world, scenario, happenings);
  const idle = (seconds: number) => (scheduler.nextIn ?? seconds) >= seconds;
  for (;;) {
    if (violations.length > 0) return;
    const next = happenings[0];
    if (next !== undefined && (scheduler.count >= next.at || idle(IDLE_SECONDS))) {
      happenings.shift();
      await happen(world, scenario, next.what);
      continue;
    }
    if (next === undefined && idle(OVER_SECONDS)) return;
    await scheduler.step();
  }
}

/** What waits for a step gets its time when the step runs first, and becomes about that order. */
function aim(world: World, { happenings }: Scenario, timed: Timed[]): void {
  const aimed = [...happenings];
  world.machine.onStep = (step, orderId) => {
    const order = world.placements.findIndex((placement) => placement.orderId === orderId);
    for (const { at, what } of aimed) {
      if (typeof at === "number" || at.step !== step || order < 0) continue;
      const about = "order" in what ? { ...what, order } : what;
      timed.push({ at: world.environment.scheduler.count + at.after, what: about });
    }
    timed.sort((one, other) => one.at - other.at);
    aimed.splice(0, aimed.length, ...aimed.filter(({ at }) => typeof at === "number" || at.step !== step));
  };
}

async function happen(world: World, scenario: Scenario, what: Happening): Promise<void> {
  const { bus, inventory } = world.parts;
  const placement = "order" in what ? world.placements[what.order] : undefined;
  const orderId = placement?.orderId;
  switch (what.type) {
    case "study":
      return world.complete(numbersOf(what.order, scenario.shared)[what.line === 0 ? 0 : 1]);
    case "place-again":
      // A caller repeats a request while its key stands for it.
      return placement && !world.hasLeapt ? world.place(placement) : undefined;
    case "cancel":
      return placement && world.cancel(placement);
    case "unlink":
      return orderId === undefined ? undefined : world.unlink(orderId, what.line + 1);
    case "next-attempt":
      return orderId === undefined ? undefined : world.nextAttempt(orderId);
    case "twin":
      return orderId === undefined ? undefined : world.twin(orderId);
    case "kill":
      return orderId === undefined ? undefined : world.machine.kill(orderId);
    case "sweep":
      for (const sweeper of SWEEPERS) world.sweep(sweeper);
      return;
    case "replay":
      return bus.replay();
    case "redrive":
      return world.redrive();
    case "poison":
      bus.refuseNext += 1;
      return;
    case "restock":
      for (const { sku } of goodsRequest().lines) {
        const movement = {
          id: `m-${world.environment.scheduler.count}`,
          kind: "received",
          quantity: 1,
        } as const;
        await inventory.move(TENANT, sku, { ...movement, at: "2026-11-21T08:00:00.000Z", actor: "test" });
      }
      return;
    case "retry":
    case "compensate":
      return orderId === undefined ? undefined : world.decide(what.type, orderId);
    case "leap":
      return world.leap(what.seconds);
  }
}

/** No faults any more; the sweepers run, dead letters are redriven, and time passes. */
async function quietTime(world: World, { decision }: Scenario, violations: string[]): Promise<void> {
  const { scheduler, faults } = world.environment;
  faults.rates = NO_FAULTS;
  world.parts.bus.refuseNext = 0;
  world.parts.bus.refused.clear();
  let undecided = decision !== "nothing";
  for (let round = 0; round < QUIET_ROUNDS; round++) {
    for (const placement of world.placements) if (placement.orderId === undefined) world.place(placement);
    world.redrive();
    for (const sweeper of SWEEPERS) world.sweep(sweeper);
    await scheduler.settle(HOUR / 2);
    if (violations.length > 0) return;
    const done = round > 2 && !(await unfinished(world));
    if (done && undecided && decision !== "nothing") {
      undecided = false;
      for (const { orderId } of world.placements) if (orderId !== undefined) world.decide(decision, orderId);
    } else if (done) {
      // What is left of authorizations ends by itself; nothing else may happen any more.
      scheduler.leap(8 * 24 * HOUR);
      await scheduler.settle(HOUR);
      return;
    }
    scheduler.leap(round < QUIET_ROUNDS / 2 ? HOUR : 15 * 24 * HOUR);
  }
  violations.push("something goes on for ever");
}

async function unfinished({ parts, placements, hasMessages }: World): Promise<boolean> {
  if (hasMessages || parts.orders.hasUnpublished) return true;
  if (placements.some(({ orderId }) => orderId === undefined)) return true;
  if ((await parts.orders.due(undefined, 1)).length > 0) return true;
  return (await parts.studies.unpublished()).length + (await parts.payments.unpublished()).length > 0;
}
