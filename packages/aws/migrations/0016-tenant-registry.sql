-- Tenants are registered and set by the operators of the system, and retention ends what is old.

alter table tenant
  -- Counts the changes: whoever changes the settings says which version they saw.
  add column version integer not null default 1;
-- Row-level security lets a transaction write its own tenant's row only; ids and slugs never change.
grant insert (id, slug, quiet_period_seconds, default_issuer, retention_days, time_zone, settings) on tenant
  to accession_app;
grant update (quiet_period_seconds, default_issuer, retention_days, time_zone, settings, version) on tenant
  to accession_app;

-- Versions whose time is over. Written before the version is deleted: whatever happens in between, it is known that it is to
-- go, and that it went because it expired.
create table version_expiry (
  tenant_id uuid not null references tenant (id),
  bucket text not null,
  object_key text not null,
  version_id text not null,
  decided_at timestamptz not null,
  deleted_at timestamptz,
  primary key (tenant_id, bucket, object_key, version_id)
);
create index version_expiry_pending on version_expiry (tenant_id, decided_at) where deleted_at is null;
alter table version_expiry enable row level security;
alter table version_expiry force row level security;
create policy tenant_isolation on version_expiry
  using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
grant select, insert, update on version_expiry to accession_app;

-- What retention looks through: never what is gone already.
create index receipt_present on receipt (tenant_id, received_at, id) where gone_at is null;

grant select (retention_days) on tenant to accession_sweeper;
create function across_tenants.tenants_with_retention() returns table (id uuid, retention_days integer)
  language sql stable security definer
  set search_path = pg_catalog, pg_temp
  begin atomic
    select t.id, t.retention_days from public.tenant t where t.retention_days is not null order by t.id;
  end;
alter function across_tenants.tenants_with_retention() owner to accession_sweeper;
revoke all on function across_tenants.tenants_with_retention() from public;
grant execute on function across_tenants.tenants_with_retention() to accession_app;
