import { VerificationSum, type Violation, verify } from "@accession/cli/client/verification";
import { waitUntil } from "../engine/wait-until.ts";
import type { DemoContext } from "./demo-context.ts";

/** Proves at the end that nothing was lost: every law holds, as of now. */
export async function verifyEverything(context: DemoContext): Promise<void> {
  const { progress, expectations } = context;
  progress.line("\nEverything against everything else");
  let last: Verified | undefined;
  try {
    const { sum } = await waitUntil("every law holds", 120_000, async () => {
      last = await verified(context);
      return last.violations.length === 0 ? last : undefined;
    });
    const checks = sum.laws.reduce((all, { checked }) => all + checked, 0);
    progress.line(`  ${sum.laws.length} laws hold in ${checks} checks`);
    expectations.expect("every law of the verification holds", true);
  } catch (error) {
    expectations.expect("every law of the verification holds", false, last?.violations ?? String(error));
  }
}

interface Verified {
  readonly sum: VerificationSum;
  readonly violations: readonly Violation[];
}

async function verified({ api, signal }: DemoContext): Promise<Verified> {
  signal.throwIfAborted();
  const sum = new VerificationSum();
  const violations: Violation[] = [];
  for await (const portion of verify(api, { asOf: new Date().toISOString() })) {
    sum.add(portion);
    violations.push(...portion.violations);
  }
  return { sum, violations };
}
