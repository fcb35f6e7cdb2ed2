-- The outside world on one machine: what the sandbox gateway and the sandbox carrier remember. Committed on
-- connections of their own, before they answer. Nothing of ours reads these tables but the sandbox adapters.

create schema sandbox;
grant usage on schema sandbox to accession_app;

create table sandbox.payment (
  tenant_id uuid not null references public.tenant (id),
  -- The merchant's reference.
  reference text not null,
  token text not null,
  amount bigint not null,
  currency text not null,
  status text not null check (status in ('authorized', 'declined', 'captured', 'voided', 'refunded')),
  reason text,
  authorized_until timestamptz,
  -- How often money was really taken: more than once is what must never happen.
  captures integer not null default 0,
  created_at timestamptz not null default now(),
  primary key (tenant_id, reference)
);
alter table sandbox.payment enable row level security;
alter table sandbox.payment force row level security;
create policy tenant_isolation on sandbox.payment
  using (tenant_id = public.current_tenant()) with check (tenant_id = public.current_tenant());
grant select, insert, update on sandbox.payment to accession_app;

-- One row per idempotency key: how often it was used, so that a token can time out the first time only.
create table sandbox.payment_call (
  tenant_id uuid not null references public.tenant (id),
  idempotency_key text not null,
  reference text not null,
  operation text not null,
  calls integer not null default 1,
  primary key (tenant_id, idempotency_key)
);
alter table sandbox.payment_call enable row level security;
alter table sandbox.payment_call force row level security;
create policy tenant_isolation on sandbox.payment_call
  using (tenant_id = public.current_tenant()) with check (tenant_id = public.current_tenant());
grant select, insert, update on sandbox.payment_call to accession_app;

create table sandbox.shipment (
  tenant_id uuid not null references public.tenant (id),
  reference text not null,
  -- Absent for a cancel that came before any label.
  shipment_reference text,
  status text not null check (status in ('labelled', 'released', 'cancelled', 'refused')),
  reason text,
  pieces integer,
  calls integer not null default 1,
  created_at timestamptz not null default now(),
  primary key (tenant_id, reference)
);
alter table sandbox.shipment enable row level security;
alter table sandbox.shipment force row level security;
create policy tenant_isolation on sandbox.shipment
  using (tenant_id = public.current_tenant()) with check (tenant_id = public.current_tenant());
grant select, insert, update on sandbox.shipment to accession_app;
