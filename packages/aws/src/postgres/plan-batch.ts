import type { Reason } from "@accession/core/ingestion/assess-object";
import type {
  AssessedObject,
  IngestBatch,
  Outcome,
  UndecidedDuplicate,
} from "@accession/core/ingestion/ingest-store";
import type { InstanceFacts } from "@accession/core/ingestion/instance-facts";
import {
  type DuplicateEvidence,
  judgeDuplicate,
  needsChecksums,
} from "@accession/core/ingestion/judge-duplicate";
import type { UploadedObject } from "@accession/core/ingestion/uploaded-object";
import type { KnownCopy } from "./known-copies.ts";

/** A receipt to be written. */
export interface PlannedReceipt {
  readonly id: string;
  readonly object: UploadedObject;
  readonly outcome: Outcome;
  readonly reason?: Reason;
  readonly evidence?: DuplicateEvidence;
  readonly sopInstanceUid?: string;
  readonly checksum?: string;
  /** The instance that is stored with it, or that was there. */
  readonly instanceId?: string;
  /** Of an instance that was there; a new one's study shows only when it is written. */
  readonly studyId?: string;
}

/** An instance to be written, with its receipt. */
export interface PlannedInstance {
  readonly id: string;
  readonly receiptId: string;
  readonly object: UploadedObject;
  readonly facts: InstanceFacts;
}

export interface BatchPlan {
  readonly receipts: readonly PlannedReceipt[];
  readonly instances: readonly PlannedInstance[];
  readonly undecided: readonly UndecidedDuplicate[];
}

/** Decides what each object of a batch comes to, given the copies that the index holds. The first copy is stored. */
export function planBatch(
  batch: Pick<IngestBatch, "newId">,
  fresh: readonly AssessedObject[],
  known: ReadonlyMap<string, KnownCopy>,
): BatchPlan {
  const copies = new Map(known);
  const receipts: PlannedReceipt[] = [];
  const instances: PlannedInstance[] = [];
  const undecided: UndecidedDuplicate[] = [];
  for (const assessed of fresh) {
    const { object, verdict } = assessed;
    const id = batch.newId();
    if (verdict.kind !== "instance") {
      receipts.push({ id, object, outcome: verdict.kind, reason: verdict.reason });
      continue;
    }
    const { facts } = verdict;
    const { sopInstanceUid } = facts;
    const copy = copies.get(sopInstanceUid);
    if (copy === undefined) {
      const instance = { id: batch.newId(), receiptId: id, object, facts };
      instances.push(instance);
      receipts.push({ id, object, outcome: "stored", sopInstanceUid, instanceId: instance.id });
      copies.set(sopInstanceUid, copyOf(instance));
      continue;
    }
    const checksums = assessed.checksums;
    const stored = { ...copy, checksum: checksums?.stored ?? copy.checksum };
    const arrived = { ...copyOf({ id: "", object, facts }), checksum: checksums?.arrived };
    if (checksums === undefined && needsChecksums(stored, arrived)) {
      undecided.push({ arrived: assessed, stored: copy });
      continue;
    }
    const { outcome, evidence } = judgeDuplicate(stored, arrived);
    receipts.push({
      id,
      object,
      outcome,
      evidence,
      sopInstanceUid,
      instanceId: copy.instanceId,
      ...(copy.studyId !== "" && { studyId: copy.studyId }),
      ...(arrived.checksum !== undefined && { checksum: arrived.checksum }),
    });
  }
  return { receipts, instances, undecided };
}

function copyOf(instance: Pick<PlannedInstance, "id" | "object" | "facts">): KnownCopy {
  const { object, facts } = instance;
  return {
    instanceId: instance.id,
    studyId: "",
    bucket: object.bucket,
    key: object.key,
    versionId: object.versionId,
    size: object.size,
    etag: object.etag,
    checksum: undefined,
    attributes: facts.attributes,
  };
}
