import { type AwsEndpoint, startAwsEndpoint, type Treatment } from "@accession/testing/aws/aws-endpoint";
import { S3Client } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type GetRangeOptions, RangeRefused, rangeGetter } from "./get-range.ts";

let endpoint: AwsEndpoint;
beforeEach(async () => {
  endpoint = await startAwsEndpoint();
  endpoint.hold({
    bucket: "b",
    key: "tenants/demo/uploads/a b+ü.dcm",
    versionId: "v+/=1",
    etag: "e",
    bytes: Buffer.from("0123456789"),
  });
});
afterEach(() => endpoint[Symbol.asyncDispose]());

const wanted = {
  bucket: "b",
  key: "tenants/demo/uploads/a b+ü.dcm",
  versionId: "v+/=1",
  start: 2,
  end: 4,
  ifMatch: undefined,
};

function getter(options: GetRangeOptions = {}, url = endpoint.url) {
  const client = new S3Client({
    endpoint: url,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    forcePathStyle: true,
  });
  return rangeGetter(client, options);
}

/** The first requests are treated like this, the later ones are answered. */
function treatFirst(...treatments: readonly Treatment[]): void {
  endpoint.treat(({ nth }) => treatments[nth - 1] ?? "answer");
}

async function read(options?: GetRangeOptions): Promise<string> {
  return Buffer.from(await getter(options)(wanted)).toString();
}

describe("a ranged GET", () => {
  it("brings the bytes of the range, by kept connections", async () => {
    const get = getter({ connections: 2 });
    const answers = await Promise.all(Array.from({ length: 20 }, () => get(wanted)));
    expect(new Set(answers.map((bytes) => Buffer.from(bytes).toString()))).toEqual(new Set(["234"]));
    expect(endpoint.connections()).toBeLessThanOrEqual(2);
  });

  it("is repeated when S3 is busy, fails, or drops the connection", async () => {
    treatFirst({ status: 503 }, "cut");
    expect(await read()).toBe("234");
    expect(endpoint.requests.get("GetObject")).toBe(3);
  });

  it("gives up after three attempts, with S3's status", async () => {
    treatFirst({ status: 503 }, { status: 503 }, { status: 503 });
    await expect(read()).rejects.toMatchObject({ name: "RangeRefused", status: 503 });
    expect(endpoint.requests.get("GetObject")).toBe(3);
  });

  it("is repeated once when S3 hangs", async () => {
    treatFirst("hang");
    expect(await read({ timeoutMs: 100 })).toBe("234");
    endpoint.treat(() => "hang");
    await expect(read({ timeoutMs: 100 })).rejects.toMatchObject({ name: "RangeTooSlow" });
    expect(endpoint.requests.get("GetObject")).toBe(4);
  });

  it("is not repeated when the answer would be the same", async () => {
    treatFirst({ status: 403 });
    await expect(read()).rejects.toThrow(RangeRefused);
    expect(endpoint.requests.get("GetObject")).toBe(1);
  });

  it("reports a store that is not there", async () => {
    await expect(getter({}, "http://127.0.0.1:9")(wanted)).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });

  it("asks with the credentials that the SDK has at the time", async () => {
    let keys = 0;
    const client = new S3Client({
      endpoint: endpoint.url,
      region: "us-east-1",
      // Expired at once, so that the SDK asks its provider for each use.
      credentials: async () => ({
        accessKeyId: `key-${++keys}`,
        secretAccessKey: "s",
        sessionToken: `token-${keys}`,
        expiration: new Date(0),
      }),
      forcePathStyle: true,
    });
    const get = rangeGetter(client);
    await get(wanted);
    const before = endpoint.lastHeaders();
    await get(wanted);
    const after = endpoint.lastHeaders();
    expect(before["x-amz-security-token"]).not.toBe(after["x-amz-security-token"]);
    expect(after.authorization).toContain(
      `Credential=${String(after["x-amz-security-token"]).replace("token", "key")}/`,
    );
  });
});
