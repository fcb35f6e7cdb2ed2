/** Whether the stores answer. One of the few readers of `Resource`; everything on first use. */
import { documentClient } from "@accession/aws/dynamo/dynamo-client";
import { dynamoOrderStore } from "@accession/aws/dynamo/dynamo-order-store";
import { Resource } from "sst";
import { appPool } from "./composition-postgres.ts";
import { faultFields } from "./fault-fields.ts";
import { lazy } from "./lazy.ts";
import { logger } from "./logger.ts";

/** An id of nothing: reading it asks the table, and finds nothing. */
const NOBODY = "00000000-0000-0000-0000-000000000000";

const orders = lazy(() => dynamoOrderStore(documentClient(), Resource.OrdersTable.name));

export type DependencyState = "ok" | "unavailable";

export async function checkDependencies(): Promise<Readonly<Record<"orders" | "database", DependencyState>>> {
  const [ordersState, database] = await Promise.all([
    check("orders", () => orders().load(NOBODY, NOBODY)),
    check("database", () => appPool().query("select 1")),
  ]);
  return { orders: ordersState, database };
}

async function check(dependency: string, ask: () => Promise<unknown>): Promise<DependencyState> {
  try {
    await ask();
    return "ok";
  } catch (error) {
    logger.error("dependency unavailable", { dependency, ...faultFields(error) });
    return "unavailable";
  }
}
