import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

/** Where the objects of a bucket are, as the SDK works it out from region, partition, path style and environment. */
export interface BucketAddress {
  readonly protocol: "http:" | "https:";
  readonly hostname: string;
  readonly port: number | undefined;
  /** Before the key: `/` or `/bucket/`. */
  readonly prefix: string;
}

const ANY_KEY = "k";

/** Asks the SDK for a presigned URL, which takes no request, and reads the address off it. */
export async function bucketAddress(client: S3Client, bucket: string): Promise<BucketAddress> {
  const url = new URL(await getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: ANY_KEY })));
  return {
    protocol: url.protocol === "http:" ? "http:" : "https:",
    hostname: url.hostname,
    port: url.port === "" ? undefined : Number(url.port),
    prefix: url.pathname.slice(0, -ANY_KEY.length),
  };
}

/** The key in a path: everything but the unreserved characters of RFC 3986 is escaped, slashes stay. */
export function keyPath(key: string): string {
  return encodeURIComponent(key)
    .replaceAll("%2F", "/")
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
