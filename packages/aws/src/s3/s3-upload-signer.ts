import type { UploadSigner } from "@accession/core/uploads/create-uploads";
import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

/** Signs PUTs with the credentials of the function: what its role may not write, the URL cannot. Makes no request. */
export function s3UploadSigner(client: S3Client, bucket: string): UploadSigner {
  return {
    sign: (key, { contentLength, seconds }) =>
      getSignedUrl(
        client,
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          ...(contentLength !== undefined && { ContentLength: contentLength }),
        }),
        { expiresIn: seconds },
      ),
  };
}
