import { type ChoiceState, orderSagaDefinition, stepOf } from "@accession/testing/orders/saga-definition";
import { evaluate as evaluateField } from "@accession/testing/orders/saga-runner";
import { describe, expect, test } from "vitest";
import { LONGEST_WAIT_DAYS } from "../order-details.ts";

const definition = orderSagaDefinition();
const states = Object.entries(definition.States);
const tasks = states.flatMap(([name, state]) => (state.Type === "Task" ? [{ name, task: state }] : []));
const choices = states.flatMap(([name, state]) => (state.Type === "Choice" ? [{ name, choice: state }] : []));

/** Every expression that a test has evaluated. */
const tried = new Set<string>();
const evaluate: typeof evaluateField = (field, ...rest) => {
  for (const expression of expressionsIn(field)) tried.add(expression);
  return evaluateField(field, ...rest);
};

/** Of goods, of imaging, and of both. */
const FORWARD = ["ReserveInventory", "CheckStudies", "ProcessPayment", "ShipOrder", "CapturePayment"];
/** The task that waits for its token: what follows looks how the wait ended. */
const WAITING = "AwaitStudy";
/** It only asks. */
const LOOKING = "CheckStudies";
const PAST_THE_PIVOT = ["ReleaseShipment", "CompleteOrder"];
const BACKWARD = ["CancelShipment", "RefundPayment", "ReleaseInventory", "ReleaseStudies", "FailOrder"];

const task = (name: string) => {
  const found = tasks.find((each) => each.name === name)?.task;
  if (found === undefined) throw new Error(`there is no task ${name}`);
  return found;
};

/** Seconds between the first try and the last. Full jitter halves the pauses on average. */
function patience(attempts: number, longest: number): number {
  const pauses = Array.from({ length: attempts }, (_, tries) => Math.min(2 ** tries, longest));
  return pauses.reduce((sum, pause) => sum + pause, 0) / 2;
}

describe("the order saga", () => {
  test("is JSONata, ends by itself, and has the steps that the functions are wired to", () => {
    expect(definition.QueryLanguage).toBe("JSONata");
    expect(definition.TimeoutSeconds).toBeGreaterThan(LONGEST_WAIT_DAYS * 86_400);
    expect(tasks.map(({ name }) => name).toSorted()).toEqual(
      [...FORWARD, WAITING, ...PAST_THE_PIVOT, ...BACKWARD, "FlagForReview"].toSorted(),
    );
    for (const { name, task } of tasks) expect(stepOf(task)).toBe(name);
  });

  test("goes to states that exist, and reaches all of them", () => {
    const reached = new Set<string>();
    const visit = (name: string): void => {
      if (reached.has(name)) return;
      const state = definition.States[name];
      expect(state, name).toBeDefined();
      reached.add(name);
      if (state?.Type === "Task")
        for (const next of [state.Next, ...(state.Catch ?? []).map((c) => c.Next)]) visit(next);
      if (state?.Type === "Choice")
        for (const next of [state.Default, ...state.Choices.map((c) => c.Next)]) visit(next);
    };
    visit(definition.StartAt);
    expect([...reached].toSorted()).toEqual(states.map(([name]) => name).toSorted());
  });

  test.each(tasks)(
    "$name has a literal timeout, retries with full jitter and a bound, and catches",
    ({ task }) => {
      expect(task.TimeoutSeconds).toEqual(expect.any(Number));
      expect(task.Retry?.slice(-1)).toEqual([
        expect.objectContaining({
          ErrorEquals: ["States.ALL"],
          JitterStrategy: "FULL",
          MaxDelaySeconds: expect.any(Number),
        }),
      ]);
      expect(task.Catch).toEqual([expect.objectContaining({ ErrorEquals: ["States.ALL"] })]);
    },
  );

  test.each(tasks)(
    "$name rides out an outage of a minute: a failover leaves no order to a person",
    ({ task }) => {
      const { MaxAttempts: attempts = 0, MaxDelaySeconds: longest = 0 } = task.Retry?.at(-1) ?? {};
      expect(patience(attempts, longest)).toBeGreaterThanOrEqual(60);
    },
  );

  test("asks for half an hour how a wait stands: a longer outage of the database is rarer than an order", () => {
    const { MaxAttempts: attempts = 0, MaxDelaySeconds: longest = 0 } = task(LOOKING).Retry?.at(-1) ?? {};
    expect(patience(attempts, longest)).toBeGreaterThanOrEqual(1800);
  });

  test("looks at the record however a wait ends, and does not try again what ended by intent", () => {
    const wait = task(WAITING);
    expect(wait.Resource).toBe("arn:aws:states:::lambda:invoke.waitForTaskToken");
    expect([wait.Next, wait.Catch?.map(({ Next }) => Next)]).toEqual(["CheckStudies", ["CheckStudies"]]);
    expect(wait.Retry?.[0]).toEqual({
      ErrorEquals: ["StudyWaitExpired", "StudyWaitCancelled", "States.Timeout"],
      MaxAttempts: 0,
    });
    const [, again] = (definition.States["Matched?"] as ChoiceState).Choices;
    expect(again).toMatchObject({ Next: WAITING });
    for (const { name, task } of tasks) if (name !== WAITING) expect(task.Retry).toHaveLength(1);
  });

  test("leaves a forward fault to a person: an unknown outcome is not undone blindly", () => {
    for (const name of [...FORWARD, ...PAST_THE_PIVOT]) {
      expect(task(name).Catch?.[0]).toMatchObject({ Next: "FlagForReview", Output: { step: name } });
    }
  });

  test("turns round from every step before the pivot, and from none after it", async () => {
    for (const name of FORWARD) {
      for (const kind of ["goods", "imaging"]) {
        if (!takes(kind, name)) continue;
        const next = await chosen(definition.States[task(name).Next] as ChoiceState, "compensate", kind);
        expect([name, next]).toEqual([name, kind === "goods" ? "CancelShipment" : "RefundPayment"]);
      }
    }
    expect(PAST_THE_PIVOT.map((name) => task(name).Next)).toEqual(["CompleteOrder", "Ended"]);
  });

  test("runs all compensations, also when one fails, and tries them more often", () => {
    const next = { CancelShipment: "RefundPayment", RefundPayment: "Held?" };
    for (const name of BACKWARD.slice(0, -1)) {
      const after = next[name as keyof typeof next] ?? "FailOrder";
      expect([task(name).Next, task(name).Catch?.[0]?.Next]).toEqual([after, after]);
    }
    const acting = FORWARD.filter((name) => name !== LOOKING);
    const most = Math.max(...acting.map((name) => task(name).Retry?.[0]?.MaxAttempts ?? 0));
    for (const name of BACKWARD) expect(task(name).Retry?.[0]?.MaxAttempts).toBeGreaterThan(most);
    expect(task("FailOrder").Catch?.[0]?.Next).toBe("FlagForReview");
  });
});

