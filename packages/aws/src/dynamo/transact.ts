/** Transactions whose contention is retried here and never mistaken for a failed condition. */
import { setTimeout as wait } from "node:timers/promises";
import { AppError } from "@accession/core/errors";
import { type CancellationReason, TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from "@aws-sdk/lib-dynamodb";

export type TransactItem = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];

/** The positions of the items whose own condition did not hold. */
export type TransactResult =
  | { readonly outcome: "written" }
  | { readonly outcome: "refused"; readonly failed: ReadonlySet<number> };

const ATTEMPTS = 12;
const FIRST_DELAY_MS = 20;
const LONGEST_DELAY_MS = 400;

/** Codes of DynamoDB that say "not now", of a transaction's items or of the whole call. */
const BUSY = new Set([
  "TransactionConflict",
  "TransactionConflictException",
  "TransactionInProgressException",
  "ThrottlingError",
  "ThrottlingException",
  "ProvisionedThroughputExceeded",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
]);

/** The store is busy or away; the same call may be made again. */
export class StoreUnavailable extends AppError {
  constructor(options?: ErrorOptions) {
    super("unavailable", "store.unavailable", "The store is busy. Try again.", {
      ...options,
      retryAfterSeconds: 1,
    });
  }
}

/**
 * Writes all items or none. Answers which conditions failed; waits and tries again when other transactions were in
 * the way; throws StoreUnavailable when they stay there.
 */
export async function transact(
  client: DynamoDBDocumentClient,
  items: readonly TransactItem[],
): Promise<TransactResult> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.send(new TransactWriteCommand({ TransactItems: [...items] }));
      return { outcome: "written" };
    } catch (error) {
      const failed = failedConditions(error);
      if (failed.size > 0) return { outcome: "refused", failed };
      if (!isBusy(error)) throw error;
      if (attempt === ATTEMPTS) throw new StoreUnavailable({ cause: error });
      await wait(Math.random() * Math.min(FIRST_DELAY_MS * 2 ** attempt, LONGEST_DELAY_MS));
    }
  }
}

function failedConditions(error: unknown): Set<number> {
  const failed = new Set<number>();
  for (const [index, reason] of reasonsOf(error).entries()) {
    if (reason.Code === "ConditionalCheckFailed") failed.add(index);
  }
  return failed;
}

function isBusy(error: unknown): boolean {
  if (error instanceof Error && BUSY.has(error.name)) return true;
  return reasonsOf(error).some((reason) => reason.Code !== undefined && BUSY.has(reason.Code));
}

function reasonsOf(error: unknown): readonly CancellationReason[] {
  return error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
}
