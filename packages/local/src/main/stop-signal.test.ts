import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";

/** Runs a script in a process of its own and returns why it stopped. */
async function reasonOf(script: string): Promise<string> {
  const source = `
    import { aborted, stopSignal } from "./stop-signal.ts";
    const signal = stopSignal();
    // Something that runs, as a system does.
    const running = setInterval(() => {}, 1000);
    ${script}
    await aborted(signal);
    clearInterval(running);
    console.log(signal.reason.message, signal.reason.cause?.message ?? "");
    process.exit(0);`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", source], {
    cwd: import.meta.dirname,
  });
  return stdout.trim();
}

const killSelf = 'process.kill(process.pid, "SIGTERM");';
const helperDies = 'setImmediate(() => { throw new Error("The service was stopped"); });';

it("says which signal it was", async () => {
  expect(await reasonOf(killSelf)).toBe("stopped by SIGTERM");
});

it("takes what dies of a signal for its echo, also when it is noticed first", async () => {
  expect(await reasonOf(`${helperDies} setTimeout(() => { ${killSelf} }, 20);`)).toBe("stopped by SIGTERM");
});

it("stops for an error that nobody caught, and keeps it", async () => {
  expect(await reasonOf(helperDies)).toBe("stopped by an unexpected error The service was stopped");
});
