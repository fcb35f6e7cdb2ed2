/**
 * What AWS asks for, in USD, on demand in us-east-1, without free tiers: the one place with prices. Benchmarks and
 * tests multiply them by what they have counted.
 */
export const PRICES = {
  /** Of Standard workflows, for each state that is entered or retried. */
  stateTransition: million(25),
  lambdaRequest: million(0.2),
  /** On arm64. */
  lambdaGigabyteSecond: 0.0000133334,
  /** A write of up to 1 KB; in a transaction each item counts twice. */
  dynamoWriteUnit: million(0.625),
  /** A consistent read of up to 4 KB; an eventual one is half of it. */
  dynamoReadUnit: million(0.125),
  /** Up to 64 KB. */
  sqsRequest: million(0.4),
  /** A custom event of up to 64 KB. */
  busEvent: million(1),
  httpApiRequest: million(1),
  s3Put: million(5),
  s3Get: million(0.4),
} as const;

/** Where the prices were read, and when. */
export const PRICES_READ = {
  on: "2026-11-21",
  from: [
    "https://aws.amazon.com/step-functions/pricing/",
    "https://aws.amazon.com/lambda/pricing/",
    "https://aws.amazon.com/dynamodb/pricing/on-demand/",
    "https://aws.amazon.com/sqs/pricing/",
    "https://aws.amazon.com/eventbridge/pricing/",
    "https://aws.amazon.com/api-gateway/pricing/",
    "https://aws.amazon.com/s3/pricing/",
  ],
} as const;

/** A price that is given per million. */
function million(usd: number): number {
  return usd / 1_000_000;
}
