import type {
  Carrier,
  CarrierCall,
  CarrierShipment,
  LabelResult,
  ShipmentResult,
} from "@accession/core/shipping/carrier";
import type { Fault } from "../payments/in-memory-gateway.ts";

type ShipmentStatus = "labelled" | "released" | "cancelled" | "refused";

/** A carrier in memory, held to the same contract suite as the sandbox; a test decides what befalls each call. */
export class InMemoryCarrier implements Carrier {
  readonly name = "in-memory";
  readonly shipments = new Map<string, ShipmentStatus>();
  nextFault: () => Fault = () => "none";
  refuses = false;

  async createLabel(call: CarrierCall): Promise<LabelResult> {
    return this.#commit(call, (status): LabelResult => {
      const now = status ?? (this.refuses ? "refused" : "labelled");
      this.#write(call, now);
      if (now === "refused") return { outcome: "refused", reason: "address-refused" };
      if (now === "cancelled") return { outcome: "refused", reason: "shipment-cancelled" };
      return { outcome: "created", shipmentReference: `MEM-${call.reference}` };
    });
  }

  async release(call: CarrierCall): Promise<ShipmentResult> {
    return this.#commit(call, (status): ShipmentResult => {
      if (status !== "labelled" && status !== "released") return { outcome: "refused", reason: "no-label" };
      this.#write(call, "released");
      return { outcome: "done" };
    });
  }

  async cancel(call: CarrierCall): Promise<ShipmentResult> {
    return this.#commit(call, (status): ShipmentResult => {
      if (status === "released") return { outcome: "refused", reason: "already-released" };
      this.#write(call, "cancelled");
      return { outcome: "done" };
    });
  }

  async findByReference(tenantId: string, reference: string): Promise<CarrierShipment> {
    if (this.nextFault() !== "none") return { outcome: "unknown" };
    const status = this.shipments.get(`${tenantId} ${reference}`);
    if (status === undefined) return { outcome: "absent" };
    if (status === "refused") return { outcome: "refused", reason: "address-refused" };
    return { outcome: status, shipmentReference: `MEM-${reference}` };
  }

  #commit<Result>(
    call: CarrierCall,
    act: (status: ShipmentStatus | undefined) => Result,
  ): Result | { outcome: "unknown" } {
    const fault = this.nextFault();
    if (fault === "lost") return { outcome: "unknown" };
    const result = act(this.shipments.get(`${call.tenantId} ${call.reference}`));
    return fault === "answer-lost" ? { outcome: "unknown" } : result;
  }

  #write(call: CarrierCall, status: ShipmentStatus): void {
    this.shipments.set(`${call.tenantId} ${call.reference}`, status);
  }
}
