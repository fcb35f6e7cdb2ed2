/** What an imaging order does about its studies: waits, goes on, gives up, or has lost one afterwards. */
import { type Decision, event, forward, refused } from "./decision.ts";
import type { Order } from "./order.ts";
import type { OrderCommand } from "./order-command.ts";
import { POSITION, refusalOf } from "./refusal.ts";

type StudyCommand = Extract<
  OrderCommand,
  { type: "start-waiting" | "record-studies-matched" | "give-up-waiting" | "report-unlinked-study" }
>;

export function decideStudies(command: StudyCommand, order: Order): Decision {
  if (order.details.kind !== "imaging") return refused("other-kind");
  switch (command.type) {
    case "start-waiting":
      return forward(order, "PENDING", { type: "order.awaiting-study" });
    case "record-studies-matched":
      return whileWaiting(order) ?? event({ type: "study.matched" });
    case "give-up-waiting":
      return whileWaiting(order) ?? event({ type: "study.given-up", reason: command.reason });
    case "report-unlinked-study":
      return unlinked(order);
  }
}

/** Why the order does not wait for studies, or undefined when it does. */
function whileWaiting({ progress }: Order): Decision | undefined {
  if (progress.status !== "AWAITING_STUDY") return refused(refusalOf(progress, "AWAITING_STUDY"));
  return progress.studies === "linked" ? refused("already-done") : undefined;
}

/** An order that went on with a study and has it no more: whether money goes back is for a person to say. */
function unlinked({ progress }: Order): Decision {
  if (progress.status === "COMPENSATING") return refused("compensating");
  if (progress.status === "NEEDS_REVIEW") return refused("in-review");
  if (POSITION[progress.status] > POSITION.COMPLETED) return refused("finished");
  return event({ type: "order.needs-review", step: "StudyLink", reason: "study-unlinked" });
}
