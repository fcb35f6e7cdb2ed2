/**
 * Every decision that depends on the stage, in one place.
 * `infra/` holds the nouns (resources with their reliability values), `stacks/` the wiring between them.
 */
export const production = $app.stage === "production";

/** A name that no other stage of the account has: `accession-production-events`. */
export const stageName = (name: string): string => `${$app.name}-${$app.stage}-${name}`;

export const stage = {
  /** Aurora capacity units. Above 0 everywhere: RDS Proxy and auto-pause exclude one another. */
  database: { min: production ? "1 ACU" : "0.5 ACU", max: production ? "16 ACU" : "2 ACU" },
  /** One NAT gateway per zone where an outage of one zone must not stop payments; one small instance elsewhere. */
  nat: production ? "managed" : "ec2",
  /** Whom e-mails are from: an address or, with its records in Route 53, a domain. SES verifies it. */
  mailSender: process.env["ACCESSION_MAIL_SENDER"] ?? "accession@example.com",
  /** The same time twice: SST's functions take it in words, a log group of our own in days. */
  logRetention: production ? "3 months" : "1 week",
  logRetentionDays: production ? 90 : 7,
  /** Lifetime of an uploaded object in days; the index outlives it. */
  uploadExpiryDays: 365,
  archiveRetentionDays: 365,
  /**
   * An archive takes events in late: one that is younger than this may not be in it yet (EventBridge User Guide,
   * "Replaying archived events"). The archive of the local engine has no delay.
   */
  archiveLagSeconds: $app.stage === "local" ? 0 : 600,
} as const;
