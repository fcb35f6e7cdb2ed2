import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  lineTemplateSchema,
  PLACEHOLDERS,
  renderTemplate,
  shortTemplateSchema,
  textTemplateSchema,
} from "./message-template.ts";
import { notificationSettingsSchema } from "./notification-settings.ts";

const values = { orderId: "ord_1", kind: "goods", outcome: "failed", reason: "{{orderId}} $& $1" };

test("fills each placeholder once, as it is", () => {
  expect(renderTemplate("{{orderId}}: {{reason}} ({{orderId}})", values)).toBe(
    "ord_1: {{orderId}} $& $1 (ord_1)",
  );
});

test("leaves no placeholder that the schema let pass", () => {
  const part = fc.oneof(
    fc.string(),
    fc.constantFrom("{", "}", "{{", "}}", "\n", ...PLACEHOLDERS.map((name) => `{{${name}}}`)),
  );
  const parts = fc.array(part, { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(parts, (texts) => {
      const template = textTemplateSchema.safeParse(texts.join(""));
      if (!template.success) return;
      const plain = { orderId: "1", kind: "2", outcome: "3", reason: "4" };
      expect(renderTemplate(template.data, plain)).not.toMatch(/\{\{|\}\}/);
    }),
  );
});

describe("a template is refused", () => {
  test.each([
    ["a subject of two lines", lineTemplateSchema, "Order\r\nBcc: everybody@example.com"],
    ["a subject with a line separator", lineTemplateSchema, "Order\u2028Bcc: everybody@example.com"],
    ["a subject with another control character", lineTemplateSchema, "Order\u0000"],
    ["an unknown placeholder", textTemplateSchema, "Dear {{patientName}}"],
    ["one that does not end", textTemplateSchema, "Order {{orderId"],
    ["one with a blank in it", textTemplateSchema, "Order {{ orderId }}"],
    ["nothing", textTemplateSchema, ""],
    ["a carriage return", textTemplateSchema, "one\r\ntwo"],
    ["a short message that is long", shortTemplateSchema, "x".repeat(281)],
  ])("%s", (_, schema, template) => {
    expect(schema.safeParse(template).success).toBe(false);
  });
});

test("settings take addresses that are ones, and our own texts stand where there are none", () => {
  const operators = { email: ["on-call@clinic.example"], phone: ["+493012345678"] };
  expect(notificationSettingsSchema.parse({ operators })).toEqual({
    operators: { ...operators, about: ["order.needs-review"] },
    templates: {},
  });
  for (const wrong of [
    { operators: { email: ["a@b.example\nBcc: c@d.example"] } },
    { operators: { phone: ["030 1234"] } },
    { templates: { "order.created": { sms: "hello" } } },
  ])
    expect(notificationSettingsSchema.safeParse(wrong).success).toBe(false);
});
