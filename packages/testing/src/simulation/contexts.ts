/** What a run of each function works with: the product's ports, reached over the network. */

import { notPublished } from "./event-bus.ts";
import { HOME_REGION, type Parts, type Ports } from "./parts.ts";
import type { Process } from "./process.ts";
import type { Scheduler } from "./scheduler.ts";
import type { StateMachine } from "./state-machine.ts";

const UNKNOWN = () => ({ outcome: "unknown" });

/** Orders, stock, payments, carrier and studies, as the saga's steps and the API see them. */
export function orderContext(
  process: Process,
  parts: Parts,
  ports: Ports,
  machine: StateMachine,
  clock: Scheduler,
) {
  const payments = process.reach(parts.payments);
  return {
    orders: process.reach(ports.orders),
    inventory: process.reach(ports.inventory),
    payments,
    outbox: payments,
    gateway: process.reach(ports.gateway, UNKNOWN),
    carrier: process.reach(parts.carrier, UNKNOWN),
    waits: process.reach(parts.studies.waits),
    waker: process.reach(machine.tokens),
    publisher: process.reach(parts.bus, notPublished),
    ids: parts.ids,
    clock,
    homeRegion: HOME_REGION,
  };
}

/** What the sweeper of stalled orders needs besides. */
export function stalledContext(process: Process, parts: Parts, machine: StateMachine) {
  const service = process.reach(machine);
  return { unfinished: process.reach(parts.orders), executions: service, starter: service };
}
