/**
 * Writes `packages/functions/openapi.schema.json`, which the API serves: run it after a change of a route. Refuses a
 * change that breaks clients; `--breaking` writes it all the same.
 */
import { readFile, writeFile } from "node:fs/promises";
import { breakingApiChanges } from "./breaking-api-changes.ts";
import { openApiDocument } from "./open-api-document.ts";
import { routes } from "./routes.ts";

const FILE = new URL("../../openapi.schema.json", import.meta.url);

const document = JSON.parse(JSON.stringify(openApiDocument(routes)));
const committed = await readFile(FILE, "utf8").catch(() => undefined);
const breaks = committed === undefined ? [] : breakingApiChanges(JSON.parse(committed), document);
if (breaks.length > 0 && !process.argv.includes("--breaking")) {
  process.stderr.write(`${breaks.join("\n")}\nClients of /v1 rely on these.\n`);
  process.exitCode = 1;
} else {
  await writeFile(FILE, `${JSON.stringify(document, undefined, 2)}\n`);
}
