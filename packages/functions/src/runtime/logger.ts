import { Logger } from "@aws-lambda-powertools/logger";

/**
 * The one logger of a function: JSON lines with the service's name, the correlation id and what a handler appends.
 * Log our ids, counts and codes only. Events, bodies, object keys, UIDs and error messages of drivers hold patient
 * data; use `faultFields` for an error. `logEvent` stays off.
 */
export const logger = new Logger();
