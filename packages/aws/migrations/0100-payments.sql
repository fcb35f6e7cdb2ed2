-- Payments of orders: one per order, with every attempt at the gateway.

create table payment (
  tenant_id uuid not null references tenant (id),
  -- Also the reference that the gateway knows it by.
  id uuid not null,
  -- The order is in another store; its id is the natural key of its payment.
  order_id uuid not null,
  version integer not null check (version > 0),
  status text not null
    check (status in ('intended', 'authorized', 'declined', 'captured', 'capture-declined', 'voided', 'refunded')),
  -- In the currency's minor unit.
  amount bigint not null check (amount >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  gateway text not null,
  -- Nothing may be captured after it.
  authorized_until timestamptz,
  reason text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, order_id),
  check (status not in ('authorized', 'captured', 'capture-declined') or authorized_until is not null)
);
-- What is authorized and not charged must be captured or given back in time.
create index payment_open on payment (tenant_id, authorized_until) where status in ('authorized', 'capture-declined');
alter table payment enable row level security;
alter table payment force row level security;
create policy tenant_isolation on payment using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
grant select, insert, update on payment to accession_app;

-- Written before the gateway is called, finished after: a row without an outcome is a call that nobody saw the end of.
create table payment_attempt (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  payment_id uuid not null,
  operation text not null check (operation in ('authorize', 'capture', 'void', 'refund')),
  idempotency_key text not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  outcome text check (outcome in ('succeeded', 'declined', 'unknown')),
  primary key (tenant_id, id),
  foreign key (tenant_id, payment_id) references payment (tenant_id, id),
  check ((finished_at is null) = (outcome is null))
);
create index payment_attempt_by_payment on payment_attempt (tenant_id, payment_id, started_at);
alter table payment_attempt enable row level security;
alter table payment_attempt force row level security;
create policy tenant_isolation on payment_attempt
  using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
grant select, insert, update on payment_attempt to accession_app;
