/** Machines that upload with the policy of one tenant, on an engine that enforces policies. */
import { randomUUID } from "node:crypto";
import { uploaderPolicy } from "@accession/cli/tenants/uploader-policy";
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, it } from "vitest";
import { waitUntil } from "../engine/wait-until.ts";
import { putObject, receiptsOf, system } from "./under-test.ts";

const { iam } = system.aws;
const Bucket = system.endpoints.uploadsBucket;
const PolicyName = "uploads";

interface Machine {
  readonly UserName: string;
  readonly AccessKeyId: string;
  readonly s3: S3Client;
}

const SLUGS = ["demo", "other"] as const;
let machines: ReadonlyMap<string, Machine>;
beforeAll(async () => {
  machines = new Map(await Promise.all(SLUGS.map(async (slug) => [slug, await machineOf(slug)] as const)));
});
afterAll(async () => {
  for (const { UserName, AccessKeyId, s3 } of machines.values()) {
    s3.destroy();
    await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
    await iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName }));
    await iam.send(new DeleteUserCommand({ UserName }));
  }
});

async function machineOf(slug: string): Promise<Machine> {
  const UserName = `uploader-${slug}-${randomUUID().slice(0, 8)}`;
  await iam.send(new CreateUserCommand({ UserName }));
  const PolicyDocument = JSON.stringify(uploaderPolicy(Bucket, slug));
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  const accessKeyId = AccessKey?.AccessKeyId ?? "";
  const { endpoint, region } = system.endpoints.aws;
  const credentials = { accessKeyId, secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
  return {
    UserName,
    AccessKeyId: accessKeyId,
    s3: new S3Client({ endpoint, region, credentials, forcePathStyle: true, maxAttempts: 1 }),
  };
}

/** `allowed`, or the code of the refusal. */
async function answerOf(request: Promise<unknown>): Promise<string> {
  return request.then(
    () => "allowed",
    (error: unknown) => (error as Error).name,
  );
}

const s3Of = (slug: string): S3Client => {
  const machine = machines.get(slug);
  if (machine === undefined) throw new Error(`there is no machine of ${slug}`);
  return machine.s3;
};

it.each(SLUGS)("writes and lists the uploads of %s, and what lands is taken in", async (slug) => {
  const Key = `tenants/${slug}/uploads/machine/${randomUUID()}.txt`;
  const { VersionId: version = "" } = await s3Of(slug).send(
    new PutObjectCommand({ Bucket, Key, Body: "no image" }),
  );
  const { Contents } = await s3Of(slug).send(new ListObjectsV2Command({ Bucket, Prefix: Key }));
  expect(Contents?.map((found) => found.Key)).toEqual([Key]);
  const receipt = await waitUntil("its receipt", 120_000, async () => (await receiptsOf(Key, version))[0]);
  expect(receipt).toMatchObject({ slug, outcome: "rejected" });
});

it.each([
  ["demo", "other"],
  ["other", "demo"],
])("of %s is refused everything below the prefix of %s, and around it", async (own, foreign) => {
  const s3 = s3Of(own);
  const theirs = `tenants/${foreign}/uploads/machine/${randomUUID()}.txt`;
  await putObject(theirs, Buffer.from("theirs"));
  const keys = [
    theirs,
    `tenants/${foreign}/uploads/new.dcm`,
    `tenants/${own}-2/uploads/new.dcm`,
    `tenants/${own}/other/new.dcm`,
    `tenants/${own}`,
    "tenants/new.dcm",
    "new.dcm",
  ];
  for (const Key of keys) {
    expect([Key, await answerOf(s3.send(new PutObjectCommand({ Bucket, Key, Body: "x" })))]).toEqual([
      Key,
      "AccessDenied",
    ]);
  }
  expect(await answerOf(s3.send(new GetObjectCommand({ Bucket, Key: theirs })))).toBe("AccessDenied");
  expect(await answerOf(s3.send(new DeleteObjectCommand({ Bucket, Key: theirs })))).toBe("AccessDenied");
  for (const Prefix of [
    `tenants/${foreign}/uploads/`,
    `tenants/${foreign}/`,
    "tenants/",
    "",
    `tenants/${own}`,
  ]) {
    const listed = answerOf(s3.send(new ListObjectsV2Command({ Bucket, Prefix })));
    expect([Prefix, await listed]).toEqual([Prefix, "AccessDenied"]);
  }
});

it.each(SLUGS)("of %s neither reads nor deletes what it wrote", async (slug) => {
  const Key = `tenants/${slug}/uploads/machine/${randomUUID()}.txt`;
  await s3Of(slug).send(new PutObjectCommand({ Bucket, Key, Body: "no image" }));
  expect(await answerOf(s3Of(slug).send(new GetObjectCommand({ Bucket, Key })))).toBe("AccessDenied");
  expect(await answerOf(s3Of(slug).send(new DeleteObjectCommand({ Bucket, Key })))).toBe("AccessDenied");
});
