import type { Receipt } from "@accession/core/receipts/receipt-directory";
import { describe, expect, it, vi } from "vitest";
import { CALLING_TENANT, httpEvent, lambdaContext } from "../testing/http-event.ts";

const list = vi.hoisted(() => {
  process.env["POWERTOOLS_LOG_LEVEL"] = "SILENT";
  return vi.fn();
});
vi.mock("../runtime/composition-queries.ts", () => ({ receiptDirectory: () => ({ list }) }));

import { handler } from "./list-receipts.http.ts";

const receipt: Receipt = {
  id: "01990000-0000-7000-8000-000000000001",
  bucket: "uploads",
  key: "tenants/demo/uploads/report.pdf",
  versionId: "v1",
  size: 9,
  outcome: "rejected",
  reason: { code: "pdf", message: "The file is not DICOM; it looks like PDF." },
  failureStatus: 0xc000,
  evidence: {},
  sopInstanceUid: undefined,
  studyId: undefined,
  correlationId: "event-1",
  landedAt: new Date("2026-01-14T10:00:00Z"),
  receivedAt: new Date("2026-01-14T10:00:01Z"),
};

async function ask(query: Record<string, string>) {
  const event = httpEvent({ scope: "accession/receipts.read", query });
  const { statusCode, body } = await handler(event, lambdaContext);
  return { status: statusCode, body: JSON.parse(body ?? "null") };
}

describe("GET /v1/receipts", () => {
  it("shows receipts with their reasons", async () => {
    list.mockResolvedValueOnce({ items: [receipt], cursor: undefined });
    const { status, body } = await ask({
      outcome: "rejected",
      since: "2026-01-14T00:00:00+01:00",
      limit: "200",
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      receipts: [
        {
          id: `rcp_${receipt.id}`,
          bucket: "uploads",
          key: "tenants/demo/uploads/report.pdf",
          versionId: "v1",
          size: 9,
          outcome: "rejected",
          reason: { code: "pdf", message: "The file is not DICOM; it looks like PDF." },
          failureStatus: 49152,
          correlationId: "event-1",
          landedAt: "2026-01-14T10:00:00.000Z",
          receivedAt: "2026-01-14T10:00:01.000Z",
        },
      ],
    });
    expect(list).toHaveBeenLastCalledWith(CALLING_TENANT, {
      outcome: "rejected",
      since: new Date("2026-01-13T23:00:00Z"),
      limit: 200,
    });
  });

  it.each([
    ["outcome", "lost"],
    ["since", "yesterday"],
    ["limit", "201"],
    ["limit", "-1"],
    ["studyId", "rcp_x"],
    ["key", "tenants/demo/uploads/Doe"],
  ])("refuses %s=%s", async (name, value) => {
    const { status, body } = await ask({ [name]: value });
    expect(status).toBe(422);
    expect(body.errors[0].pointer).toBe(`/query/${name}`);
    expect(JSON.stringify(body)).not.toContain("Doe");
  });
});
