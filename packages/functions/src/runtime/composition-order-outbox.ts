/** What the relay of the orders' outbox is made of. One of the few readers of `Resource`; everything on first use. */
import { documentClient } from "@accession/aws/dynamo/dynamo-client";
import { dynamoOutbox } from "@accession/aws/dynamo/dynamo-outbox";
import { eventBridgeClient } from "@accession/aws/eventbridge/eventbridge-client";
import { eventBridgePublisher } from "@accession/aws/eventbridge/eventbridge-publisher";
import { Resource } from "sst";
import { lazy } from "./lazy.ts";
import { systemClock } from "./system-clock.ts";

/** Needs the links `OrdersTable` and `Bus`, and events:PutEvents on the bus. */
export const orderOutboxContext = lazy(() => ({
  outbox: dynamoOutbox(documentClient(), Resource.OrdersTable.name),
  publisher: eventBridgePublisher({ client: eventBridgeClient(), busName: Resource.Bus.name }),
  clock: systemClock,
}));
