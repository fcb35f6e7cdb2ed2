import { join, resolve } from "node:path";

/** The folder of the checkout. */
export const ROOT = resolve(import.meta.dirname, "../../../..");

/** Everything that the local system keeps on disk: never in git. */
export const STATE = join(ROOT, ".accession");
export const PYTHON_ENVIRONMENT = join(STATE, "python");
/** Where a running system says that it runs, and how to reach it. Tests give each run a folder of its own. */
const RUN_FOLDER = resolve(process.env["ACCESSION_RUN_FOLDER"] || STATE);
export const ENDPOINTS_FILE = join(RUN_FOLDER, "endpoints.json");
export const LOCK_FILE = join(RUN_FOLDER, "running.json");
/** What `dev` keeps from run to run, unless the folder above is closed to the server of Postgres. */
export const LASTING_STATE = join(RUN_FOLDER, "state");
export const PLATFORM = join(ROOT, ".sst", "platform");
/** MiniStack with what it lacks. */
export const ENGINE = join(ROOT, "packages/local/python/engine.py");
export const REQUIREMENTS = join(ROOT, "packages/local/python/requirements.txt");
/** What looks at the API from outside in a test: an environment of its own, made when the test runs. */
export const API_TEST_REQUIREMENTS = join(ROOT, "packages/local/python/api-test-requirements.txt");
export const API_TEST_ENVIRONMENT = join(STATE, "api-test-python");

export const PYTHON = pythonOf(PYTHON_ENVIRONMENT);

/** The interpreter of a virtual environment. */
export function pythonOf(environment: string): string {
  return join(environment, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
}
