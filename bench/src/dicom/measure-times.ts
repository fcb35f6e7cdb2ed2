import { CONTESTANTS, type Contestant } from "./contestants.ts";
import { median } from "./median.ts";
import type { PydicomProcess } from "./pydicom-process.ts";

/** Rounds before counting, for the compilers to settle, and rounds that count. */
const WARM_UP = 15;
const ROUNDS = 25;
/** Files are read several times in a row, and the fastest counts: the machine does other things as well. */
const REPEATS = 3;

/** Contestant → median microseconds by file; undefined for a file that it does not read. */
export type Times = ReadonlyMap<string, ReadonlyArray<number | undefined>>;

/** Every contestant reads every file in every round, so that what else the machine does falls on all alike. */
export async function measureTimes(files: readonly Buffer[], pydicom: PydicomProcess): Promise<Times> {
  const samples = new Map<string, number[][]>(
    [...CONTESTANTS.map(({ name }) => name), "pydicom"].map((name) => [name, files.map(() => [])]),
  );
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const counts = round >= WARM_UP;
    for (const contestant of CONTESTANTS) {
      for (const [index, bytes] of files.entries()) {
        const time = await fastest(contestant, bytes);
        if (counts && time !== undefined) samples.get(contestant.name)?.[index]?.push(time);
      }
    }
    // It has nothing to warm up, and is the slowest by far.
    if (!counts || round % 5 !== 0) continue;
    for (const [index, time] of (await pydicom.round()).entries()) {
      if (time !== null) samples.get("pydicom")?.[index]?.push(time);
    }
  }
  return new Map(
    [...samples].map(([name, byFile]) => [
      name,
      byFile.map((all) => (all.length === 0 ? undefined : median(all))),
    ]),
  );
}

async function fastest(contestant: Contestant, bytes: Buffer): Promise<number | undefined> {
  let best = Number.POSITIVE_INFINITY;
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const begun = process.hrtime.bigint();
    try {
      const answer = contestant.read(bytes);
      if (answer instanceof Promise) await answer;
    } catch {
      // Some throw strings. What is refused has no time.
      return undefined;
    }
    best = Math.min(best, Number(process.hrtime.bigint() - begun) / 1_000);
  }
  return best;
}
