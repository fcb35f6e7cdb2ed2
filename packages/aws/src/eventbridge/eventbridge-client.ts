import { EventBridgeClient } from "@aws-sdk/client-eventbridge";

/** A client that gives up soon: an event that does not get out stays in its outbox. */
export function eventBridgeClient(): EventBridgeClient {
  return new EventBridgeClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  });
}
