-- Tenants, and the frame that keeps them apart.
--
-- Every table is under forced row-level security: a transaction sees and writes the rows of the tenant in
-- app.tenant_id, and none when it is not set. This holds for the owner too, so a later migration that touches
-- rows must loop over the tenants and set app.tenant_id for each.
--
-- Roles (made before the first file): accession_app runs the functions; accession_sweeper cannot log in and owns
-- the few functions that look across tenants. It may read ids and due times, nothing else.

create function current_tenant() returns uuid
  language sql stable parallel safe
  set search_path = ''
  return nullif(pg_catalog.current_setting('app.tenant_id', true), '')::uuid;

create table tenant (
  id uuid primary key,
  -- In object keys. Only the system's own tenant has a slug that no object key can spell.
  slug text not null unique check (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$' or slug = '_system'),
  -- A study is complete when nothing arrived for so long. 900 s is the longest delay of a queue message.
  quiet_period_seconds integer not null default 60 check (quiet_period_seconds between 0 and 900),
  -- Issuer of accession numbers (0008,0051) that files leave out.
  default_issuer text,
  retention_days integer check (retention_days > 0),
  time_zone text not null default 'UTC',
  -- Review thresholds and message templates, by name.
  settings jsonb not null default '{}',
  created_at timestamptz not null default now()
);
alter table tenant enable row level security;
alter table tenant force row level security;
create policy tenant_isolation on tenant using (id = current_tenant()) with check (id = current_tenant());

-- Receipts of objects whose key names no tenant have to belong to someone: to the system.
select set_config('app.tenant_id', '00000000-0000-0000-0000-000000000000', true);
insert into tenant (id, slug) values ('00000000-0000-0000-0000-000000000000', '_system');
select set_config('app.tenant_id', '', true);

grant select on tenant to accession_app;

create policy sweeper_reads on tenant for select to accession_sweeper using (true);
grant select (id, slug) on tenant to accession_sweeper;

-- The functions that look across tenants live here, owned by accession_sweeper.
create schema across_tenants;
grant usage on schema across_tenants to accession_app, accession_sweeper;
grant create on schema across_tenants to accession_sweeper;

create function across_tenants.tenant_by_slug(wanted text) returns uuid
  language sql stable security definer
  set search_path = pg_catalog, pg_temp
  begin atomic
    select id from public.tenant where slug = wanted and slug <> '_system';
  end;
alter function across_tenants.tenant_by_slug(text) owner to accession_sweeper;
revoke all on function across_tenants.tenant_by_slug(text) from public;
grant execute on function across_tenants.tenant_by_slug(text) to accession_app;
