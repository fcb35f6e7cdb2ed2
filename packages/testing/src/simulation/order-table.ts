/** The orders' table with its stream: what is written to the outbox comes to the relay in order, at least once. */
import type { OutgoingEvent } from "@accession/core/event-publisher";
import type { OrderChange, OrderStore } from "@accession/core/orders/order-store";
import { type RelayReport, relayOutbox, type StoredEvent } from "@accession/core/outbox/relay-outbox";
import { InMemoryOrderStore } from "../orders/in-memory-order-store.ts";
import { type Environment, invoke, type Process } from "./process.ts";

type Item = StoredEvent<string>;

const BATCH = 10;
/** After so many tries with a record by itself, the stream gives it up. */
const MAX_TRIES = 10;
/** Younger items are on their way through the stream. */
const SETTLE_SECONDS = 300;

const SILENT: RelayReport = { published() {}, refused() {}, unmarked() {} };

export class OrderTable extends InMemoryOrderStore {
  /** Unpublished items by event id, with the time at which they were written. */
  readonly #unpublished = new Map<string, Item & { readonly writtenAt: number }>();
  readonly #stream: Item[] = [];
  #reading = false;
  readonly #environment: Environment;
  readonly #publisherOf: (process: Process) => Parameters<typeof relayOutbox>[0]["publisher"];

  constructor(
    environment: Environment,
    publisherOf: (process: Process) => Parameters<typeof relayOutbox>[0]["publisher"],
  ) {
    super();
    this.#environment = environment;
    this.#publisherOf = publisherOf;
  }

  override async create(...parameters: Parameters<OrderStore["create"]>): ReturnType<OrderStore["create"]> {
    const result = await super.create(...parameters);
    if (result.outcome === "created") this.#write(parameters[0].outgoing);
    return result;
  }

  override async save(change: OrderChange): Promise<void> {
    await super.save(change);
    this.#write(change.outgoing);
  }

  get hasUnpublished(): boolean {
    return this.#unpublished.size > 0;
  }

  async markPublished(id: string): Promise<void> {
    this.#unpublished.delete(id);
  }

  /** The sweeper's look at what the stream did not bring out. */
  async unpublished(): Promise<readonly Item[]> {
    const olderThan = this.#environment.scheduler.now().getTime() - SETTLE_SECONDS * 1000;
    return [...this.#unpublished.values()].filter(({ writtenAt }) => writtenAt <= olderThan);
  }

  /** One run of the relay. Answers what did not get out. */
  async relay(process: Process, items: readonly Item[]): Promise<readonly Item[]> {
    const outbox = process.reach({ markPublished: (id: string) => this.markPublished(id) });
    const { scheduler: clock } = this.#environment;
    return relayOutbox({ outbox, publisher: this.#publisherOf(process), clock }, items, SILENT);
  }

  async sweep(process: Process): Promise<void> {
    await this.relay(process, await process.reach<Pick<this, "unpublished">>(this).unpublished());
  }

  #write(event: OutgoingEvent | undefined): void {
    if (event === undefined) return;
    const item = { key: event.envelope.id, event };
    this.#unpublished.set(item.key, { ...item, writtenAt: this.#environment.scheduler.now().getTime() });
    this.#stream.push(item);
    this.#poll(BATCH, 0);
  }

  /** Reads the stream from where it was read to; a batch that fails is halved, then the record given up. */
  #poll(size: number, tries: number): void {
    if (this.#reading || this.#stream.length === 0) return;
    this.#reading = true;
    const { scheduler } = this.#environment;
    scheduler.after(tries === 0 ? scheduler.between(0.05, 0.3) : tries, () => {
      const batch = this.#stream.slice(0, size);
      const proceed = (taken: number, nextSize: number, nextTries: number) => {
        this.#stream.splice(0, taken);
        this.#reading = false;
        this.#poll(nextSize, nextTries);
      };
      const failed = (taken: number) => {
        if (taken > 0) return proceed(taken, BATCH, 0);
        if (batch.length > 1) return proceed(0, Math.ceil(batch.length / 2), tries + 1);
        return tries < MAX_TRIES ? proceed(0, 1, tries + 1) : proceed(1, BATCH, 0);
      };
      invoke(this.#environment, (process) => this.relay(process, batch)).then(
        ([first]) => (first === undefined ? proceed(batch.length, BATCH, 0) : failed(batch.indexOf(first))),
        () => failed(0),
      );
    });
  }
}
