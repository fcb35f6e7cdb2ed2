-- Retention takes a study as a whole, and by a word in its row: nobody matches an order with it from then on.

alter table study
  -- Its files are gone or going, as the tenant keeps none for longer. Taken back by what arrives for it later.
  add column retired_at timestamptz;
create index study_to_retire on study (tenant_id, last_arrived_at) where retired_at is null;

-- Nobody can decide about what is retired.
drop index study_unlinked;
create index study_unlinked on study (tenant_id, id)
  where completed_version > 0 and not linked and retired_at is null;

alter table version_expiry
  -- When it could not be deleted: others have their turn first.
  add column tried_at timestamptz;

-- What belongs to no study goes by itself; all else is found by its study.
drop index receipt_present;
create index receipt_without_study on receipt (tenant_id, received_at, id)
  where gone_at is null and study_id is null;
