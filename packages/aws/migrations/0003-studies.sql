-- The index of what the files hold. Texts are as in the file, decoded; an attribute that is absent or empty is null.

create table study (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  study_instance_uid text not null,
  patient_id text,
  issuer_of_patient_id text,
  patient_name text,
  -- As in the file (DA, PS3.5 section 6.2): real files hold dates that no calendar has.
  patient_birth_date text,
  patient_sex text,
  study_date text,
  study_time text,
  study_description text,
  study_id text,
  referring_physician_name text,
  accession_number text,
  -- Counts the batches that brought something new; the version of a study in events.
  arrival_version integer not null default 0,
  -- The last arrival_version that was told as study.completed.
  completed_version integer not null default 0,
  -- When the study may be called complete. The truth: delayed messages are only hints.
  quiet_after timestamptz not null,
  series_count integer not null default 0,
  instance_count integer not null default 0,
  byte_count bigint not null default 0,
  first_arrived_at timestamptz not null,
  last_arrived_at timestamptz not null,
  completed_at timestamptz,
  -- Of the last batch, carried on by the completion.
  correlation_id text not null,
  primary key (tenant_id, id),
  unique (tenant_id, study_instance_uid),
  check (completed_version <= arrival_version)
);
create index study_by_patient on study (tenant_id, patient_id, id);
create index study_by_date on study (tenant_id, study_date, id);
create index study_due on study (tenant_id, quiet_after) where completed_version < arrival_version;
alter table study enable row level security;
alter table study force row level security;
create policy tenant_isolation on study using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
grant select, insert, update, delete on study to accession_app;

create policy sweeper_reads on study for select to accession_sweeper using (true);
grant select (tenant_id, id, quiet_after, arrival_version, completed_version) on study to accession_sweeper;

-- A study has several accession numbers (0008,0050 and the Request Attributes Sequence 0040,0275), and a number is
-- unique within its issuer only. The issuer is '' where neither file nor tenant names one.
create table study_accession_number (
  tenant_id uuid not null,
  study_id uuid not null,
  issuer text not null default '',
  accession_number text not null,
  primary key (tenant_id, study_id, issuer, accession_number),
  foreign key (tenant_id, study_id) references study (tenant_id, id) on delete cascade
);
create index study_accession_number_by_number
  on study_accession_number (tenant_id, accession_number, issuer, study_id);
alter table study_accession_number enable row level security;
alter table study_accession_number force row level security;
create policy tenant_isolation on study_accession_number
  using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
grant select, insert, update, delete on study_accession_number to accession_app;

create table series (
  tenant_id uuid not null,
  id uuid not null,
  study_id uuid not null,
  series_instance_uid text not null,
  series_number text,
  series_description text,
  modality text,
  body_part_examined text,
  manufacturer text,
  institution_name text,
  instance_count integer not null default 0,
  primary key (tenant_id, id),
  -- Broken senders use one series UID in two studies; each study keeps its own series then.
  unique (tenant_id, study_id, series_instance_uid),
  foreign key (tenant_id, study_id) references study (tenant_id, id) on delete cascade
);
create index series_by_modality on series (tenant_id, modality, study_id);
alter table series enable row level security;
alter table series force row level security;
create policy tenant_isolation on series using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
grant select, insert, update, delete on series to accession_app;

