import { AppError } from "../errors.ts";

/** No stock was ever recorded for this article. */
export class StockNotFound extends AppError {
  constructor() {
    super("not-found", "inventory.not-found", "No stock is recorded for this article.");
  }
}

/** `If-Match` named another version than the current one (answered with 412). */
export class StockVersionMismatch extends AppError {
  constructor() {
    super("conflict", "inventory.version-mismatch", "The stock was changed meanwhile. Read it again.");
  }
}

/** The change would leave less than nothing available. */
export class InsufficientStock extends AppError {
  constructor() {
    super("unprocessable", "inventory.insufficient", "There is not so much available.", {
      issues: [{ pointer: "/quantity", code: "insufficient", detail: "is more than is available" }],
    });
  }
}
