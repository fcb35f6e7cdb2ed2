-- What the verification walks: all tenants by id, and receipts in the order in which a listing of S3 has its keys.

create function across_tenants.tenants_after(after uuid, at_most integer)
  returns table (id uuid, slug text)
  language sql stable security definer
  set search_path = pg_catalog, pg_temp
  begin atomic
    select t.id, t.slug from public.tenant t
    where after is null or t.id > after
    order by t.id limit at_most;
  end;
alter function across_tenants.tenants_after(uuid, integer) owner to accession_sweeper;
revoke all on function across_tenants.tenants_after(uuid, integer) from public;
grant execute on function across_tenants.tenants_after(uuid, integer) to accession_app;

-- By bytes: the unique index of bucket, key and version then reads as the listing does, and compares faster.
alter table receipt
  alter column bucket type text collate "C",
  alter column object_key type text collate "C",
  alter column version_id type text collate "C";
