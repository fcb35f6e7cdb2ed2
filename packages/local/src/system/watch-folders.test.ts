import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { waitUntil } from "../engine/wait-until.ts";
import { watchFolders } from "./watch-folders.ts";

let root: string;
let ended: AbortController;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "accession-watch-"));
  ended = new AbortController();
  await mkdir(join(root, "src/orders"), { recursive: true });
  await writeFile(join(root, "src/orders/order.ts"), "1");
  await writeFile(join(root, "config.ts"), "1");
});
afterEach(async () => {
  ended.abort();
  await rm(root, { recursive: true });
});

/** As git and most editors do. */
async function replace(path: string): Promise<void> {
  const draft = join(root, "src", `draft-${path.replaceAll("/", "-")}`);
  await writeFile(draft, "2");
  await rename(draft, join(root, path));
}

/** Reads what was yielded until `path` is among it. */
async function until(changes: AsyncGenerator<readonly string[]>, path: string): Promise<void> {
  for (;;) {
    const { value, done } = await changes.next();
    expect(done).toBe(false);
    if (value?.includes(path)) return;
  }
}

/** A watch that has begun: it tells of a first change. */
async function watching(): Promise<AsyncGenerator<readonly string[]>> {
  const changes = watchFolders(root, ["src", "config.ts"], ended.signal);
  let begun: true | undefined;
  const first = changes.next().then(() => {
    begun = true;
  });
  await waitUntil("the watch has begun", 30_000, async () => {
    await writeFile(join(root, "src/begun.ts"), "");
    return begun;
  });
  await first;
  return changes;
}

it("tells of a file that is replaced, again and again", async () => {
  const changes = await watching();
  for (let round = 0; round < 3; round++) {
    await replace("src/orders/order.ts");
    await until(changes, "src/orders/order.ts");
    await replace("config.ts");
    await until(changes, "config.ts");
  }
});

it("tells of what is written in place, and of what is removed", async () => {
  const changes = await watching();
  await writeFile(join(root, "src/orders/order.ts"), "2");
  await until(changes, "src/orders/order.ts");
  await rm(join(root, "src/orders/order.ts"));
  await until(changes, "src/orders/order.ts");
});

it("follows a folder that is new, or there again", async () => {
  const changes = await watching();
  for (let round = 0; round < 2; round++) {
    await mkdir(join(root, "src/new/deep"), { recursive: true });
    await writeFile(join(root, "src/new/deep/a.ts"), "1");
    await until(changes, "src/new/deep/a.ts");
    await replace("src/new/deep/a.ts");
    await until(changes, "src/new/deep/a.ts");
    await rm(join(root, "src/new"), { recursive: true });
    await until(changes, "src/new");
  }
});

it("ends with the signal", async () => {
  const changes = await watching();
  ended.abort();
  // What was changed before may still be told.
  for await (const paths of changes) expect(paths).toEqual(["src/begun.ts"]);
});
