import { describe, expect, it } from "vitest";
import { objectCreatedSchema } from "./object-created.ts";

/** As in the S3 user guide, "EventBridge event message structure". */
const event = {
  version: "0",
  id: "17793124-05d4-b198-2fde-7ededc63b103",
  "detail-type": "Object Created",
  source: "aws.s3",
  account: "111122223333",
  time: "2021-11-12T00:00:00Z",
  region: "ca-central-1",
  resources: ["arn:aws:s3:::amzn-s3-demo-bucket1"],
  detail: {
    version: "0",
    bucket: { name: "amzn-s3-demo-bucket1" },
    object: {
      key: "tenants/demo/uploads/a b+c%20ü.dcm",
      size: 5,
      etag: "b1946ac92492d2347c6235b4d2611184",
      "version-id": "IYV3p45BT0ac8hjHg1houSdS1a.Mro8e",
      sequencer: "617f08299329d189",
    },
    "request-id": "N4N7GDK58NMKJ12R",
    requester: "123456789012",
    "source-ip-address": "1.2.3.4",
    reason: "PutObject",
  },
};

describe("S3's Object Created", () => {
  it("is read with its key as it is", () => {
    expect(objectCreatedSchema.parse(event)).toEqual({
      bucket: "amzn-s3-demo-bucket1",
      key: "tenants/demo/uploads/a b+c%20ü.dcm",
      versionId: "IYV3p45BT0ac8hjHg1houSdS1a.Mro8e",
      size: 5,
      etag: "b1946ac92492d2347c6235b4d2611184",
      sequencer: "617f08299329d189",
      landedAt: new Date("2021-11-12T00:00:00Z"),
      eventId: "17793124-05d4-b198-2fde-7ededc63b103",
    });
  });

  it("may have no version, no sequencer and no etag", () => {
    const { "version-id": _version, sequencer: _sequencer, etag: _etag, ...object } = event.detail.object;
    const parsed = objectCreatedSchema.parse({ ...event, detail: { ...event.detail, object } });
    expect(parsed).toMatchObject({ versionId: "null", sequencer: undefined, etag: undefined });
  });

  it("is refused when it is something else", () => {
    expect(objectCreatedSchema.safeParse({ ...event, "detail-type": "Object Deleted" }).success).toBe(false);
  });
});
