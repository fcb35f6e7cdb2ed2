-- The worklist reads the studies that count for no order, and not all the others on its way to them.

alter table study
  -- Counts for an order: one of its links is `linked`. Kept by whoever writes links, under the study's row lock.
  add column linked boolean not null default false;

do $$
declare
  tenants uuid[];
  one uuid;
begin
  -- Row-level security binds the owner too; the sweeper may see who the tenants are.
  set local role accession_sweeper;
  select array_agg(id) into tenants from public.tenant;
  reset role;
  foreach one in array coalesce(tenants, '{}') loop
    perform set_config('app.tenant_id', one::text, true);
    update study s set linked = true where s.tenant_id = one and exists (
      select from study_link l where l.tenant_id = one and l.study_id = s.id and l.status = 'linked');
  end loop;
  perform set_config('app.tenant_id', '', true);
end $$;

create index study_unlinked on study (tenant_id, id) where completed_version > 0 and not linked;
create index study_link_proposed on study_link (tenant_id, study_id) where status = 'proposed';
