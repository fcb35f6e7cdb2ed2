import { LAWS, WALKS, type Walk } from "@accession/core/verification/law";
import { z } from "zod";
import type { ApiClient } from "./api-client.ts";
import { parseAnswer } from "./parse-answer.ts";

const violationSchema = z.looseObject({
  law: z.string(),
  /** A stable code. */
  problem: z.string(),
  tenantId: z.string().optional(),
  /** By its id, or, of a version that no receipt names, by its key. */
  subject: z.looseObject({
    kind: z.string(),
    id: z.string().optional(),
    key: z.string().optional(),
    versionId: z.string().optional(),
  }),
  facts: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  repairable: z.boolean().optional(),
});
export type Violation = z.infer<typeof violationSchema>;

const portionSchema = z.looseObject({
  checked: z.record(z.string(), z.number()),
  counts: z.record(z.string(), z.number()),
  violations: z.array(violationSchema),
  /** Where the walk goes on. It may hold an object's key. */
  cursor: z.string().optional(),
});

export interface VerificationRequest {
  /** ISO 8601: what happened later is left alone. */
  readonly asOf: string;
  readonly since?: string | undefined;
  /** A slug. */
  readonly tenant?: string | undefined;
}

export interface WalkPortion {
  readonly walk: Walk;
  readonly checked: Readonly<Record<string, number>>;
  readonly counts: Readonly<Record<string, number>>;
  readonly violations: readonly Violation[];
}

/** Walks through everything, portion by portion. */
export async function* verify(
  api: ApiClient,
  request: VerificationRequest,
): AsyncGenerator<WalkPortion, void, undefined> {
  for (const walk of WALKS) {
    const path = `/v1/ops/verifications/${walk}`;
    let cursor: string | undefined;
    do {
      const body = { ...request, ...(cursor !== undefined && { cursor }) };
      const portion = parseAnswer(portionSchema, path, await api.ask("POST", path, { body }));
      yield { walk, ...portion };
      cursor = portion.cursor;
    } while (cursor !== undefined);
  }
}

export interface LawResult {
  readonly law: string;
  /** How many of what it is about were looked at. */
  readonly checked: number;
  readonly violations: number;
}

/** All laws, with what the portions say of each. */
export class VerificationSum {
  readonly #checked = new Map<string, number>();
  readonly #violations = new Map<string, number>();
  readonly #counts = new Map<string, number>();

  add({ checked, counts, violations }: Omit<WalkPortion, "walk">): void {
    for (const [law, count] of Object.entries(checked)) add(this.#checked, law, count);
    for (const [name, count] of Object.entries(counts)) add(this.#counts, name, count);
    for (const { law } of violations) add(this.#violations, law, 1);
  }

  /** A law that a newer system checks is there too. */
  get laws(): readonly LawResult[] {
    const known = Object.values(LAWS).flat();
    return [...new Set([...known, ...this.#checked.keys(), ...this.#violations.keys()])].map((law) => ({
      law,
      checked: this.#checked.get(law) ?? 0,
      violations: this.#violations.get(law) ?? 0,
    }));
  }

  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }

  get violations(): number {
    return [...this.#violations.values()].reduce((sum, count) => sum + count, 0);
  }
}

function add(sums: Map<string, number>, name: string, count: number): void {
  sums.set(name, (sums.get(name) ?? 0) + count);
}
