import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { postgresPool } from "./postgres-pool.ts";
import { type TestDatabase, testDatabase } from "./test-database.ts";
import { type TenantLock, withTenant } from "./with-tenant.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await database.owner.query("create table counter (id int primary key, n int not null)");
  await database.owner.query("grant select, update, insert on counter to accession_app");
});
afterAll(() => database[Symbol.asyncDispose]());

const counted = async (id: number) =>
  (await database.owner.query<{ n: number }>("select n from counter where id = $1", [id])).rows[0]?.n;

describe("a tenant's transaction", () => {
  it("leaves nothing behind when the work fails, and the connection usable", async () => {
    const pool = database.appPool();
    const failing = withTenant(pool, database.demo.id, async (transaction) => {
      await transaction.query("insert into counter values (1, 1)");
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await counted(1)).toBeUndefined();
    await withTenant(pool, database.demo.id, (transaction) =>
      transaction.query("insert into counter values (1, 2)"),
    );
    expect(await counted(1)).toBe(2);
  });

  it("is tried again after a deadlock, until both are through", async () => {
    await database.owner.query("insert into counter values (10, 0), (11, 0)");
    const bothHoldOne = Promise.withResolvers<void>();
    let holding = 0;
    const add = (pool: ReturnType<TestDatabase["appPool"]>, first: number, second: number) =>
      withTenant(pool, database.demo.id, async (transaction) => {
        await transaction.query("update counter set n = n + 1 where id = $1", [first]);
        // Each holds its first row before it wants the other's; which of the two Postgres ends does not matter.
        holding += 1;
        if (holding === 2) bothHoldOne.resolve();
        await bothHoldOne.promise;
        await transaction.query("update counter set n = n + 1 where id = $1", [second]);
      });
    await Promise.all([add(database.appPool(), 10, 11), add(database.appPool(), 11, 10)]);
    expect([await counted(10), await counted(11)]).toEqual([2, 2]);
    // The one that was ended may take its first row again before the other has woken, and be ended once more.
    expect(holding).toBeGreaterThanOrEqual(3);
  });

  it("opens a new connection when the server closed the idle one", async () => {
    const pool = database.appPool();
    const pid = async () =>
      (
        await withTenant(pool, database.demo.id, (transaction) =>
          transaction.query<{ pid: number }>("select pg_backend_pid() as pid"),
        )
      )[0]?.pid;
    const before = await pid();
    await database.owner.query("select pg_terminate_backend($1)", [before]);
    const after = await pid();
    expect(after).toBeGreaterThan(0);
    expect(after).not.toBe(before);
  });

  it("ends a statement that takes too long instead of holding the handler", async () => {
    const slow = withTenant(database.appPool(), database.demo.id, async (transaction) => {
      await transaction.query("set local statement_timeout = 50");
      await transaction.query("select pg_sleep(30)");
    });
    await expect(slow).rejects.toMatchObject({ kind: "unavailable", code: "database.unavailable" });
  });

  it("gives its locks back when it stands still, as that of a killed environment does", async () => {
    const standsStill = Promise.withResolvers<void>();
    const goesOn = Promise.withResolvers<void>();
    const killed = withTenant(
      database.appPool(),
      database.demo.id,
      async (transaction) => {
        await transaction.query("set local idle_in_transaction_session_timeout = 300");
        standsStill.resolve();
        await goesOn.promise;
        return await transaction.query("select 1");
      },
      "with-objects",
    );
    const refused = expect(killed).rejects.toMatchObject({ code: "database.unavailable" });
    await standsStill.promise;
    const one = (lock: TenantLock) =>
      withTenant(
        database.appPool(),
        database.demo.id,
        (transaction) => transaction.query("select 1 as one"),
        lock,
      );
    // The second waits behind the first, and the first for the one that stands still.
    expect(await Promise.all([one("alone-with-objects"), one("with-objects")])).toHaveLength(2);
    goesOn.resolve();
    await refused;
  });

  it.each(["statement_timeout", "idle_in_transaction_session_timeout"])(
    "has its %s from the beginning",
    async (setting) => {
      const query = "select setting from pg_settings where name = $1";
      const rows = await withTenant(
        database.appPool(),
        database.demo.id,
        (transaction) => transaction.query<{ setting: string }>(query, [setting]),
        "with-objects",
      );
      expect(rows).toEqual([{ setting: "15000" }]);
    },
  );

  it("says that the database is away, as what may pass", async () => {
    const access = { host: "127.0.0.1", port: 9, database: "x", username: "x", password: "x" };
    const pool = postgresPool(access, () => undefined);
    const away = withTenant(pool, database.demo.id, (transaction) => transaction.query("select 1"));
    await expect(away).rejects.toMatchObject({ kind: "unavailable", code: "database.unavailable" });
    await pool.end();
  });
});
