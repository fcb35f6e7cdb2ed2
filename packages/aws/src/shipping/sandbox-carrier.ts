/**
 * A carrier that is not one: deterministic, with its own ledger in Postgres, committed before it answers.
 * Address references choose what happens: `addr_refused` is refused, the answer to the first label for
 * `addr_timeout` is lost, `addr_unreachable` never gets one.
 */
import type { Carrier, CarrierCall, CarrierShipment } from "@accession/core/shipping/carrier";
import type { Pool } from "pg";
import { type TenantTransaction, withTenant } from "../postgres/with-tenant.ts";

interface LedgerRow {
  readonly status: "labelled" | "released" | "cancelled" | "refused";
  readonly shipment_reference: string | null;
  readonly reason: string | null;
}

export function sandboxCarrier(pool: Pool): Carrier {
  const change = (
    call: CarrierCall,
    act: (transaction: TenantTransaction, row: LedgerRow | undefined) => ReturnType<Carrier["release"]>,
  ) =>
    withTenant(pool, call.tenantId, async (transaction) =>
      act(transaction, await read(transaction, call.tenantId, call.reference)),
    );
  const setStatus = (transaction: TenantTransaction, call: CarrierCall, status: LedgerRow["status"]) =>
    transaction.query("update sandbox.shipment set status = $3 where tenant_id = $1 and reference = $2", [
      call.tenantId,
      call.reference,
      status,
    ]);

  return {
    name: "sandbox",

    async createLabel(call) {
      const { tenantId, reference, parcel } = call;
      if (parcel.destination === "addr_unreachable") return { outcome: "unknown" };
      return withTenant(pool, tenantId, async (transaction) => {
        const refused = parcel.destination === "addr_refused";
        const [made] = await transaction.query(
          `insert into sandbox.shipment (tenant_id, reference, shipment_reference, status, reason, pieces)
           values ($1, $2, $3, $4, $5, $6) on conflict (tenant_id, reference) do nothing returning reference`,
          [
            tenantId,
            reference,
            refused ? null : `SBX-${reference}`,
            refused ? "refused" : "labelled",
            refused ? "address-refused" : null,
            parcel.pieces,
          ],
        );
        if (made !== undefined && parcel.destination === "addr_timeout") return { outcome: "unknown" };
        const row = await read(transaction, tenantId, reference);
        if (row?.status === "refused") return { outcome: "refused", reason: row.reason ?? "refused" };
        if (row?.status === "cancelled") return { outcome: "refused", reason: "shipment-cancelled" };
        return { outcome: "created", shipmentReference: row?.shipment_reference ?? "" };
      });
    },

    release: (call) =>
      change(call, async (transaction, row) => {
        if (row?.status === "released") return { outcome: "done" };
        if (row?.status !== "labelled") return { outcome: "refused", reason: "no-label" };
        await setStatus(transaction, call, "released");
        return { outcome: "done" };
      }),

    cancel: (call) =>
      change(call, async (transaction, row) => {
        if (row?.status === "released") return { outcome: "refused", reason: "already-released" };
        if (row === undefined) {
          await transaction.query(
            "insert into sandbox.shipment (tenant_id, reference, status) values ($1, $2, 'cancelled')",
            [call.tenantId, call.reference],
          );
        } else {
          await setStatus(transaction, call, "cancelled");
        }
        return { outcome: "done" };
      }),

    findByReference: (tenantId, reference) =>
      withTenant(pool, tenantId, async (transaction): Promise<CarrierShipment> => {
        const row = await read(transaction, tenantId, reference);
        if (row === undefined) return { outcome: "absent" };
        if (row.status === "refused") return { outcome: "refused", reason: row.reason ?? "refused" };
        return { outcome: row.status, shipmentReference: row.shipment_reference ?? "" };
      }),
  };
}

async function read(
  transaction: TenantTransaction,
  tenantId: string,
  reference: string,
): Promise<LedgerRow | undefined> {
  const [row] = await transaction.query<LedgerRow>(
    `select status, shipment_reference, reason from sandbox.shipment
     where tenant_id = $1 and reference = $2 for update`,
    [tenantId, reference],
  );
  return row;
}
