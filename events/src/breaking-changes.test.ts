import { expect, test } from "vitest";
import { z } from "zod";
import { breakingChanges } from "./breaking-changes.ts";

const before = z.object({
  id: z.uuid(),
  count: z.int().min(1).max(10),
  name: z.string().max(64),
  kind: z.enum(["goods", "imaging"]),
  lines: z.array(z.object({ sku: z.string() })).min(1),
  note: z.string().optional(),
});
const { id, count, name, kind, lines, note } = before.shape;
const all = { id, count, name, kind, lines, note };

const changes = (after: z.ZodType) =>
  breakingChanges(z.toJSONSchema(before, { io: "input" }), z.toJSONSchema(after, { io: "input" }));

test.each([
  ["the same", z.object(all)],
  ["an added optional field", z.object({ ...all, more: z.string().optional() })],
  ["an added value of an enumeration", z.object({ ...all, kind: z.enum(["goods", "imaging", "both"]) })],
  ["wider bounds", z.object({ ...all, count: z.int().min(0).max(100), name: z.string() })],
  [
    "an added optional field inside",
    z.object({ ...all, lines: z.array(z.object({ sku: z.string(), n: z.int().optional() })).min(1) }),
  ],
])("%s breaks nothing", (_, after) => {
  expect(changes(after)).toEqual([]);
});

const { note: _note, ...withoutNote } = all;
test.each([
  ["a removed field", z.object(withoutNote), ["/note: was removed"]],
  ["another type", z.object({ ...all, name: z.int() }), ['/name: "type" was changed']],
  [
    "a narrower upper bound",
    z.object({ ...all, name: z.string().max(10) }),
    ['/name: "maxLength" was narrowed'],
  ],
  ["a new bound", z.object({ ...all, name: z.string().min(1).max(64) }), ['/name: "minLength" was narrowed']],
  [
    "a narrower lower bound",
    z.object({ ...all, count: z.int().min(2).max(10) }),
    ['/count: "minimum" was narrowed'],
  ],
  [
    "a removed value",
    z.object({ ...all, kind: z.enum(["goods"]) }),
    ["/kind: the value imaging was removed"],
  ],
  [
    "a string that becomes an enumeration",
    z.object({ ...all, name: z.enum(["a"]) }),
    ["/name: was narrowed to an enumeration"],
  ],
  ["another format", z.object({ ...all, id: z.iso.datetime() }), ['/id: "format" was changed']],
  [
    "a field that becomes optional",
    z.object({ ...all, id: id.optional() }),
    ["/id: is no longer always there"],
  ],
  [
    "a new required field",
    z.object({ ...all, more: z.string() }),
    ["/more: is required, and archived events do not have it"],
  ],
  [
    "a removed field inside",
    z.object({ ...all, lines: z.array(z.object({})).min(1) }),
    ["/lines/items/sku: was removed"],
  ],
])("%s breaks", (_, after, expected) => {
  expect(changes(after)).toEqual(expect.arrayContaining(expected));
});
