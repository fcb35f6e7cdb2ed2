import { createHash } from "node:crypto";
import { access, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { PYTHON_ENVIRONMENT, pythonOf, REQUIREMENTS, ROOT } from "./paths.ts";
import { type CommandResult, runCommand } from "./run-command.ts";
import { SetUpError } from "./set-up-error.ts";

const MINIMUM = { major: 3, minor: 10 };
const CANDIDATES = [
  "python3",
  "python3.14",
  "python3.13",
  "python3.12",
  "python3.11",
  "python3.10",
  "python",
];

export interface PythonEnvironmentOptions {
  readonly signal?: AbortSignal;
  readonly note?: (text: string) => void;
  /** Where the environment is made; the project's own unless given. */
  readonly folder?: string;
  /** What it holds; the local system's own requirements unless given. */
  readonly requirements?: string;
  /** The environment of the commands: where they are looked up, and pip's settings. */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * The project's own Python with MiniStack and pydicom, at the versions of `requirements.txt`. Does nothing when
 * these are installed already.
 */
export async function ensurePythonEnvironment(options: PythonEnvironmentOptions = {}): Promise<void> {
  const { folder = PYTHON_ENVIRONMENT, requirements = REQUIREMENTS } = options;
  const stamp = join(folder, "installed.sha256");
  const wanted = createHash("sha256")
    .update(await readFile(requirements))
    .digest("hex");
  const installed = await readFile(stamp, "utf8").catch(() => "");
  if (installed === wanted && (await isThere(pythonOf(folder)))) return;

  const python = await findPython(options);
  options.note?.("making the virtual environment");
  await rm(folder, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  const made = await runCommand(python, ["-m", "venv", folder], options);
  if (made.code !== 0) throw noVenv(python, made);

  const pip = ["-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar", "off"];
  const result = await runCommand(pythonOf(folder), [...pip, "-r", requirements], {
    ...options,
    onLine: (line) => {
      // What the requirements name; what these need in turn would only fill the screen.
      const [, name] = /^Collecting (\S+) \(from -r/.exec(line) ?? [];
      if (name !== undefined) options.note?.(name);
    },
  });
  if (result.code !== 0) throw pipFailed(result, folder, requirements);
  await writeFile(stamp, wanted);
}

/** An environment points at the Python that made it, which may be gone since. */
async function isThere(python: string): Promise<boolean> {
  return access(python).then(
    () => true,
    () => false,
  );
}

/** The first Python on the PATH that is new enough. */
export async function findPython(options: PythonEnvironmentOptions = {}): Promise<string> {
  const found: string[] = [];
  for (const candidate of CANDIDATES) {
    const result = await runCommand(
      candidate,
      ["-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
      options,
    );
    if (result.code !== 0) continue;
    const version = result.stdout.trim();
    const [major = 0, minor = 0] = version.split(".").map(Number);
    if (major > MINIMUM.major || (major === MINIMUM.major && minor >= MINIMUM.minor)) return candidate;
    found.push(`${candidate} is ${version}`);
  }
  throw new SetUpError(
    found.length === 0 ? "python-missing" : "python-too-old",
    found.length === 0
      ? "No Python was found on the PATH."
      : `Python is too old: ${found.join(", ")}; the local AWS engine needs 3.10 or newer.`,
    "Install Python 3.10 or newer (Debian and Ubuntu: apt-get install python3 python3-venv; macOS: brew install python).",
  );
}

function noVenv(python: string, result: CommandResult): SetUpError {
  return new SetUpError(
    "python-without-venv",
    `${python} cannot make a virtual environment: ${lastLine(result)}`,
    "Install Python's venv module (Debian and Ubuntu: apt-get install python3-venv).",
  );
}

function pipFailed(result: CommandResult, folder: string, requirements: string): SetUpError {
  const network =
    /NewConnectionError|Could not find a version|Max retries|Temporary failure|ProxyError|timed out/i;
  if (network.test(result.stderr + result.stdout)) {
    return new SetUpError(
      "registry-unreachable",
      `The Python package index cannot be reached: ${lastLine(result)}`,
      "Check the network, or point pip at a mirror (PIP_INDEX_URL), and run the command again.",
    );
  }
  return new SetUpError(
    "pip-failed",
    `pip could not install ${relative(ROOT, requirements)}: ${lastLine(result)}`,
    `Run "${pythonOf(folder)} -m pip install -r ${requirements}" to see all of its output.`,
  );
}

function lastLine(result: CommandResult): string {
  const lines = `${result.stdout}\n${result.stderr}`.trim().split("\n");
  return lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1) ?? `exit code ${result.code}`;
}
