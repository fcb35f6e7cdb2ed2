/**
 * The studies `s` that nobody needs any more: their last file landed before $2, nothing of them still arrives, and they are no
 * candidate for an order, carry the number of none that waits, and fulfil none that went on later than $3 or not yet.
 */
export const NEEDLESS = `
  s.last_arrived_at < $2 and not s.completed_version < s.arrival_version
  and not exists (select from receipt r
    where r.tenant_id = s.tenant_id and r.study_id = s.id and r.gone_at is null
      and (r.received_at >= $2 or r.landed_at >= $2))
  and not exists (select from study_link l
    join expected_procedure p on p.tenant_id = l.tenant_id and p.id = l.procedure_id
    where l.tenant_id = s.tenant_id and l.study_id = s.id and (l.status = 'proposed'
      or (l.status = 'linked' and (p.fulfilled_at is null or p.fulfilled_at > $3))))
  and not exists (select from study_accession_number n
    join expected_procedure p on p.tenant_id = n.tenant_id and p.accession_number = n.accession_number
    where n.tenant_id = s.tenant_id and n.study_id = s.id and p.state = 'waiting')`;

/** As nobody's lock is held, they are looked at once more. */
export const DUE_STUDIES = `
  select s.id from study s where s.tenant_id = $1 and s.retired_at is null and ${NEEDLESS}
  order by s.last_arrived_at limit $4`;

/** Retires the study $4, whose row is locked, and writes down that its versions are to go. Answers these. */
export const RETIRE = `
  with retired as (
    update study s set retired_at = $5
    where s.tenant_id = $1 and s.id = $4 and s.retired_at is null and ${NEEDLESS}
    returning s.id)
  insert into version_expiry as e (tenant_id, bucket, object_key, version_id, decided_at)
  select r.tenant_id, r.bucket, r.object_key, r.version_id, $5
  from retired s join receipt r on r.tenant_id = $1 and r.study_id = s.id
  where r.gone_at is null
  on conflict (tenant_id, bucket, object_key, version_id) do update set decided_at = excluded.decided_at, tried_at = null
    where e.deleted_at is null
  returning e.version_id`;

/** Versions that belong to no study are needed by nobody. */
export const EXPIRE_WITHOUT_STUDY = `
  insert into version_expiry (tenant_id, bucket, object_key, version_id, decided_at)
  select r.tenant_id, r.bucket, r.object_key, r.version_id, $4
  from receipt r
  where r.tenant_id = $1 and r.gone_at is null and r.study_id is null and r.received_at < $2 and r.landed_at < $2
    and not exists (select from version_expiry e where e.tenant_id = r.tenant_id
      and (e.bucket, e.object_key, e.version_id) = (r.bucket, r.object_key, r.version_id))
  order by r.received_at, r.id limit $3
  on conflict do nothing
  returning version_id`;

const EXPIRING = `
  version_expiry e join receipt r on r.tenant_id = e.tenant_id
    and (r.bucket, r.object_key, r.version_id) = (e.bucket, e.object_key, e.version_id)`;

/** What is to go, but for what could not be deleted since $2. What arrived for a study took its word back. */
export const PENDING = `
  select e.bucket, e.object_key, e.version_id
  from ${EXPIRING} left join study s on s.tenant_id = r.tenant_id and s.id = r.study_id
  where e.tenant_id = $1 and e.deleted_at is null and (e.tried_at is null or e.tried_at < $2)
    and (s.id is null or s.retired_at is not null)
  order by e.decided_at, e.object_key, e.version_id limit $3`;

/** Studies that were retired before $2 and of which something is still there. */
export const BEGUN = `
  select distinct s.id from ${EXPIRING} join study s on s.tenant_id = r.tenant_id and s.id = r.study_id
  where e.tenant_id = $1 and e.deleted_at is null and s.retired_at < $2 order by s.id`;

/** Takes the word back of the study $4, whose row is locked, if it is needed now and nothing of it went. It is told again. */
export const SPARE = `
  update study s set retired_at = null, arrival_version = s.arrival_version + 1, quiet_after = $5
  where s.tenant_id = $1 and s.id = $4 and s.retired_at is not null and not (${NEEDLESS})
    and not exists (select from ${EXPIRING}
      where r.tenant_id = s.tenant_id and r.study_id = s.id and e.decided_at >= s.retired_at
        and (e.deleted_at is not null or r.gone_at is not null))`;
