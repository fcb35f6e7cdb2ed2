/** The whole order flow in memory: the product's own code, and everything around it simulated from one seed. */
import { endWait } from "@accession/core/matching/end-wait";
import { matchStudy } from "@accession/core/matching/match-study";
import type { StudyToMatch } from "@accession/core/matching/study-matches";
import { sweepOverdueProcedures } from "@accession/core/matching/sweep-overdue-procedures";
import { applyCommand } from "@accession/core/orders/apply-command";
import { cancelOrder } from "@accession/core/orders/cancel-order";
import { flagUnlinkedOrder } from "@accession/core/orders/flag-unlinked-order";
import type { OrderTarget } from "@accession/core/orders/order-context";
import type { OrderRequest } from "@accession/core/orders/order-request";
import { placeOrder } from "@accession/core/orders/place-order";
import { compensateOrder, retryOrder } from "@accession/core/orders/review-order";
import { sweepStalledOrders } from "@accession/core/orders/sweep-stalled-orders";
import { publishCommitted } from "@accession/core/outbox/publish-committed";
import { sweepOutbox } from "@accession/core/outbox/sweep-outbox";
import type { EventEnvelope } from "@accession/events/envelope";
import { orderCreated } from "@accession/events/orders/order.created";
import { studyMatched } from "@accession/events/studies/study.matched";
import { studyUnmatched } from "@accession/events/studies/study.unmatched";
import { META, TENANT } from "../orders/goods-order.ts";
import { sagaSteps } from "../orders/saga-world.ts";
import { orderContext, stalledContext } from "./contexts.ts";
import { type FaultRates, Faults } from "./faults.ts";
import { MessageQueue } from "./message-queue.ts";
import { makeParts, type Parts, type Plant, type Ports } from "./parts.ts";
import { type Environment, invoke, type Process } from "./process.ts";
import { Scheduler } from "./scheduler.ts";
import { StateMachine } from "./state-machine.ts";

export interface WorldOptions {
  readonly seed: number;
  readonly rates: FaultRates;
  /** Accession numbers that anybody may ask for. */
  readonly numbers: readonly string[];
  readonly plant?: Plant | undefined;
}

/** One request to place an order, with what its caller came to know. */
export interface Placement {
  readonly request: OrderRequest;
  readonly requestKey: string;
  orderId?: string;
  /** The caller was told that the order is cancelled. */
  cancelAccepted: boolean;
}

export type Sweeper = "stalled" | "overdue" | "order-outbox" | "study-outbox" | "payment-outbox";

