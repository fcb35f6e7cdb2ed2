-- What a person has to look at. No procedure was expected before this file, so no row has to be mended.

alter table expected_procedure
  -- No study counts for it, and one is wanted: it waits, or its study was taken back after the order had gone on.
  add column study_missing boolean not null default true;
create index expected_procedure_without_study on expected_procedure (tenant_id, id) where study_missing;
