import { TENANT } from "../orders/goods-order.ts";
import { carrierContract } from "./carrier.contract.ts";
import { InMemoryCarrier } from "./in-memory-carrier.ts";

carrierContract(async () => ({ carrier: new InMemoryCarrier(), tenantId: TENANT }));
