import { TENANT } from "../orders/goods-order.ts";
import { InMemoryStudyWaits } from "./in-memory-study-waits.ts";
import { studyWaitsContract } from "./study-waits.contract.ts";

studyWaitsContract(async () => {
  const waits = new InMemoryStudyWaits();
  return {
    waits,
    tenantId: TENANT,
    completeStudy: async (accessionNumber) => void waits.arrive(TENANT, accessionNumber, "RIS"),
  };
});
