import { AppError } from "../errors.ts";

/** No such order in the caller's tenant. Another tenant's order is not told apart from none. */
export class OrderNotFound extends AppError {
  constructor() {
    super("not-found", "order.not-found", "There is no such order.");
  }
}

/** The order was changed by someone else since it was read: read it again. */
export class OrderVersionConflict extends AppError {
  constructor(options?: ErrorOptions) {
    super("conflict", "order.version-conflict", "The order was changed meanwhile.", options);
  }
}

/** The same Idempotency-Key came with another request. */
export class IdempotencyKeyReused extends AppError {
  constructor() {
    super(
      "unprocessable",
      "request.idempotency-key-reused",
      "This Idempotency-Key was used for another request. Use a new key.",
      {
        issues: [
          {
            pointer: "/headers/idempotency-key",
            code: "reused",
            detail: "was used for another request",
          },
        ],
      },
    );
  }
}

/** Every accession number that was drawn is somebody else's: the source of randomness does not work. */
export class AccessionNumbersExhausted extends AppError {
  constructor() {
    super("unavailable", "order.accession-numbers-exhausted", "No accession number could be given out.", {
      retryAfterSeconds: 1,
    });
  }
}
