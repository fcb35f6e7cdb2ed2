import { AppError } from "../errors.ts";

/** No such line in an order that expects studies. Another tenant's is not told apart from none. */
export class ProcedureNotFound extends AppError {
  constructor() {
    super("not-found", "procedure.not-found", "No such line of an order expects a study.");
  }
}

/** The order stopped waiting: its deadline passed, it failed, or it was cancelled. */
export class ProcedureReleased extends AppError {
  constructor() {
    super("conflict", "procedure.released", "The order does not wait for studies any more.");
  }
}

/** Only a complete study can fulfil an order. */
export class StudyArriving extends AppError {
  constructor() {
    super("conflict", "study.arriving", "The study is not complete yet.", { retryAfterSeconds: 60 });
  }
}

/** The files of the study are gone or going: the tenant keeps none for longer. */
export class StudyRetired extends AppError {
  constructor() {
    super("conflict", "study.retired", "The study's files are not kept any more.");
  }
}

/** There is nothing between the study and the line that could be taken back. */
export class LinkNotFound extends AppError {
  constructor() {
    super("not-found", "link.not-found", "The study and the line of the order were never brought together.");
  }
}
