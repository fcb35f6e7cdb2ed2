import type { Clock } from "@accession/core/clock";
import type {
  CaptureResult,
  GatewayCall,
  GatewayPayment,
  PaymentGateway,
  Unknown,
} from "@accession/core/payments/payment-gateway";
import type { Money } from "@accession/events/money";

interface LedgerEntry {
  status: "authorized" | "declined" | "captured" | "voided" | "refunded";
  authorizedUntil: string;
  /** How often money was taken. */
  captures: number;
  captureKeys: Set<string>;
}

/** What happens to a call: it works, it is lost on the way there, or its answer is lost on the way back. */
export type Fault = "none" | "lost" | "answer-lost";

/** A gateway in memory, held to the same contract suite as the sandbox; a test decides what befalls each call. */
export class InMemoryGateway implements PaymentGateway {
  readonly name = "in-memory";
  readonly ledger = new Map<string, LedgerEntry>();
  /** Asked before each call. */
  nextFault: () => Fault = () => "none";
  declines: "never" | "authorize" | "capture" = "never";
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async authorize(call: GatewayCall & { readonly amount: Money; readonly token: string }) {
    return this.#commit(call, (entry) => {
      if (entry !== undefined) {
        return entry.status === "authorized" || entry.status === "captured"
          ? ({ outcome: "authorized", authorizedUntil: entry.authorizedUntil } as const)
          : ({ outcome: "declined", reason: "card-declined" } as const);
      }
      const authorizedUntil = new Date(this.#clock.now().getTime() + 7 * 86_400_000).toISOString();
      const declined = this.declines === "authorize";
      this.#write(call, {
        status: declined ? "declined" : "authorized",
        authorizedUntil,
        captures: 0,
        captureKeys: new Set(),
      });
      return declined
        ? ({ outcome: "declined", reason: "card-declined" } as const)
        : ({ outcome: "authorized", authorizedUntil } as const);
    });
  }

  async capture(call: GatewayCall & { readonly amount: Money }): Promise<CaptureResult> {
    return this.#commit(call, (entry): CaptureResult => {
      if (entry?.status === "captured") {
        // A gateway knows a repetition by its key only: with another key it takes the money again.
        const repeated = entry.captureKeys.has(call.idempotencyKey);
        entry.captureKeys.add(call.idempotencyKey);
        if (!repeated) this.#write(call, { ...entry, captures: entry.captures + 1 });
        return { outcome: "captured" } as const;
      }
      if (entry?.status !== "authorized") return { outcome: "declined", reason: "no-authorization" } as const;
      if (this.declines === "capture") return { outcome: "declined", reason: "card-declined" } as const;
      const captureKeys = new Set([call.idempotencyKey]);
      this.#write(call, { ...entry, status: "captured", captures: entry.captures + 1, captureKeys });
      return { outcome: "captured" } as const;
    });
  }

  async void(call: GatewayCall) {
    return this.#commit(call, (entry) => {
      if (entry?.status === "captured" || entry?.status === "refunded") {
        return { outcome: "declined", reason: "already-captured" } as const;
      }
      if (entry?.status !== "declined") {
        this.#write(call, {
          authorizedUntil: "",
          captures: 0,
          captureKeys: new Set(),
          ...entry,
          status: "voided",
        });
      }
      return { outcome: "voided" } as const;
    });
  }

  async refund(call: GatewayCall & { readonly amount: Money }) {
    return this.#commit(call, (entry) => {
      if (entry?.status === "refunded") return { outcome: "refunded" } as const;
      if (entry?.status !== "captured") return { outcome: "declined", reason: "not-captured" } as const;
      this.#write(call, { ...entry, status: "refunded" });
      return { outcome: "refunded" } as const;
    });
  }

  async findByReference(tenantId: string, reference: string): Promise<GatewayPayment> {
    if (this.nextFault() !== "none") return { outcome: "unknown" };
    const entry = this.ledger.get(`${tenantId} ${reference}`);
    if (entry === undefined) return { outcome: "absent" };
    const { status, authorizedUntil } = entry;
    if (status === "declined") return { outcome: status, reason: "card-declined" };
    return status === "voided" || status === "refunded"
      ? { outcome: status }
      : { outcome: status, authorizedUntil };
  }

  #commit<Result>(call: GatewayCall, act: (entry: LedgerEntry | undefined) => Result): Result | Unknown {
    const fault = this.nextFault();
    if (fault === "lost") return { outcome: "unknown" };
    const result = act(this.ledger.get(`${call.tenantId} ${call.reference}`));
    return fault === "answer-lost" ? { outcome: "unknown" } : result;
  }

  #write(call: GatewayCall, entry: LedgerEntry): void {
    this.ledger.set(`${call.tenantId} ${call.reference}`, entry);
  }
}
