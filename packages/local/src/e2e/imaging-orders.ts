/** Imaging orders and the studies that fulfil them, for end-to-end tests. */
import { randomUUID } from "node:crypto";
import type { ApiClient } from "@accession/cli/client/api-client";
import { getOrder, type OrderWithTimeline, placeOrder } from "@accession/cli/client/orders";
import { listWorklist } from "@accession/cli/client/worklist";
import { type CtStudyOptions, ctStudy } from "@accession/testing/dicom/ct-study";
import { waitUntil } from "../engine/wait-until.ts";
import { ingest, rows } from "./under-test.ts";

/** A number that no other test uses. */
export const newNumber = () => `E${randomUUID().replaceAll("-", "").slice(0, 11).toUpperCase()}`;

export const PATIENT = { patientId: "E2E-1", birthDate: "19700131" };

/** A request for one procedure under each number. */
export function imagingOrder(
  accessionNumbers: readonly string[],
  changes: { readonly token?: string; readonly deadline?: string } = {},
) {
  return {
    kind: "imaging",
    lines: accessionNumbers.map((accessionNumber) => ({
      accessionNumber,
      modality: "CT",
      patient: PATIENT,
      price: { amount: 15_000, currency: "EUR" },
    })),
    paymentToken: changes.token ?? "tok_approve",
    ...(changes.deadline !== undefined && { deadline: changes.deadline }),
  };
}

export async function place(api: ApiClient, request: unknown): Promise<string> {
  return (await placeOrder(api, request, randomUUID())).order.id;
}

/** A CT study of one slice, in the bucket and with its receipt. */
export async function scan(study: Partial<CtStudyOptions>): Promise<string> {
  const made = ctStudy({
    seed: Number.parseInt(randomUUID().slice(0, 8), 16),
    slices: 1,
    size: 16,
    patientId: PATIENT.patientId,
    patientBirthDate: PATIENT.birthDate,
    ...study,
  });
  const [slice] = made.instances;
  if (slice === undefined) throw new Error("the study has no slice");
  await ingest(`tenants/demo/uploads/imaging/${randomUUID()}.dcm`, slice.bytes);
  return made.studyInstanceUid;
}

/** Waits until the study with this number is quiet and complete. */
export function whenComplete(accessionNumber: string): Promise<string> {
  return waitUntil("the study is complete", 120_000, async () => {
    const [found] = await rows<{ id: string }>(
      `select s.id from study s join study_accession_number n on n.tenant_id = s.tenant_id and n.study_id = s.id
       where n.accession_number = $1 and s.completed_version > 0`,
      [accessionNumber],
    );
    return found?.id;
  });
}

/** Waits until an order has a status. */
export function whenStatus(
  api: ApiClient,
  id: string,
  status: string,
  deadlineMs = 90_000,
): Promise<OrderWithTimeline> {
  return waitUntil(`order ${id} is ${status}`, deadlineMs, async () => {
    const order = await getOrder(api, id);
    return order.status === status ? order : undefined;
  });
}

/** Waits until the order's execution waits by its token. */
export function whenRegistered(id: string): Promise<string> {
  return waitUntil(`order ${id} is registered`, 120_000, async () => {
    const [found] = await rows<{ task_token: string | null }>(
      "select task_token from expected_procedure where order_id = $1 and task_token is not null limit 1",
      [id.replace(/^ord_/, "")],
    );
    return found?.task_token ?? undefined;
  });
}

/** Of each line, by number. */
export async function lineStates(id: string): Promise<Record<string, string>> {
  const found = await rows<{ accession_number: string; state: string }>(
    "select accession_number, state from expected_procedure where order_id = $1 order by line",
    [id.replace(/^ord_/, "")],
  );
  return Object.fromEntries(found.map((row) => [row.accession_number, row.state]));
}

/** Whether a study with this number is on the worklist: it counts for no order. */
export async function isOnWorklist(api: ApiClient, accessionNumber: string): Promise<boolean> {
  for await (const { items } of listWorklist(api, { kind: "study", limit: 100 })) {
    const found = items.some(
      (item) =>
        item.kind === "study" && item.study.accessionNumbers.some(({ value }) => value === accessionNumber),
    );
    if (found) return true;
  }
  return false;
}

/** Captures that the sandbox gateway itself counted for an order. */
export async function capturesOf(id: string): Promise<number> {
  const charges = await rows<{ captures: number }>(
    `select s.captures from sandbox.payment s join payment p on p.id::text = s.reference where p.order_id = $1`,
    [id.replace(/^ord_/, "")],
  );
  return charges.reduce((sum, { captures }) => sum + captures, 0);
}
