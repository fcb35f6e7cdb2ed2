import { AppError } from "./errors.ts";

/** A cursor that no page of ours ended with. */
export class InvalidCursor extends AppError {
  constructor(pointer: "/query/cursor" | "/cursor") {
    super("unprocessable", "request.invalid-cursor", "The cursor is not one of ours.", {
      issues: [{ pointer, code: "invalid", detail: "must come from the previous page" }],
    });
  }
}
