import { SQSClient } from "@aws-sdk/client-sqs";

/** A client that gives up soon: what it sends are hints and postponements, which may be lost. */
export function sqsClient(): SQSClient {
  return new SQSClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  });
}
