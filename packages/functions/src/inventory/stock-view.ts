import type { Stock } from "@accession/core/inventory/stock";
import type { HttpResponse } from "../runtime/http-request.ts";

/** Stock as the API shows it, with its version as the entity tag (RFC 9110 section 8.8.3). */
export function stockResponse(status: number, stock: Stock): HttpResponse {
  const { sku, available, reserved, version } = stock;
  return {
    status,
    body: { sku, available, reserved, onHand: available + reserved, version },
    headers: { etag: `"${version}"` },
  };
}
