import { join, resolve } from "node:path";

/** The folder of the checkout. */
export const ROOT = resolve(import.meta.dirname, "../../../..");

/** Everything that the local system keeps on disk: never in git. */
export const STATE = join(ROOT, ".accession");
export const PYTHON_ENVIRONMENT = join(STATE, "python");
export const ENDPOINTS_FILE = join(STATE, "endpoints.json");
export const LOCK_FILE = join(STATE, "running.json");
export const PLATFORM = join(ROOT, ".sst", "platform");
/** MiniStack with what it lacks. */
export const ENGINE = join(ROOT, "packages/local/python/engine.py");
export const REQUIREMENTS = join(ROOT, "packages/local/python/requirements.txt");

const windows = process.platform === "win32";
export const PYTHON = join(PYTHON_ENVIRONMENT, windows ? "Scripts/python.exe" : "bin/python");
