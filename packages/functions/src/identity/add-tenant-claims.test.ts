import type { PreTokenGenerationV2TriggerEvent } from "aws-lambda";
import { expect, test, vi } from "vitest";
import { handler } from "./add-tenant-claims.ts";

vi.hoisted(() => {
  process.env["POWERTOOLS_LOG_LEVEL"] = "SILENT";
});

const TENANT = "01990000-0000-7000-8000-00000000aaaa";

function event(attributes: Record<string, string> | undefined, groups?: string[]) {
  return {
    version: "3",
    triggerSource: "TokenGeneration_Authentication",
    request: { userAttributes: attributes, groupConfiguration: { groupsToOverride: groups } },
    response: {},
  } as unknown as PreTokenGenerationV2TriggerEvent;
}

async function tokenOf(groups?: string[]) {
  const { response } = await handler(event({ "custom:tenant_id": TENANT }, groups));
  return response.claimsAndScopeOverrideDetails?.accessTokenGeneration;
}

test("puts the user's tenant into the access token", async () => {
  expect(await tokenOf()).toMatchObject({ claimsToAddOrOverride: { tenant_id: TENANT } });
});

const READ = ["orders.read", "inventory.read", "studies.read", "receipts.read", "worklist.read"];
const WRITE = ["orders.write", "inventory.write", "uploads.write", "worklist.write"];
const OPERATE = [...READ, ...WRITE, "orders.review", "operations.read"];

test.each([
  ["nobody's group", undefined, []],
  ["a group that is not ours", ["other"], []],
  ["clerks", ["clerks"], [...READ, ...WRITE]],
  ["readers", ["readers"], READ],
  ["operators", ["operators"], OPERATE],
  ["readers who are operators too", ["readers", "operators"], OPERATE],
  ["a group with the name of a property", ["constructor"], []],
])("%s may do what is theirs", async (_, groups, scopes) => {
  expect((await tokenOf(groups))?.scopesToAdd).toEqual(scopes.map((scope) => `accession/${scope}`));
});

test.each([
  ["no attributes", undefined],
  ["no tenant", {}],
  ["a tenant that is no id", { "custom:tenant_id": "demo" }],
])("a user with %s gets no token", async (_, attributes) => {
  await expect(handler(event(attributes))).rejects.toThrow("does not belong to a tenant");
});
