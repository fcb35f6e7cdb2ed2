import type { Clock } from "@accession/core/clock";
import type { EventPublisher, OutgoingEvent } from "@accession/core/event-publisher";
import type { QuietHint, QuietHints } from "@accession/core/studies/quiet-hints";

/** A clock that stands still until it is moved. */
export interface MovableClock extends Clock {
  moveOn(seconds: number): void;
}

export function movableClock(start = "2026-01-14T10:00:00.000Z"): MovableClock {
  let now = new Date(start).getTime();
  return {
    now: () => new Date(now),
    moveOn: (seconds) => {
      now += seconds * 1000;
    },
  };
}

/** A bus that keeps what it was given, and can refuse everything. */
export interface RecordingPublisher extends EventPublisher {
  readonly published: OutgoingEvent[];
  refusing: boolean;
}

export function recordingPublisher(): RecordingPublisher {
  const publisher: RecordingPublisher = {
    published: [],
    refusing: false,
    async publish(events) {
      if (publisher.refusing) return events.map(({ envelope }) => ({ id: envelope.id, code: "refused" }));
      publisher.published.push(...events);
      return [];
    },
  };
  return publisher;
}

/** Hints that nobody delivers. */
export interface RecordingHints extends QuietHints {
  readonly asked: QuietHint[];
}

export function recordingHints(): RecordingHints {
  const asked: QuietHint[] = [];
  return {
    asked,
    async ask(hints) {
      asked.push(...hints);
      return [];
    },
  };
}
