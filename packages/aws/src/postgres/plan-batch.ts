import type { Reason } from "@accession/core/ingestion/assess-object";
import type { AssessedObject, IngestBatch, Outcome } from "@accession/core/ingestion/ingest-store";
import type { InstanceFacts } from "@accession/core/ingestion/instance-facts";
import type { DuplicateEvidence } from "@accession/core/ingestion/judge-duplicate";
import { judgeVersions, type Need, type Version } from "@accession/core/ingestion/judge-versions";
import type { UploadedObject } from "@accession/core/ingestion/uploaded-object";
import type { FreshObject } from "./judge-anew.ts";
import { type KnownInstance, type KnownVersion, standingOf, storedIdentity } from "./known-versions.ts";

/** A receipt to be written. */
export interface PlannedReceipt {
  readonly id: string;
  /** The receipt is there and says `rejected`: it is to say this instead. */
  readonly anew: boolean;
  readonly object: UploadedObject;
  readonly outcome: Outcome;
  readonly reason?: Reason;
  readonly evidence?: DuplicateEvidence;
  readonly sopInstanceUid?: string;
  readonly checksum?: string;
  /** The instance that it is a version of. */
  readonly instanceId?: string;
}

/** An instance to be written, with its receipt. */
export interface PlannedInstance {
  readonly id: string;
  readonly receiptId: string;
  readonly object: UploadedObject;
  readonly facts: InstanceFacts;
}

/** A receipt that says something else now. */
export interface PlannedChange {
  readonly before: KnownVersion;
  readonly outcome: Outcome;
  readonly evidence: DuplicateEvidence | undefined;
  readonly checksum: string | undefined;
  readonly correlationId: string;
}

export interface BatchPlan {
  readonly receipts: readonly PlannedReceipt[];
  /** New ones, and those that take the place of a known one. */
  readonly instances: readonly PlannedInstance[];
  /** Known instances whose first version came only now: they give way to the one of the same id in `instances`. */
  readonly replaced: readonly KnownInstance[];
  /** Study by instance, of those that stay. */
  readonly studyOfInstance: ReadonlyMap<string, string>;
  /** Instances of which some version is gone. */
  readonly goneInstances: readonly string[];
  readonly changes: readonly PlannedChange[];
  readonly undecided: readonly AssessedObject[];
  readonly needs: readonly Need[];
}

/** A version of the batch. */
interface FreshVersion extends Version {
  readonly assessed: FreshObject;
  readonly facts: InstanceFacts;
}

/** Decides what each object of a batch comes to, and what becomes of the versions that are known of the same instances. */
export function planBatch(
  batch: Pick<IngestBatch, "newId" | "evidence">,
  fresh: readonly FreshObject[],
  known: ReadonlyMap<string, KnownInstance>,
): BatchPlan {
  const plan = {
    receipts: [] as PlannedReceipt[],
    instances: [] as PlannedInstance[],
    replaced: [] as KnownInstance[],
    studyOfInstance: new Map<string, string>(),
    goneInstances: [] as string[],
    changes: [] as PlannedChange[],
    undecided: [] as AssessedObject[],
    needs: [] as Need[],
  };
  const groups = new Map<string, FreshVersion[]>();
  for (const assessed of fresh) {
    const { object, verdict, receipt } = assessed;
    if (verdict.kind !== "instance") {
      const id = receipt?.receiptId ?? batch.newId();
      plan.receipts.push({
        id,
        anew: receipt !== undefined,
        object,
        outcome: verdict.kind,
        reason: verdict.reason,
      });
      continue;
    }
    const { facts } = verdict;
    const group = groups.get(facts.sopInstanceUid) ?? [];
    groups.set(facts.sopInstanceUid, group);
    group.push({ ...object, checksum: undefined, assessed, facts });
  }
  for (const [uid, group] of groups) planGroup(plan, batch, group, known.get(uid));
  return plan;
}

type GrowingPlan = { [Part in keyof BatchPlan]: Growing<BatchPlan[Part]> };
type Growing<Part> =
  Part extends ReadonlyArray<infer One>
    ? One[]
    : Part extends ReadonlyMap<infer Key, infer Value>
      ? Map<Key, Value>
      : never;

function planGroup(
  plan: GrowingPlan,
  batch: Pick<IngestBatch, "newId" | "evidence">,
  arrived: readonly FreshVersion[],
  instance: KnownInstance | undefined,
): void {
  // What another batch recorded since the batch was looked up.
  const recorded = new Set(instance?.versions.map(storedIdentity));
  const fresh = arrived.filter((version) => !recorded.has(storedIdentity(version)));
  const judged = judgeVersions<FreshVersion | KnownVersion>(
    fresh,
    batch.evidence,
    instance && standingOf(instance),
  );
  if ("needs" in judged) {
    plan.needs.push(...judged.needs);
    plan.undecided.push(...fresh.map(({ assessed }) => assessed));
    return;
  }
  const instanceId = instance?.instanceId ?? batch.newId();
  for (const [version, { checksum, ...judgement }] of judged.judgements) {
    const evidence = "evidence" in judgement ? judgement.evidence : undefined;
    if ("assessed" in version) {
      const { object, receipt } = version.assessed;
      const id = receipt?.receiptId ?? batch.newId();
      plan.receipts.push({
        id,
        anew: receipt !== undefined,
        object,
        outcome: judgement.outcome,
        sopInstanceUid: version.facts.sopInstanceUid,
        instanceId,
        ...(evidence !== undefined && { evidence }),
        ...(checksum !== undefined && { checksum }),
      });
      if (version === judged.first) {
        plan.instances.push({ id: instanceId, receiptId: id, object, facts: version.facts });
      }
    } else {
      const correlationId = fresh[0]?.assessed.object.eventId ?? "";
      plan.changes.push({ before: version, outcome: judgement.outcome, evidence, checksum, correlationId });
    }
  }
  if (instance === undefined) return;
  if (instance.versions.some(({ isGone }) => isGone)) plan.goneInstances.push(instanceId);
  if ("assessed" in judged.first) plan.replaced.push(instance);
  else plan.studyOfInstance.set(instanceId, instance.studyId);
}
