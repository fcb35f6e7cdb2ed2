import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { CliError } from "./cli-error.ts";
import { type Endpoints, endpointsSchema } from "./endpoints.ts";

/** Where the local system says how to reach it; `ACCESSION_ENDPOINTS` names another file. */
export const ENDPOINTS_FILE = join(import.meta.dirname, "../../../../.accession/endpoints.json");

export async function readEndpoints(
  file = process.env["ACCESSION_ENDPOINTS"] ?? ENDPOINTS_FILE,
): Promise<Endpoints> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new CliError(
      "not-running",
      `There is no ${file}.`,
      "Start the system in another terminal: pnpm dev",
      {
        cause,
      },
    );
  });
  const parsed = endpointsSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    throw new CliError(
      "endpoints-unreadable",
      `${file} is not what this version writes.`,
      "Start the system again.",
    );
  }
  return parsed.data;
}

/** Undefined for what is no JSON: the file may be written just now. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
