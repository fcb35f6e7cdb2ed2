-- What recording a file costs the database.

-- The setting kept Postgres from putting the function in line, so that every written row paid for a call of it. Its body was
-- resolved when it was made, and names its schema where that is not so: it needs no search path.
alter function current_tenant() reset search_path;

-- The keys of an instance's places in one: what is left out follows from what is there. The study of a receipt is that of its
-- instance, and the study of an instance that of its series, which no two keys beside each other could say.
alter table receipt_history drop constraint receipt_history_tenant_id_receipt_id_fkey;
alter table receipt
  drop constraint receipt_tenant_id_instance_id_fkey,
  drop constraint receipt_tenant_id_study_id_fkey;
alter table instance
  drop constraint instance_tenant_id_receipt_id_fkey,
  drop constraint instance_tenant_id_series_id_fkey,
  drop constraint instance_tenant_id_study_id_fkey;
drop index instance_by_study;

-- Of indexes that seem equal, which on empty tables all do that begin with the tenant, Postgres takes the youngest. A check of a
-- foreign key keeps its plan until the table is analyzed: with any other index it would read all rows of the tenant, for every
-- file. So the keys that are referred to come last; a test looks at it.
alter table receipt drop constraint receipt_pkey, add primary key (tenant_id, id);
alter table series add unique (tenant_id, study_id, id);
alter table instance add unique (tenant_id, study_id, id);

alter table receipt_history
  add foreign key (tenant_id, receipt_id) references receipt (tenant_id, id) on delete cascade;
alter table instance
  add foreign key (tenant_id, study_id, series_id) references series (tenant_id, study_id, id),
  add foreign key (tenant_id, receipt_id) references receipt (tenant_id, id);
-- Receipt and instance point at each other and are written together; this side is checked at the commit.
alter table receipt
  add check (study_id is null or instance_id is not null),
  add foreign key (tenant_id, study_id, instance_id) references instance (tenant_id, study_id, id)
    deferrable initially deferred;