describe("its expressions", () => {
  const input = { tenantId: "t", orderId: "o", attempt: 1, meta: { correlationId: "c" } };

  test.each(tasks)(
    "$name is given the execution's input, whatever came before it",
    async ({ name, task }) => {
      const before = { step: "ShipOrder", reason: "outcome-unknown" };
      const payload = await evaluate(task.Arguments.Payload, before, undefined, input, "token");
      const extra =
        name === "FlagForReview" ? { stuck: before } : name === WAITING ? { taskToken: "token" } : {};
      expect(payload).toEqual({ ...input, ...extra });
      const answer = { outcome: "done", kind: "goods" };
      expect(await evaluate(task.Output, {}, { Payload: answer }, input)).toEqual(
        name === WAITING ? {} : answer,
      );
    },
  );

  test.each(["CancelShipment", "RefundPayment"])("%s keeps the order's kind when it fails", async (name) => {
    const before = { outcome: "compensate", kind: "imaging" };
    expect(await evaluate(task(name).Catch?.[0]?.Output, before, undefined, input)).toEqual(before);
  });

  test.each(choices)("$name chooses by the outcome", async ({ name, choice }) => {
    if (name === "Held?") {
      expect(await chosen(choice, "done", "goods")).toBe("ReleaseInventory");
      expect(await chosen(choice, "done", "imaging")).toBe("ReleaseStudies");
      return;
    }
    if (name === "Undone?") {
      expect([await chosen(choice, "finished"), await chosen(choice, "review")]).toEqual([
        "Ended",
        "FlagForReview",
      ]);
      expect(await evaluate(choice.Choices[0]?.Output, {}, undefined, input)).toEqual({
        step: "FailOrder",
        reason: "compensation-incomplete",
      });
      return;
    }
    expect([await chosen(choice, "finished"), await chosen(choice, "review")]).toEqual(["Ended", "Ended"]);
    expect([...FORWARD, WAITING, ...PAST_THE_PIVOT]).toContain(await chosen(choice, "done"));
  });

  test.each([
    ["Reserved?", "ProcessPayment", "AwaitStudy"],
    ["Authorized?", "ShipOrder", "CapturePayment"],
    ["Captured?", "ReleaseShipment", "CompleteOrder"],
  ])("%s sends goods to %s, imaging to %s", async (name, goods, imaging) => {
    const choice = definition.States[name] as ChoiceState;
    expect([await chosen(choice, "done", "goods"), await chosen(choice, "done", "imaging")]).toEqual([
      goods,
      imaging,
    ]);
  });

  test("are all in the tests above", () => {
    expect(expressionsIn(definition).filter((expression) => !tried.has(expression))).toEqual([]);
  });
});

/** All `{% … %}` at any depth. */
function expressionsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return value.startsWith("{%") ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(expressionsIn);
}

/** Whether orders of the kind take the step. */
function takes(kind: string, step: string): boolean {
  return step !== (kind === "goods" ? "CheckStudies" : "ShipOrder");
}

/** Where a choice goes from what a step answered. */
async function chosen(choice: ChoiceState, outcome: string, kind = "goods"): Promise<string> {
  for (const { Condition, Next } of choice.Choices) {
    if ((await evaluate(Condition, { outcome, kind }, undefined, {})) === true) return Next;
  }
  return choice.Default;
}