-- Every object version that landed has exactly one row here, with its one terminal outcome.
create table receipt (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  bucket text not null,
  object_key text not null,
  -- 'null' for an object of a bucket without versioning, as S3 itself calls it.
  version_id text not null,
  byte_count bigint not null,
  etag text,
  -- Base64 SHA-256 of the object, where S3 was asked for it.
  checksum text,
  -- Orders the events of one key; S3 leaves it out of some events.
  sequencer text,
  -- When S3 says that the object landed, and when the outcome was queryable.
  landed_at timestamptz not null,
  received_at timestamptz not null,
  outcome text not null check (
    outcome in ('stored', 'identical', 'same-header', 'conflict', 'rejected', 'ignored')),
  -- Why, for rejected and ignored: a stable code, and the failure status of PS3.18 table I.2-2.
  reason_code text,
  reason_message text,
  failure_status integer,
  -- What the outcome rests on: etags, sizes, checksums, names of differing attributes. Never their values.
  evidence jsonb not null default '{}',
  sop_instance_uid text,
  study_id uuid,
  -- The instance that was stored, or that was there already.
  instance_id uuid,
  correlation_id text not null,
  -- What became of the object afterwards; the outcome and its evidence stay.
  gone_at timestamptz,
  gone_as text check (gone_as in ('expired', 'removed')),
  primary key (tenant_id, id),
  unique (tenant_id, bucket, object_key, version_id),
  foreign key (tenant_id, study_id) references study (tenant_id, id),
  check ((outcome in ('rejected', 'ignored')) = (reason_code is not null)),
  check ((outcome in ('rejected', 'ignored')) = (instance_id is null)),
  check ((gone_at is null) = (gone_as is null))
);
create index receipt_by_time on receipt (tenant_id, received_at, id);
create index receipt_by_outcome on receipt (tenant_id, outcome, received_at, id);
create index receipt_by_instance_uid on receipt (tenant_id, sop_instance_uid) where sop_instance_uid is not null;
create index receipt_by_checksum on receipt (tenant_id, checksum) where checksum is not null;
create index receipt_by_study on receipt (tenant_id, study_id) where study_id is not null;
create index receipt_by_instance on receipt (tenant_id, instance_id) where instance_id is not null;
alter table receipt enable row level security;
alter table receipt force row level security;
create policy tenant_isolation on receipt using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
grant select, insert, update on receipt to accession_app;

create table instance (
  tenant_id uuid not null,
  id uuid not null,
  study_id uuid not null,
  series_id uuid not null,
  -- The receipt of the object that it was read from.
  receipt_id uuid not null,
  sop_instance_uid text not null,
  sop_class_uid text not null,
  transfer_syntax_uid text not null,
  instance_number text,
  row_count integer,
  column_count integer,
  frame_count integer,
  bucket text not null,
  object_key text not null,
  version_id text not null,
  byte_count bigint not null,
  etag text,
  checksum text,
  -- SHA-256 of the data set before the pixels, where it was computed: tells `same-header` from `conflict`.
  header_digest bytea,
  -- Every attribute that we index or show, keyword to text, to name what differs in a conflict.
  attributes jsonb not null,
  stored_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, sop_instance_uid),
  unique (tenant_id, receipt_id),
  foreign key (tenant_id, study_id) references study (tenant_id, id),
  foreign key (tenant_id, series_id) references series (tenant_id, id),
  foreign key (tenant_id, receipt_id) references receipt (tenant_id, id)
);
create index instance_by_series on instance (tenant_id, series_id, id);
create index instance_by_study on instance (tenant_id, study_id);
alter table instance enable row level security;
alter table instance force row level security;
create policy tenant_isolation on instance using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
grant select, insert, update, delete on instance to accession_app;

-- Receipt and instance point at each other and are written together; this side is checked at the commit.
alter table receipt add foreign key (tenant_id, instance_id) references instance (tenant_id, id)
  deferrable initially deferred;

-- One row per stored file, for readers that want no more than that. security_invoker keeps row-level security on.
create view dicom_metadata with (security_invoker = true) as
  select i.id, s.patient_id, e.modality, 's3://' || i.bucket || '/' || i.object_key as file_url
  from instance i
  join study s on s.tenant_id = i.tenant_id and s.id = i.study_id
  join series e on e.tenant_id = i.tenant_id and e.id = i.series_id;
grant select on dicom_metadata to accession_app;

-- Studies whose quiet period is over at `as_of` and that were not told as complete yet.
create function across_tenants.due_studies(as_of timestamptz, at_most integer)
  returns table (tenant_id uuid, id uuid)
  language sql stable security definer
  set search_path = pg_catalog, pg_temp
  begin atomic
    select s.tenant_id, s.id from public.study s
    where s.completed_version < s.arrival_version and s.quiet_after <= as_of
    order by s.quiet_after, s.id limit at_most;
  end;
alter function across_tenants.due_studies(timestamptz, integer) owner to accession_sweeper;
revoke all on function across_tenants.due_studies(timestamptz, integer) from public;
grant execute on function across_tenants.due_studies(timestamptz, integer) to accession_app;
