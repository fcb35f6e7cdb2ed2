import { createHash } from "node:crypto";
import { mkdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { everybodyMayEnter, serverUser } from "../postgres/server-binaries.ts";
import { SetUpError } from "../set-up/set-up-error.ts";

/** Outlives a restart of the machine, as /tmp need not. */
const PUBLIC_FOLDER = "/var/tmp";

/**
 * The folder itself, or one that stands in for it: root hands Postgres over to `nobody`, who cannot get into a checkout
 * below a private folder such as /root.
 */
export async function reachableFolder(folder: string): Promise<string> {
  await mkdir(dirname(folder), { recursive: true });
  if (serverUser() === undefined || (await everybodyMayEnter(dirname(folder)))) return folder;
  const id = createHash("sha256").update(folder).digest("hex").slice(0, 16);
  const other = join(PUBLIC_FOLDER, `accession-${id}`);
  await mkdir(other, { recursive: true, mode: 0o711 });
  // Everybody may make folders there: one that is not ours is not to be trusted.
  if ((await stat(other)).uid === process.getuid?.()) return other;
  throw new SetUpError(
    "state-folder-taken",
    `${other}, where the state would be kept, belongs to another user.`,
    "Remove that folder, or use a checkout that other users may enter.",
  );
}
