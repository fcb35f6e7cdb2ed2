import type { ObjectVersion } from "@accession/core/ingestion/object-reader";
import type { VersionRemover } from "@accession/core/retention/sweep-retention";
import { DeleteObjectsCommand, type S3Client } from "@aws-sdk/client-s3";

/** Of 1000 that S3 takes at once: an answer is due within the client's time limit. */
const AT_ONCE = 250;

/** Deletes versions of one bucket. Needs s3:DeleteObjectVersion on them, and no more. */
export function s3VersionRemover(client: Pick<S3Client, "send">, bucket: string): VersionRemover {
  return {
    async remove(versions) {
      const own = versions.filter((version) => version.bucket === bucket);
      // A version of another bucket is none of this system's any more.
      const left: ObjectVersion[] = versions.filter((version) => version.bucket !== bucket);
      for (let start = 0; start < own.length; start += AT_ONCE) {
        const batch = own.slice(start, start + AT_ONCE);
        const { Errors: errors = [] } = await client.send(
          new DeleteObjectsCommand({
            Bucket: bucket,
            Delete: {
              Objects: batch.map(({ key, versionId }) => ({ Key: key, VersionId: versionId })),
              Quiet: true,
            },
          }),
        );
        const refused = new Set(
          errors
            .filter(({ Code: code }) => code !== "NoSuchVersion" && code !== "NoSuchKey")
            .map(({ Key: key, VersionId: version }) => `${version} ${key}`),
        );
        left.push(...batch.filter(({ key, versionId }) => refused.has(`${versionId} ${key}`)));
      }
      return left;
    },
  };
}
