import { CONTESTANTS, type Contestant } from "./contestants.ts";
import { median } from "./median.ts";
import type { PydicomProcess } from "./pydicom-process.ts";
import type { Time } from "./time.ts";

/** Rounds before counting, for the compilers to settle, and rounds that count. */
const WARM_UP = 6;
const ROUNDS = 15;
/** Reads in a row between two looks at the clocks, of which one counts microseconds. */
const READS = 12;

/** Contestant → medians by file; undefined for a file that it does not read. */
export type Times = ReadonlyMap<string, ReadonlyArray<Time | undefined>>;

/** Every contestant reads every file in every round, so that what else the machine does falls on all alike. */
export async function measureTimes(files: readonly Buffer[], pydicom: PydicomProcess): Promise<Times> {
  const samples = new Map<string, Time[][]>(
    [...CONTESTANTS.map(({ name }) => name), "pydicom"].map((name) => [name, files.map(() => [])]),
  );
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const counts = round >= WARM_UP;
    for (const contestant of CONTESTANTS) {
      for (const [index, bytes] of files.entries()) {
        const time = await timeOf(contestant, bytes);
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
      byFile.map((all) => (all.length === 0 ? undefined : medianTime(all))),
    ]),
  );
}

function medianTime(times: readonly Time[]): Time {
  return { cpu: median(times.map(({ cpu }) => cpu)), wall: median(times.map(({ wall }) => wall)) };
}

/** Of one read; undefined for a file that the contestant does not read. */
async function timeOf(contestant: Contestant, bytes: Buffer): Promise<Time | undefined> {
  try {
    const begun = process.hrtime.bigint();
    const before = process.cpuUsage();
    for (let read = 0; read < READS; read++) {
      const answer = contestant.read(bytes);
      if (answer instanceof Promise) await answer;
    }
    const { user, system } = process.cpuUsage(before);
    const wall = Number(process.hrtime.bigint() - begun) / 1_000;
    return { cpu: (user + system) / READS, wall: wall / READS };
  } catch {
    // Some throw strings. What is refused has no time.
    return undefined;
  }
}
