import { takeAwsCalls } from "@accession/testing/aws-calls";
import { goodsRequest } from "@accession/testing/orders/goods-order";
import { imagingRequest } from "@accession/testing/orders/imaging-order";
import { beforeAll, expect, inject, test, vi } from "vitest";
import { engineEnvironment } from "../testing/engine-environment.ts";
import { httpEvent, lambdaContext } from "../testing/http-event.ts";

vi.hoisted(() => {
  process.env["POWERTOOLS_LOG_LEVEL"] = "SILENT";
});

beforeAll(async () => {
  await engineEnvironment(inject("awsEndpoint"));
});

const actions = () => takeAwsCalls().map(({ action }) => action);

test.each([
  ["goods", goodsRequest()],
  ["imaging", imagingRequest()],
])(
  "an order of %s is accepted with three calls: the key, the order with its event, the answer",
  async (_, body) => {
    const { handler } = await import("./place-order.http.ts");
    const event = httpEvent({
      tenantId: crypto.randomUUID(),
      scope: "accession/orders.write",
      body,
      headers: { "idempotency-key": "key-1" },
    });
    actions();
    expect((await handler(event, lambdaContext)).statusCode).toBe(202);
    expect(actions()).toEqual(["DynamoDB.PutItem", "DynamoDB.TransactWriteItems", "DynamoDB.UpdateItem"]);
    expect((await handler(event, lambdaContext)).statusCode).toBe(202);
    expect(actions().length, "a repetition").toBeLessThanOrEqual(3);
  },
);
