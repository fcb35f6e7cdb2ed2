/** What a tenant has, for end-to-end tests of what another one gets to see of it. */
import { randomUUID } from "node:crypto";
import type { ApiClient } from "@accession/cli/client/api-client";
import { ctStudy } from "@accession/testing/dicom/ct-study";
import { imagingOrder, newNumber, whenComplete, whenRegistered } from "./imaging-orders.ts";
import { apiOf, ingest, rows, system } from "./under-test.ts";

/** Names of one tenant's things, or names of nothing. */
export interface Names {
  readonly order: string;
  readonly study: string;
  readonly receipt: string;
  readonly sku: string;
  readonly accessionNumber: string;
  readonly patientId: string;
  readonly objectKey: string;
}

export interface Belongings extends Names {
  readonly slug: "demo" | "other";
  readonly tenantId: string;
  readonly api: ApiClient;
  /** Of the request that placed the order. */
  readonly orderKey: string;
  readonly orderBody: unknown;
}

/** An order that waits, a study that waits for one under another number, its file, and stock. */
export async function belongingsOf(slug: "demo" | "other"): Promise<Belongings> {
  const api = await apiOf(slug);
  const names = namesOfNothing();
  const orderBody = imagingOrder([newNumber()]);
  const orderKey = randomUUID();
  const [order, objectKey] = await Promise.all([
    api.ask<{ id: string }>("POST", "/v1/orders", {
      body: orderBody,
      headers: { "idempotency-key": orderKey },
    }),
    scanOf(slug, names),
    api.ask("PUT", `/v1/inventory/${names.sku}`, {
      body: { available: 7 },
      headers: { "if-none-match": "*" },
    }),
  ]);
  const [study] = await Promise.all([whenComplete(names.accessionNumber), whenRegistered(order.id)]);
  const [receipt] = await rows<{ id: string }>("select id from receipt where object_key = $1", [objectKey]);
  return {
    ...names,
    slug,
    tenantId: system.endpoints.tenants.find((tenant) => tenant.slug === slug)?.id ?? "",
    api,
    objectKey,
    orderKey,
    orderBody,
    order: order.id,
    study: `stu_${study}`,
    receipt: `rcp_${receipt?.id}`,
  };
}

/** Names of the right form that nobody has. */
export function namesOfNothing(): Names {
  return {
    order: `ord_${randomUUID()}`,
    study: `stu_${randomUUID()}`,
    receipt: `rcp_${randomUUID()}`,
    sku: `SKU-${randomUUID().slice(0, 8)}`,
    accessionNumber: newNumber(),
    patientId: `T${randomUUID().slice(0, 12)}`,
    objectKey: `tenants/demo/uploads/crossing/${randomUUID()}.dcm`,
  };
}

async function scanOf(slug: string, { accessionNumber, patientId }: Names): Promise<string> {
  const seed = Number.parseInt(randomUUID().slice(0, 8), 16);
  const { instances } = ctStudy({
    seed,
    slices: 1,
    size: 16,
    patientId,
    patientName: `Zz${patientId}^A`,
    accessionNumber,
  });
  const key = `tenants/${slug}/uploads/crossing/${randomUUID()}.dcm`;
  for (const { bytes } of instances) await ingest(key, bytes);
  return key;
}

/** Everything that is written of them, to be compared. */
export async function stateOf({ order, study, receipt, sku, api }: Belongings): Promise<unknown> {
  const bare = (id: string) => id.slice(4);
  return {
    order: await api.ask("GET", `/v1/orders/${order}`),
    stock: await api.ask("GET", `/v1/inventory/${sku}`),
    study: await rows("select * from study where id = $1", [bare(study)]),
    links: await rows("select * from study_link where study_id = $1", [bare(study)]),
    procedures: await rows("select * from expected_procedure where order_id = $1", [bare(order)]),
    receipt: await rows("select * from receipt where id = $1", [bare(receipt)]),
  };
}
