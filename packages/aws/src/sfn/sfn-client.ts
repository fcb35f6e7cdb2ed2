import { SFNClient } from "@aws-sdk/client-sfn";

/** A client that gives up before the function's time does: the message that asks for the start comes again. */
export function sfnClient(): SFNClient {
  return new SFNClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  });
}
