-- Versions that are gone from the bucket, as S3 told. A row may be here before its version has a receipt: the deletion's event
-- can overtake the creation's. Whoever records the receipt then finds it here.
create table object_removal (
  tenant_id uuid not null references tenant (id),
  bucket text not null,
  object_key text not null,
  version_id text not null,
  removed_at timestamptz not null,
  removed_as text not null check (removed_as in ('expired', 'removed')),
  -- Of S3's event.
  correlation_id text not null,
  primary key (tenant_id, bucket, object_key, version_id)
);
alter table object_removal enable row level security;
alter table object_removal force row level security;
create policy tenant_isolation on object_removal
  using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
grant select, insert on object_removal to accession_app;

-- The address of an instance is that of a version that is there, if there is one with its bytes. Otherwise it says so here.
alter table instance
  add column file_gone_at timestamptz,
  add column file_gone_as text check (file_gone_as in ('expired', 'removed')),
  add check ((file_gone_at is null) = (file_gone_as is null));

create or replace view dicom_metadata with (security_invoker = true) as
  select i.id, s.patient_id, e.modality,
    case when i.file_gone_at is null then 's3://' || i.bucket || '/' || i.object_key end as file_url
  from instance i
  join study s on s.tenant_id = i.tenant_id and s.id = i.study_id
  join series e on e.tenant_id = i.tenant_id and e.id = i.series_id;

-- Receipts by everything that a person holds of a file.
create index receipt_by_key on receipt (tenant_id, object_key text_pattern_ops, received_at, id);
create index receipt_by_version on receipt (tenant_id, version_id);
create index receipt_by_etag on receipt (tenant_id, etag) where etag is not null;
create index receipt_by_reason on receipt (tenant_id, reason_code, received_at, id) where reason_code is not null;
create index receipt_by_end on receipt (tenant_id, gone_as, received_at, id) where gone_as is not null;
