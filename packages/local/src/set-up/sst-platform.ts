import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PLATFORM, ROOT } from "./paths.ts";
import { runCommand } from "./run-command.ts";
import { SetUpError } from "./set-up-error.ts";

const DECLARATIONS = join(PLATFORM, "declarations");
const STAMP = join(DECLARATIONS, "complete");

export interface SstPlatformOptions {
  readonly signal?: AbortSignal;
  readonly note?: (text: string) => void;
}

/**
 * SST's components, as `sst install` brings them for the pinned version, and their type declarations. Needs the npm
 * registry once; does nothing when they are there.
 */
export async function ensureSstPlatform(options: SstPlatformOptions = {}): Promise<void> {
  const version = await sstVersion();
  if ((await readFile(STAMP, "utf8").catch(() => "")) === version) return;
  await ensureRegistry(options);
  options.note?.("the Pulumi providers, about 320 MB");
  const result = await runCommand(join(ROOT, "node_modules/.bin/sst"), ["install"], {
    ...options,
    cwd: ROOT,
    env: {
      ...process.env,
      SST_SKIP_DEPENDENCY_CHECK: "true",
      NO_BUN: "true",
      SST_STAGE: "local",
      DO_NOT_TRACK: "1",
    },
  });
  if (result.code !== 0) {
    throw new SetUpError(
      "sst-install-failed",
      `"sst install" failed: ${(result.stdout + result.stderr).trim().split("\n").slice(-3).join(" ")}`,
      "It needs the npm registry. Check the network and npm's settings (npm ping), and run the command again.",
    );
  }
  options.note?.("type declarations");
  await writeDeclarations(options);
  await writeFile(STAMP, version);
}

/** npm itself asks again for many minutes before it gives a registry up, and says little meanwhile. */
async function ensureRegistry(options: SstPlatformOptions): Promise<void> {
  const asked = [
    "view",
    "sst",
    "version",
    "--fetch-retries=1",
    "--fetch-timeout=20000",
    "--fetch-retry-mintimeout=500",
  ];
  const result = await runCommand("npm", asked, { ...options, cwd: ROOT });
  if (result.code === 0) return;
  const reason = result.stderr.split("\n").find((line) => /npm error|ERR!/.test(line) && !/errno/.test(line));
  throw new SetUpError(
    "registry-unreachable",
    `The npm registry cannot be reached: ${reason ?? `npm ended with ${result.code}`}`,
    'Check the network and npm\'s settings ("npm config get registry"), and run the command again.',
  );
}

async function sstVersion(): Promise<string> {
  const manifest = JSON.parse(await readFile(join(ROOT, "node_modules/sst/package.json"), "utf8"));
  return String(manifest.version);
}

/**
 * SST ships its components as TypeScript sources, which our strict flags would report on. Declarations of them are
 * not checked, so that the program is, as strictly as the rest.
 */
async function writeDeclarations(options: SstPlatformOptions): Promise<void> {
  const project = join(PLATFORM, "tsconfig.declarations.json");
  await writeFile(
    project,
    JSON.stringify({
      compilerOptions: {
        target: "esnext",
        module: "esnext",
        moduleResolution: "bundler",
        strict: true,
        skipLibCheck: true,
        noCheck: true,
        declaration: true,
        emitDeclarationOnly: true,
        rootDir: "src",
        outDir: "declarations/src",
      },
      include: ["src/components/**/*.ts", "src/config.ts", "src/global.d.ts"],
    }),
  );
  const result = await runCommand(join(ROOT, "node_modules/.bin/tsc"), ["-p", project], {
    ...options,
    cwd: ROOT,
  });
  if (result.code !== 0) {
    throw new SetUpError(
      "sst-declarations-failed",
      `The declarations of SST's components could not be written: ${result.stdout.split("\n")[0] ?? ""}`,
      "Remove the folder .sst and run the command again.",
    );
  }
  await mkdir(join(DECLARATIONS, "src"), { recursive: true });
  await copyFile(join(PLATFORM, "src/global.d.ts"), join(DECLARATIONS, "src/global.d.ts"));
  const config = await readFile(join(PLATFORM, "config.d.ts"), "utf8");
  await writeFile(join(DECLARATIONS, "config.d.ts"), config.replace('import "../types.generated"\n', ""));
}
