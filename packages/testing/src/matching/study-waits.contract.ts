/** What every StudyWaits does, whatever it is made of. */
import { randomUUID } from "node:crypto";
import type { StudyWait, StudyWaits } from "@accession/core/matching/study-waits";
import { describe, expect, test } from "vitest";
import { META } from "../orders/goods-order.ts";

export interface StudyWaitsUnderTest {
  readonly waits: StudyWaits;
  readonly tenantId: string;
  /** A complete study of the patient that the contract's orders are for, with this number of the issuer "RIS". */
  completeStudy(accessionNumber: string): Promise<void>;
}

export function studyWaitsContract(make: () => Promise<StudyWaitsUnderTest>): void {
  const begun = async () => {
    const { waits, tenantId, completeStudy } = await make();
    const orderId = randomUUID();
    const number = `N${orderId.slice(0, 8)}`;
    const wait = (numbers: readonly string[], changes: Partial<StudyWait> = {}): StudyWait => ({
      ...{ tenantId, orderId, attempt: 1, taskToken: "token", meta: META },
      deadlineAt: "2099-01-01T00:00:00.000Z",
      procedures: numbers.map((accessionNumber, index) => ({
        ...{ line: index + 1, issuer: "RIS", accessionNumber },
        patient: { patientId: "4711" },
      })),
      ...changes,
    });
    const settle = (order = orderId) => waits.settle(tenantId, order);
    const release = (reason: "expired" | "cancelled") => waits.release(tenantId, orderId, reason, META);
    return { waits, tenantId, orderId, number, completeStudy, wait, settle, release };
  };

  describe("StudyWaits", () => {
    test("links an order with the study that came before it, and with the one that comes after it", async () => {
      const { waits, number, completeStudy, wait, settle } = await begun();
      await completeStudy(number);
      expect(await waits.register(wait([number]))).toBe("linked");
      expect(await settle()).toBe("linked");
      const later = { orderId: randomUUID() };
      expect(await waits.register(wait([`${number}L`], later))).toBe("waiting");
      expect(await settle(later.orderId)).toBe("waiting");
      await completeStudy(`${number}L`);
      expect(await settle(later.orderId)).toBe("linked");
    });

    test("is linked when each line has its study, and not before", async () => {
      const { waits, number, completeStudy, wait, settle } = await begun();
      expect(await waits.register(wait([number, `${number}B`]))).toBe("waiting");
      await completeStudy(number);
      expect(await settle()).toBe("waiting");
      await completeStudy(`${number}B`);
      expect(await settle()).toBe("linked");
    });

    test("takes a number of another issuer for another number", async () => {
      const { waits, number, completeStudy, wait, settle } = await begun();
      const [procedure] = wait([number]).procedures;
      if (procedure === undefined) throw new Error("an order has a line");
      await waits.register(wait([], { procedures: [{ ...procedure, issuer: "HIS" }] }));
      await completeStudy(number);
      expect(await settle()).toBe("waiting");
    });

    test("keeps the token of the latest attempt", async () => {
      const { waits, number, wait, release } = await begun();
      await waits.register(wait([number], { attempt: 2, taskToken: "second" }));
      await waits.register(wait([number], { attempt: 1, taskToken: "first" }));
      expect(await release("cancelled")).toEqual({ taskToken: "second" });
    });

    test("stays released, whatever comes then", async () => {
      const { waits, number, completeStudy, wait, settle, release } = await begun();
      await waits.register(wait([number]));
      await release("cancelled");
      await release("expired");
      await completeStudy(number);
      expect(await settle()).toBe("cancelled");
      expect(await waits.register(wait([number], { attempt: 2, taskToken: "second" }))).toBe("cancelled");
    });

    test("gives the studies of a released order to the order that expects them next", async () => {
      const { waits, number, completeStudy, wait, settle, release } = await begun();
      await completeStudy(number);
      await waits.register(wait([number]));
      await settle();
      const next = { orderId: randomUUID() };
      expect(await waits.register(wait([number], next))).toBe("waiting");
      await release("cancelled");
      expect(await settle(next.orderId)).toBe("linked");
    });

    test("does not let an order expire whose studies are all there", async () => {
      const { waits, number, completeStudy, wait, settle, release } = await begun();
      await completeStudy(number);
      await waits.register(wait([number]));
      await release("expired");
      expect(await settle()).toBe("linked");
    });

    test("refuses a registration that comes after its order was closed", async () => {
      const { waits, number, completeStudy, wait, settle } = await begun();
      const { taskToken: _late, ...closed } = wait([number]);
      await waits.close(closed);
      await waits.close(closed);
      expect(await waits.register(wait([number]))).toBe("cancelled");
      await completeStudy(number);
      expect(await settle()).toBe("cancelled");
      const next = { orderId: randomUUID() };
      expect(await waits.register(wait([number], next))).toBe("linked");
    });

    test("gives back what an order has that is closed", async () => {
      const { waits, number, completeStudy, wait, settle, release } = await begun();
      await completeStudy(number);
      await waits.register(wait([number]));
      const next = { orderId: randomUUID() };
      await waits.register(wait([number], next));
      const { taskToken, ...closed } = wait([number]);
      await waits.close(closed);
      expect(await settle()).toBe("cancelled");
      expect(await settle(next.orderId)).toBe("linked");
      expect(await release("cancelled")).toEqual({ taskToken });
    });

    test("knows nothing of an order that never registered", async () => {
      const { settle, release } = await begun();
      expect(await settle()).toBe("waiting");
      expect(await release("cancelled")).toEqual({});
    });
  });
}
