import { previewReplay, startReplay, waitForReplay } from "@accession/cli/client/replays";
import type { DemoContext } from "./demo-context.ts";
import { type Snapshot, settledSnapshot } from "./store-snapshot.ts";

/** Replays both archives from `since` on: what was done already is not done again. */
export async function replayEverything(context: DemoContext, since: Date): Promise<void> {
  const { api, system, progress, expectations } = context;
  progress.line("\nReplays");
  const before = await progress.step("  everything is worked off, and every row written down", () =>
    settledSnapshot(system),
  );
  const window = { from: since.toISOString(), to: new Date().toISOString() };
  for (const archive of ["events", "uploads"]) {
    const request = { archive, ...window };
    const { rules } = await previewReplay(api, request, `demo-preview-${archive}`);
    const receiving = rules.filter(({ receives }) => receives).map(({ name }) => name);
    const spared = rules.filter(({ receives }) => !receives).map(({ name }) => name);
    await progress.step(`  the archive of ${archive}, replayed to ${receiving.join(", ")}`, async () => {
      const id = await startReplay(api, request, `demo-replay-${archive}`);
      const { state } = await waitForReplay(api, id, () => undefined, 200);
      expectations.equal(`the replay of ${archive} is completed`, state, "COMPLETED");
    });
    if (spared.length > 0) progress.line(`      not to ${spared.join(", ")}, which may not act twice`);
  }
  const after = await progress.step("  worked off again, and every row compared", () =>
    settledSnapshot(system),
  );
  expectations.equal("a replay of everything changes no row", changedStores(before, after), []);
  const rows = Object.values(before).reduce((sum, { length }) => sum + length, 0);
  progress.line(`      ${rows} rows in ${Object.keys(before).length} stores, none has changed`);
}

function changedStores(before: Snapshot, after: Snapshot): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (store) => JSON.stringify(before[store]) !== JSON.stringify(after[store]),
  );
}
