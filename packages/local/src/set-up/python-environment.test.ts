import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ensurePythonEnvironment, findPython } from "./python-environment.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "accession-python-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** A machine whose only commands are these scripts. */
async function machine(commands: Record<string, string>): Promise<NodeJS.ProcessEnv> {
  const bin = join(folder, "bin");
  await mkdir(bin);
  for (const [name, script] of Object.entries(commands)) {
    await writeFile(join(bin, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(bin, name), 0o755);
  }
  return { PATH: bin };
}

const environment = (env: NodeJS.ProcessEnv) =>
  ensurePythonEnvironment({ folder: join(folder, "venv"), env });

describe("a machine that lacks something is told what and how to mend it", () => {
  it("without Python", async () => {
    const env = await machine({});
    await expect(environment(env)).rejects.toMatchObject({
      code: "python-missing",
      remedy: expect.stringContaining("Install Python 3.10"),
    });
  });

  it("with a Python that is too old", async () => {
    const env = await machine({ python3: "echo 3.8" });
    await expect(environment(env)).rejects.toMatchObject({
      code: "python-too-old",
      message: expect.stringContaining("python3 is 3.8"),
    });
  });

  it("with a Python that has no venv", async () => {
    const env = await machine({
      python3: '[ "$2" = venv ] && { echo "Error: ensurepip is not available." >&2; exit 1; }; echo 3.11',
    });
    await expect(environment(env)).rejects.toMatchObject({
      code: "python-without-venv",
      message: expect.stringContaining("ensurepip is not available"),
      remedy: expect.stringContaining("python3-venv"),
    });
  });

  // Makes a real environment first, which takes seconds.
  it("without a way to the package index", { timeout: 120_000 }, async () => {
    const env = {
      ...process.env,
      PIP_INDEX_URL: "http://127.0.0.1:9/simple",
      PIP_RETRIES: "0",
      PIP_NO_CACHE_DIR: "1",
      PIP_FIND_LINKS: "",
      PIP_EXTRA_INDEX_URL: "",
    };
    await expect(environment(env)).rejects.toMatchObject({
      code: "registry-unreachable",
      remedy: expect.stringContaining("network"),
    });
    // The next run starts from the beginning, not from half an environment that looks complete.
    expect(await readdir(join(folder, "venv"))).not.toContain("installed.sha256");
  });
});

it("takes the first Python that is new enough", async () => {
  const env = await machine({ python3: "echo 3.9", "python3.12": "echo 3.12", python: "echo 2.7" });
  expect(await findPython({ env })).toBe("python3.12");
});
