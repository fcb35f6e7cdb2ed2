import type { Receipt } from "@accession/core/receipts/receipt-directory";
import { describe, expect, it, vi } from "vitest";
import { CALLING_TENANT, httpEvent, lambdaContext } from "../testing/http-event.ts";

const { list, get, history } = vi.hoisted(() => {
  process.env["POWERTOOLS_LOG_LEVEL"] = "SILENT";
  return { list: vi.fn(), get: vi.fn(), history: vi.fn() };
});
vi.mock("../runtime/composition-queries.ts", () => ({
  receiptDirectory: () => ({ list, get, history }),
  searchedReceiptDirectory: () => ({ list }),
}));

import { handler as getReceipt } from "./get-receipt.http.ts";
import { handler } from "./list-receipts.http.ts";
import { handler as searchReceipts } from "./search-receipts.http.ts";

const receipt: Receipt = {
  id: "01990000-0000-7000-8000-000000000001",
  bucket: "uploads",
  key: "tenants/demo/uploads/report.pdf",
  versionId: "v1",
  size: 9,
  etag: "e",
  checksum: undefined,
  outcome: "rejected",
  reason: { code: "pdf", message: "The file is not DICOM; it looks like PDF." },
  failureStatus: 0xc000,
  evidence: {},
  sopInstanceUid: undefined,
  studyId: undefined,
  firstReceiptId: "01990000-0000-7000-8000-000000000002",
  gone: { as: "expired", at: new Date("2027-01-14T00:00:00Z") },
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
          etag: "e",
          firstReceiptId: "rcp_01990000-0000-7000-8000-000000000002",
          gone: { as: "expired", at: "2027-01-14T00:00:00.000Z" },
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

describe("POST /v1/receipts/search", () => {
  async function search(body: unknown) {
    const event = httpEvent({ scope: "accession/receipts.read", body });
    const { statusCode, body: answer } = await searchReceipts(event, lambdaContext);
    return { status: statusCode, body: JSON.parse(answer ?? "null") };
  }

  it("asks for what names patients in the body", async () => {
    list.mockResolvedValueOnce({ items: [receipt], cursor: "next" });
    const asked = {
      key: "tenants/demo/uploads/Doe^John.dcm",
      versionId: "v1",
      sopInstanceUid: "1.2.3",
      checksum: "sha256:x",
      etag: "e",
      outcome: "removed",
      reason: "truncated",
    };
    const { status, body } = await search({ ...asked, until: "2026-01-15T00:00:00Z" });
    expect([status, body.cursor, body.receipts.length]).toEqual([200, "next", 1]);
    expect(list).toHaveBeenLastCalledWith(CALLING_TENANT, {
      ...asked,
      until: new Date("2026-01-15T00:00:00Z"),
      limit: 50,
    });
  });

  it("lists all without a body, and does not repeat what is wrong", async () => {
    list.mockResolvedValueOnce({ items: [], cursor: undefined });
    expect((await search(undefined)).status).toBe(200);
    const refused = await search({ sopInstanceUid: "", patient: "Doe" });
    expect(refused.status).toBe(422);
    expect(JSON.stringify(refused.body)).not.toContain("Doe");
  });
});

describe("GET /v1/receipts/{id}", () => {
  async function getOne() {
    const event = httpEvent({ scope: "accession/receipts.read", path: { id: `rcp_${receipt.id}` } });
    const { statusCode, body } = await getReceipt(event, lambdaContext);
    return { status: statusCode, body: JSON.parse(body ?? "null") };
  }

  it("shows what the receipt said before", async () => {
    get.mockResolvedValueOnce(receipt);
    history.mockResolvedValueOnce([
      { outcome: "stored", evidence: {}, until: new Date("2026-01-14T11:00:00Z"), correlationId: "event-2" },
    ]);
    const { status, body } = await getOne();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: `rcp_${receipt.id}`,
      history: [{ outcome: "stored", until: "2026-01-14T11:00:00.000Z", correlationId: "event-2" }],
    });
  });

  it("does not find what is another tenant's or nobody's", async () => {
    get.mockResolvedValueOnce(undefined);
    expect(await getOne()).toMatchObject({ status: 404, body: { code: "receipt.not-found" } });
  });
});
