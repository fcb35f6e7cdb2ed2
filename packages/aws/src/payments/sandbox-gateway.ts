/**
 * A payment gateway that is not one: deterministic, with its own ledger in Postgres. It commits on a connection
 * of its own before it answers, as a real gateway does, and its tokens choose what happens.
 */
import type { Clock } from "@accession/core/clock";
import type { GatewayCall, GatewayPayment, PaymentGateway } from "@accession/core/payments/payment-gateway";
import type { Pool } from "pg";
import { type TenantTransaction, withTenant } from "../postgres/with-tenant.ts";

/**
 * `tok_approve`. `tok_decline`: refused at the authorization. `tok_timeout_before`: the first authorize is lost on the
 * way there. `tok_timeout_after`: its answer is lost on the way back. `tok_duplicate`: the gateway reports the
 * first call as one that it has seen before. `tok_capture_decline`: authorized, refused at the capture.
 * `tok_capture_timeout`: the answer to the first capture is lost. `tok_unreachable`: never an answer.
 */
const AUTHORIZATION_DAYS = 7;

interface LedgerRow {
  readonly token: string;
  readonly status: "authorized" | "declined" | "captured" | "voided" | "refunded";
  readonly reason: string | null;
  readonly authorized_until: Date | null;
}

export function sandboxGateway(pool: Pool, clock: Clock): PaymentGateway {
  const UNKNOWN = { outcome: "unknown" } as const;

  /** Runs one call in one committed transaction; `calls` says how often its idempotency key came. */
  const commit = <Result>(
    call: GatewayCall,
    operation: string,
    act: (transaction: TenantTransaction, calls: number, row: LedgerRow | undefined) => Promise<Result>,
  ): Promise<Result> =>
    withTenant(pool, call.tenantId, async (transaction) => {
      const [counted] = await transaction.query<{ calls: number }>(
        `insert into sandbox.payment_call as c (tenant_id, idempotency_key, reference, operation)
         values ($1, $2, $3, $4)
         on conflict (tenant_id, idempotency_key) do update set calls = c.calls + 1 returning calls`,
        [call.tenantId, call.idempotencyKey, call.reference, operation],
      );
      return act(
        transaction,
        counted?.calls ?? 1,
        await read(transaction, call.tenantId, call.reference, true),
      );
    });

  const setStatus = (transaction: TenantTransaction, call: GatewayCall, status: LedgerRow["status"]) =>
    transaction.query(
      `update sandbox.payment set status = $3, captures = captures + ($3 = 'captured')::integer
       where tenant_id = $1 and reference = $2`,
      [call.tenantId, call.reference, status],
    );

  return {
    name: "sandbox",

    async authorize(call) {
      if (call.token === "tok_unreachable") return UNKNOWN;
      return commit(call, "authorize", async (transaction, calls, row) => {
        if (call.token === "tok_timeout_before" && calls === 1) return UNKNOWN;
        if (row === undefined) {
          const declined = call.token === "tok_decline";
          const authorizedUntil = new Date(
            clock.now().getTime() + AUTHORIZATION_DAYS * 86_400_000,
          ).toISOString();
          await transaction.query(
            `insert into sandbox.payment (tenant_id, reference, token, amount, currency, status, reason, authorized_until)
             values ($1, $2, $3, $4, $5, $6, $7, $8)`,
            [
              call.tenantId,
              call.reference,
              call.token,
              call.amount.amount,
              call.amount.currency,
              declined ? "declined" : "authorized",
              declined ? "card-declined" : null,
              declined ? null : authorizedUntil,
            ],
          );
          if (call.token === "tok_timeout_after") return UNKNOWN;
          // "Seen before" is no answer to what came of it: the caller has to look it up.
          if (call.token === "tok_duplicate") return UNKNOWN;
          return declined
            ? { outcome: "declined", reason: "card-declined" }
            : { outcome: "authorized", authorizedUntil };
        }
        if (call.token === "tok_duplicate") return UNKNOWN;
        if (row.status === "voided") return { outcome: "declined", reason: "payment-voided" };
        const found = describe(row);
        if (found.outcome === "declined") return found;
        if (found.outcome === "authorized" || found.outcome === "captured") {
          return { outcome: "authorized", authorizedUntil: found.authorizedUntil };
        }
        return UNKNOWN;
      });
    },

    capture: (call) =>
      commit(call, "capture", async (transaction, calls, row) => {
        if (row === undefined) return { outcome: "declined", reason: "no-authorization" };
        if (row.status === "captured") return { outcome: "captured" };
        if (row.status !== "authorized") return { outcome: "declined", reason: "no-authorization" };
        if (row.token === "tok_capture_decline") return { outcome: "declined", reason: "card-declined" };
        if (row.authorized_until !== null && row.authorized_until <= clock.now()) {
          return { outcome: "declined", reason: "authorization-expired" };
        }
        await setStatus(transaction, call, "captured");
        if (row.token === "tok_capture_timeout" && calls === 1) return UNKNOWN;
        return { outcome: "captured" };
      }),

    void: (call) =>
      commit(call, "void", async (transaction, _calls, row) => {
        if (row === undefined) {
          // Remembered, so that an authorize which is still on its way is refused when it arrives.
          await transaction.query(
            `insert into sandbox.payment (tenant_id, reference, token, amount, currency, status)
             values ($1, $2, '', 0, 'XXX', 'voided')`,
            [call.tenantId, call.reference],
          );
          return { outcome: "voided" };
        }
        if (row.status === "captured" || row.status === "refunded") {
          return { outcome: "declined", reason: "already-captured" };
        }
        if (row.status === "authorized") await setStatus(transaction, call, "voided");
        return { outcome: "voided" };
      }),

    refund: (call) =>
      commit(call, "refund", async (transaction, _calls, row) => {
        if (row?.status === "refunded") return { outcome: "refunded" };
        if (row?.status !== "captured") return { outcome: "declined", reason: "not-captured" };
        await setStatus(transaction, call, "refunded");
        return { outcome: "refunded" };
      }),

    findByReference: (tenantId, reference) =>
      withTenant(pool, tenantId, async (transaction) => {
        const row = await read(transaction, tenantId, reference, false);
        return row === undefined ? { outcome: "absent" } : describe(row);
      }),
  };
}

async function read(
  transaction: TenantTransaction,
  tenantId: string,
  reference: string,
  lock: boolean,
): Promise<LedgerRow | undefined> {
  const [row] = await transaction.query<LedgerRow>(
    `select token, status, reason, authorized_until from sandbox.payment
     where tenant_id = $1 and reference = $2${lock ? " for update" : ""}`,
    [tenantId, reference],
  );
  return row;
}

function describe(row: LedgerRow): Exclude<GatewayPayment, { outcome: "absent" | "unknown" }> {
  const authorizedUntil = row.authorized_until?.toISOString() ?? "";
  switch (row.status) {
    case "authorized":
    case "captured":
      return { outcome: row.status, authorizedUntil };
    case "declined":
      return { outcome: "declined", reason: row.reason ?? "declined" };
    case "voided":
    case "refunded":
      return { outcome: row.status };
  }
}
