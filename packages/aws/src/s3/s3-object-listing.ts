import { InvalidCursor } from "@accession/core/invalid-cursor";
import type { ObjectListing } from "@accession/core/operations/reingest";
import { ListObjectVersionsCommand, type S3Client } from "@aws-sdk/client-s3";

/** Lists versions of a bucket. Needs s3:ListBucketVersions on it, for these prefixes. */
export function s3ObjectListing(client: Pick<S3Client, "send">, bucket: string): ObjectListing {
  return {
    async page(prefix, { limit, cursor }) {
      const [key, version] = cursor === undefined ? [] : decode(cursor, prefix);
      const answer = await client.send(
        new ListObjectVersionsCommand({
          Bucket: bucket,
          Prefix: prefix,
          MaxKeys: limit,
          KeyMarker: key,
          VersionIdMarker: version,
        }),
      );
      const items = (answer.Versions ?? []).map((found) => ({
        bucket,
        key: found.Key ?? "",
        versionId: found.VersionId ?? "null",
        size: found.Size ?? 0,
        etag: found.ETag?.replaceAll('"', ""),
        landedAt: found.LastModified ?? new Date(0),
      }));
      const { NextKeyMarker: nextKey, NextVersionIdMarker: nextVersion } = answer;
      const more = answer.IsTruncated === true && nextKey !== undefined && nextVersion !== undefined;
      return { items, cursor: more ? encode(nextKey, nextVersion) : undefined };
    },
  };
}

function encode(key: string, version: string): string {
  return Buffer.from(JSON.stringify([key, version])).toString("base64url");
}

/** Throws `InvalidCursor` for what `encode` did not make of this prefix. */
function decode(cursor: string, prefix: string): readonly [string, string] {
  const marker = parse(Buffer.from(cursor, "base64url").toString("utf8"));
  const [key, version, ...rest] = Array.isArray(marker) ? (marker as unknown[]) : [];
  const ours = typeof key === "string" && typeof version === "string" && rest.length === 0;
  if (!ours || !key.startsWith(prefix)) throw new InvalidCursor("/cursor");
  return [key, version];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
