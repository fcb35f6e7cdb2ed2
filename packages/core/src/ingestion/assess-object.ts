import { inspectInstance } from "@accession/dicom/inspect-instance";
import { type InstanceFacts, instanceFacts } from "./instance-facts.ts";
import { isFolderMarker } from "./object-key.ts";
import { ObjectGone, type ObjectReader } from "./object-reader.ts";
import type { UploadedObject } from "./uploaded-object.ts";

/** Why an object is no instance: a stable code, and a sentence that says nothing of its content. */
export interface Reason {
  readonly code: string;
  readonly message: string;
  /** Failure status of PS3.18 table I.2-2, for a refusal. */
  readonly status?: number;
}

/** What an object is, before it is known whether the index has it already. */
export type Verdict =
  | { readonly kind: "instance"; readonly facts: InstanceFacts }
  | { readonly kind: "rejected"; readonly reason: Reason }
  | { readonly kind: "ignored"; readonly reason: Reason };

/** Reads as much of an object as it takes to judge it. What it throws is worth another try. */
export async function assessObject(reader: ObjectReader, object: UploadedObject): Promise<Verdict> {
  if (object.size === 0 && isFolderMarker(object.key)) {
    return ignored("folder-marker", "The object only marks a folder.");
  }
  try {
    const inspection = await inspectInstance(reader.open(object));
    return inspection.accepted
      ? { kind: "instance", facts: instanceFacts(inspection.header) }
      : { kind: "rejected", reason: inspection.reason };
  } catch (error) {
    if (error instanceof ObjectGone) return ignored("object-gone", error.message);
    throw error;
  }
}

function ignored(code: string, message: string): Verdict {
  return { kind: "ignored", reason: { code, message } };
}
