/** The gateway with its clock: an authorization ends, and whoever watches is told when money is taken. */

import type { Clock } from "@accession/core/clock";
import type { CaptureResult, GatewayCall } from "@accession/core/payments/payment-gateway";
import type { Money } from "@accession/events/money";
import { InMemoryGateway } from "../payments/in-memory-gateway.ts";

export class WatchedGateway extends InMemoryGateway {
  /** Told the reference each time that money is taken. */
  onCharge: (reference: string) => void = () => undefined;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    super(clock);
    this.#clock = clock;
  }

  override async capture(call: GatewayCall & { readonly amount: Money }): Promise<CaptureResult> {
    const { tenantId, reference } = call;
    const before = this.ledger.get(`${tenantId} ${reference}`);
    const ended = before !== undefined && before.authorizedUntil <= this.#clock.now().toISOString();
    if (before?.status === "authorized" && ended) {
      return { outcome: "declined", reason: "authorization-expired" };
    }
    const result = await super.capture(call);
    const captures = this.ledger.get(`${tenantId} ${reference}`)?.captures ?? 0;
    if (captures > (before?.captures ?? 0)) this.onCharge(reference);
    return result;
  }
}
