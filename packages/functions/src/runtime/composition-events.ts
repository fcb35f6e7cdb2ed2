/** Publishing what is committed in Postgres. One of the few readers of `Resource`; everything on first use. */
import { eventBridgeClient } from "@accession/aws/eventbridge/eventbridge-client";
import { eventBridgePublisher } from "@accession/aws/eventbridge/eventbridge-publisher";
import { postgresOutbox } from "@accession/aws/postgres/postgres-outbox";
import type { PublishContext } from "@accession/core/outbox/publish-committed";
import { Resource } from "sst";
import { appPool } from "./composition-postgres.ts";
import { lazy } from "./lazy.ts";
import { loggingPublisher } from "./log-published.ts";
import { systemClock } from "./system-clock.ts";

/** Needs the links `AppDatabase` and `Bus`, and events:PutEvents on the bus. */
export const publishContext = lazy(
  (): PublishContext => ({
    outbox: postgresOutbox(appPool()),
    publisher: loggingPublisher(
      eventBridgePublisher({ client: eventBridgeClient(), busName: Resource.Bus.name }),
    ),
    clock: systemClock,
  }),
);
