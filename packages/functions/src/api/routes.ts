/** Every route of the API that needs a token, in the order in which the description shows them. */

import { handler as addMovement } from "../inventory/add-movement.http.ts";
import { handler as getStock } from "../inventory/get-stock.http.ts";
import { handler as listPickLists } from "../inventory/list-pick-lists.http.ts";
import { handler as pickListPicked } from "../inventory/pick-list-picked.http.ts";
import { handler as putStock } from "../inventory/put-stock.http.ts";
import { handler as linkStudy } from "../matching/link-study.http.ts";
import { handler as listWorklist } from "../matching/list-worklist.http.ts";
import { handler as unlinkStudy } from "../matching/unlink-study.http.ts";
import { handler as dropDeadLetters } from "../operations/drop-dead-letters.http.ts";
import { handler as getHealth } from "../operations/get-health.http.ts";
import { handler as getReplay } from "../operations/get-replay.http.ts";
import { handler as listDeadLetters } from "../operations/list-dead-letters.http.ts";
import { handler as listDrops } from "../operations/list-drops.http.ts";
import { handler as listReplays } from "../operations/list-replays.http.ts";
import { handler as redriveDeadLetters } from "../operations/redrive-dead-letters.http.ts";
import { handler as reingestObjects } from "../operations/reingest-objects.http.ts";
import { handler as retryRejections } from "../operations/retry-rejections.http.ts";
import { handler as showDeadLetters } from "../operations/show-dead-letters.http.ts";
import { handler as startReplay } from "../operations/start-replay.http.ts";
import { handler as cancelOrder } from "../orders/cancel-order.http.ts";
import { handler as compensateOrder } from "../orders/compensate-order.http.ts";
import { handler as getOrder } from "../orders/get-order.http.ts";
import { handler as listOrders } from "../orders/list-orders.http.ts";
import { handler as placeOrder } from "../orders/place-order.http.ts";
import { handler as resolveOrder } from "../orders/resolve-order.http.ts";
import { handler as retryOrder } from "../orders/retry-order.http.ts";
import { handler as getReceipt } from "../receipts/get-receipt.http.ts";
import { handler as listReceipts } from "../receipts/list-receipts.http.ts";
import { handler as searchReceipts } from "../receipts/search-receipts.http.ts";
import { handler as getStudy } from "../studies/get-study.http.ts";
import { handler as searchStudies } from "../studies/search-studies.http.ts";
import { handler as getTenant } from "../tenants/get-tenant.http.ts";
import { handler as listTenants } from "../tenants/list-tenants.http.ts";
import { handler as registerTenant } from "../tenants/register-tenant.http.ts";
import { handler as setTenant } from "../tenants/set-tenant.http.ts";
import { handler as createUploads } from "../uploads/create-uploads.http.ts";
import { handler as repairIndex } from "../verification/repair-index.http.ts";
import { handler as repairObjects } from "../verification/repair-objects.http.ts";
import { handler as repairOrders } from "../verification/repair-orders.http.ts";
import { handler as verifyIndex } from "../verification/verify-index.http.ts";
import { handler as verifyObjects } from "../verification/verify-objects.http.ts";
import { handler as verifyOrders } from "../verification/verify-orders.http.ts";
import { handler as verifyQueues } from "../verification/verify-queues.http.ts";
import { handler as verifyStock } from "../verification/verify-stock.http.ts";
import type { DescribedRoute } from "./route-description.ts";

export const routes: readonly DescribedRoute[] = [
  placeOrder,
  listOrders,
  getOrder,
  cancelOrder,
  retryOrder,
  compensateOrder,
  resolveOrder,
  getStock,
  putStock,
  addMovement,
  listPickLists,
  pickListPicked,
  searchStudies,
  getStudy,
  listWorklist,
  linkStudy,
  unlinkStudy,
  listReceipts,
  getReceipt,
  searchReceipts,
  createUploads,
  startReplay,
  listReplays,
  getReplay,
  listDeadLetters,
  showDeadLetters,
  redriveDeadLetters,
  dropDeadLetters,
  listDrops,
  reingestObjects,
  retryRejections,
  verifyObjects,
  verifyIndex,
  verifyOrders,
  verifyStock,
  verifyQueues,
  repairObjects,
  repairIndex,
  repairOrders,
  registerTenant,
  listTenants,
  getTenant,
  setTenant,
  getHealth,
].map(({ described }) => described);
