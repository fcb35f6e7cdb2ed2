import { randomUUID } from "node:crypto";
import { studyCompleted } from "@accession/events/studies/study.completed";
import { expect, it } from "vitest";
import { postgresNotificationSettings } from "../notifications/postgres-notification-settings.ts";
import { insertOutbox, postgresOutbox } from "./postgres-outbox.ts";
import { registerTenant } from "./register-tenant.ts";
import { testDatabase } from "./test-database.ts";
import { withTenant } from "./with-tenant.ts";

const envelopeOf = (id: string, tenantId: string) => ({
  ...{ id, tenantId, aggregateId: randomUUID(), aggregateVersion: 1, homeRegion: "eu-central-1" },
  type: "study.completed",
  version: 1,
  occurredAt: new Date().toISOString(),
  meta: { correlationId: "c", causationId: "c", actor: "test" },
  data: {},
});

it("lets what was postponed come behind what is younger, and lets it come again", async () => {
  await using database = await testDatabase();
  const pool = database.appPool();
  const tenantId = database.demo.id;
  const outbox = postgresOutbox(pool);
  const ids = [0, 1, 2].map(() => randomUUID());
  for (const id of ids) {
    await withTenant(pool, tenantId, (transaction) =>
      insertOutbox(transaction, tenantId, [
        { source: studyCompleted.source, envelope: envelopeOf(id, tenantId) },
      ]),
    );
  }
  const inAnHour = new Date(Date.now() + 3_600_000);
  const first = async (atMost: number, olderThan = inAnHour) =>
    (await outbox.unpublished(olderThan, atMost)).map(({ id }) => id);
  expect(await first(2)).toEqual(ids.slice(0, 2));
  await outbox.postpone(tenantId, ids.slice(0, 2), new Date(Date.now() + 1_800_000));
  expect(await first(1)).toEqual([ids[2]]);
  expect(await first(3, new Date(Date.now() + 60_000))).toEqual([ids[2]]);
  expect((await first(3)).toSorted()).toEqual(ids.toSorted());
  await outbox.markPublished(tenantId, ids, new Date());
  expect(await first(3)).toEqual([]);
});

it("says which events it cannot read, and reads the others", async () => {
  await using database = await testDatabase();
  const pool = database.appPool();
  const tenantId = database.demo.id;
  const outbox = postgresOutbox(pool);
  const [good, poisoned] = [randomUUID(), randomUUID()];
  for (const id of [good, poisoned]) {
    await withTenant(pool, tenantId, (transaction) =>
      insertOutbox(transaction, tenantId, [
        { source: studyCompleted.source, envelope: envelopeOf(id, tenantId) },
      ]),
    );
  }
  await withTenant(pool, tenantId, (transaction) =>
    transaction.query("update outbox set envelope = '{}' where tenant_id = $1 and id = $2", [
      tenantId,
      poisoned,
    ]),
  );
  await expect(outbox.load(tenantId, [good, poisoned])).rejects.toMatchObject({
    code: "outbox.event-unreadable",
    ids: new Set([poisoned]),
  });
  expect(await outbox.load(tenantId, [good])).toHaveLength(1);
});

it("reads a tenant's settings for notifications, and says when they cannot be read", async () => {
  await using database = await testDatabase();
  const { owner, demo, other } = database;
  const settings = postgresNotificationSettings(database.appPool());
  const operators = { email: ["on-call@clinic.example"], phone: [], about: ["order.failed" as const] };
  await registerTenant(owner, { ...demo, notifications: { operators } });
  // A registration that does not speak of them leaves them alone.
  await registerTenant(owner, demo);
  expect(await settings.of(demo.id)).toEqual({ operators, templates: {} });
  expect((await settings.of(other.id)).operators.email).toEqual([]);
  const wrong = { operators: { email: ["no address"] } };
  await expect(registerTenant(owner, { ...other, notifications: wrong })).rejects.toThrow();
  await owner.query("begin");
  await owner.query("select set_config('app.tenant_id', $1, true)", [other.id]);
  await owner.query("update tenant set settings = $1 where id = $2", [{ notifications: wrong }, other.id]);
  await owner.query("commit");
  await expect(settings.of(other.id)).rejects.toMatchObject({ code: "tenant.notifications-malformed" });
});
