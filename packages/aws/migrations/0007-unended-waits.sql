-- The sweep of waits reads what is due and what holds a token, never all that was ever expected.

drop index expected_procedure_to_wake;
create index expected_procedure_to_wake on expected_procedure (tenant_id, updated_at)
  where token_held and state <> 'waiting';

drop function across_tenants.unended_waits(timestamptz, timestamptz, integer);
create function across_tenants.unended_waits(as_of timestamptz, ended_before timestamptz, at_most integer)
  returns table (tenant_id uuid, order_id uuid)
  language sql stable security definer
  set search_path = pg_catalog, pg_temp
  begin atomic
    select w.tenant_id, w.order_id from (
      select p.tenant_id, p.order_id, p.deadline_at from public.expected_procedure p
      where p.state = 'waiting' and p.deadline_at <= as_of
      union all
      select p.tenant_id, p.order_id, p.deadline_at from public.expected_procedure p
      where p.token_held and p.state <> 'waiting' and p.updated_at <= ended_before
        and not exists (select from public.expected_procedure o
          where o.tenant_id = p.tenant_id and o.order_id = p.order_id and o.state = 'waiting')) w
    group by w.tenant_id, w.order_id
    order by min(w.deadline_at), w.order_id limit at_most;
  end;
alter function across_tenants.unended_waits(timestamptz, timestamptz, integer) owner to accession_sweeper;
revoke all on function across_tenants.unended_waits(timestamptz, timestamptz, integer) from public;
grant execute on function across_tenants.unended_waits(timestamptz, timestamptz, integer) to accession_app;
