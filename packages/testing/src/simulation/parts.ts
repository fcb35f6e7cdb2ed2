/** What the simulated world is made of; a planted bug replaces one of them. */
import type { InventoryStore } from "@accession/core/inventory/inventory-store";
import type { OrderStore } from "@accession/core/orders/order-store";
import type { PaymentGateway } from "@accession/core/payments/payment-gateway";
import { countedIds } from "../counted-ids.ts";
import { InMemoryInventoryStore } from "../inventory/in-memory-inventory-store.ts";
import { InMemoryPaymentStore } from "../payments/in-memory-payment-store.ts";
import { InMemoryCarrier } from "../shipping/in-memory-carrier.ts";
import { EventBus, notPublished } from "./event-bus.ts";
import { OrderTable } from "./order-table.ts";
import type { Environment } from "./process.ts";
import { StudyDesk } from "./study-desk.ts";
import { WatchedGateway } from "./watched-gateway.ts";

export const HOME_REGION = "eu-central-1";

export function makeParts(environment: Environment, numbers: readonly string[]) {
  const ids = countedIds();
  const clock = environment.scheduler;
  const bus = new EventBus(environment);
  return {
    ids,
    bus,
    orders: new OrderTable(environment, (process) => process.reach(bus, notPublished)),
    inventory: new InMemoryInventoryStore(),
    payments: new InMemoryPaymentStore(),
    gateway: new WatchedGateway(clock),
    carrier: new InMemoryCarrier(),
    studies: new StudyDesk({ ids, clock, homeRegion: HOME_REGION }, numbers),
  };
}

export type Parts = ReturnType<typeof makeParts>;

/** What the product's code reaches in place of a part: the part itself, or one with a bug around it. */
export interface Ports {
  readonly orders: OrderStore;
  readonly inventory: InventoryStore;
  readonly gateway: PaymentGateway;
}

export type Plant = (parts: Parts) => Partial<Ports>;
