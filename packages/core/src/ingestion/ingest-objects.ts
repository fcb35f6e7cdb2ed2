import type { Clock } from "../clock.ts";
import { AppError, isAppError } from "../errors.ts";
import type { EventPublisher } from "../event-publisher.ts";
import type { Ids } from "../ids.ts";
import type { OutboxStore } from "../outbox/outbox-store.ts";
import { publishCommitted } from "../outbox/publish-committed.ts";
import type { QuietHints } from "../studies/quiet-hints.ts";
import { SYSTEM_TENANT_ID, type TenantDirectory } from "../tenants/tenant-directory.ts";
import { assessObject, type Verdict } from "./assess-object.ts";
import { forEachAtMost } from "./for-each-at-most.ts";
import { GatheredEvidence } from "./gather-evidence.ts";
import { ingestEvents } from "./ingest-events.ts";
import type { AssessedObject, IngestRecord, IngestStore, Outcome } from "./ingest-store.ts";
import type { Evidence } from "./judge-versions.ts";
import { compareLanding } from "./landing-order.ts";
import { type Owner, ownerOf } from "./object-owner.ts";
import type { ObjectReader } from "./object-reader.ts";
import { objectIdentity, type UploadedObject } from "./uploaded-object.ts";

export interface IngestContext {
  readonly tenants: TenantDirectory;
  readonly reader: ObjectReader;
  readonly store: IngestStore;
  readonly outbox: OutboxStore;
  readonly publisher: EventPublisher;
  readonly quietHints: QuietHints;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly homeRegion: string;
}

/** What became of a batch: ids, counts and codes only. */
export interface IngestReport {
  readonly outcomes: ReadonlyMap<Outcome, number>;
  readonly studiesUpdated: number;
  /** Milliseconds from S3's event of each version that got its receipt now until that could be asked for. S3 gives whole seconds. */
  readonly landedToQueryableMs: readonly number[];
  /** Committed events and hints that did not get out, by the code of what went wrong; the sweepers make up for them. */
  readonly leftToSweepers: ReadonlyMap<string, number>;
  /** Objects that are worth another try, with the error of each. */
  readonly failures: ReadonlyMap<UploadedObject, unknown>;
}

/** Reads of objects at once: each holds a window of 64 KB, seldom more. */
const READS_AT_ONCE = 16;

/** A comparison holds two whole headers, up to 32 MB each, as bytes and as text: some 250 MB at the worst, of the worker's gigabyte. */
const COMPARISONS_AT_ONCE = 2;

/** Checksums, then headers, and again when another version came in between. */
const MOST_ROUNDS = 6;

/**
 * Gives every object its receipt, and files the instances: one transaction per tenant, then the events, then a hint to
 * look at each study when its quiet period is over. An object whose failure may pass is reported and not recorded.
 */
export async function ingestObjects(
  context: IngestContext,
  objects: readonly UploadedObject[],
): Promise<IngestReport> {
  const report = new Report();
  // Queues deliver twice: the same version is read and recorded once, and all its deliveries share its fate.
  const versions = Map.groupBy(objects, objectIdentity);
  const groups = new Map<string, { owner: Owner; assessed: AssessedObject[] }>();
  await forEachAtMost(READS_AT_ONCE, [...versions.values()], async (copies) => {
    const object = copies.find(({ judgeAnew }) => judgeAnew) ?? copies[0];
    if (object === undefined) return;
    try {
      const { owner, verdict } = await judge(context, object);
      const group = groups.get(owner.tenantId) ?? { owner, assessed: [] };
      groups.set(owner.tenantId, group);
      group.assessed.push({ object, verdict });
    } catch (error) {
      report.fail(copies, error);
    }
  });
  for (const { owner, assessed } of groups.values()) {
    // Reads end in any order; receipts of two copies in one batch must not depend on it.
    assessed.sort((a, b) => compareLanding(a.object, b.object));
    await recordGroup(context, owner, assessed, versions, report);
  }
  return report;
}

async function judge(
  context: IngestContext,
  object: UploadedObject,
): Promise<{ owner: Owner; verdict: Verdict }> {
  const { owner, problem } = await ownerOf(context.tenants, object.key);
  if (problem === undefined) return { owner, verdict: await assessObject(context.reader, object) };
  return problem === "outside-uploads"
    ? { owner, verdict: ignored(problem, "The key is not under tenants/{tenant}/uploads/.") }
    : { owner, verdict: rejected(problem, NO_TENANT[problem]) };
}

const NO_TENANT = {
  "malformed-tenant": "The tenant's part of the key is malformed.",
  "unknown-tenant": "The key names a tenant that does not exist.",
};

