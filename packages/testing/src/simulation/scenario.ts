/** What is drawn for one run of the world: orders, faults, and what people and the outside do meanwhile. */
import fc from "fast-check";
import { FAULT_KINDS, type FaultRates, NO_FAULTS } from "./faults.ts";

const MAX_ORDERS = 3;

/** Something from outside; `order` and `line` count from 0. */
export type Happening =
  | { readonly type: "cancel" | "next-attempt" | "twin" | "kill" | "place-again"; readonly order: number }
  | { readonly type: "retry" | "compensate"; readonly order: number }
  | { readonly type: "study" | "unlink"; readonly order: number; readonly line: number }
  | { readonly type: "sweep" | "replay" | "redrive" | "poison" | "restock" }
  | { readonly type: "leap"; readonly seconds: number };

/** After so many events of the world, or of a run of this step: then it is about the order of that run. */
export type Moment = number | { readonly step: string; readonly after: number };

export interface Scenario {
  readonly seed: number;
  readonly orders: readonly ("goods" | "imaging")[];
  readonly rates: FaultRates;
  /** Whether imaging orders expect the same second study. */
  readonly shared: boolean;
  /** Stock for all orders, or for not quite all. */
  readonly scarce: boolean;
  readonly declines: "never" | "authorize" | "capture";
  readonly refuses: boolean;
  /** What a person does about an order in review, when the faults are over. */
  readonly decision: "nothing" | "retry" | "compensate";
  /** When the studies of the orders' first lines come, then those of their second ones; `null` for never. */
  readonly arrivals: readonly (number | null)[];
  readonly happenings: readonly { readonly at: Moment; readonly what: Happening }[];
}

const rate = fc.constantFrom(0, 0, 0.02, 0.1, 0.25);
const everyFault: fc.Arbitrary<FaultRates> = fc.record({
  lost: rate,
  answerLost: rate,
  late: rate,
  twice: rate,
  crash: rate,
  zombie: rate,
  death: rate,
});
/** Two kinds alone get orders further than all of them do, to where their races are. */
const fewFaults = fc
  .tuple(fc.constantFrom(...FAULT_KINDS), fc.constantFrom(...FAULT_KINDS), fc.constantFrom(0.05, 0.2))
  .map(([one, other, often]): FaultRates => ({ ...NO_FAULTS, [one]: often, [other]: often }));

const order = fc.nat(MAX_ORDERS - 1);
const line = fc.nat(1);
const type = <Type extends string>(...types: [Type, ...Type[]]) => fc.constantFrom(...types);

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: type("cancel"), order }) },
  { weight: 1, arbitrary: fc.record({ type: type("study"), order, line }) },
  { weight: 2, arbitrary: fc.record({ type: type("unlink"), order, line }) },
  { weight: 1, arbitrary: fc.record({ type: type("retry", "compensate"), order }) },
  { weight: 2, arbitrary: fc.record({ type: type("next-attempt", "twin", "kill", "place-again"), order }) },
  { weight: 3, arbitrary: fc.record({ type: type("sweep", "replay", "redrive", "poison", "restock") }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: type("leap"), seconds: fc.constantFrom(60, 3600, 8 * 86_400, 15 * 86_400) }),
  },
);

/** Where it hurts most; races are a few events wide. */
const STEPS = [
  "ReserveInventory",
  "AwaitStudy",
  "CheckStudies",
  "ProcessPayment",
  "ShipOrder",
  "CapturePayment",
  "CompleteOrder",
  "RefundPayment",
] as const;

const moment: fc.Arbitrary<Moment> = fc.oneof(
  fc.nat(400),
  fc.record({ step: fc.constantFrom(...STEPS), after: fc.nat(10) }),
);

export const scenario: fc.Arbitrary<Scenario> = fc.record({
  seed: fc.nat(),
  orders: fc.array(fc.constantFrom("goods", "imaging"), { minLength: 1, maxLength: MAX_ORDERS }),
  rates: fc.oneof(everyFault, fewFaults),
  shared: fc.boolean(),
  scarce: fc.constantFrom(false, false, true),
  declines: fc.constantFrom("never", "never", "never", "authorize", "capture"),
  refuses: fc.constantFrom(false, false, false, true),
  decision: fc.constantFrom("nothing", "retry", "compensate"),
  arrivals: fc.array(fc.option(fc.nat(400), { freq: 9 }), {
    minLength: 2 * MAX_ORDERS,
    maxLength: 2 * MAX_ORDERS,
  }),
  happenings: fc.array(fc.record({ at: moment, what: happening }), { maxLength: 10 }),
});

/** What comes from outside after so many events, in its order. */
export function timedOf({ arrivals, happenings }: Scenario): readonly Timed[] {
  const studies = arrivals.flatMap((at, index) => {
    const about = { order: index % MAX_ORDERS, line: Math.floor(index / MAX_ORDERS) };
    return at === null ? [] : [{ at, what: { type: "study", ...about } as const }];
  });
  const timed = happenings.flatMap(({ at, what }) => (typeof at === "number" ? [{ at, what }] : []));
  return [...timed, ...studies].sort((one, other) => one.at - other.at);
}

export interface Timed {
  readonly at: number;
  readonly what: Happening;
}

/** The two numbers that an imaging order expects. */
export function numbersOf(order: number, shared: boolean): readonly [string, string] {
  return [`N-${order}`, shared ? "N-99" : `N-${order + MAX_ORDERS}`];
}

export const NUMBERS: readonly string[] = [
  ...Array.from({ length: 2 * MAX_ORDERS }, (_, index) => `N-${index}`),
  "N-99",
];
