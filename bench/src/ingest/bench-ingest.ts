import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@accession/local/engine/free-port";
import { type PostgresServer, startPostgres } from "@accession/local/postgres/start-postgres";
import { median } from "../dicom/median.ts";
import { startAccession } from "./accession-contestant.ts";
import type { Contestant } from "./contestant.ts";
import { cpuOfProcesses } from "./cpu-of-processes.ts";
import { startOrthanc } from "./orthanc-contestant.ts";
import { type UniqueFile, uniqueFiles } from "./unique-files.ts";

const ROUNDS = 5;
/** Of 100 files each. */
const STUDIES = 12;
const WORKERS = 2;

/** One round of one contestant. */
interface Round {
  readonly perSecond: number;
  /** CPU seconds per 1,000 instances: of its own processes, and of Postgres. */
  readonly own: number;
  readonly database: number;
}

/** The ingest worker with a real Postgres, and Orthanc with its index in the same Postgres, on the same files. */
export async function benchIngest(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "accession-bench-"));
  const postgres = await startPostgres({ folder, port: await freePort(), lasting: false, signal: undefined });
  const contestants: Contestant[] = [];
  try {
    contestants.push(await startAccession(postgres, folder, WORKERS));
    const orthanc = await startOrthanc(postgres, folder);
    if (orthanc !== undefined) contestants.push(orthanc);
    print(await measure(contestants, postgres));
  } finally {
    for (const { stop } of contestants) await stop();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** In turn, so that whatever else the machine does meets both. The first round warms up. */
async function measure(
  contestants: readonly Contestant[],
  postgres: PostgresServer,
): Promise<ReadonlyMap<string, readonly Round[]>> {
  const rounds = new Map<string, Round[]>(contestants.map(({ name }) => [name, []]));
  for (let number = 0; number <= ROUNDS; number++) {
    const files = uniqueFiles(number, STUDIES);
    for (const contestant of contestants) {
      const round = await run(contestant, postgres, files);
      if (number > 0) rounds.get(contestant.name)?.push(round);
    }
  }
  return rounds;
}

async function run(
  contestant: Contestant,
  postgres: PostgresServer,
  files: readonly UniqueFile[],
): Promise<Round> {
  contestant.prepare(files);
  const before = await contestant.indexed();
  const cpu = () => Promise.all([contestant.cpuSeconds(), cpuOfProcesses(postgres.pid)]);
  const [own, database] = await cpu();
  const start = performance.now();
  await contestant.store(files);
  const seconds = (performance.now() - start) / 1000;
  const [ownAfter, databaseAfter] = await cpu();
  const added = (await contestant.indexed()) - before;
  if (added !== files.length) throw new Error(`${contestant.name} indexed ${added} of ${files.length} files`);
  const thousands = files.length / 1000;
  return {
    perSecond: files.length / seconds,
    own: (ownAfter - own) / thousands,
    database: (databaseAfter - database) / thousands,
  };
}

function print(results: ReadonlyMap<string, readonly Round[]>): void {
  const rows = [...results].map(([name, rounds]) => ({
    name,
    perSecond: median(rounds.map((round) => round.perSecond)),
    least: Math.min(...rounds.map((round) => round.perSecond)),
    most: Math.max(...rounds.map((round) => round.perSecond)),
    own: median(rounds.map((round) => round.own)),
    database: median(rounds.map((round) => round.database)),
  }));
  const other = rows[1];
  const head = [
    "system",
    "instances/s (least to most)",
    "ratio",
    "CPU s per 1,000, own processes",
    "CPU s per 1,000, Postgres",
    "CPU s per 1,000, together",
  ];
  const lines = rows.map((row) => [
    row.name,
    `${row.perSecond.toFixed(0)} (${row.least.toFixed(0)} to ${row.most.toFixed(0)})`,
    other === undefined ? "–" : `${(row.perSecond / other.perSecond).toFixed(1)} ×`,
    row.own.toFixed(2),
    row.database.toFixed(2),
    (row.own + row.database).toFixed(2),
  ]);
  const table = [head, head.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
  const machine = `${cpus()[0]?.model ?? "?"}, ${cpus().length} cores, Node ${process.versions.node}`;
  process.stdout.write(
    `${table}\n\n${scope(other !== undefined)}\n${machine}, ${new Date().toISOString().slice(0, 10)}\n`,
  );
}

function scope(withOrthanc: boolean): string {
  const ours = [
    `Each round: ${STUDIES * 100} CT files of 39 KB, ${STUDIES} studies, four of them arriving at a time; ${ROUNDS} rounds in turn after one to warm up, medians.`,
    `accession: the bundled handler in ${WORKERS} processes, batches of 100 messages; reads headers by ranges over HTTP and indexes what S3 has stored already. The server that stands in for S3 and the bus runs on the same cores, and is not counted as CPU.`,
  ];
  const both = "Postgres: one server for both, without fsync; its CPU is counted apart.";
  const theirs = withOrthanc
    ? "Orthanc: POST /instances by 8 clients with kept connections; it also receives and stores the bytes."
    : "Orthanc is not here (Debian packages orthanc and orthanc-postgresql): nothing to compare with.";
  return [...ours, theirs, both].join("\n");
}
