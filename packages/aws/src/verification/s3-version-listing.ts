import type { VersionListing } from "@accession/core/verification/verify-objects";
import { ListObjectVersionsCommand, type S3Client } from "@aws-sdk/client-s3";

/** All versions of a bucket in the order of their keys. Needs s3:ListBucketVersions on it, for any prefix. */
export function s3VersionListing(client: Pick<S3Client, "send">, bucket: string): VersionListing {
  return {
    async *versions(prefix, after) {
      let key = after;
      let version: string | undefined;
      for (;;) {
        const answer = await client.send(
          new ListObjectVersionsCommand({
            Bucket: bucket,
            Prefix: prefix,
            MaxKeys: 1000,
            KeyMarker: key,
            VersionIdMarker: version,
          }),
        );
        for (const found of answer.Versions ?? []) {
          yield {
            bucket,
            key: found.Key ?? "",
            versionId: found.VersionId ?? "null",
            size: found.Size ?? 0,
            etag: found.ETag?.replaceAll('"', ""),
            landedAt: found.LastModified ?? new Date(0),
          };
        }
        ({ NextKeyMarker: key, NextVersionIdMarker: version } = answer);
        if (answer.IsTruncated !== true || key === undefined) return;
      }
    },
  };
}
