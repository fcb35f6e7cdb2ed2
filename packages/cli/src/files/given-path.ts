import { resolve } from "node:path";

/**
 * A path as the caller means it. A package manager runs the script in the project's folder, and says in INIT_CWD
 * where it was called.
 */
export function givenPath(path: string, env: NodeJS.ProcessEnv = process.env): string {
  const calledIn = env["npm_lifecycle_event"] === "accession" ? env["INIT_CWD"] : undefined;
  return resolve(calledIn ?? process.cwd(), path);
}
