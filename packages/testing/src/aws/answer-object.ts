import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

/** One version of one object that the endpoint of the tests serves. */
export interface HeldObject {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
  /** Without quotes. */
  readonly etag: string;
  readonly bytes: Uint8Array;
}

/** Answers GET (with a range, RFC 9110 section 14.2) and HEAD (with a checksum, where it is asked for) as S3 does. */
export function answerObject(
  request: IncomingMessage,
  response: ServerResponse,
  objects: ReadonlyMap<string, HeldObject>,
): void {
  const found = objects.get(addressIn(request.url ?? "/"));
  if (found === undefined) {
    response.writeHead(404, { "content-type": "application/xml" }).end(NO_SUCH_VERSION);
    return;
  }
  const { bytes } = found;
  const common = { etag: `"${found.etag}"`, "x-amz-version-id": found.versionId, "accept-ranges": "bytes" };
  if (request.method === "HEAD") {
    response
      .writeHead(200, { ...common, "content-length": bytes.length, ...checksumOf(request, bytes) })
      .end();
    return;
  }
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "") ?? [];
  if (from === undefined || to === undefined) {
    response.writeHead(200, { ...common, "content-length": bytes.length }).end(bytes);
    return;
  }
  const start = Number(from);
  const end = Math.min(Number(to), bytes.length - 1);
  if (start > end) {
    response.writeHead(416, { "content-range": `bytes */${bytes.length}` }).end();
    return;
  }
  response
    .writeHead(206, {
      ...common,
      "content-length": end - start + 1,
      "content-range": `bytes ${start}-${end}/${bytes.length}`,
    })
    .end(bytes.subarray(start, end + 1));
}

const NO_SUCH_VERSION =
  "<Error><Code>NoSuchVersion</Code><Message>The specified version does not exist.</Message></Error>";

/** `/bucket/key?versionId=v`, the way that a client with path-style addresses asks. */
function addressIn(url: string): string {
  const { pathname, searchParams } = new URL(url, "http://s3");
  const [, bucket = "", ...key] = pathname.split("/");
  return JSON.stringify([bucket, decodeURIComponent(key.join("/")), searchParams.get("versionId") ?? "null"]);
}

function checksumOf(request: IncomingMessage, bytes: Uint8Array): Record<string, string> {
  if (request.headers["x-amz-checksum-mode"] !== "ENABLED") return {};
  return {
    "x-amz-checksum-sha256": createHash("sha256").update(bytes).digest("base64"),
    "x-amz-checksum-type": "FULL_OBJECT",
  };
}
