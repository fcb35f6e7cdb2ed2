/** What an imaging order does about its studies: waits, goes on, gives up, or has lost one afterwards. */
import { type Decision, event, forward, refused } from "./decision.ts";
import type { Order } from "./order.ts";
import type { OrderCommand } from "./order-command.ts";
import { POSITION, refusalOf } from "./refusal.ts";

type StudyCommand = Extract<
  OrderCommand,
  { type: "start-waiting" | "record-studies-matched" | "give-up-waiting" | "report-unlinked-study" }
>;

const UNLINKED = { type: "order.needs-review", step: "StudyLink", reason: "study-unlinked" } as const;

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
      return unlinked(order, command.eventId);
  }
}

/** Why the order does not wait for studies, or undefined when it does. */
function whileWaiting({ progress }: Order): Decision | undefined {
  if (progress.status !== "AWAITING_STUDY") return refused(refusalOf(progress, "AWAITING_STUDY"));
  return progress.studies === "linked" ? refused("already-done") : undefined;
}

/**
 * An order that went on with a study and has it no more: whether money goes back is for a person to say. One that is
 * in review for something else is flagged again, or it would be retried by somebody who does not know. News that comes
 * again after a person has decided changes nothing.
 */
function unlinked({ progress, unlinks }: Order, unlink: string): Decision {
  if (unlinks?.includes(unlink) === true) return refused("already-done");
  const flag = event({ ...UNLINKED, unlink });
  const standing = progress.status === "NEEDS_REVIEW" ? progress.before : progress;
  if (standing.status === "COMPENSATING") return refused("compensating");
  if (progress.status === "NEEDS_REVIEW") {
    return progress.reason === UNLINKED.reason ? refused("in-review") : flag;
  }
  if (POSITION[progress.status] > POSITION.COMPLETED) return refused("finished");
  return flag;
}