/** Records a tenant's objects together; if that cannot be done, each alone, so that one cannot hold up the others. */
async function recordGroup(
  context: IngestContext,
  owner: Owner,
  assessed: readonly AssessedObject[],
  versions: ReadonlyMap<string, readonly UploadedObject[]>,
  report: Report,
): Promise<void> {
  try {
    const record = await recordDecided(context, owner, assessed);
    await announce(context, owner, record, report);
    const anew = assessed.flatMap(({ object }) => (object.judgeAnew === true ? [object] : []));
    if (anew.length > 0 && owner.tenantId !== SYSTEM_TENANT_ID) {
      await context.store.handOver(anew, context.clock.now());
    }
  } catch (error) {
    const unreachable = isAppError(error) && error.kind === "unavailable";
    if (assessed.length > 1 && !unreachable) {
      for (const one of assessed) await recordGroup(context, owner, [one], versions, report);
      return;
    }
    for (const { object } of assessed) report.fail(versions.get(objectIdentity(object)) ?? [object], error);
  }
}

/** Records, and records again what could not be decided, with what it takes. */
async function recordDecided(
  context: IngestContext,
  owner: Owner,
  assessed: readonly AssessedObject[],
): Promise<IngestRecord[]> {
  const evidence = new GatheredEvidence();
  const records: IngestRecord[] = [];
  for (let round = 1, left = assessed; left.length > 0; round++) {
    if (round > MOST_ROUNDS) throw new AppError("unavailable", "ingest.undecided", "Versions keep arriving.");
    const done = await record(context, owner, left, evidence);
    records.push(done);
    await evidence.gather(context.reader, done.needs, COMPARISONS_AT_ONCE);
    left = done.undecided;
  }
  return records;
}

function record(
  context: IngestContext,
  owner: Owner,
  assessed: readonly AssessedObject[],
  evidence: Evidence,
): Promise<IngestRecord> {
  const now = context.clock.now();
  return context.store.record({
    tenantId: owner.tenantId,
    objects: assessed,
    now,
    quietAfter: new Date(now.getTime() + owner.quietPeriodSeconds * 1000),
    defaultIssuer: owner.defaultIssuer,
    evidence,
    newId: () => context.ids.next(),
    eventsOf: (changes) =>
      ingestEvents(changes, {
        tenantId: owner.tenantId,
        now,
        homeRegion: context.homeRegion,
        ids: context.ids,
      }),
  });
}

/** After the commit nothing may fail the messages: the receipts stand, and what does not get out is swept. */
async function announce(
  context: IngestContext,
  owner: Owner,
  records: readonly IngestRecord[],
  report: Report,
): Promise<void> {
  const queryableAt = context.clock.now().getTime();
  for (const { outcomes, events, changes, landings } of records) {
    report.count(outcomes, changes.studies.length);
    report.landedToQueryableMs.push(
      ...landings.map((landedAt) => Math.max(0, queryableAt - landedAt.getTime())),
    );
    try {
      for (const { code } of await publishCommitted(context, owner.tenantId, events)) report.leave(code, 1);
    } catch (error) {
      report.leave(isAppError(error) ? error.code : "outbox.not-marked", events.length);
    }
    const hints = changes.studies.map(({ studyId }) => ({
      tenantId: owner.tenantId,
      studyId,
      // A second later than due: a hint that comes early is of no use.
      delaySeconds: Math.min(owner.quietPeriodSeconds + 1, 900),
    }));
    if (hints.length === 0) continue;
    for (const { code } of await context.quietHints.ask(hints)) report.leave(code, 1);
  }
}

class Report implements IngestReport {
  readonly outcomes = new Map<Outcome, number>();
  readonly landedToQueryableMs: number[] = [];
  readonly failures = new Map<UploadedObject, unknown>();
  readonly leftToSweepers = new Map<string, number>();
  studiesUpdated = 0;

  fail(objects: readonly UploadedObject[], error: unknown): void {
    for (const object of objects) this.failures.set(object, error);
  }

  leave(code: string, number: number): void {
    this.leftToSweepers.set(code, (this.leftToSweepers.get(code) ?? 0) + number);
  }

  count(outcomes: ReadonlyMap<Outcome, number>, studies: number): void {
    for (const [outcome, number] of outcomes) {
      this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + number);
    }
    this.studiesUpdated += studies;
  }
}

function ignored(code: string, message: string): Verdict {
  return { kind: "ignored", reason: { code, message } };
}

function rejected(code: string, message: string): Verdict {
  // PS3.18 table I.2-2, "Refused: not authorized".
  return { kind: "rejected", reason: { code, message, status: 0x0124 } };
}
