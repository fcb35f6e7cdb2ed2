-- Events that the bus refuses, or nobody can read, go behind the others: oldest first alone, some hundred of them would
-- fill every sweep, and what is behind them would never be published.

alter table outbox add column postponed_until timestamptz;
grant select (postponed_until) on outbox to accession_sweeper;

drop function across_tenants.unpublished_outbox(timestamptz, integer);
create function across_tenants.unpublished_outbox(older_than timestamptz, at_most integer)
  returns table (tenant_id uuid, id uuid)
  language sql stable security definer
  set search_path = pg_catalog, pg_temp
  begin atomic
    select o.tenant_id, o.id from public.outbox o
    where o.published_at is null and o.created_at <= older_than
      and (o.postponed_until is null or o.postponed_until <= older_than)
    order by coalesce(o.postponed_until, o.created_at), o.id limit at_most;
  end;
alter function across_tenants.unpublished_outbox(timestamptz, integer) owner to accession_sweeper;
revoke all on function across_tenants.unpublished_outbox(timestamptz, integer) from public;
grant execute on function across_tenants.unpublished_outbox(timestamptz, integer) to accession_app;
