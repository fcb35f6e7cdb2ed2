/**
 * Sees every request that this process makes to DynamoDB, EventBridge, SQS and Step Functions, below the SDK, and with
 * that its retries. Import it before the code that is to be watched. It stands alone: it is put into functions as it is.
 */
import http from "node:http";
import { syncBuiltinESMExports } from "node:module";

export interface AwsCall {
  /** `DynamoDB.TransactWriteItems` */
  readonly action: string;
  /** Items of a transaction, entries of a batch; else 1. */
  readonly items: number;
}

let seen: AwsCall[] = [];

/** What was called since it was asked the last time. */
export function takeAwsCalls(): readonly AwsCall[] {
  const calls = seen;
  seen = [];
  return calls;
}

const request = http.request;
http.request = ((...args: Parameters<typeof http.request>) => {
  const made = request(...args);
  const headers = (args[0] as http.RequestOptions).headers as Record<string, string> | undefined;
  const target = headers?.["x-amz-target"];
  if (target === undefined) return made;
  const chunks: Buffer[] = [];
  const keep = (chunk: unknown) => {
    if (typeof chunk === "string" || chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
  };
  for (const name of ["write", "end"] as const) {
    const real = made[name].bind(made) as (...all: unknown[]) => unknown;
    Object.assign(made, {
      [name]: (...all: unknown[]) => {
        keep(all[0]);
        if (name === "end") seen.push(callOf(target, Buffer.concat(chunks).toString("utf8")));
        return real(...all);
      },
    });
  }
  return made;
}) as typeof http.request;
syncBuiltinESMExports();

/** `DynamoDB_20120810.TransactWriteItems` → `DynamoDB.TransactWriteItems` */
function callOf(target: string, body: string): AwsCall {
  const [service = "", action = ""] = target.split(".");
  const { TransactItems, Entries } = JSON.parse(body) as Record<string, unknown[] | undefined>;
  return {
    action: `${service.replace(/_\d+$/, "").replace(/^(AWS|Amazon)/, "")}.${action}`,
    items: (TransactItems ?? Entries)?.length ?? 1,
  };
}
