import { AppError } from "../errors.ts";

/** The window of a replay cannot be replayed. `code` says why, `pointer` which end is wrong. */
export class ReplayWindowInvalid extends AppError {
  constructor(
    code: "empty" | "in-future" | "too-new" | "too-long",
    pointer: "/from" | "/to",
    detail: string,
  ) {
    super("unprocessable", `replay.window-${code}`, `The window cannot be replayed: ${detail}.`, {
      issues: [{ pointer, code, detail }],
    });
  }
}

/** No rule would get anything; a replay to no rule in particular would reach all rules of the bus. */
export class NothingToReplay extends AppError {
  constructor() {
    super(
      "unprocessable",
      "replay.no-rule",
      "No rule that takes these events lets replays pass. A dry run shows the rules.",
    );
  }
}

/** EventBridge would not start it. */
export class ReplayRefused extends AppError {
  constructor(reason: "too-many" | "refused", cause: unknown) {
    const message =
      reason === "too-many"
        ? "As many replays run as EventBridge runs at once. Try again when one has ended."
        : "EventBridge does not take this replay.";
    super("conflict", `replay.${reason}`, message, { cause });
  }
}

/** Never started by us, or forgotten by EventBridge. */
export class ReplayNotFound extends AppError {
  constructor() {
    super(
      "not-found",
      "replay.not-found",
      "There is no such replay. EventBridge forgets them after 90 days.",
    );
  }
}
