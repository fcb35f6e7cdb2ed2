import { expect, it } from "vitest";
import { waitUntil } from "../engine/wait-until.ts";
import { isAlive } from "../system/is-alive.ts";
import { runCommand } from "./run-command.ts";

it("returns what a command printed, and its code", async () => {
  const result = await runCommand("sh", ["-c", "echo out; echo err >&2; exit 3"]);
  expect(result).toEqual({ code: 3, stdout: "out\n", stderr: "err\n" });
});

it("says 127 for a command that is not there", async () => {
  expect(await runCommand("no-such-command-here", [])).toMatchObject({ code: 127 });
});

it("says the same for a command that may not be run", async () => {
  expect(await runCommand(import.meta.dirname, [])).toMatchObject({ code: 127 });
});

it("ends a command with all that it started", async () => {
  const controller = new AbortController();
  const pids: number[] = [];
  const running = runCommand("sh", ["-c", "sleep 60 & echo $!; wait"], {
    signal: controller.signal,
    onLine: (line) => {
      pids.push(Number(line));
      controller.abort(new Error("enough"));
    },
  });
  await expect(running).rejects.toThrow("enough");
  expect(pids).toHaveLength(1);
  await waitUntil("the child's child is gone", 5_000, async () => (pids.some(isAlive) ? undefined : true));
});
