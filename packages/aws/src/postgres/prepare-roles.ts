import { setTimeout as delay } from "node:timers/promises";
import type { Client } from "pg";

/** The role of the functions. It owns nothing and cannot pass row-level security. */
export const APP_ROLE = "accession_app";
/** Owner of the few functions that look across tenants; cannot log in. */
export const SWEEPER_ROLE = "accession_sweeper";

/** Roles belong to the whole server: two migrations of two databases may meet on one row of the catalogue. */
const MET_ANOTHER = new Set(["23505", "42710", "XX000"]);
const ATTEMPTS = 10;

/** Makes the roles that the migrations grant to, and sets the password of the functions' role. Idempotent. */
export async function prepareRoles(owner: Client, appPassword: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await owner.query("begin");
      await makeRoles(owner, appPassword);
      await owner.query("commit");
      return;
    } catch (error) {
      await owner.query("rollback");
      const met = error instanceof Error && "code" in error && MET_ANOTHER.has(String(error.code));
      if (!met || attempt >= ATTEMPTS) throw error;
      await delay(Math.random() * 50 * attempt);
    }
  }
}

async function makeRoles(owner: Client, appPassword: string): Promise<void> {
  const { rows } = await owner.query<{ rolname: string }>(
    "select rolname from pg_roles where rolname = any($1)",
    [[APP_ROLE, SWEEPER_ROLE]],
  );
  const present = new Set(rows.map((row) => row.rolname));
  // A role is made without superuser and without bypassing row-level security unless told otherwise; an owner
  // who has neither right, as on Aurora, is not allowed to name them.
  if (!present.has(APP_ROLE)) await owner.query(`create role ${APP_ROLE} login`);
  if (!present.has(SWEEPER_ROLE)) await owner.query(`create role ${SWEEPER_ROLE} nologin`);
  await owner.query(`alter role ${APP_ROLE} with password ${owner.escapeLiteral(appPassword)}`);
  // Storage without moving parts: the planner's own value is of a disk, and makes it read whole tables instead of indexes.
  await owner.query(`alter role ${APP_ROLE} set random_page_cost = 1.1`);
  // Needed to hand functions over to it. Without inheritance, so that its policies do not open tables to the owner.
  await owner.query(`grant ${SWEEPER_ROLE} to current_user with inherit false, set true`);
  const { rows: names } = await owner.query<{ name: string }>(
    "select quote_ident(current_database()) as name",
  );
  await owner.query(`grant connect on database ${names[0]?.name} to ${APP_ROLE}`);
  await owner.query(`grant usage on schema public to ${APP_ROLE}, ${SWEEPER_ROLE}`);
}
