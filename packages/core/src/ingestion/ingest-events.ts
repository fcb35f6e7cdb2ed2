import { objectRejected } from "@accession/events/ingestion/object.rejected";
import { studyUpdated } from "@accession/events/studies/study.updated";
import type { OutgoingEvent } from "../event-publisher.ts";
import type { Ids } from "../ids.ts";
import type { IngestChanges } from "./ingest-store.ts";

const ACTOR = "on-file-uploaded";

/** The events of one recorded batch: one `study.updated` per study, one `object.rejected` per refused object. */
export function ingestEvents(
  changes: IngestChanges,
  stamp: { tenantId: string; now: Date; homeRegion: string; ids: Ids },
): readonly OutgoingEvent[] {
  const common = (correlationId: string) => ({
    id: stamp.ids.next(),
    tenantId: stamp.tenantId,
    occurredAt: stamp.now.toISOString(),
    homeRegion: stamp.homeRegion,
    meta: { correlationId, causationId: correlationId, actor: ACTOR },
  });
  const updated = changes.studies.map((study) => ({
    source: studyUpdated.source,
    envelope: studyUpdated.create({
      ...common(study.correlationId),
      aggregateId: study.studyId,
      aggregateVersion: study.arrivalVersion,
      data: {
        instancesAdded: study.instancesAdded,
        instanceCount: study.instanceCount,
        seriesCount: study.seriesCount,
      },
    }),
  }));
  const rejected = changes.rejected.map((object) => ({
    source: objectRejected.source,
    envelope: objectRejected.create({
      ...common(object.correlationId),
      aggregateId: object.receiptId,
      aggregateVersion: 1,
      data: { reasonCode: object.reasonCode, failureStatus: object.failureStatus },
    }),
  }));
  return [...updated, ...rejected];
}
