/** The laws of the index, each about one row with what belongs to it. */
import type {
  CountedStudy,
  IndexedInstance,
  LinkedProcedure,
  OutboxRow,
  StoredReceipt,
} from "./index-reading.ts";
import type { Violation } from "./law.ts";

/** A violation before it is known whose it is. */
export type Finding = Omit<Violation, "tenantId">;

export function judgeStoredReceipt({ receiptId, names, namedBy }: StoredReceipt): Finding | undefined {
  if (namedBy !== undefined && names === namedBy) return undefined;
  return {
    law: "receipt-has-instance",
    problem: namedBy === undefined ? "no-instance" : "another-instance",
    subject: { kind: "receipt", id: receiptId },
  };
}

export function judgeInstance({
  instanceId,
  receiptOutcome,
  sameObject,
}: IndexedInstance): Finding | undefined {
  if (receiptOutcome === "stored" && sameObject) return undefined;
  return {
    law: "instance-has-receipt",
    problem: receiptOutcome === "stored" ? "another-object" : "no-stored-receipt",
    subject: { kind: "instance", id: instanceId },
    ...(receiptOutcome !== undefined && { facts: { outcome: receiptOutcome } }),
  };
}

export function judgeStudyCounts(study: CountedStudy): Finding | undefined {
  const { studyId, says, has, wrongSeries, saysLinked, isLinked } = study;
  const right = (["series", "instances", "bytes"] as const).every((count) => says[count] === has[count]);
  if (right && wrongSeries === 0 && saysLinked === isLinked) return undefined;
  return {
    law: "study-counts",
    problem: saysLinked === isLinked ? "counts-differ" : "link-not-noted",
    subject: { kind: "study", id: studyId },
    facts: {
      seriesCounted: says.series,
      series: has.series,
      instancesCounted: says.instances,
      instances: has.instances,
      bytesCounted: says.bytes,
      bytes: has.bytes,
      seriesThatMiscount: wrongSeries,
    },
    repairable: true,
  };
}

/** A study that was quiet for its time is complete in its last version, and was never complete in one to come. */
export function judgeCompletion(study: CountedStudy, asOf: Date): Finding | undefined {
  const { arrivalVersion, completedVersion, quietAfter } = study;
  const overdue = completedVersion < arrivalVersion && quietAfter <= asOf;
  if (!overdue && completedVersion <= arrivalVersion) return undefined;
  return {
    law: "study-completes",
    problem: overdue ? "not-completed" : "completed-before-it-arrived",
    subject: { kind: "study", id: study.studyId },
    facts: { arrivalVersion, completedVersion, quietAfter: quietAfter.toISOString() },
    ...(overdue && { repairable: true }),
  };
}

export function judgeLinks(procedure: LinkedProcedure): Finding | undefined {
  const { procedureId, orderId, state, studyMissing, fulfilled, linked, proposed } = procedure;
  if (agrees(procedure)) return undefined;
  return {
    law: "links-agree",
    problem: "state-and-links-differ",
    subject: { kind: "procedure", id: procedureId },
    facts: {
      orderId,
      state,
      linked,
      proposed,
      studyMissing: String(studyMissing),
      fulfilled: String(fulfilled),
    },
  };
}

function agrees({ state, studyMissing, fulfilled, linked, proposed }: LinkedProcedure): boolean {
  switch (state) {
    case "waiting":
      return linked === 0 && studyMissing && !fulfilled;
    case "linked":
      // An order that went on and lost its study by hand stays linked, and is on the worklist.
      return linked > 0 ? !studyMissing : studyMissing && fulfilled;
    case "expired":
    case "cancelled":
      return linked + proposed === 0 && !studyMissing && !fulfilled;
  }
}

export function judgeStudyEvent({ eventId, type, published }: OutboxRow): Finding | undefined {
  if (published) return undefined;
  return {
    law: "study-events-published",
    problem: "not-published",
    subject: { kind: "event", id: eventId },
    facts: { type },
    repairable: true,
  };
}
