import { readdir, readFile } from "node:fs/promises";

/** Clock ticks a second of `/proc`: 100 on every Linux that we know of (`getconf CLK_TCK`). */
const TICKS = 100;

/**
 * CPU seconds that a process, its children and those of its children that ended have used so far. NaN where there is
 * no `/proc`.
 */
export async function cpuOfProcesses(root: number): Promise<number> {
  let entries: readonly string[];
  try {
    entries = await readdir("/proc");
  } catch {
    return Number.NaN;
  }
  const processes = (await Promise.all(entries.filter((name) => /^\d+$/.test(name)).map(statOf))).flat();
  const wanted = new Set([root]);
  // Parents come before their children often, but not always.
  for (let size = 0; size !== wanted.size; ) {
    size = wanted.size;
    for (const { pid, parent } of processes) if (wanted.has(parent)) wanted.add(pid);
  }
  return processes.filter(({ pid }) => wanted.has(pid)).reduce((sum, { ticks }) => sum + ticks / TICKS, 0);
}

interface ProcessStat {
  readonly pid: number;
  readonly parent: number;
  /** Its own and those of its children that it waited for. */
  readonly ticks: number;
}

async function statOf(pid: string): Promise<readonly ProcessStat[]> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, "latin1");
    // The name in brackets may hold spaces; the fields after it are numbered from 3 (proc(5)).
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const field = (number: number) => Number(fields[number - 3]);
    const ticks = field(14) + field(15) + field(16) + field(17);
    return [{ pid: Number(pid), parent: field(4), ticks }];
  } catch {
    // It ended meanwhile.
    return [];
  }
}
