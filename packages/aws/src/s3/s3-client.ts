import { S3Client } from "@aws-sdk/client-s3";

/**
 * A client that gives up soon: a range of 64 KB that takes seconds is better asked for again. A local endpoint is
 * addressed by path, as bucket names do not resolve there.
 */
export function s3Client(options: { readonly pathStyle: boolean }): S3Client {
  return new S3Client({
    forcePathStyle: options.pathStyle,
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
    // Ranges carry no checksum that could be checked; those of whole objects are asked for where they matter.
    responseChecksumValidation: "WHEN_REQUIRED",
    // Or a presigned PUT would demand the checksum of an empty body.
    requestChecksumCalculation: "WHEN_REQUIRED",
  });
}
