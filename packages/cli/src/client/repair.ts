import { z } from "zod";
import type { ApiClient } from "./api-client.ts";
import { parseAnswer } from "./parse-answer.ts";
import type { WalkPortion } from "./verification.ts";

const reportSchema = z.looseObject({ asked: z.number(), repaired: z.number() });
export type RepairReport = z.infer<typeof reportSchema>;

/** The API takes so many at a time. */
const AT_A_TIME = 100;

/** Mends what of a portion needs nobody's judgement. Repeats are harmless. */
export async function repair(
  api: ApiClient,
  { walk, violations }: Pick<WalkPortion, "walk" | "violations">,
): Promise<RepairReport> {
  const path = `/v1/ops/repairs/${walk}`;
  const repairable = violations.filter((violation) => violation.repairable === true);
  const sum = { asked: 0, repaired: 0 };
  for (let start = 0; start < repairable.length; start += AT_A_TIME) {
    const told = repairable
      .slice(start, start + AT_A_TIME)
      .map(({ law, tenantId, subject, facts }) => ({ law, tenantId, subject, facts }));
    const answer = await api.ask("POST", path, { body: { violations: told } });
    const report = parseAnswer(reportSchema, path, answer);
    sum.asked += report.asked;
    sum.repaired += report.repaired;
  }
  return sum;
}
