/** Orders' outbox items, as the table's stream brings them → the bus. */

import { orderOutboxContext } from "../runtime/composition-order-outbox.ts";
import { type StreamImage, streamHandler } from "../runtime/stream-handler.ts";
import { relayOrderOutbox } from "./relay-order-outbox.ts";

export const handler = streamHandler((records: readonly StreamImage[]) =>
  relayOrderOutbox(orderOutboxContext(), records),
);
