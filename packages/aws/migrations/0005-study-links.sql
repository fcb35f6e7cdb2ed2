-- Links that count, who decided them, and who has still to be told.
--
-- A procedure's state and its links change only under a transaction lock on (tenant, accession number).

alter table expected_procedure
  -- The order went on: an unlink from now on is a matter for a person. Taken back when the order gives its studies up.
  add column fulfilled_at timestamptz,
  -- Of whoever placed the order, carried on by what a sweeper does.
  add column correlation_id text not null default 'unknown',
  -- True until the execution with task_token was seen to wake. All that the sweeper may know of the token.
  add column token_held boolean generated always as (task_token is not null) stored;
create index expected_procedure_to_wake on expected_procedure (tenant_id, updated_at) where task_token is not null;

alter table study_link
  -- Counts the changes; the version of a link in events.
  add column version integer not null default 1,
  -- withdrawn: was proposed and is no candidate any more.
  drop constraint study_link_status_check,
  add check (status in ('proposed', 'linked', 'unlinked', 'withdrawn'));

-- Every decision about a link, by whom and why: none is lost by a later one. Written with the link, never changed.
create table study_link_history (
  tenant_id uuid not null,
  link_id uuid not null,
  version integer not null,
  study_version integer not null,
  status text not null,
  grade text not null,
  reasons jsonb not null,
  actor text not null,
  -- What the person wrote. It may name a patient: it stays here.
  note text,
  -- Of the request that decided: the same request decides once.
  request_key text,
  decided_at timestamptz not null,
  primary key (tenant_id, link_id, version),
  unique (tenant_id, request_key),
  foreign key (tenant_id, link_id) references study_link (tenant_id, id)
);
alter table study_link_history enable row level security;
alter table study_link_history force row level security;
create policy tenant_isolation on study_link_history
  using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
grant select, insert on study_link_history to accession_app;

grant select (order_id, token_held, updated_at) on expected_procedure to accession_sweeper;

-- Orders past their deadline, and orders whose wait ended before `ended_before` and that still hold a token: the
-- message that wakes them was lost, or its consumer failed.
create function across_tenants.unended_waits(as_of timestamptz, ended_before timestamptz, at_most integer)
  returns table (tenant_id uuid, order_id uuid)
  language sql stable security definer
  set search_path = pg_catalog, pg_temp
  begin atomic
    select p.tenant_id, p.order_id from public.expected_procedure p
    where (p.state = 'waiting' and p.deadline_at <= as_of)
      or (p.state <> 'waiting' and p.token_held and p.updated_at <= ended_before
        and not exists (select from public.expected_procedure o
          where o.tenant_id = p.tenant_id and o.order_id = p.order_id and o.state = 'waiting'))
    group by p.tenant_id, p.order_id
    order by min(p.deadline_at), p.order_id limit at_most;
  end;
alter function across_tenants.unended_waits(timestamptz, timestamptz, integer) owner to accession_sweeper;
revoke all on function across_tenants.unended_waits(timestamptz, timestamptz, integer) from public;
grant execute on function across_tenants.unended_waits(timestamptz, timestamptz, integer) to accession_app;

-- Its one reader asks for whole orders now.
drop function across_tenants.overdue_procedures(timestamptz, integer);
