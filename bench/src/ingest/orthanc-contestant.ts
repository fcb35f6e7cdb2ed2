import { spawn } from "node:child_process";
import { access, mkdir, writeFile } from "node:fs/promises";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { freePort } from "@accession/local/engine/free-port";
import { stopGroup } from "@accession/local/engine/stop-group";
import { waitUntil } from "@accession/local/engine/wait-until";
import type { PostgresServer } from "@accession/local/postgres/start-postgres";
import { Client } from "pg";
import type { Contestant } from "./contestant.ts";
import { cpuOfProcesses } from "./cpu-of-processes.ts";
import type { UniqueFile } from "./unique-files.ts";

const PROGRAM = "/usr/sbin/Orthanc";
const PLUGIN = "/usr/share/orthanc/plugins/libOrthancPostgreSQLIndex.so";
const CLIENTS = 8;
const ATTEMPTS = 20;
const DATABASE = "bench_orthanc";

/** Orthanc with its index in a database of the same Postgres and its files in a folder; undefined where it is not installed. */
export async function startOrthanc(
  postgres: PostgresServer,
  folder: string,
): Promise<Contestant | undefined> {
  if (!(await exists(PROGRAM)) || !(await exists(PLUGIN))) return undefined;
  const server = new Client({ connectionString: postgres.url });
  await server.connect();
  await server.query(`create database ${DATABASE}`);
  await server.end();

  const port = await freePort();
  const storage = join(folder, "orthanc");
  await mkdir(storage, { recursive: true });
  const configuration = join(folder, "orthanc.json");
  await writeFile(configuration, JSON.stringify(settings(postgres, port, storage)));
  const child = spawn(PROGRAM, [configuration], { detached: true, stdio: "ignore", cwd: storage });
  const stop = () => stopGroup(child);
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  try {
    await waitUntil("Orthanc answers", 60_000, () =>
      ask(agent, port, "GET", "/system").then(
        ({ status }) => (status === 200 ? true : undefined),
        () => undefined,
      ),
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    name: "Orthanc with PostgreSQL",
    cpuSeconds: () => cpuOfProcesses(child.pid ?? 0),
    prepare: () => undefined,
    store: (files) => post(agent, port, files),
    async indexed() {
      const { body } = await ask(agent, port, "GET", "/statistics");
      return (JSON.parse(body) as { CountInstances: number }).CountInstances;
    },
    async stop() {
      agent.destroy();
      await stop();
    },
  };
}

/** Its defaults, but for the addresses, and with the services that nobody here asks for switched off. */
function settings(postgres: PostgresServer, port: number, storage: string): object {
  return {
    Name: "bench",
    StorageDirectory: storage,
    HttpPort: port,
    RemoteAccessAllowed: false,
    AuthenticationEnabled: false,
    DicomServerEnabled: false,
    KeepAlive: true,
    Plugins: [PLUGIN],
    PostgreSQL: {
      EnableIndex: true,
      EnableStorage: false,
      Host: postgres.host,
      Port: postgres.port,
      Database: DATABASE,
      Username: postgres.superuser.username,
      Password: postgres.superuser.password,
      EnableSsl: false,
      Lock: false,
      IndexConnectionsCount: CLIENTS,
    },
  };
}

async function post(agent: Agent, port: number, files: readonly UniqueFile[]): Promise<void> {
  const remaining = files.values();
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      for (const { bytes } of remaining) await postOne(agent, port, bytes);
    }),
  );
}

/** Orthanc answers 503 when its transaction lost against another; a sender asks again, as DICOM senders do. */
async function postOne(agent: Agent, port: number, bytes: Buffer): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const { status, body } = await ask(agent, port, "POST", "/instances", bytes);
    if (status === 200 && (JSON.parse(body) as { Status?: string }).Status === "Success") return;
    if (status !== 503 || attempt === ATTEMPTS) throw new Error(`Orthanc answered ${status}: ${body}`);
  }
}

function ask(
  agent: Agent,
  port: number,
  method: string,
  path: string,
  body?: Buffer,
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const call = request({ agent, host: "127.0.0.1", port, method, path }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("end", () =>
        resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(parts).toString("utf8") }),
      );
      answer.on("error", reject);
    });
    call.on("error", reject);
    call.end(body);
  });
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
