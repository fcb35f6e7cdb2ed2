-- A receipt's outcome follows from all versions of its instance that are known, so one that landed earlier and comes late
-- changes those of the others. What a receipt said before is kept here.
create table receipt_history (
  tenant_id uuid not null,
  receipt_id uuid not null,
  -- Counts the changes of the receipt, from 1.
  number integer not null,
  -- As they were until `changed_at`.
  outcome text not null,
  reason_code text,
  evidence jsonb not null,
  changed_at timestamptz not null,
  -- Of the file or request that led to the change.
  correlation_id text not null,
  primary key (tenant_id, receipt_id, number),
  foreign key (tenant_id, receipt_id) references receipt (tenant_id, id) on delete cascade
);
alter table receipt_history enable row level security;
alter table receipt_history force row level security;
create policy tenant_isolation on receipt_history
  using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
grant select, insert on receipt_history to accession_app;

-- Data sets are compared by reading both, when there are two. The receipts hold the checksums.
alter table instance drop column header_digest, drop column checksum;
