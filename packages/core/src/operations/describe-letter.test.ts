import { expect, test } from "vitest";
import { describeLetter } from "./describe-letter.ts";

const UUID = "01990000-0000-7000-8000-00000000de30";

test("one of our events names its type, id and tenant", () => {
  const body = { "detail-type": "order.created", id: "x", detail: { id: UUID, tenantId: UUID, data: {} } };
  expect(describeLetter(JSON.stringify(body))).toEqual({
    type: "order.created",
    eventId: UUID,
    tenant: UUID,
  });
});

test("S3's event names the tenant's slug, and never the key", () => {
  const body = {
    "detail-type": "Object Created",
    id: UUID,
    detail: { bucket: { name: "b" }, object: { key: "tenants/demo/uploads/Doe^John.dcm" } },
  };
  expect(describeLetter(JSON.stringify(body))).toEqual({
    type: "Object Created",
    eventId: UUID,
    tenant: "demo",
  });
});

test("a message of ours names its tenant", () => {
  expect(describeLetter(JSON.stringify({ tenantId: UUID, studyId: UUID }))).toEqual({ tenant: UUID });
});

test.each([
  ["no JSON", "Doe^John"],
  ["a text", '"Doe^John"'],
  ["null", "null"],
  ["a type that is a name", JSON.stringify({ "detail-type": "Doe^John", id: "Doe", detail: null })],
  ["a tenant that is a name", JSON.stringify({ tenantId: "Doe^John" })],
])("%s is told nothing of", (_, body) => expect(describeLetter(body)).toEqual({}));
