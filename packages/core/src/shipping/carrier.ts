/** Where a call belongs, and what makes its repetition the same call. */
export interface CarrierCall {
  readonly tenantId: string;
  /** Our id of the order: what the carrier can find the shipment by. One shipment per order. */
  readonly reference: string;
}

export type LabelResult =
  | { readonly outcome: "created"; readonly shipmentReference: string }
  /** The carrier will not ship there: a stable code such as `address-refused`. */
  | { readonly outcome: "refused"; readonly reason: string }
  | { readonly outcome: "unknown" };

export type ShipmentResult =
  | { readonly outcome: "done" }
  /** It is too late, or was never there: a stable code such as `already-released`. */
  | { readonly outcome: "refused"; readonly reason: string }
  | { readonly outcome: "unknown" };

export type CarrierShipment =
  | { readonly outcome: "labelled" | "released" | "cancelled"; readonly shipmentReference: string }
  | { readonly outcome: "refused"; readonly reason: string }
  | { readonly outcome: "absent" }
  | { readonly outcome: "unknown" };

/**
 * Ships goods in two steps: a label, then the release, after which the goods leave. As with the gateway, each call has three
 * outcomes and is safe to repeat; nothing is thrown for what the carrier or the network does.
 */
export interface Carrier {
  readonly name: string;
  createLabel(call: CarrierCall & { readonly parcel: Parcel }): Promise<LabelResult>;
  /** Hands the goods over. Repeating it is done. */
  release(call: CarrierCall): Promise<ShipmentResult>;
  /** Takes the label back; leaves a mark when there is none, so that a late label is refused. */
  cancel(call: CarrierCall): Promise<ShipmentResult>;
  findByReference(tenantId: string, reference: string): Promise<CarrierShipment>;
}

/** What the carrier has to know to make a label. */
export interface Parcel {
  /** A reference to an address that the carrier holds, or the country alone of a full one. */
  readonly destination: string;
  readonly pieces: number;
}
