-- Events that are written with the state they tell of, and events that were already acted upon.

create table outbox (
  tenant_id uuid not null references tenant (id),
  -- The event's own id: a second publication is the same event.
  id uuid not null,
  -- accession.<area>, the source on EventBridge.
  source text not null,
  type text not null,
  aggregate_id uuid not null,
  aggregate_version integer not null,
  -- The whole envelope, ready to be published. Ids only: no patient data.
  envelope jsonb not null,
  created_at timestamptz not null default now(),
  published_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, aggregate_id, aggregate_version, type)
);
create index outbox_unpublished on outbox (tenant_id, created_at) where published_at is null;
alter table outbox enable row level security;
alter table outbox force row level security;
create policy tenant_isolation on outbox using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
grant select, insert, update, delete on outbox to accession_app;

create policy sweeper_reads on outbox for select to accession_sweeper using (true);
grant select (tenant_id, id, source, created_at, published_at) on outbox to accession_sweeper;

create table processed_event (
  tenant_id uuid not null references tenant (id),
  consumer text not null,
  event_id uuid not null,
  processed_at timestamptz not null default now(),
  primary key (tenant_id, consumer, event_id)
);
alter table processed_event enable row level security;
alter table processed_event force row level security;
create policy tenant_isolation on processed_event
  using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
grant select, insert, delete on processed_event to accession_app;

-- Events that their writer did not get out, oldest first; `older_than` leaves those alone that are on their way.
create function across_tenants.unpublished_outbox(older_than timestamptz, at_most integer)
  returns table (tenant_id uuid, id uuid)
  language sql stable security definer
  set search_path = pg_catalog, pg_temp
  begin atomic
    select o.tenant_id, o.id from public.outbox o
    where o.published_at is null and o.created_at <= older_than
    order by o.created_at, o.id limit at_most;
  end;
alter function across_tenants.unpublished_outbox(timestamptz, integer) owner to accession_sweeper;
revoke all on function across_tenants.unpublished_outbox(timestamptz, integer) from public;
grant execute on function across_tenants.unpublished_outbox(timestamptz, integer) to accession_app;
