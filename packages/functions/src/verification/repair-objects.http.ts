/** POST /v1/ops/repairs/objects: versions without a receipt go through ingestion once more. */
import { repairObjects } from "@accession/core/verification/repair-objects";
import { repairObjectsContext } from "../runtime/composition-repair-objects.ts";
import { repairRoute } from "./repair-route.ts";

export const handler = repairRoute("objects", "Ingest objects that have no receipt", (violations) =>
  repairObjects(
    repairObjectsContext(),
    violations.flatMap(({ subject }) => (subject.kind === "version" ? [subject] : [])),
  ),
);
