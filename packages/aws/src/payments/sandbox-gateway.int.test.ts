import { paymentGatewayContract } from "@accession/testing/payments/payment-gateway.contract";
import { SettableClock } from "@accession/testing/settable-clock";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../postgres/test-database.ts";
import { sandboxGateway } from "./sandbox-gateway.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

const make = () => ({
  gateway: sandboxGateway(database.appPool(), new SettableClock()),
  tenantId: database.demo.id,
});

paymentGatewayContract(async () => make());

describe("the tokens of the sandbox gateway", () => {
  const withToken = (token: string) => {
    const { gateway, tenantId } = make();
    const reference = crypto.randomUUID();
    const call = (operation: string) => ({
      tenantId,
      reference,
      idempotencyKey: `${reference}:${operation}`,
    });
    const amount = { amount: 100, currency: "EUR" };
    return {
      authorize: async () => (await gateway.authorize({ ...call("authorize"), amount, token })).outcome,
      capture: async () => (await gateway.capture({ ...call("capture"), amount })).outcome,
      find: async () => (await gateway.findByReference(tenantId, reference)).outcome,
    };
  };

  test.each([
    ["tok_approve", ["authorized", "authorized"], "authorized"],
    ["tok_decline", ["declined", "declined"], "declined"],
    ["tok_timeout_before", ["unknown", "authorized"], "authorized"],
    ["tok_timeout_after", ["unknown", "authorized"], "authorized"],
    ["tok_duplicate", ["unknown", "unknown"], "authorized"],
    ["tok_unreachable", ["unknown", "unknown"], "absent"],
  ])("%s: two authorizes give %j, then the ledger says %s", async (token, outcomes, found) => {
    const { authorize, find } = withToken(token);
    expect([await authorize(), await authorize()]).toEqual(outcomes);
    expect(await find()).toBe(found);
  });

  test("tok_timeout_before did nothing the first time, tok_timeout_after did", async () => {
    const before = withToken("tok_timeout_before");
    const after = withToken("tok_timeout_after");
    await Promise.all([before.authorize(), after.authorize()]);
    expect(await before.find()).toBe("absent");
    expect(await after.find()).toBe("authorized");
  });

  test("tok_capture_decline is refused at the capture, tok_capture_timeout answers the second time", async () => {
    const declined = withToken("tok_capture_decline");
    await declined.authorize();
    expect(await declined.capture()).toBe("declined");
    const late = withToken("tok_capture_timeout");
    await late.authorize();
    expect([await late.capture(), await late.capture()]).toEqual(["unknown", "captured"]);
  });

  test("takes money once, however often it is asked", async () => {
    const { authorize, capture } = withToken("tok_approve");
    await authorize();
    await Promise.all([capture(), capture(), capture()]);
    const { rows } = await database.owner.query<{ most: number }>(
      `select max(captures) as most from sandbox.payment`,
    );
    expect(rows).toEqual([{ most: 1 }]);
  });
});
