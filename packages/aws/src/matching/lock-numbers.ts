import type { TenantTransaction } from "../postgres/with-tenant.ts";

/**
 * Takes the transaction's locks on accession numbers of a tenant, in one order for all, so that two transactions
 * cannot wait for each other. Whoever changes a procedure or its links holds the lock of its number; read the other
 * side in a later statement, which then sees what the last holder committed.
 */
export async function lockNumbers(
  transaction: TenantTransaction,
  tenantId: string,
  accessionNumbers: readonly string[],
): Promise<void> {
  await transaction.query(
    `select pg_advisory_xact_lock(n.key) from (
       select distinct hashtextextended($1::text || ' ' || number, 0) as key
       from unnest($2::text[]) as number order by key) as n`,
    [tenantId, accessionNumbers],
  );
}

/** Locks the numbers of all lines of an order. They never change, so reading them before the lock is safe. */
export async function lockOrder(
  transaction: TenantTransaction,
  tenantId: string,
  orderId: string,
): Promise<readonly string[]> {
  const rows = await transaction.query<{ accession_number: string }>(
    "select distinct accession_number from expected_procedure where tenant_id = $1 and order_id = $2",
    [tenantId, orderId],
  );
  const numbers = rows.map((row) => row.accession_number);
  if (numbers.length > 0) await lockNumbers(transaction, tenantId, numbers);
  return numbers;
}
