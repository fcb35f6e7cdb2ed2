import { openAsBlob } from "node:fs";
import { access, constants } from "node:fs/promises";
import { CliError } from "./cli-error.ts";

/** One file that could not be uploaded; `transient` when the same request may succeed a moment later. */
export class PutError extends CliError {
  readonly transient: boolean;
  /** Status of the store's answer; undefined when there was none. */
  readonly status: number | undefined;

  constructor(
    code: "name-refused" | "file-unreadable" | "store-unreachable" | "store-refused",
    message: string,
    at: { transient: boolean; status?: number; cause?: unknown },
  ) {
    super(code, message, undefined, { cause: at.cause });
    this.name = "PutError";
    this.transient = at.transient;
    this.status = at.status;
  }
}

/** What S3 made of a file. */
export interface StoredVersion {
  /** `x-amz-version-id`; "null" in a bucket without versions, as S3 itself calls it. */
  readonly versionId: string;
  /** By the clock of the store. */
  readonly landedAt: Date;
}

/** Sends a file to a presigned URL, as a stream. Throws PutError. */
export async function putFile(path: string, url: string): Promise<StoredVersion> {
  const body = await readable(path);
  // A presigned URL has signed what it was made for: no header may be added that it does not know.
  const answer = await fetch(url, { method: "PUT", body }).catch((cause: unknown) => {
    if (isUnreadable(cause)) throw unreadable(cause);
    throw new PutError("store-unreachable", "the store does not answer", { transient: true, cause });
  });
  const text = await answer.text();
  const { status, headers } = answer;
  if (answer.ok) {
    return {
      versionId: headers.get("x-amz-version-id") ?? "null",
      landedAt: new Date(Date.parse(headers.get("date") ?? "") || Date.now()),
    };
  }
  const reason = /<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? "no reason given";
  throw new PutError("store-refused", `the store answered ${status}: ${reason}`, {
    transient: status >= 500 || status === 429,
    status,
  });
}

async function readable(path: string): Promise<Blob> {
  try {
    await access(path, constants.R_OK);
    return await openAsBlob(path);
  } catch (cause) {
    throw unreadable(cause);
  }
}

/** A file that changed or went away while it was sent. */
function isUnreadable(cause: unknown): boolean {
  const errors = [cause, cause instanceof Error ? cause.cause : undefined];
  return errors.some((error) => error instanceof Error && error.name === "NotReadableError");
}

function unreadable(cause: unknown): PutError {
  const reason = (cause as { code?: unknown }).code ?? "it changed meanwhile";
  return new PutError("file-unreadable", `the file cannot be read: ${reason}`, { transient: false, cause });
}
