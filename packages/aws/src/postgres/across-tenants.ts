import type { Pool, QueryResultRow } from "pg";
import { toAppError } from "./unavailable.ts";

/**
 * Calls one of the functions of the schema `across_tenants`, which answer ids only. No tenant is set, so any other
 * statement would see nothing here.
 */
export async function acrossTenants<Row extends QueryResultRow>(
  pool: Pool,
  call: `select ${string} from across_tenants.${string}`,
  values: readonly unknown[],
): Promise<readonly Row[]> {
  try {
    return (await pool.query<Row>(call, [...values])).rows;
  } catch (error) {
    throw toAppError(error);
  }
}
