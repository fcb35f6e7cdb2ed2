import type { FailureNote, FailureNotes } from "@accession/core/operations/dead-letter";
import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  type FilterLogEventsCommandOutput,
} from "@aws-sdk/client-cloudwatch-logs";

export interface LoggedFailuresOptions {
  readonly client: Pick<CloudWatchLogsClient, "send">;
  /** The log of each queue's consumer; a queue that holds no messages of one has none. */
  readonly logGroups: ReadonlyMap<string, string>;
  /** A log that cannot be read costs the note, not the look at the letters. */
  readonly onUnreadable: (error: unknown) => void;
}

/** A message is given up within an hour or so of its sending. */
const SEARCHED_MS = 24 * 60 * 60 * 1000;
/** Pages of a busy log that are searched for one message. */
const MAX_PAGES = 5;
/** What a message id looks like; nothing else goes into a search. */
const MESSAGE_ID = /^[0-9A-Za-z-]{1,100}$/;

export function logsClient(): CloudWatchLogsClient {
  return new CloudWatchLogsClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
  });
}

/**
 * What consumers logged of a message that they failed on ("message failed", with its id): nothing is written for this
 * when a message fails, which is when stores are away. Needs logs:FilterLogEvents on the groups.
 */
export function loggedFailures({ client, logGroups, onUnreadable }: LoggedFailuresOptions): FailureNotes {
  return {
    async of(queue, { id, sentAt }) {
      const logGroupName = logGroups.get(queue);
      if (logGroupName === undefined || !MESSAGE_ID.test(id)) return undefined;
      let last: FailureNote | undefined;
      let nextToken: string | undefined;
      try {
        for (let page = 0; page < MAX_PAGES; page++) {
          const found: FilterLogEventsCommandOutput = await client.send(
            new FilterLogEventsCommand({
              logGroupName,
              filterPattern: `"${id}"`,
              startTime: sentAt.getTime(),
              endTime: sentAt.getTime() + SEARCHED_MS,
              nextToken,
            }),
          );
          for (const { message = "" } of found.events ?? []) last = readFailure(message, id) ?? last;
          nextToken = found.nextToken;
          if (nextToken === undefined) break;
        }
      } catch (error) {
        onUnreadable(error);
      }
      return last;
    },
  };
}

function readFailure(line: string, messageId: string): FailureNote | undefined {
  let entry: unknown;
  try {
    entry = JSON.parse(line);
  } catch {
    // Lambda's own lines are no JSON of ours.
    return undefined;
  }
  const { message, messageId: of, fault, code } = entry as Readonly<Record<string, unknown>>;
  if (message !== "message failed" || of !== messageId || typeof fault !== "string") return undefined;
  return { fault, code: typeof code === "string" ? code : undefined };
}
