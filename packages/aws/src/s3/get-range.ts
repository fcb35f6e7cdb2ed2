/**
 * GET of a byte range without the SDK, for the one call that is made for every file: the SDK's own takes four times
 * the CPU. Credentials, region and address are the SDK's.
 */
import { type ClientRequest, Agent as HttpAgent, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { setTimeout as wait } from "node:timers/promises";
import type { S3Client } from "@aws-sdk/client-s3";
import { SignatureV4 } from "@smithy/signature-v4";
import { type BucketAddress, bucketAddress, keyPath } from "./object-request.ts";

/** Bytes `start` to `end`, both included. */
export interface RangeWanted {
  readonly bucket: string;
  readonly key: string;
  /** Undefined for the version that is current. */
  readonly versionId: string | undefined;
  readonly start: number;
  readonly end: number;
  /** Only if the object still has this entity tag. */
  readonly ifMatch: string | undefined;
}

/** S3 answered, but not with bytes. */
export class RangeRefused extends Error {
  override readonly name = "RangeRefused";
  readonly status: number;
  constructor(status: number) {
    super(`S3 answered ${status}.`);
    this.status = status;
  }
}

/** S3 did not answer in time, or not to the end. */
export class RangeTooSlow extends Error {
  override readonly name = "RangeTooSlow";
  constructor(options?: ErrorOptions) {
    super("S3 was too slow.", options);
  }
}

export type GetRange = (wanted: RangeWanted) => Promise<Uint8Array>;

export interface GetRangeOptions {
  /** Kept connections at most; further requests wait. */
  readonly connections?: number;
  /** From the first byte sent to the last received: a range of 64 KB that takes longer is better asked for again. */
  readonly timeoutMs?: number;
}

const ATTEMPTS = 3;
const FIRST_PAUSE_MS = 50;
/** S3's own failures, and its wish to be asked less often. */
const PASSING = new Set([429, 500, 502, 503, 504]);

/** Rejects with `RangeRefused`, `RangeTooSlow` or the error of the connection, when three attempts came to nothing. */
export function rangeGetter(client: S3Client, options: GetRangeOptions = {}): GetRange {
  const { connections = 32, timeoutMs = 3_000 } = options;
  const agents = {
    "http:": new HttpAgent({ keepAlive: true, maxSockets: connections }),
    "https:": new HttpsAgent({ keepAlive: true, maxSockets: connections }),
  };
  const { credentials, region, sha256 } = client.config;
  const signer = new SignatureV4({
    service: "s3",
    credentials,
    region,
    sha256,
    // The path is escaped already, and S3 takes it as it is.
    uriEscapePath: false,
    applyChecksum: false,
  });
  const addresses = new Map<string, Promise<BucketAddress>>();

  async function addressOf(bucket: string): Promise<BucketAddress> {
    const known = addresses.get(bucket);
    if (known !== undefined) return known;
    const found = bucketAddress(client, bucket);
    addresses.set(bucket, found);
    // Credentials that could not be had this time may be there the next.
    found.catch(() => addresses.delete(bucket));
    return found;
  }

  async function attempt(wanted: RangeWanted): Promise<Uint8Array> {
    const address = await addressOf(wanted.bucket);
    const { hostname, port, protocol } = address;
    const { path, headers } = await signed(signer, address, wanted);
    const send = protocol === "http:" ? httpRequest : httpsRequest;
    const call = send({ agent: agents[protocol], hostname, port, path, headers });
    let tooSlow = false;
    const timer = setTimeout(() => {
      tooSlow = true;
      call.destroy();
    }, timeoutMs);
    try {
      return await answered(call, wanted);
    } catch (error) {
      throw tooSlow ? new RangeTooSlow({ cause: error }) : error;
    } finally {
      clearTimeout(timer);
    }
  }

  return async (wanted) => {
    for (let tries = 1; ; tries++) {
      try {
        return await attempt(wanted);
      } catch (error) {
        if (tries >= ATTEMPTS || !mayPass(error, tries)) throw error;
        await wait(Math.random() * FIRST_PAUSE_MS * 2 ** tries);
      }
    }
  };
}

/** A request that timed out is repeated once: a store that hangs must not hold the batch until its own timeout. */
function mayPass(error: unknown, tries: number): boolean {
  if (error instanceof RangeRefused) return PASSING.has(error.status);
  return error instanceof RangeTooSlow ? tries < 2 : true;
}

async function signed(
  signer: SignatureV4,
  { hostname, port, protocol, prefix }: BucketAddress,
  wanted: RangeWanted,
): Promise<{ path: string; headers: Record<string, string> }> {
  const path = prefix + keyPath(wanted.key);
  const { headers } = await signer.sign({
    method: "GET",
    protocol,
    hostname,
    path,
    ...(wanted.versionId !== undefined && { query: { versionId: wanted.versionId } }),
    headers: {
      host: port === undefined ? hostname : `${hostname}:${port}`,
      range: `bytes=${wanted.start}-${wanted.end}`,
      "x-amz-content-sha256": "UNSIGNED-PAYLOAD",
      ...(wanted.ifMatch !== undefined && { "if-match": `"${wanted.ifMatch}"` }),
    },
  });
  const query = wanted.versionId === undefined ? "" : `?versionId=${encodeURIComponent(wanted.versionId)}`;
  return { path: path + query, headers };
}

/** Sends a request and takes its answer in. */
function answered(call: ClientRequest, { start, end }: RangeWanted): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    call.once("error", reject);
    call.once("response", (answer) => {
      const status = answer.statusCode ?? 0;
      answer.once("error", reject);
      if (status !== 200 && status !== 206) {
        // Read to its end, or the connection could not be used again.
        answer.resume().once("end", () => reject(new RangeRefused(status)));
        return;
      }
      // A server may ignore Range and send the whole (RFC 9110 section 14.2); the local engine does for versions.
      const skip = status === 200 ? start : 0;
      const length = end - start + 1;
      const parts: Buffer[] = [];
      let at = 0;
      const done = () => {
        const [first] = parts;
        const whole = parts.length === 1 && first !== undefined ? first : Buffer.concat(parts);
        resolve(whole.subarray(0, length));
      };
      answer.on("data", (chunk: Buffer) => {
        if (at + chunk.length > skip) parts.push(chunk.subarray(Math.max(0, skip - at)));
        at += chunk.length;
        if (status === 206 || at < skip + length) return;
        // The rest of the whole object is of no use.
        done();
        answer.destroy();
      });
      answer.once("end", done);
    });
    call.end();
  });
}
