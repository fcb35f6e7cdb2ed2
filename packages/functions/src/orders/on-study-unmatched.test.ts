import { resolveOrder } from "@accession/core/orders/review-order";
import { studyUnmatched } from "@accession/events/studies/study.unmatched";
import { META, TENANT } from "@accession/testing/orders/goods-order";
import { sagaWorld } from "@accession/testing/orders/saga-world";
import { beforeEach, expect, test, vi } from "vitest";
import { lambdaContext } from "../testing/http-event.ts";
import { failed, sqsEvent } from "../testing/sqs-event.ts";

const fakes = vi.hoisted((): { context: unknown } => {
  process.env["POWERTOOLS_LOG_LEVEL"] = "SILENT";
  return { context: undefined };
});
vi.mock("../runtime/composition-orders.ts", () => ({ orderContext: () => fakes.context }));
vi.mock("@accession/aws/sqs/message-visibility", () => ({
  sqsMessageVisibility: () => ({ postpone: async () => undefined }),
}));

import { handler } from "./on-study-unmatched.ts";

let world: ReturnType<typeof sagaWorld>;
let orderId: string;
beforeEach(async () => {
  world = sagaWorld();
  fakes.context = world.context;
  for (const number of ["A-1", "A-2"]) world.waits.arrive(TENANT, number, "RIS");
  orderId = await world.placeImaging();
  await world.run(orderId);
});

const EVENT_ID = "01990000-0000-7000-8000-00000000e001";
function event(data: { readonly cause: "by-hand" | "expired" | "cancelled"; readonly fulfilled: boolean }) {
  const detail = studyUnmatched.create({
    id: EVENT_ID,
    tenantId: TENANT,
    aggregateId: "01990000-0000-7000-8000-00000000e002",
    aggregateVersion: 2,
    occurredAt: "2026-11-21T09:00:00.000Z",
    homeRegion: "eu-central-1",
    meta: { ...META, actor: "radiographer" },
    data: { studyId: "01990000-0000-7000-8000-00000000e003", studyVersion: 1, orderId, line: 1, ...data },
  });
  return sqsEvent({ detail });
}

test("asks a person about an order that was fulfilled by the study, once, and says who took it away", async () => {
  for (let delivery = 0; delivery < 2; delivery++) {
    const answer = await handler(event({ cause: "by-hand", fulfilled: true }), lambdaContext);
    expect(answer).toEqual(failed());
  }
  expect(await world.progress(orderId)).toMatchObject({
    status: "NEEDS_REVIEW",
    reason: "study-unlinked",
    before: { status: "COMPLETED" },
  });
  const timeline = await world.orders.timeline(TENANT, orderId);
  expect(timeline.filter(({ type }) => type === "order.needs-review")).toHaveLength(1);
  expect(timeline.at(-1)?.meta).toMatchObject({ actor: "radiographer", causationId: EVENT_ID });
});

test("asks nobody again when the same news comes after a person has decided", async () => {
  await handler(event({ cause: "by-hand", fulfilled: true }), lambdaContext);
  const decision = { as: "completed", reason: "checked-with-carrier" } as const;
  await resolveOrder(
    { ...world.context, inventory: world.inventory },
    { tenantId: TENANT, orderId, meta: META },
    decision,
  );
  await handler(event({ cause: "by-hand", fulfilled: true }), lambdaContext);
  expect(await world.progress(orderId)).toMatchObject({ status: "COMPLETED" });
});

test.each([
  { cause: "by-hand", fulfilled: false },
  { cause: "expired", fulfilled: false },
  { cause: "cancelled", fulfilled: true },
] as const)("leaves an order alone that waits on or gave the study back itself: %j", async (data) => {
  expect(await handler(event(data), lambdaContext)).toEqual(failed());
  expect(await world.progress(orderId)).toMatchObject({ status: "COMPLETED" });
});
