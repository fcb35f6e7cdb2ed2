import { randomUUID } from "node:crypto";
import { putStock } from "@accession/cli/client/inventory";
import { expect, it } from "vitest";
import { whenFinal } from "../demo/final-order.ts";
import { goodsOrder } from "../demo/place-orders.ts";
import { settledSnapshot } from "../demo/store-snapshot.ts";
import { meterFunctions } from "../testing/meter-functions.ts";
import { costOfThousand, enteredStates, usesOf } from "../testing/order-costs.ts";
import { place } from "./imaging-orders.ts";
import { apiOf, system } from "./under-test.ts";

const { signal } = new AbortController();

it("a goods order is accepted with 3 calls, takes 11 state transitions, and 1,000 cost what the test prints", async () => {
  const api = await apiOf("demo");
  const sku = `SKU-${randomUUID().slice(0, 8)}`;
  await putStock(api, sku, 5, 0);
  const meter = await meterFunctions(system);
  try {
    await meter.take();
    const id = await place(api, goodsOrder({ sku }));
    expect((await whenFinal({ api, signal }, id)).status).toBe("COMPLETED");
    await settledSnapshot(system);
    const metered = await meter.take();
    const accepting = metered.filter(({ name }) => name === "place-order").flatMap(({ calls }) => calls);
    expect(accepting.length).toBeGreaterThan(0);
    expect(accepting.length).toBeLessThanOrEqual(3);
    const states = await enteredStates(system, id);
    expect(states.length).toBeLessThanOrEqual(14);
    const { lines, usd } = costOfThousand(usesOf(metered, states.length, 1));
    process.stdout.write(`\n${lines.join("\n")}\n`);
    expect(usd).toBeGreaterThan(0.275);
    expect(usd).toBeLessThan(0.5);
  } finally {
    await meter.remove();
  }
});
