import { carrierContract } from "@accession/testing/shipping/carrier.contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../postgres/test-database.ts";
import { sandboxCarrier } from "./sandbox-carrier.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

const make = () => ({ carrier: sandboxCarrier(database.appPool()), tenantId: database.demo.id });

carrierContract(async () => make());

test.each([
  ["addr_refused", ["refused", "refused"]],
  ["addr_timeout", ["unknown", "created"]],
  ["addr_unreachable", ["unknown", "unknown"]],
])("the address %s answers %j to two calls", async (destination, outcomes) => {
  const { carrier, tenantId } = make();
  const reference = crypto.randomUUID();
  const label = async () =>
    (await carrier.createLabel({ tenantId, reference, parcel: { destination, pieces: 1 } })).outcome;
  expect([await label(), await label()]).toEqual(outcomes);
});
