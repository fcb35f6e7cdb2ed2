import { forEachAtMost } from "@accession/core/ingestion/for-each-at-most";
import type { ObjectVersion } from "@accession/core/ingestion/object-reader";
import type { VersionRemover } from "@accession/core/retention/sweep-retention";
import { DeleteObjectCommand, type S3Client, S3ServiceException } from "@aws-sdk/client-s3";

const AT_ONCE = 16;

/**
 * Deletes versions of one bucket, each by a request of its own, which costs nothing and needs s3:DeleteObjectVersion alone:
 * a DeleteObjects wants s3:DeleteObject besides, which hides whole keys. Throws when not one can be deleted.
 */
export function s3VersionRemover(client: Pick<S3Client, "send">, bucket: string): VersionRemover {
  return {
    async remove(versions) {
      const left: ObjectVersion[] = [];
      const errors: unknown[] = [];
      await forEachAtMost(AT_ONCE, versions, async (version) => {
        if (version.bucket !== bucket) {
          left.push(version);
          return;
        }
        try {
          await client.send(
            new DeleteObjectCommand({ Bucket: bucket, Key: version.key, VersionId: version.versionId }),
          );
        } catch (error) {
          if (error instanceof S3ServiceException && error.name === "NoSuchVersion") return;
          left.push(version);
          errors.push(error);
        }
      });
      // One that is held is told of and tried again; when it is all of them, the cause is not in the versions.
      if (errors.length > 0 && errors.length === versions.length) throw errors[0];
      return left;
    },
  };
}
