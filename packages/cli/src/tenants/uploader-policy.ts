/** An IAM policy document, as `aws iam put-role-policy` takes it. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: ReadonlyArray<{
    readonly Sid: string;
    readonly Effect: "Allow";
    readonly Action: readonly string[];
    readonly Resource: string;
    readonly Condition?: { readonly StringLike: Readonly<Record<string, string>> };
  }>;
}

/**
 * What may be given to the machine of a hospital that uploads with credentials of its own (`aws s3 cp --recursive`, `aws s3
 * sync`) instead of presigned URLs: to write below the tenant's prefix and to see what is there. Nothing that reads or
 * deletes. The tenant stands in the document itself: whoever may tag sessions or roles changes nothing by it.
 */
export function uploaderPolicy(bucket: string, slug: string): PolicyDocument {
  const prefix = `tenants/${slug}/uploads/*`;
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "WriteOwnUploads",
        Effect: "Allow",
        Action: ["s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
        Resource: `arn:aws:s3:::${bucket}/${prefix}`,
      },
      {
        Sid: "SeeOwnUploads",
        Effect: "Allow",
        Action: ["s3:ListBucket"],
        Resource: `arn:aws:s3:::${bucket}`,
        Condition: { StringLike: { "s3:prefix": prefix } },
      },
    ],
  };
}
