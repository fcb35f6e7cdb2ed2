import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import { access, chmod, chown, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Client } from "pg";
import { stopGroup } from "../engine/stop-group.ts";
import { waitUntil } from "../engine/wait-until.ts";
import { SetUpError } from "../set-up/set-up-error.ts";
import { serverBinaries, serverUser } from "./server-binaries.ts";

export interface PostgresServer {
  readonly host: string;
  readonly port: number;
  /** The superuser of this server, who stands in for RDS itself. */
  readonly superuser: { readonly username: string; readonly password: string };
  /** A connection string of the superuser to the database `postgres`. */
  readonly url: string;
  /** The same to another database. */
  urlOf(database: string): string;
  readonly pid: number;
  stop(): Promise<void>;
}

const SUPERUSER = "rds_admin";

export interface PostgresOptions {
  /** Where its data and its log are: what is there goes on, else it begins empty. */
  readonly folder: string;
  readonly port: number;
  /** Its state outlives the run, so it must survive the end of the machine as well. */
  readonly lasting: boolean;
  readonly signal: AbortSignal | undefined;
}

/** Starts Postgres on a port of 127.0.0.1, with its data below `folder`. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const { folder, port, lasting, signal } = options;
  const user = serverUser();
  const bin = await serverBinaries(folder);
  const data = join(folder, "postgres");
  const passwordFile = join(folder, "postgres-password");
  const isNew = !(await exists(join(data, "PG_VERSION")));
  const password = isNew ? randomBytes(18).toString("base64url") : await readFile(passwordFile, "utf8");
  await mkdir(data, { recursive: true, mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user !== undefined) {
    // The server's own user must get to its data.
    await chmod(folder, 0o711);
    await chown(data, user.uid, user.gid);
    await chown(passwordFile, user.uid, user.gid);
  }
  const logFile = join(folder, "postgres.log");
  const start = (program: string, args: readonly string[]) => {
    const log = openSync(logFile, "a");
    const child = spawn(join(bin, program), args, {
      detached: true,
      stdio: ["ignore", log, log],
      cwd: data,
      env: { PATH: process.env["PATH"], LC_ALL: "C", TZ: "UTC", HOME: data },
      ...user,
    });
    closeSync(log);
    return child;
  };

  if (isNew) {
    const initdb = start("initdb", [
      `--pgdata=${data}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      "--no-sync",
    ]);
    const code = await new Promise<number | null>((resolve, reject) => {
      initdb.once("error", reject);
      initdb.once("exit", resolve);
    });
    if (code !== 0) throw await postgresFailed("initdb", logFile);
  }
  // Of a run that was killed. No server uses the data: it would listen on the port, which is free.
  await rm(join(data, "postmaster.pid"), { force: true });

  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=300",
    ...(lasting ? [] : ["fsync=off", "full_page_writes=off"]),
    "synchronous_commit=off",
    "log_min_messages=warning",
    // As the program sets it for Aurora: errors without the rows that they are about.
    "log_error_verbosity=terse",
  ];
  const server = start("postgres", ["-D", data, "-p", String(port), ...settings.flatMap((s) => ["-c", s])]);
  const stop = () => stopGroup(server, "SIGINT");
  const urlOf = (database: string) => `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;
  const url = urlOf("postgres");
  try {
    await waitUntil("Postgres answers", 60_000, async () => {
      signal?.throwIfAborted();
      if (server.exitCode !== null) throw await postgresFailed("postgres", logFile);
      return (await answers(url)) ? true : undefined;
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    host: "127.0.0.1",
    port,
    superuser: { username: SUPERUSER, password },
    url,
    urlOf,
    pid: server.pid ?? 0,
    stop,
  };
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
  client.on("error", () => {
    // Refused or reset while the server starts: the caller asks again.
  });
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

async function postgresFailed(program: string, logFile: string): Promise<SetUpError> {
  const log = await readFile(logFile, "utf8");
  return new SetUpError(
    "postgres-failed",
    `${program} ended at once: ${log.trim().split("\n").slice(-3).join(" | ")}`,
    "If it says that a library is missing, install it; else remove node_modules and run the command again.",
  );
}
