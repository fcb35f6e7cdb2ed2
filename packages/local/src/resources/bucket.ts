import { readFile } from "node:fs/promises";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { type Family, put, updated, type World } from "./kind.ts";

/** Removes every version of every object: a bucket must be empty before it goes. */
async function empty(bucket: string, { aws }: World): Promise<void> {
  for (;;) {
    const page = await aws.s3.send(new ListObjectVersionsCommand({ Bucket: bucket }));
    const versions = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
    if (versions.length === 0) return;
    const objects = versions.map(({ Key, VersionId }) => ({ Key, VersionId }));
    await aws.s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects } }));
  }
}

export const bucket: Family = {
  "aws:s3/bucket:Bucket": {
    fixed: ["bucket"],
    make: async ({ inputs }, { aws }) => {
      const name: string = inputs["bucket"];
      await aws.s3.send(new CreateBucketCommand({ Bucket: name }));
      return {
        id: name,
        state: {
          ...inputs,
          arn: `arn:aws:s3:::${name}`,
          bucketDomainName: `${name}.s3.amazonaws.com`,
          bucketRegionalDomainName: `${name}.s3.us-east-1.amazonaws.com`,
        },
      };
    },
    // What else a bucket has are resources of their own.
    update: async (resource, _world, before) => updated(resource, before),
    remove: async ({ id }, world) => {
      await empty(id, world);
      await world.aws.s3.send(new DeleteBucketCommand({ Bucket: id }));
    },
  },
  /** The archive of a function's code. */
  "aws:s3/bucketObjectv2:BucketObjectv2": put(
    async ({ inputs }, { aws }) => {
      const path: string = await (inputs["source"].path ?? inputs["source"]);
      await aws.s3.send(
        new PutObjectCommand({ Bucket: inputs["bucket"], Key: inputs["key"], Body: await readFile(path) }),
      );
      return { id: inputs["key"], state: inputs };
    },
    ({ id, inputs }, { aws }) => aws.s3.send(new DeleteObjectCommand({ Bucket: inputs["bucket"], Key: id })),
    ["bucket", "key"],
  ),
};
