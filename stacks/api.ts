import { region } from "../infra/account.ts";
import { bus, busArchive, eventBus, publishEvents } from "../infra/bus.ts";
import { appDatabase } from "../infra/database.ts";
import { httpApi } from "../infra/http-api.ts";
import { uploads, uploadsBucket, writeUploads } from "../infra/storage.ts";
import {
  getOrders,
  idempotency,
  keepResponses,
  moveOrders,
  moveStock,
  orders,
  pickLists,
  queryOrdersByTenant,
  readOrders,
} from "../infra/tables.ts";
import { client, pool } from "./identity.ts";
import { orderSaga, startSaga, wakeSaga } from "./orders.ts";

const functions = "packages/functions/src";

export const { api, route } = httpApi("Api", {
  issuer: $interpolate`https://cognito-idp.${region}.amazonaws.com/${pool.id}`,
  audience: client.id,
});

route("POST /v1/orders", "place-order", "orders.write", {
  handler: `${functions}/orders/place-order.http`,
  link: [orders, idempotency],
  permissions: [moveOrders, keepResponses],
});
route("GET /v1/orders", "list-orders", "orders.read", {
  handler: `${functions}/orders/list-orders.http`,
  link: [orders],
  permissions: [queryOrdersByTenant],
});
route("GET /v1/orders/{id}", "get-order", "orders.read", {
  handler: `${functions}/orders/get-order.http`,
  link: [orders],
  permissions: [readOrders],
});

route("POST /v1/orders/{id}/cancel", "cancel-order", "orders.write", {
  handler: `${functions}/orders/cancel-order.http`,
  link: [orders, idempotency, appDatabase, bus],
  permissions: [moveOrders, keepResponses, publishEvents, wakeSaga],
  inVpc: true,
});

/** Decisions about an order in review: its next run is started as attempt n + 1. */
const decide = {
  link: [orders, idempotency, orderSaga],
  permissions: [moveOrders, keepResponses, startSaga],
};
route("POST /v1/orders/{id}/retry", "retry-order", "orders.review", {
  handler: `${functions}/orders/retry-order.http`,
  ...decide,
});
route("POST /v1/orders/{id}/compensate", "compensate-order", "orders.review", {
  handler: `${functions}/orders/compensate-order.http`,
  ...decide,
});
route("POST /v1/orders/{id}/resolve", "resolve-order", "orders.review", {
  handler: `${functions}/orders/resolve-order.http`,
  link: [orders, idempotency, appDatabase, bus],
  permissions: [moveStock, keepResponses, publishEvents],
  inVpc: true,
});

route("GET /v1/inventory/{sku}", "get-stock", "inventory.read", {
  handler: `${functions}/inventory/get-stock.http`,
  link: [orders],
  permissions: [getOrders],
});
route("PUT /v1/inventory/{sku}", "put-stock", "inventory.write", {
  handler: `${functions}/inventory/put-stock.http`,
  link: [orders],
  permissions: [moveOrders],
});
route("POST /v1/inventory/{sku}/movements", "add-movement", "inventory.write", {
  handler: `${functions}/inventory/add-movement.http`,
  link: [orders, idempotency],
  permissions: [moveStock, keepResponses],
});

route("GET /v1/pick-lists", "list-pick-lists", "inventory.read", {
  handler: `${functions}/inventory/list-pick-lists.http`,
  link: [orders],
  permissions: [queryOrdersByTenant],
});
route("PUT /v1/pick-lists/{id}/picked", "pick-list-picked", "inventory.write", {
  handler: `${functions}/inventory/pick-list-picked.http`,
  link: [orders],
  permissions: [pickLists],
});

route("POST /v1/studies/search", "search-studies", "studies.read", {
  handler: `${functions}/studies/search-studies.http`,
  link: [appDatabase],
  inVpc: true,
});
route("GET /v1/studies/{id}", "get-study", "studies.read", {
  handler: `${functions}/studies/get-study.http`,
  link: [appDatabase],
  inVpc: true,
});
route("GET /v1/worklist", "list-worklist", "worklist.read", {
  handler: `${functions}/matching/list-worklist.http`,
  link: [appDatabase],
  inVpc: true,
});
route("POST /v1/studies/{id}/link", "link-study", "worklist.write", {
  handler: `${functions}/matching/link-study.http`,
  link: [appDatabase, bus, idempotency],
  permissions: [publishEvents, keepResponses],
  inVpc: true,
});
route("POST /v1/studies/{id}/unlink", "unlink-study", "worklist.write", {
  handler: `${functions}/matching/unlink-study.http`,
  link: [appDatabase, bus, idempotency],
  permissions: [publishEvents, keepResponses],
  inVpc: true,
});
route("GET /v1/receipts", "list-receipts", "receipts.read", {
  handler: `${functions}/receipts/list-receipts.http`,
  link: [appDatabase],
  inVpc: true,
});
route("GET /v1/receipts/{id}", "get-receipt", "receipts.read", {
  handler: `${functions}/receipts/get-receipt.http`,
  link: [appDatabase],
  inVpc: true,
});
route("POST /v1/receipts/search", "search-receipts", "receipts.read", {
  handler: `${functions}/receipts/search-receipts.http`,
  link: [appDatabase],
  inVpc: true,
});
route("POST /v1/uploads", "create-uploads", "uploads.write", {
  handler: `${functions}/uploads/create-uploads.http`,
  link: [appDatabase, uploads],
  permissions: [writeUploads],
  inVpc: true,
});
route("GET /v1/health", "get-health", "operations.read", {
  handler: `${functions}/operations/get-health.http`,
  link: [appDatabase, orders],
  permissions: [getOrders],
  inVpc: true,
});

route("GET /v1/openapi.json", "get-open-api", "open", {
  handler: `${functions}/api/get-open-api.http`,
});

/** What `sst deploy` prints, and what the local system writes to `.accession/endpoints.json`. */
export const outputs = {
  api: api.url,
  uploadsBucket: uploadsBucket.name,
  busName: eventBus.name,
  archiveName: busArchive.name,
  userPoolId: pool.id,
  userPoolClientId: client.id,
};
