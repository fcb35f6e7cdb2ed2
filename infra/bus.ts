import { accountId, region } from "./account.ts";
import { stage, stageName } from "./stage.ts";
import { uploadsBucket } from "./storage.ts";

/** Our own events: ids only, no patient data. */
export const eventBus = new sst.aws.Bus("EventBus");

export const busArchive = new aws.cloudwatch.EventArchive("BusArchive", {
  name: stageName("events"),
  eventSourceArn: eventBus.arn,
  retentionDays: stage.archiveRetentionDays,
});

/** S3's events arrive on the default bus, and there can only be one of it per account. */
export const defaultBusArn = $interpolate`arn:aws:events:${region}:${accountId}:event-bus/default`;

/** The uploads' events, kept so that a day can be ingested again. Keys are the uploader's: this is a home of PHI. */
export const uploadsArchive = new aws.cloudwatch.EventArchive("UploadsArchive", {
  name: stageName("uploads"),
  eventSourceArn: defaultBusArn,
  retentionDays: stage.archiveRetentionDays,
  eventPattern: $jsonStringify({ source: ["aws.s3"], detail: { bucket: { name: [uploadsBucket.name] } } }),
});

/** Our own events of these types, as a rule takes them: in the version that their consumers read. */
export const ourEvents = (source: `accession.${string}`[], types: string[]) => ({
  busName: eventBus.name,
  pattern: { source, "detail-type": types, detail: { version: [1] } },
});

export const bus = new sst.Linkable("Bus", { properties: { name: eventBus.name } });

export const publishEvents = { actions: ["events:PutEvents"], resources: [eventBus.arn] };
