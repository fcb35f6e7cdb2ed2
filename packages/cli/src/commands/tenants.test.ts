import { expect, test } from "vitest";
import { run } from "../run.ts";
import { type FakeAnswer, startFakeApi } from "../testing/fake-api.ts";
import { recordingIo } from "../testing/recording-io.ts";

const TENANT = {
  id: "ten_1",
  slug: "st-anna",
  version: 4,
  settings: {
    quietPeriodSeconds: 60,
    defaultIssuer: "RIS",
    timeZone: "UTC",
    notifications: { templates: {} },
  },
};

async function tenants(args: readonly string[], ...answers: readonly FakeAnswer[]) {
  let asked = 0;
  await using api = await startFakeApi(() => answers[asked++] ?? { status: 500 });
  const io = recordingIo(api.url);
  const exitCode = await run(["tenants", ...args], io);
  return { exitCode, io, requests: api.requests };
}

test("list shows the settings of all", async () => {
  const { io } = await tenants(["list"], { body: { tenants: [TENANT] } });
  expect(io.printed).toEqual([
    "TENANT   ID     QUIET PERIOD  ISSUER  RETENTION  TIME ZONE",
    "st-anna  ten_1          60 s  RIS                UTC",
  ]);
});

test("set changes what it names and sends the rest back as it was, on the version that it read", async () => {
  const { requests, exitCode } = await tenants(
    ["set", "st-anna", "--retention-days", "90", "--no-issuer"],
    { body: TENANT },
    { body: TENANT },
  );
  expect(exitCode).toBe(0);
  expect(requests[1]?.method).toBe("PUT");
  expect(requests[1]?.headers["if-match"]).toBe('"4"');
  expect(requests[1]?.json()).toEqual({
    quietPeriodSeconds: 60,
    retentionDays: 90,
    timeZone: "UTC",
    notifications: { templates: {} },
  });
});

test("set without anything to change is wrong usage, and changes nothing", async () => {
  const { exitCode, requests } = await tenants(["set", "st-anna"]);
  expect([exitCode, requests]).toEqual([2, []]);
});

test("add registers with what it is given", async () => {
  const { requests } = await tenants(["add", "st-anna", "--quiet-period", "120"], {
    status: 201,
    body: TENANT,
  });
  expect(requests[0]?.json()).toEqual({ slug: "st-anna", settings: { quietPeriodSeconds: 120 } });
});

test("uploader-policy prints a policy that names the tenant's prefix and no other", async () => {
  const { io, requests } = await tenants(["uploader-policy", "st-anna", "--bucket", "uploads"]);
  expect(requests).toEqual([]);
  const { Statement } = JSON.parse(io.printed.join("\n"));
  expect(Statement).toMatchObject([
    {
      Action: expect.arrayContaining(["s3:PutObject"]),
      Resource: "arn:aws:s3:::uploads/tenants/st-anna/uploads/*",
    },
    { Action: ["s3:ListBucket"], Condition: { StringLike: { "s3:prefix": "tenants/st-anna/uploads/*" } } },
  ]);
});

test.each([
  ["*", "uploads"],
  ["st-?", "uploads"],
  ["$" + "{aws:username}", "uploads"],
  ["st-anna/uploads/../../st-bernd", "uploads"],
  ["st-anna", "*"],
])("uploader-policy makes none of %s in %s", async (slug, bucket) => {
  const { io, exitCode } = await tenants(["uploader-policy", slug, "--bucket", bucket]);
  expect(exitCode).toBe(2);
  expect(io.printed).toEqual([]);
});
