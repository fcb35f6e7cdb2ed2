/** Breaks each law on purpose, on real stores: it is named, what mends it is done, and it holds again. */
import { randomUUID } from "node:crypto";
import { recordRemovals } from "@accession/core/ingestion/record-removals";
import { awaitStudy } from "@accession/core/orders/saga/await-study";
import { lookAtOrder } from "@accession/core/orders/sweep-stalled-orders";
import { relayOutbox } from "@accession/core/outbox/relay-outbox";
import { LAWS, type Law } from "@accession/core/verification/law";
import { repairIndex } from "@accession/core/verification/repair-index";
import { repairObjects } from "@accession/core/verification/repair-objects";
import { envelopeSchema } from "@accession/events/envelope";
import { goodsRequest, META } from "@accession/testing/orders/goods-order";
import { imagingRequest } from "@accession/testing/orders/imaging-order";
import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import { PurgeQueueCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { reservationKey, stockKey } from "../dynamo/dynamo-keys.ts";
import { postgresRemovalStore } from "../postgres/postgres-removal-store.ts";
import { type TestDatabase, testDatabase } from "../postgres/test-database.ts";
import { studyOf, type VerifiedWorld, verifiedWorld } from "./test-verified-world.ts";

let database: TestDatabase;
let world: VerifiedWorld;
/** A completed order of goods, one whose card was declined, a completed one of imaging, and one that waits for its study. */
let completed: string;
let declined: string;
let waiting: string;

beforeAll(async () => {
  database = await testDatabase({ quietPeriodSeconds: 0 });
  world = await verifiedWorld(database, inject("awsEndpoint"));
  const [one, two] = studyOf(1, "A-1").instances;
  const [third] = studyOf(2, "A-2", 1).instances;
  for (const [name, instance] of Object.entries({ one, two, third }))
    await world.ingest([await world.put(`${name}.dcm`, instance?.bytes ?? new Uint8Array())]);
  await world.ingest([await world.put("letter.pdf", new TextEncoder().encode("%PDF-1.7"))]);
  await world.complete();
  await world.stock(100);
  completed = await world.run(goodsRequest());
  declined = await world.run(goodsRequest({ paymentToken: "tok_decline" }));
  await world.run(imagingRequest({ lines: imagingRequest().lines.slice(0, 1) }));
  waiting = await world.place(imagingRequest({ lines: linesOf("A-9") }));
  world.runs.set(waiting, "running");
  const target = { tenantId: world.tenantId, orderId: waiting, attempt: 1, meta: META };
  await awaitStudy(world.context, target, "token");
  await world.publishOrderEvents();
});
afterAll(() => database[Symbol.asyncDispose]());

const linesOf = (accessionNumber: string) =>
  imagingRequest()
    .lines.slice(0, 1)
    .map((line) => ({ ...line, accessionNumber }));

interface Breach {
  readonly problem: string;
  /** Breaks the law, and answers what mends it. */
  readonly breakIt: () => Promise<() => Promise<unknown>>;
}

/** A statement that breaks, and one that puts it right: what a person would have to find out. */
const sql =
  (broken: string, mended: string, ...values: (() => unknown)[]): Breach["breakIt"] =>
  async () => {
    const given = values.map((value) => value());
    const { rowCount } = await world.tenantSql(broken, given);
    expect(rowCount).toBeGreaterThan(0);
    return () => world.tenantSql(mended, given);
  };

/** Postgres counts microseconds: a row of this moment may be younger than the watermark. */
const EARLIER = "now() - interval '1 minute'";

const repair = async (what: "counts" | "completions" | "events", id: string) =>
  repairIndex(world.context, world.tenantId, { counts: [], completions: [], events: [], [what]: [id] });
const [sku = ""] = goodsRequest().lines.map((line) => line.sku);

const BREACHES: Readonly<Record<Law, Breach>> = {
  "version-has-receipt": {
    problem: "no-receipt",
    breakIt: async () => {
      const [instance] = studyOf(3, "A-3", 1).instances;
      const lost = await world.put("lost event.dcm", instance?.bytes ?? new Uint8Array());
      return async () => {
        expect(await repairObjects(world.context, [lost])).toBe(1);
        await world.complete();
      };
    },
  },
  "receipt-has-version": {
    problem: "version-is-gone",
    breakIt: async () => {
      const gone = await world.put("gone.pdf", new TextEncoder().encode("%PDF-1.4"));
      await world.ingest([gone]);
      await world.s3.send(
        new DeleteObjectCommand({ Bucket: gone.bucket, Key: gone.key, VersionId: gone.versionId }),
      );
      // What S3's event of the deletion does, or its replay.
      return () =>
        recordRemovals(
          { tenants: world.context.tenants, removals: postgresRemovalStore(database.appPool()) },
          [{ ...gone, removedAt: new Date(), removedAs: "removed" }],
        );
    },
  },
  "receipt-has-instance": {
    problem: "another-instance",
    breakIt: async () => {
      const { rows } = await world.tenantSql(
        "select id, study_id, instance_id from receipt where outcome = 'stored' order by id limit 2",
      );
      const [one, two] = rows as Record<"id" | "study_id" | "instance_id", string>[];
      const set = (to: typeof one) =>
        world.tenantSql("update receipt set study_id = $1, instance_id = $2 where id = $3", [
          to?.study_id,
          to?.instance_id,
          one?.id,
        ]);
      await set(two);
      return () => set(one);
    },
  },
  "instance-has-receipt": {
    problem: "no-stored-receipt",
    breakIt: async () => {
      const id = await world.idOf("select id from receipt where outcome = 'stored' limit 1");
      return sql(
        "update receipt set outcome = 'conflict' where id = $1",
        "update receipt set outcome = 'stored' where id = $1",
        () => id,
      )();
    },
  },
  "study-counts": {
    problem: "counts-differ",
    breakIt: async () => {
      const id = await world.idOf("select id from study order by id limit 1");
      await world.tenantSql("update study set instance_count = instance_count + 1 where id = $1", [id]);
      await world.tenantSql("update series set instance_count = 0 where study_id = $1", [id]);
      return () => repair("counts", id);
    },
  },
  "study-completes": {
    problem: "not-completed",
    breakIt: async () => {
      const [instance] = studyOf(4, "A-4", 1).instances;
      await world.ingest([await world.put("late.dcm", instance?.bytes ?? new Uint8Array())]);
      const id = await world.idOf("select id from study where completed_version < arrival_version");
      return () => repair("completions", id);
    },
  },
  "links-agree": {
    problem: "state-and-links-differ",
    breakIt: sql(
      "update study_link set status = 'unlinked' where status = 'linked'",
      "update study_link set status = 'linked' where status = 'unlinked'",
    ),
  },
  "study-events-published": {
    problem: "not-published",
    breakIt: async () => {
      const id = await world.idOf("select id from outbox where type = 'study.completed' limit 1");
      await world.tenantSql("update outbox set published_at = null where id = $1", [id]);
      const before = world.context.publisher.published.length;
      return async () => {
        expect(await repair("events", id)).toBe(1);
        expect(world.context.publisher.published.slice(before).map(({ envelope }) => envelope.id)).toEqual([
          id,
        ]);
      };
    },
  },
  "order-goes-on": {
    problem: "no-run",
    breakIt: async () => {
      const orderId = await world.place(goodsRequest());
      await world.publishOrderEvents();
      const order = await world.context.orders.load(world.tenantId, orderId);
      if (order === undefined) throw new Error("an order that was placed is there");
      await world.context.unfinished.postpone(order, new Date(Date.now() - 1000).toISOString());
      return async () =>
        expect(await lookAtOrder(world.context, { tenantId: world.tenantId, orderId })).toBe("started");
    },
  },
  "order-has-studies": {
    problem: "released-while-it-waits",
    breakIt: sql(
      "update expected_procedure set state = 'expired', study_missing = false where order_id = $1",
      "update expected_procedure set state = 'waiting', study_missing = true where order_id = $1",
      () => waiting,
    ),
  },
  "order-has-stock": {
    problem: "reservation-differs",
    breakIt: async () => {
      const key = reservationKey(world.tenantId, sku, completed);
      const set = (state: string) => world.updateItem(key, "SET #state = :state", { ":state": state });
      await set("released");
      return () => set("fulfilled");
    },
  },
  "order-has-payment": {
    problem: "not-charged",
    breakIt: sql(
      "update payment set status = 'voided' where order_id = $1",
      "update payment set status = 'captured' where order_id = $1",
      () => completed,
    ),
  },
  "payment-has-order": {
    problem: "no-order",
    breakIt: sql(
      `insert into payment (tenant_id, id, order_id, version, status, amount, currency, gateway, authorized_until,
         created_at, updated_at)
       values ($1, $2, $2, 3, 'captured', 100, 'EUR', 'another', now(), ${EARLIER}, ${EARLIER})`,
      "delete from payment where tenant_id = $1 and id = $2",
      () => world.tenantId,
      () => randomUUID(),
    ),
  },
  "procedure-has-order": {
    problem: "no-order",
    breakIt: sql(
      `insert into expected_procedure (tenant_id, id, order_id, line, accession_number, state, study_missing,
         deadline_at, attempt, created_at, updated_at)
       values ($1, $2, $2, 1, 'A-7', 'cancelled', false, now(), 1, ${EARLIER}, ${EARLIER})`,
      "delete from expected_procedure where tenant_id = $1 and id = $2",
      () => world.tenantId,
      () => randomUUID(),
    ),
  },
  "authorization-ends": {
    problem: "open-after-its-order",
    breakIt: sql(
      "update payment set status = 'authorized', authorized_until = now() + interval '7 days' where order_id = $1",
      "update payment set status = 'declined' where order_id = $1",
      () => declined,
    ),
  },
  "gateway-agrees": {
    problem: "charged-twice",
    breakIt: sql(
      "update sandbox.payment p set captures = 2 from payment o where o.order_id = $1 and p.reference = o.id::text",
      "update sandbox.payment p set captures = 1 from payment o where o.order_id = $1 and p.reference = o.id::text",
      () => completed,
    ),
  },
  "order-events-published": {
    problem: "not-published",
    breakIt: async () => {
      const orderId = await world.place(goodsRequest());
      world.runs.set(orderId, "running");
      return async () => {
        const { orderOutbox: outbox, publisher, clock } = world.context;
        const item = await outbox.load(world.tenantId, orderId, 1);
        const event = {
          source: String(item?.["source"]),
          envelope: envelopeSchema.parse(JSON.parse(String(item?.["envelope"]))),
        };
        const silent = { published: () => undefined, refused: () => undefined, unmarked: () => undefined };
        const key = { pk: String(item?.["pk"]), sk: String(item?.["sk"]) };
        expect(await relayOutbox({ outbox, publisher, clock }, [{ key, event }], silent)).toEqual([]);
        expect(await outbox.load(world.tenantId, orderId, 1)).toBeUndefined();
      };
    },
  },
  "stock-adds-up": {
    problem: "sum-differs",
    breakIt: async () => {
      const change = (by: number) =>
        world.updateItem(stockKey(world.tenantId, sku), "ADD available :by, version :one", {
          ":by": by,
          ":one": 1,
        });
      await change(1);
      return () => change(-1);
    },
  },
  "dead-letters-empty": {
    problem: "letters",
    breakIt: async () => {
      await world.sqs.send(new SendMessageCommand({ QueueUrl: world.lettersUrl, MessageBody: "{}" }));
      return () => world.sqs.send(new PurgeQueueCommand({ QueueUrl: world.lettersUrl }));
    },
  },
};

it("holds when nothing is broken, and there is something for each law to be held against", async () => {
  const { violations, checked } = await world.verify();
  expect(violations).toEqual([]);
  expect(
    Object.values(LAWS)
      .flat()
      .filter((law) => (checked[law] ?? 0) === 0),
  ).toEqual([]);
});

it.each(Object.values(LAWS).flat())("names what breaks %s, and holds when it is mended", async (law) => {
  const { breakIt, problem } = BREACHES[law];
  const mend = await breakIt();
  const { violations: broken } = await world.verify();
  expect(broken.map((violation) => [violation.law, violation.problem])).toContainEqual([law, problem]);
  await mend();
  expect((await world.verify()).violations).toEqual([]);
});
