import type { ImagingOrderRequest } from "@accession/core/orders/imaging-order-request";
import type { ImagingDetails } from "@accession/core/orders/order";
import { TENANT } from "./goods-order.ts";

/** A request for two procedures with numbers of the caller's, which the sandbox gateway approves. */
export function imagingRequest(changes: Partial<ImagingOrderRequest> = {}): ImagingOrderRequest {
  const patient = { patientId: "PAT-1", name: "Test^Patient", birthDate: "19700131" };
  return {
    kind: "imaging",
    lines: [
      {
        issuer: "RIS",
        accessionNumber: "A-1",
        procedureCode: "CTHEAD",
        modality: "CT",
        patient,
        price: { amount: 20_000, currency: "EUR" },
      },
      { issuer: "RIS", accessionNumber: "A-2", patient, price: { amount: 10_000, currency: "EUR" } },
    ],
    paymentToken: "tok_approve",
    ...changes,
  };
}

export function imagingDetails(changes: Partial<ImagingDetails> = {}): ImagingDetails {
  const patient = { patientId: "PAT-1" };
  return {
    tenantId: TENANT,
    orderId: "01990000-0000-7000-8000-000000000002",
    kind: "imaging",
    lines: [{ accessionNumber: "A-1", patient, price: { amount: 20_000, currency: "EUR" } }],
    total: { amount: 20_000, currency: "EUR" },
    paymentToken: "tok_approve",
    deadlineAt: "2026-12-05T08:00:00.000Z",
    placedAt: "2026-11-21T08:00:00.000Z",
    ...changes,
  };
}
