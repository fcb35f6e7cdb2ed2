/**
 * Writes the snapshots of all events to `events/schemas`: run it after an additive change or for a new event.
 * Refuses to write a change that breaks readers or archived events: that needs a new version in a new file.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { breakingChanges } from "./breaking-changes.ts";
import { catalogue } from "./catalogue.ts";
import { schemaSnapshot, snapshotFileName } from "./schema-snapshot.ts";

const FOLDER = new URL("../schemas/", import.meta.url);

await mkdir(FOLDER, { recursive: true });
for (const event of catalogue) {
  const file = new URL(snapshotFileName(event), FOLDER);
  const snapshot = schemaSnapshot(event);
  const committed = await readFile(file, "utf8").catch(() => undefined);
  const breaks = committed === undefined ? [] : breakingChanges(JSON.parse(committed), snapshot);
  if (breaks.length > 0) {
    process.stderr.write(
      `${event.type} v${event.version}: ${breaks.join("; ")}\nMake a new version in a new file.\n`,
    );
    process.exitCode = 1;
    continue;
  }
  await writeFile(file, `${JSON.stringify(snapshot, undefined, 2)}\n`);
}
