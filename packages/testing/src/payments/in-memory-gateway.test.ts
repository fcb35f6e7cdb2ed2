import { TENANT } from "../orders/goods-order.ts";
import { SettableClock } from "../settable-clock.ts";
import { InMemoryGateway } from "./in-memory-gateway.ts";
import { paymentGatewayContract } from "./payment-gateway.contract.ts";

paymentGatewayContract(async () => ({ gateway: new InMemoryGateway(new SettableClock()), tenantId: TENANT }));
