import { getOrder, type OrderWithTimeline, placeOrder } from "@accession/cli/client/orders";
import { listWorklist } from "@accession/cli/client/worklist";
import { ctStudy } from "@accession/testing/dicom/ct-study";
import { waitUntil } from "../engine/wait-until.ts";
import type { DemoContext } from "./demo-context.ts";
import { printTimeline, whenFinal } from "./final-order.ts";
import { PHANTOM } from "./ingest-phantom.ts";
import { uploadStudies, whenComplete } from "./upload-study.ts";

const SCANNED_FIRST = { patientId: "PHANTOM-2", accessionNumber: "DEMO-CT-0002" };
const ORDERED_TWICE = { patientId: "PHANTOM-3", accessionNumber: "DEMO-CT-0003" };

/** A head CT of a phantom. */
export function imagingOrder({ patientId, accessionNumber }: typeof PHANTOM) {
  return {
    kind: "imaging",
    lines: [
      {
        accessionNumber,
        procedureCode: "CT-HEAD",
        modality: "CT",
        patient: { patientId },
        price: { amount: 18_500, currency: "EUR" },
      },
    ],
    paymentToken: "tok_approve",
  };
}

/** An order whose study is still to be made. Returns its id. */
export async function orderPhantomScan(context: DemoContext): Promise<string> {
  const { api, progress } = context;
  const { order } = await placeOrder(api, imagingOrder(PHANTOM), "demo-order-first");
  await progress.step(`  a scan is ordered, and waits for its study ${PHANTOM.accessionNumber}`, () =>
    whenWaiting(context, order.id),
  );
  progress.line(`      ${order.id} AWAITING_STUDY`);
  return order.id;
}

/** Orders and studies meet, whichever comes first; what is not clear waits for a person. */
export async function meetStudies(context: DemoContext, orderedFirst: string): Promise<void> {
  const { api, progress } = context;
  progress.line("\nImaging orders");
  await expectFulfilled(context, "the order that waited for the phantom's study", orderedFirst);

  const claims: string[] = [];
  await progress.step(`  two orders under one number, ${ORDERED_TWICE.accessionNumber}`, async () => {
    for (const key of ["demo-ambiguous-1", "demo-ambiguous-2"])
      claims.push((await placeOrder(api, imagingOrder(ORDERED_TWICE), key)).order.id);
    await Promise.all(claims.map((id) => whenWaiting(context, id)));
  });
  const small = { slices: 2, size: 64, studyDescription: "Head phantom" };
  const studies = `  their study, and one that nobody has ordered, ${SCANNED_FIRST.accessionNumber}`;
  await progress.step(studies, async () => {
    await uploadStudies(context, {
      "phantom-2": ctStudy({ ...SCANNED_FIRST, ...small, seed: 2 }),
      "phantom-3": ctStudy({ ...ORDERED_TWICE, ...small, seed: 3 }),
    });
    await whenComplete(context, SCANNED_FIRST.accessionNumber);
    await whenComplete(context, ORDERED_TWICE.accessionNumber);
  });
  const { order } = await placeOrder(api, imagingOrder(SCANNED_FIRST), "demo-study-first");
  await expectFulfilled(context, "an order whose study was there before", order.id);
  await expectAmbiguous(context, claims);
}

async function expectFulfilled(context: DemoContext, title: string, id: string): Promise<void> {
  const { progress, expectations } = context;
  const final = await progress.step(`  ${title}`, () => whenFinal(context, id));
  printTimeline(context, final);
  expectations.equal(`${title}: COMPLETED`, final.status, "COMPLETED");
  expectations.equal(`${title}: charged once, after its study came`, moneyAndStudy(final), [
    "study.matched",
    "payment.captured",
  ]);
}

/** Two orders under one number: nobody but a person can tell which of them the study is for. */
async function expectAmbiguous(context: DemoContext, ids: readonly string[]): Promise<void> {
  const { api, progress, expectations } = context;
  const item = await progress.step("  the study of the two: a person decides", () =>
    whenOnWorklist(context, ids.length),
  );
  expectations.equal(
    "a study that two orders could claim is ambiguous, with both as candidates",
    item.candidates.map(({ grade, procedure }) => `${grade} ${procedure.orderId}`).sort(),
    ids.map((id) => `ambiguous ${id}`).sort(),
  );
  const orders = await Promise.all(ids.map((id) => getOrder(api, id)));
  expectations.equal(
    "neither of them goes on by itself",
    orders.map(({ status }) => status),
    ["AWAITING_STUDY", "AWAITING_STUDY"],
  );
  progress.line(`      ${item.study.id} ${ORDERED_TWICE.accessionNumber}`);
  for (const { grade, reasons, procedure } of item.candidates) {
    progress.line(`        ${procedure.orderId}  ${grade}: ${reasons.join(", ")}`);
  }
}

/** Waits until an order's execution waits for its study. */
function whenWaiting({ api, signal }: DemoContext, id: string): Promise<OrderWithTimeline> {
  return waitUntil(`order ${id} waits for its study`, 120_000, async () => {
    signal.throwIfAborted();
    const order = await getOrder(api, id);
    return order.status === "AWAITING_STUDY" ? order : undefined;
  });
}

function whenOnWorklist({ api, signal }: DemoContext, candidates: number) {
  return waitUntil("the study that was ordered twice is on the worklist", 120_000, async () => {
    signal.throwIfAborted();
    for await (const { items } of listWorklist(api, { kind: "study", state: "candidates" })) {
      for (const item of items) {
        if (item.kind !== "study" || item.candidates.length < candidates) continue;
        if (item.study.accessionNumbers.some(({ value }) => value === ORDERED_TWICE.accessionNumber))
          return item;
      }
    }
    return undefined;
  });
}

const moneyAndStudy = ({ timeline }: OrderWithTimeline): string[] =>
  timeline.map(({ type }) => type).filter((type) => type === "study.matched" || type === "payment.captured");
