import { CONTESTANTS, type Contestant } from "./contestants.ts";
import { median } from "./median.ts";
import type { PydicomProcess } from "./pydicom-process.ts";

/** Rounds before counting, for the compilers to settle, and rounds that count. */
const WARM_UP = 6;
const ROUNDS = 15;
/** Of several tries the fastest counts: the machine does other things as well. */
const TRIES = 3;
/** Reads in a row between two looks at the clock, which costs some tenths of a microsecond. */
const READS = 4;

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
    if (!counts || round % 3 !== 0) continue;
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

/** Microseconds of one read; undefined for a file that the contestant does not read. */
async function fastest(contestant: Contestant, bytes: Buffer): Promise<number | undefined> {
  let best = Number.POSITIVE_INFINITY;
  try {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const begun = process.hrtime.bigint();
      for (let read = 0; read < READS; read++) {
        const answer = contestant.read(bytes);
        if (answer instanceof Promise) await answer;
      }
      best = Math.min(best, Number(process.hrtime.bigint() - begun) / 1_000 / READS);
    }
  } catch {
    // Some throw strings. What is refused has no time.
    return undefined;
  }
  return best;
}
