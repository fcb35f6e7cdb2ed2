import {
  CloudWatchLogsClient,
  paginateDescribeLogGroups,
  paginateFilterLogEvents,
} from "@aws-sdk/client-cloudwatch-logs";
import pMap from "p-map";
import { z } from "zod";
import type { Endpoints } from "./endpoints.ts";

/** A line of a function's log, as the logger of Powertools writes it. */
export interface LogRecord {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The function: `place-order`. */
  readonly service: string;
  readonly level: string;
  readonly message: string;
  readonly correlationId?: string;
  /** The id of the request or event that led to it. */
  readonly causationId?: string;
  /** Everything else that the line says. */
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface LogQuery {
  /** Milliseconds since 1970. */
  readonly since: number;
  /** Only lines with this text in them. */
  readonly text?: string;
}

export interface FunctionLogs {
  /** Lines of all functions, oldest first. */
  read(query: LogQuery): Promise<readonly LogRecord[]>;
}

/** How many groups are read at a time. CloudWatch Logs answers 25 requests per second and account. */
const AT_ONCE = 8;

const lineSchema = z.looseObject({
  timestamp: z.iso.datetime({ offset: true }),
  service: z.string(),
  level: z.string(),
  message: z.string(),
  correlation_id: z.string().optional(),
  causationId: z.string().optional(),
});

/** What the logger adds to each line about the function itself. */
const ABOUT_THE_FUNCTION =
  /^(function_(arn|memory_size|name|request_id)|cold_start|sampling_rate|xray_trace_id)$/;

/** The functions' log groups in CloudWatch Logs. */
export function functionLogs({
  aws,
  logGroupPrefix,
}: Pick<Endpoints, "aws" | "logGroupPrefix">): FunctionLogs {
  const { endpoint, region, accessKeyId, secretAccessKey } = aws;
  const client = new CloudWatchLogsClient({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
  });
  return {
    async read({ since, text }) {
      const groups: string[] = [];
      for await (const page of paginateDescribeLogGroups(
        { client },
        { logGroupNamePrefix: logGroupPrefix },
      )) {
        for (const { logGroupName, storedBytes } of page.logGroups ?? []) {
          if (logGroupName !== undefined && storedBytes !== 0) groups.push(logGroupName);
        }
      }
      const records = await pMap(
        groups,
        async (logGroupName) => {
          const found: LogRecord[] = [];
          // In quotes: the text as it is, anywhere in the line.
          const filter = text === undefined ? {} : { filterPattern: `"${text}"` };
          const query = { logGroupName, startTime: since, ...filter };
          for await (const page of paginateFilterLogEvents({ client }, query)) {
            for (const { message = "" } of page.events ?? []) found.push(...recordOf(message, text));
          }
          return found;
        },
        { concurrency: AT_ONCE },
      );
      return records.flat().sort((a, b) => a.at - b.at);
    },
  };
}

/** Lines of the Lambda service itself, and what Node prints, are no records. */
function recordOf(line: string, text: string | undefined): LogRecord[] {
  if (!line.startsWith("{") || (text !== undefined && !line.includes(text))) return [];
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return [];
  }
  const parsed = lineSchema.safeParse(json);
  if (!parsed.success) return [];
  const { timestamp, service, level, message, correlation_id, causationId, ...rest } = parsed.data;
  const fields = Object.entries(rest).filter(([name]) => !ABOUT_THE_FUNCTION.test(name));
  return [
    {
      at: Date.parse(timestamp),
      service,
      level,
      message,
      ...(correlation_id !== undefined && { correlationId: correlation_id }),
      ...(causationId !== undefined && { causationId }),
      fields: Object.fromEntries(fields),
    },
  ];
}
