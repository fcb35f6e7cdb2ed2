import type { EventMeta } from "@accession/events/envelope";
import { studyMatched } from "@accession/events/studies/study.matched";
import { studyUnmatched } from "@accession/events/studies/study.unmatched";
import type { Clock } from "../clock.ts";
import type { OutgoingEvent } from "../event-publisher.ts";
import type { Ids } from "../ids.ts";

/** What events of links are made of besides the link. */
export interface EventStamp {
  readonly ids: Ids;
  readonly clock: Clock;
  readonly homeRegion: string;
}

/** A link after a change, as its event tells. */
export interface ChangedLink {
  readonly linkId: string;
  /** Counts the changes of the link. */
  readonly version: number;
  readonly studyId: string;
  /** The study's version that was judged. */
  readonly studyVersion: number;
  readonly orderId: string;
  /** Of the order, from 1. */
  readonly line: number;
}

/** The study counts for the line from now on. */
export function matchedEvent(
  stamp: EventStamp,
  tenantId: string,
  link: ChangedLink & { readonly grade: "matched" | "manual" },
  meta: EventMeta,
): OutgoingEvent {
  const { studyId, studyVersion, orderId, line, grade } = link;
  return {
    source: studyMatched.source,
    envelope: studyMatched.create({
      ...common(stamp, tenantId, link, meta),
      data: { studyId, studyVersion, orderId, line, grade },
    }),
  };
}

/** The study does not count for the line any more. */
export function unmatchedEvent(
  stamp: EventStamp,
  tenantId: string,
  link: ChangedLink & { readonly cause: "by-hand" | "expired" | "cancelled"; readonly fulfilled: boolean },
  meta: EventMeta,
): OutgoingEvent {
  const { studyId, studyVersion, orderId, line, cause, fulfilled } = link;
  return {
    source: studyUnmatched.source,
    envelope: studyUnmatched.create({
      ...common(stamp, tenantId, link, meta),
      data: { studyId, studyVersion, orderId, line, cause, fulfilled },
    }),
  };
}

function common(stamp: EventStamp, tenantId: string, link: ChangedLink, meta: EventMeta) {
  return {
    id: stamp.ids.next(),
    tenantId,
    aggregateId: link.linkId,
    aggregateVersion: link.version,
    occurredAt: stamp.clock.now().toISOString(),
    homeRegion: stamp.homeRegion,
    meta,
  };
}
