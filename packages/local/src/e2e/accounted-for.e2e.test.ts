import { randomUUID } from "node:crypto";
import { VerificationSum, verify } from "@accession/cli/client/verification";
import { ctStudy } from "@accession/testing/dicom/ct-study";
import { SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import pMap from "p-map";
import { expect, it } from "vitest";
import { queueDepths } from "../demo/dead-letters.ts";
import { waitUntil } from "../engine/wait-until.ts";
import { queueUrl } from "./break-ingestion.ts";
import { deliverTwice } from "./deliver-twice.ts";
import { capturesOf, imagingOrder, newNumber, PATIENT, place, whenStatus } from "./imaging-orders.ts";
import { killInTurn } from "./kill-workers.ts";
import { takeDatabaseAway } from "./take-database-away.ts";
import { apiOf, putObject, rows, system } from "./under-test.ts";

const TENANTS = ["demo", "other"] as const;
const STUDIES_PER_TENANT = 19;
const SLICES = 50;
const BAD_PER_TENANT = 50;
/** Of each tenant, with an order that waits. */
const ORDERED = 3;
/** Everything that this test puts, below `tenants/{slug}/uploads`. */
const FOLDER = `faults-${randomUUID()}`;
const AWAY_MS = 8_000;

/** What dies again and again. */
const VICTIMS = [
  "on-file-uploaded",
  "on-study-quiet",
  "on-file-uploaded",
  "match-study",
  "on-file-uploaded",
  "on-order-outbox",
  "on-file-uploaded",
  "on-study-matched",
];
const KILL_EVERY_MS = 900;
/** A batch whose worker died comes back when its visibility timeout is over: six minutes, of which we have none. */
const QUEUES = ["Ingest", "StudyQuiet", "MatchStudy", "StudyMatched", "OrderCreated"];

interface TestObject {
  readonly key: string;
  readonly body: Uint8Array;
}

it("workers killed, the database away, all delivered twice: 2,000 objects of two tenants are accounted for, and everything adds up", async () => {
  const orders: { tenant: "demo" | "other"; id: string; number: string }[] = [];
  for (const tenant of TENANTS) {
    const api = await apiOf(tenant);
    for (let index = 0; index < ORDERED; index++) {
      const number = newNumber();
      orders.push({ tenant, number, id: await place(api, imagingOrder([number])) });
    }
  }
  const objects = TENANTS.flatMap((tenant) => [
    ...goodObjects(
      tenant,
      orders.flatMap((order) => (order.tenant === tenant ? [order.number] : [])),
    ),
    ...badObjects(tenant),
  ]);
  // Instances of all studies, and bad objects, arrive in turn.
  const mixed = objects.toSorted((a, b) => digit(a) - digit(b));
  expect(mixed).toHaveLength(2_000);

  const singly = await deliverTwice();
  const patient = await impatient();
  const endKilling = killInTurn(VICTIMS, KILL_EVERY_MS);
  let put = 0;
  let away: Promise<number> | undefined;
  let killed = 0;
  try {
    await pMap(
      mixed,
      async ({ key, body }) => {
        await putObject(key, body);
        put++;
        if (put === mixed.length / 2) away = takeDatabaseAway(AWAY_MS);
      },
      { concurrency: 12 },
    );
    expect(await away).toBeGreaterThan(0);
  } finally {
    killed = await endKilling();
  }
  expect(killed).toBeGreaterThan(5);

  try {
    await waitUntil("every object has its receipt", 150_000, async () => {
      const [found] = await rows<{ count: number }>(
        "select count(*)::int as count from receipt where object_key like $1",
        [`tenants/%/uploads/${FOLDER}/%`],
      );
      return found?.count === mixed.length ? true : undefined;
    });
    for (const { tenant, id } of orders) await whenStatus(await apiOf(tenant), id, "COMPLETED");
  } finally {
    await patient();
    await singly();
  }

  expect(
    await rows(
      `select t.slug, r.outcome, r.reason_code, count(*)::int as count from receipt r join tenant t on t.id = r.tenant_id
       where r.object_key like $1 group by 1, 2, 3 order by 1, 2, 3`,
      [`tenants/%/uploads/${FOLDER}/%`],
    ),
  ).toEqual(
    TENANTS.flatMap((slug) => [
      { slug, outcome: "rejected", reason_code: "empty", count: 10 },
      { slug, outcome: "rejected", reason_code: "not-dicom", count: 10 },
      { slug, outcome: "rejected", reason_code: "pdf", count: 10 },
      { slug, outcome: "rejected", reason_code: "truncated", count: 20 },
      { slug, outcome: "stored", reason_code: null, count: STUDIES_PER_TENANT * SLICES },
    ]),
  );
  for (const { id } of orders) expect(await capturesOf(id)).toBe(1);
  const operator = await apiOf("demo");
  const sum = await waitUntil("everything adds up", 150_000, async () => {
    const found = new VerificationSum();
    for await (const portion of verify(operator, { asOf: new Date().toISOString() })) found.add(portion);
    return found.violations === 0 ? found : undefined;
  });
  expect(sum.laws.filter(({ violations }) => violations > 0)).toEqual([]);
  expect(
    await rows(
      `select s.instance_count, s.completed_version = s.arrival_version as complete, count(*)::int as studies
       from study s where s.id in (select study_id from receipt where object_key like $1) group by 1, 2`,
      [`tenants/%/uploads/${FOLDER}/%`],
    ),
  ).toEqual([{ instance_count: SLICES, complete: true, studies: TENANTS.length * STUDIES_PER_TENANT }]);
  const dead = await queueDepths(system, "dead-letter");
  expect(dead.filter(({ messages }) => messages > 0)).toEqual([]);
  process.stdout.write(`${killed} workers killed, the database ${AWAY_MS / 1000} s away\n`);
});

function goodObjects(tenant: string, numbers: readonly string[]): TestObject[] {
  return Array.from({ length: STUDIES_PER_TENANT }, (_, study) =>
    ctStudy({
      seed: Number.parseInt(randomUUID().slice(0, 8), 16),
      slices: SLICES,
      size: 16,
      patientId: PATIENT.patientId,
      patientBirthDate: PATIENT.birthDate,
      accessionNumber: numbers[study] ?? newNumber(),
    }).instances.map(({ name, bytes }) => ({
      key: `tenants/${tenant}/uploads/${FOLDER}/${study}/${name}`,
      body: bytes,
    })),
  ).flat();
}

function badObjects(tenant: string): TestObject[] {
  const [whole] = ctStudy({ seed: 77, slices: 1, size: 16 }).instances;
  if (whole === undefined) throw new Error("a study of one slice has one");
  const bodies = [
    Uint8Array.of(),
    new TextEncoder().encode("%PDF-1.7\n1 0 obj"),
    Uint8Array.from({ length: 4_000 }, (_, index) => (index * 7919) % 251),
    whole.bytes.subarray(0, 700),
    whole.bytes.subarray(0, whole.bytes.length - 100),
  ];
  return Array.from({ length: BAD_PER_TENANT }, (_, index) => ({
    key: `tenants/${tenant}/uploads/${FOLDER}/bad/${index}.dcm`,
    body: bodies[index % bodies.length] ?? Uint8Array.of(),
  }));
}

/** Of the name, which spreads the objects of all folders. */
const digit = ({ key }: TestObject) => Number(/(\d+)\.dcm$/.exec(key)?.[1]);

/** Lets the queues give back soon what a dead worker had. Returns what undoes it. */
async function impatient(): Promise<() => Promise<void>> {
  const wait = async (name: string, seconds: number) => {
    await system.aws.sqs.send(
      new SetQueueAttributesCommand({
        QueueUrl: queueUrl(name),
        Attributes: { VisibilityTimeout: String(seconds) },
      }),
    );
  };
  const usual = QUEUES.map((name) => ({
    name,
    seconds: Number(
      system.resources.find((resource) => resource.name === `${name}Queue`)?.inputs[
        "visibilityTimeoutSeconds"
      ],
    ),
  }));
  for (const { name } of usual) await wait(name, 15);
  return async () => {
    for (const { name, seconds } of usual) await wait(name, seconds);
  };
}
