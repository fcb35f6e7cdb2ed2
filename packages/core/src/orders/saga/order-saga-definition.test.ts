import { type ChoiceState, orderSagaDefinition, stepOf } from "@accession/testing/orders/saga-definition";
import { evaluate } from "@accession/testing/orders/saga-runner";
import { describe, expect, test } from "vitest";

const definition = orderSagaDefinition();
const states = Object.entries(definition.States);
const tasks = states.flatMap(([name, state]) => (state.Type === "Task" ? [{ name, task: state }] : []));
const choices = states.flatMap(([name, state]) => (state.Type === "Choice" ? [{ name, choice: state }] : []));

const FORWARD = ["ReserveInventory", "ProcessPayment", "ShipOrder", "CapturePayment"];
const PAST_THE_PIVOT = ["ReleaseShipment", "CompleteOrder"];
const BACKWARD = ["CancelShipment", "RefundPayment", "ReleaseInventory", "FailOrder"];

const task = (name: string) => {
  const found = tasks.find((each) => each.name === name)?.task;
  if (found === undefined) throw new Error(`there is no task ${name}`);
  return found;
};

describe("the order saga", () => {
  test("is JSONata, ends by itself, and has the steps that the functions are wired to", () => {
    expect(definition.QueryLanguage).toBe("JSONata");
    expect(definition.TimeoutSeconds).toBeGreaterThan(0);
    expect(tasks.map(({ name }) => name)).toEqual([
      ...FORWARD,
      ...PAST_THE_PIVOT,
      ...BACKWARD,
      "FlagForReview",
    ]);
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
      expect(task.Retry).toEqual([
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
      const { MaxAttempts: attempts = 0, MaxDelaySeconds: longest = 0 } = task.Retry?.[0] ?? {};
      const pauses = Array.from({ length: attempts }, (_, tries) => Math.min(2 ** tries, longest));
      // Full jitter halves them on average.
      expect(pauses.reduce((sum, pause) => sum + pause, 0) / 2).toBeGreaterThanOrEqual(60);
    },
  );

  test("leaves a forward fault to a person: an unknown outcome is not undone blindly", () => {
    for (const name of [...FORWARD, ...PAST_THE_PIVOT]) {
      expect(task(name).Catch?.[0]).toMatchObject({ Next: "FlagForReview", Output: { step: name } });
    }
  });

  test("turns round from every step before the pivot, and from none after it", () => {
    for (const name of FORWARD) {
      const choice = definition.States[task(name).Next] as ChoiceState;
      expect(choice.Choices.map(({ Next }) => Next)).toContain("CancelShipment");
    }
    expect(PAST_THE_PIVOT.map((name) => task(name).Next)).toEqual(["CompleteOrder", "Ended"]);
  });

  test("runs all compensations, also when one fails, and tries them more often", () => {
    for (const [index, name] of BACKWARD.slice(0, -1).entries()) {
      expect([task(name).Next, task(name).Catch?.[0]?.Next]).toEqual([
        BACKWARD[index + 1],
        BACKWARD[index + 1],
      ]);
    }
    const most = Math.max(...FORWARD.map((name) => task(name).Retry?.[0]?.MaxAttempts ?? 0));
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
      const payload = await evaluate(task.Arguments.Payload, before, undefined, input);
      expect(payload).toEqual(name === "FlagForReview" ? { ...input, stuck: before } : input);
      expect(await evaluate(task.Output, {}, { Payload: { outcome: "done" } }, input)).toEqual({
        outcome: "done",
      });
    },
  );

  test.each(choices)("$name chooses by the outcome", async ({ name, choice }) => {
    const goes = async (outcome: string) => {
      for (const { Condition, Next } of choice.Choices) {
        if ((await evaluate(Condition, { outcome }, undefined, input)) === true) return Next;
      }
      return choice.Default;
    };
    if (name === "Undone?") {
      expect([await goes("finished"), await goes("review")]).toEqual(["Ended", "FlagForReview"]);
      expect(await evaluate(choice.Choices[0]?.Output, {}, undefined, input)).toEqual({
        step: "FailOrder",
        reason: "compensation-incomplete",
      });
      return;
    }
    expect([await goes("compensate"), await goes("finished"), await goes("review")]).toEqual([
      "CancelShipment",
      "Ended",
      "Ended",
    ]);
    expect([...FORWARD, ...PAST_THE_PIVOT]).toContain(await goes("done"));
  });
});