export class World {
  readonly environment: Environment;
  readonly parts: Parts;
  readonly machine: StateMachine;
  readonly placements: Placement[] = [];
  hasLeapt = false;
  readonly #ports: Ports;
  readonly #queues: {
    readonly created: MessageQueue<EventEnvelope>;
    readonly matched: MessageQueue<EventEnvelope>;
    readonly unmatched: MessageQueue<EventEnvelope>;
    readonly studies: MessageQueue<StudyToMatch>;
  };

  constructor({ seed, rates, numbers, plant }: WorldOptions) {
    const scheduler = new Scheduler(seed);
    this.environment = { scheduler, faults: new Faults(scheduler, rates) };
    this.parts = makeParts(this.environment, numbers);
    this.#ports = { ...this.parts, ...plant?.(this.parts) };
    this.machine = new StateMachine(this.environment, (process) => sagaSteps(this.#context(process)));
    const queue = <Body>(consume: (process: Process, body: Body) => Promise<unknown>) =>
      new MessageQueue(this.environment, consume);
    this.#queues = {
      created: queue((process, event) => this.#onOrderCreated(process, event)),
      matched: queue((process, event) => this.#onStudyMatched(process, event)),
      unmatched: queue((process, event) => this.#onStudyUnmatched(process, event)),
      studies: queue((process, study) => {
        const { publisher, clock } = this.#context(process);
        const desk = process.reach(this.parts.studies);
        return matchStudy({ matches: desk, outbox: desk, publisher, clock }, study);
      }),
    };
    const { created, matched, unmatched } = this.#queues;
    // As `infra/replayable.ts` declares them.
    this.parts.bus.rules = [
      { type: orderCreated.type, replayable: false, to: created },
      { type: studyMatched.type, replayable: false, to: matched },
      { type: studyUnmatched.type, replayable: false, to: unmatched },
    ];
  }

  /** Sends the request to place an order; again with the same key when there was no answer before. */
  place(placement: Placement): void {
    const { request, requestKey } = placement;
    const command = { tenantId: TENANT, meta: META, request, requestKey };
    invoke(this.environment, (process) => placeOrder(this.#context(process), command)).then(
      ({ order }) => {
        placement.orderId = order.details.orderId;
      },
      // The caller sends it again.
      () => undefined,
    );
  }

  cancel(placement: Placement): void {
    const { orderId } = placement;
    if (orderId === undefined) return;
    invoke(this.environment, (process) =>
      cancelOrder(this.#context(process), target(orderId), { reason: "requested" }),
    ).then(
      () => {
        placement.cancelAccepted = true;
      },
      // Refused, or without an answer: nothing was promised.
      () => undefined,
    );
  }

  /** A person decides about an order that may be in review. */
  decide(verb: "retry" | "compensate", orderId: string): void {
    this.#run((process) => {
      const context = { ...this.#context(process), starter: process.reach(this.machine) };
      const review = verb === "retry" ? retryOrder : compensateOrder;
      return review(context, target(orderId), { reason: "checked-with-gateway" });
    });
  }

  /** A study of this number is complete. */
  complete(number: string): void {
    this.#queues.studies.send(this.parts.studies.studyOf(number));
  }

  unlink(orderId: string, line: number): void {
    this.#run(async (process) => {
      const { publisher, clock } = this.#context(process);
      const desk = process.reach(this.parts.studies);
      await publishCommitted({ outbox: desk, publisher, clock }, TENANT, await desk.unlink(orderId, line));
    });
  }

  /** Somebody starts the next attempt although nobody knows what became of the last one. */
  nextAttempt(orderId: string): void {
    this.#run(async (process) => {
      const context = this.#context(process);
      const attempt = ((await context.orders.load(TENANT, orderId))?.attempt ?? 0) + 1;
      await applyCommand(context, { ...target(orderId), attempt }, { type: "start-attempt", attempt });
      await process.reach(this.machine).start({ ...target(orderId), attempt });
    });
  }

  /** A second execution of the same attempt. */
  async twin(orderId: string): Promise<void> {
    const order = await this.parts.orders.load(TENANT, orderId);
    if (order !== undefined) this.machine.run({ ...target(orderId), attempt: order.attempt });
  }

  /** The world stands still for so long, once every order is placed: a key stands for its request for a day. */
  leap(seconds: number): void {
    if (this.placements.some(({ orderId }) => orderId === undefined)) return;
    this.hasLeapt = true;
    this.environment.scheduler.leap(seconds);
  }

  sweep(sweeper: Sweeper): void {
    this.#run((process) => this.#sweep(process, sweeper));
  }

  redrive(): void {
    for (const queue of Object.values(this.#queues)) queue.redrive();
  }

  /** Messages that somebody still has to deal with. */
  get hasMessages(): boolean {
    return Object.values(this.#queues).some(({ pending, deadLetters }) => pending + deadLetters.length > 0);
  }

  #context(process: Process) {
    return orderContext(process, this.parts, this.#ports, this.machine, this.environment.scheduler);
  }

  /** What fails is found by whoever looks next. */
  #run(run: (process: Process) => Promise<unknown>): void {
    invoke(this.environment, run).catch(() => undefined);
  }

  #onOrderCreated(process: Process, event: EventEnvelope): Promise<void> {
    const { tenantId, aggregateId: orderId, meta } = event;
    return process
      .reach(this.machine)
      .start({ tenantId, orderId, attempt: 1, meta: { ...meta, causationId: event.id } });
  }

  #onStudyMatched(process: Process, event: EventEnvelope): Promise<unknown> {
    const { orderId } = studyMatched.schema.parse(event).data;
    const { waits, waker } = this.#context(process);
    return endWait({ endings: waits, waker }, { tenantId: event.tenantId, orderId });
  }

  async #onStudyUnmatched(process: Process, event: EventEnvelope): Promise<void> {
    const { orderId, fulfilled, cause } = studyUnmatched.schema.parse(event).data;
    if (!fulfilled || cause !== "by-hand") return;
    const { tenantId, meta } = event;
    const target = { tenantId, orderId, meta: { ...meta, causationId: event.id } };
    await flagUnlinkedOrder(this.#context(process), target, event.id);
  }

  async #sweep(process: Process, sweeper: Sweeper): Promise<unknown> {
    const context = this.#context(process);
    switch (sweeper) {
      case "stalled": {
        const all = { ...context, ...stalledContext(process, this.parts, this.machine) };
        const options = { all: false, atMostPerShard: 50, onFailure: () => undefined };
        return sweepStalledOrders(all, options);
      }
      case "overdue":
        return sweepOverdueProcedures({ ...context, endings: context.waits }, "sweep");
      case "order-outbox":
        return this.parts.orders.sweep(process);
      case "payment-outbox":
        return sweepOutbox(context);
      case "study-outbox":
        return sweepOutbox({ ...context, outbox: process.reach(this.parts.studies) });
    }
  }
}

const target = (orderId: string): OrderTarget => ({ tenantId: TENANT, orderId, meta: META });
