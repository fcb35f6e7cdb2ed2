-- Orders meet studies here. Both sides lock (tenant, accession number), write their row and read the other's.

create table expected_procedure (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  order_id uuid not null,
  -- Line of the order, from 1.
  line integer not null check (line > 0),
  -- '' where neither order nor tenant names one, as in study_accession_number.
  issuer text not null default '',
  accession_number text not null check (length(accession_number) between 1 and 16),
  procedure_code text,
  modality text,
  requested_date text,
  patient_id text,
  patient_name text,
  patient_birth_date text,
  state text not null default 'waiting' check (state in ('waiting', 'linked', 'expired', 'cancelled')),
  -- When the order stops waiting. A sweeper enforces it.
  deadline_at timestamptz not null,
  -- The order's execution that waits, and how to wake it.
  attempt integer not null check (attempt > 0),
  task_token text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, order_id, line)
);
create index expected_procedure_by_number
  on expected_procedure (tenant_id, accession_number, issuer);
create index expected_procedure_due on expected_procedure (tenant_id, deadline_at) where state = 'waiting';
alter table expected_procedure enable row level security;
alter table expected_procedure force row level security;
create policy tenant_isolation on expected_procedure
  using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
grant select, insert, update on expected_procedure to accession_app;

create policy sweeper_reads on expected_procedure for select to accession_sweeper using (true);
grant select (tenant_id, id, state, deadline_at) on expected_procedure to accession_sweeper;

create table study_link (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  study_id uuid not null,
  procedure_id uuid not null,
  -- The study's version that was judged.
  study_version integer not null,
  -- proposed: on the worklist; linked: counts for the order; unlinked: taken back by hand.
  status text not null check (status in ('proposed', 'linked', 'unlinked')),
  grade text not null check (grade in ('matched', 'suspect', 'ambiguous', 'manual')),
  -- Codes of what spoke for and against it. Never the values.
  reasons jsonb not null default '[]',
  -- A component's name, or the subject of the user who decided.
  actor text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, study_id, procedure_id),
  foreign key (tenant_id, study_id) references study (tenant_id, id),
  foreign key (tenant_id, procedure_id) references expected_procedure (tenant_id, id)
);
create index study_link_by_procedure on study_link (tenant_id, procedure_id, status);
alter table study_link enable row level security;
alter table study_link force row level security;
create policy tenant_isolation on study_link
  using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
grant select, insert, update on study_link to accession_app;

-- Procedures that nobody matched by their deadline.
create function across_tenants.overdue_procedures(as_of timestamptz, at_most integer)
  returns table (tenant_id uuid, id uuid)
  language sql stable security definer
  set search_path = pg_catalog, pg_temp
  begin atomic
    select p.tenant_id, p.id from public.expected_procedure p
    where p.state = 'waiting' and p.deadline_at <= as_of
    order by p.deadline_at, p.id limit at_most;
  end;
alter function across_tenants.overdue_procedures(timestamptz, integer) owner to accession_sweeper;
revoke all on function across_tenants.overdue_procedures(timestamptz, integer) from public;
grant execute on function across_tenants.overdue_procedures(timestamptz, integer) to accession_app;
