import { randomUUID } from "node:crypto";
import { engineEnvironment } from "@accession/functions/testing/engine-environment";
import { httpEvent, lambdaContext } from "@accession/functions/testing/http-event";
import { goodsOrder } from "@accession/local/demo/place-orders";
import { percentile } from "./percentile.ts";

const WARM_UP = 50;
const ORDERS = 500;

export interface AloneTimes {
  readonly orders: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Of this process: what the handler itself computes, the engine's work left out. */
  readonly cpuMsPerOrder: number;
}

/** The handler that takes orders in this process, against tables of the engine: no API, no authorizer, no worker. */
export async function handlerAlone(endpoint: string, callers: number): Promise<AloneTimes> {
  process.env["POWERTOOLS_LOG_LEVEL"] = "SILENT";
  await engineEnvironment(endpoint);
  const { handler } = await import("@accession/functions/orders/place-order.http");
  const tenantId = randomUUID();
  const place = async (): Promise<number> => {
    const headers = { "idempotency-key": randomUUID() };
    const event = httpEvent({ tenantId, scope: "accession/orders.write", body: goodsOrder(), headers });
    const asked = performance.now();
    const { statusCode } = await handler(event, lambdaContext);
    if (statusCode !== 202) throw new Error(`an order was answered ${statusCode}`);
    return performance.now() - asked;
  };
  const times: number[] = [];
  const placeMany = async (count: number) => {
    let left = count;
    const call = async () => {
      while (left-- > 0) times.push(await place());
    };
    await Promise.all(Array.from({ length: callers }, call));
  };
  await placeMany(WARM_UP);
  times.length = 0;
  const cpu = process.cpuUsage();
  const began = performance.now();
  await placeMany(ORDERS);
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return {
    orders: ORDERS,
    perSecond: ORDERS / seconds,
    p50: percentile(times, 50),
    p99: percentile(times, 99),
    cpuMsPerOrder: (user + system) / 1000 / ORDERS,
  };
}
