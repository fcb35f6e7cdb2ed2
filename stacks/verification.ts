import { bus, publishEvents } from "../infra/bus.ts";
import { appDatabase } from "../infra/database.ts";
import { LONGEST_REQUEST_SECONDS } from "../infra/http-api.ts";
import { listEverything, uploads } from "../infra/storage.ts";
import { orders, sweepOrders, verifyOrders, verifyStock } from "../infra/tables.ts";
import { route } from "./api.ts";
import { askForIngestion, ingestRequests, letters } from "./operations.ts";
import { describeSaga, orderSaga, startSaga, wakeSaga } from "./orders.ts";

const functions = "packages/functions/src/verification";

/** Whether everything adds up, a walk per store, so that each role sees no more than its own. */
const verification = { timeoutSeconds: LONGEST_REQUEST_SECONDS, inVpc: true };

route("POST /v1/ops/verifications/objects", "verify-objects", "operations.write", {
  handler: `${functions}/verify-objects.http`,
  link: [appDatabase, uploads],
  permissions: [listEverything],
  ...verification,
});
route("POST /v1/ops/verifications/index", "verify-index", "operations.write", {
  handler: `${functions}/verify-index.http`,
  link: [appDatabase],
  ...verification,
});
route("POST /v1/ops/verifications/orders", "verify-orders", "operations.write", {
  handler: `${functions}/verify-orders.http`,
  link: [appDatabase, orders, orderSaga],
  permissions: [verifyOrders, describeSaga],
  ...verification,
});
route("POST /v1/ops/verifications/stock", "verify-stock", "operations.write", {
  handler: `${functions}/verify-stock.http`,
  link: [appDatabase, orders],
  permissions: [verifyStock],
  ...verification,
});
route("POST /v1/ops/verifications/queues", "verify-queues", "operations.write", {
  handler: `${functions}/verify-queues.http`,
  link: [letters.link],
  permissions: [letters.count],
  timeoutSeconds: LONGEST_REQUEST_SECONDS,
});

/** Mends what needs nobody's judgement. Each repair looks first whether there is anything to do. */
route("POST /v1/ops/repairs/objects", "repair-objects", "operations.write", {
  handler: `${functions}/repair-objects.http`,
  link: [uploads, ingestRequests],
  permissions: [listEverything, askForIngestion],
  timeoutSeconds: LONGEST_REQUEST_SECONDS,
});
route("POST /v1/ops/repairs/index", "repair-index", "operations.write", {
  handler: `${functions}/repair-index.http`,
  link: [appDatabase, bus],
  permissions: [publishEvents],
  ...verification,
});
route("POST /v1/ops/repairs/orders", "repair-orders", "operations.write", {
  handler: `${functions}/repair-orders.http`,
  link: [orders, appDatabase, bus, orderSaga],
  permissions: [sweepOrders, publishEvents, wakeSaga, startSaga, describeSaga],
  ...verification,
});
