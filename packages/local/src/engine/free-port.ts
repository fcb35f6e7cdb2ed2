import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { setTimeout } from "node:timers/promises";
import { SetUpError } from "../set-up/set-up-error.ts";

/** A TCP port of 127.0.0.1 that was free a moment ago; `wanted` or any. Rejects when `wanted` is taken. */
export function freePort(wanted = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(wanted, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === "object") resolve(address.port);
        else reject(new Error("no port was given"));
      });
    });
  });
}

/** Below the ports that systems hand out by themselves, so that it is still free at the next start. */
const LASTING_PORTS = { from: 20_000, to: 30_000 };

/** A free port for something that is to have the same one after a restart. */
export async function lastingPort(): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const port = randomInt(LASTING_PORTS.from, LASTING_PORTS.to);
    if (await isFree(port)) return port;
  }
  return freePort();
}

/** How long a run that was killed may take to let go of its ports. */
const PATIENCE_MS = 5_000;

/** The port that a kept state was made with: addresses in it name it. */
export async function keptPort(port: number): Promise<number> {
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await setTimeout(100)) {
    if (await isFree(port)) return port;
  }
  throw new SetUpError(
    "port-taken",
    `Port ${port}, which the kept state of the last run was made with, is taken by another program.`,
    "End that program, or start with --fresh, which begins with an empty state on other ports.",
  );
}

const isFree = (port: number): Promise<boolean> =>
  freePort(port).then(
    () => true,
    () => false,
  );
