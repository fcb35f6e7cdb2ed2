import { production, stage } from "./stage.ts";

/** Where files land: private, encrypted, versioned. A version is never overwritten, so a receipt stays true. */
export const uploadsBucket = new sst.aws.Bucket("UploadsBucket", {
  versioning: true,
  cors: {
    allowMethods: ["PUT"],
    allowOrigins: ["*"],
    allowHeaders: ["*"],
    exposeHeaders: ["ETag", "x-amz-version-id"],
    maxAge: "1 hour",
  },
  transform: {
    bucket: (args) => {
      args.forceDestroy = !production;
    },
  },
});

new aws.s3.BucketServerSideEncryptionConfiguration("UploadsEncryption", {
  bucket: uploadsBucket.name,
  rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" }, bucketKeyEnabled: true }],
});

new aws.s3.BucketLifecycleConfiguration("UploadsLifecycle", {
  bucket: uploadsBucket.name,
  rules: [
    {
      id: "archive-then-expire",
      status: "Enabled",
      filter: { prefix: "tenants/" },
      transitions: [{ days: 30, storageClass: "GLACIER_IR" }],
      expiration: { days: stage.uploadExpiryDays },
      noncurrentVersionTransitions: [{ noncurrentDays: 30, storageClass: "GLACIER_IR" }],
      noncurrentVersionExpiration: { noncurrentDays: stage.uploadExpiryDays },
    },
    {
      id: "abort-incomplete-uploads",
      status: "Enabled",
      filter: { prefix: "" },
      abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
    },
    {
      id: "remove-lone-delete-markers",
      status: "Enabled",
      filter: { prefix: "" },
      expiration: { expiredObjectDeleteMarker: true },
    },
  ],
});

/** Every object event goes to the default bus of EventBridge, where rules and the archive read it. */
new aws.s3.BucketNotification("UploadsEvents", { bucket: uploadsBucket.name, eventbridge: true });

export const uploads = new sst.Linkable("Uploads", { properties: { name: uploadsBucket.name } });

/** One version of one object, by range. HEAD is the same action. */
export const readUploads = {
  actions: ["s3:GetObject", "s3:GetObjectVersion"],
  resources: [$interpolate`${uploadsBucket.arn}/tenants/*`],
};

/** Tells an object that is gone (404) from one that may not be read (403). */
export const tellMissingUploads = { actions: ["s3:ListBucket"], resources: [uploadsBucket.arn] };

/** All versions of tenants' objects, by key. */
export const listUploads = {
  actions: ["s3:ListBucketVersions"],
  resources: [uploadsBucket.arn],
  conditions: [{ test: "StringLike", variable: "s3:prefix", values: ["tenants/*/uploads/*"] }],
};

/** All versions of all objects, whatever their keys: what a tenant's folder does not hold must be accounted for too. */
export const listEverything = { actions: ["s3:ListBucketVersions"], resources: [uploadsBucket.arn] };

/** One version for good; an older or a newer one of the key stays. */
export const deleteUploads = {
  actions: ["s3:DeleteObjectVersion"],
  resources: [$interpolate`${uploadsBucket.arn}/tenants/*/uploads/*`],
};

/** What a presigned upload URL may do: the signer's role bounds it. */
export const writeUploads = {
  actions: ["s3:PutObject"],
  resources: [$interpolate`${uploadsBucket.arn}/tenants/*`],
};
