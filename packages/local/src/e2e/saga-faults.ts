/** Every step of the saga, and what befalls it: the rows and columns of the table that `saga-faults.e2e.test.ts` runs. */
import type { Fault, FaultPlan } from "./fault-switch.ts";

/** Longer than every retry of a step. */
const ALWAYS = 1000;

/** What befalls a step, told as a column. What keeps failing is given up by the state machine. */
export const FAULTS = {
  "throws before its effect": { kind: "throws-before", times: 1 },
  "dies between effect and record": { kind: "dies-at-write", times: 1 },
  "throws after its effect": { kind: "throws-after", times: 1 },
  "keeps throwing before it": { kind: "throws-before", times: ALWAYS },
  "keeps throwing after it": { kind: "throws-after", times: ALWAYS },
} as const satisfies Record<string, Fault>;
export type FaultName = keyof typeof FAULTS;

/** What kind of order takes the step. `saga-ends.ts` says how it ends when the fault is over. */
export type Story =
  | "goods"
  | "goods, declined at the capture"
  | "imaging"
  | "imaging, declined at the capture";

export interface SagaStep {
  readonly step: string;
  readonly story: Story;
  /** Which write of the step is the record of its effect; a step without an effect elsewhere has one. */
  readonly recordedBy: number;
  /** What else befalls the order, so that it takes the step at all. */
  readonly besides?: FaultPlan;
}

export const STEPS: readonly SagaStep[] = [
  { step: "ReserveInventory", story: "goods", recordedBy: 2 },
  { step: "ProcessPayment", story: "goods", recordedBy: 1 },
  { step: "ShipOrder", story: "goods", recordedBy: 1 },
  // The first write is the point of no return.
  { step: "CapturePayment", story: "goods", recordedBy: 2 },
  { step: "ReleaseShipment", story: "goods", recordedBy: 1 },
  { step: "CompleteOrder", story: "goods", recordedBy: 2 },
  // It records that the order waits before it registers what for.
  { step: "AwaitStudy", story: "imaging", recordedBy: 1 },
  { step: "CheckStudies", story: "imaging", recordedBy: 1 },
  { step: "CancelShipment", story: "goods, declined at the capture", recordedBy: 1 },
  { step: "RefundPayment", story: "goods, declined at the capture", recordedBy: 1 },
  { step: "ReleaseInventory", story: "goods, declined at the capture", recordedBy: 2 },
  { step: "FailOrder", story: "goods, declined at the capture", recordedBy: 1 },
  { step: "ReleaseStudies", story: "imaging, declined at the capture", recordedBy: 1 },
  {
    step: "FlagForReview",
    story: "goods",
    recordedBy: 1,
    besides: { ShipOrder: { kind: "throws-before", times: ALWAYS } },
  },
];

/** Steps that act at the gateway or the carrier. */
const ELSEWHERE = new Set([
  "ProcessPayment",
  "ShipOrder",
  "CapturePayment",
  "ReleaseShipment",
  "RefundPayment",
]);

/** What becomes of an order while the fault lasts: it goes on, is in review, is tried again and again, or its run dies. */
export type Meanwhile = "goes on" | "review" | "keeps trying" | "run dies";

export interface Cell {
  readonly row: SagaStep;
  readonly fault: FaultName;
  readonly plan: FaultPlan;
  readonly meanwhile: Meanwhile;
}

/** Every step with every fault. A step that keeps throwing when all is done is tried where that was an effect elsewhere. */
export const CELLS: readonly Cell[] = STEPS.flatMap((row) =>
  (Object.keys(FAULTS) as FaultName[])
    .filter((fault) => fault !== "keeps throwing after it" || ELSEWHERE.has(row.step))
    .map((fault): Cell => {
      const what = FAULTS[fault];
      const planned = what.kind === "dies-at-write" ? { ...what, write: row.recordedBy } : what;
      return {
        row,
        fault,
        plan: { ...row.besides, [row.step]: planned },
        meanwhile: meanwhileOf(row, what),
      };
    }),
);

function meanwhileOf({ step, besides }: SagaStep, { kind, times }: Fault): Meanwhile {
  if (times !== ALWAYS) return besides === undefined ? "goes on" : "review";
  if (step === "FlagForReview") return "run dies";
  // Nobody registered, so nobody can wake it: the next step looks, and it waits again.
  if (step === "AwaitStudy") return "keeps trying";
  // What is undone by the record needs no step that says so.
  if (step === "RefundPayment" && kind === "throws-after") return "goes on";
  return "review";
}
