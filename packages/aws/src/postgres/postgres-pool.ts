import { Pool } from "pg";

/** How to reach the database, as a link of the SST program gives it. */
export interface PostgresAccess {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly username: string;
  readonly password: string;
}

/** Where a failure of an idle connection is reported; the next query opens a new one. */
export type OnIdleError = (error: Error) => void;

const LOOPBACK = new Set(["127.0.0.1", "::1", "localhost"]);

/**
 * A pool of one connection, which is what one Lambda environment may hold: the number of environments
 * then bounds the connections of the whole system. Nothing connects until the first query.
 * TLS with a verified certificate everywhere but on the loopback interface.
 */
export function postgresPool(access: PostgresAccess, onIdleError: OnIdleError): Pool {
  const pool = new Pool({
    host: access.host,
    port: access.port,
    database: access.database,
    user: access.username,
    password: access.password,
    max: 1,
    // Statements do not wait for the answers of those before them: see `withTenant`.
    pipeline: true,
    ssl: tlsOf(access.host),
    connectionTimeoutMillis: 5_000,
    // A server that accepts and then hangs must not hold a handler until its timeout.
    query_timeout: 20_000,
    idleTimeoutMillis: 60_000,
    allowExitOnIdle: true,
    application_name: "accession",
  });
  // One in use may be lost as well: its statements tell their callers, but without a listener the process would end.
  pool.on("connect", (client) => client.on("error", () => undefined));
  // Without a listener, an idle connection that the server closes would end the process.
  pool.on("error", onIdleError);
  return pool;
}

/** TLS with a verified certificate, or none to a server of this machine. */
export function tlsOf(host: string): false | { readonly rejectUnauthorized: true } {
  return LOOPBACK.has(host) ? false : { rejectUnauthorized: true };
}
