-- One row is a deal as a CRM on PostgreSQL keeps it: ids are UUIDs, money is exact.
-- Grain: one row per number up to 1000000.
create type deal_outcome as enum ('open', 'won', 'lost');
create view deals as
with numbers as (
    select i from generate_series(1, 1000000) as g (i)
)

select
    md5(i::text)::uuid as deal_id,
    'Deal ' || i || ' for some company' as name,
    md5(mod(i, 50000) || 'account')::uuid as account_id,
    md5(mod(i, 200) || 'owner')::uuid as owner_id,
    ('Team ' || mod(i, 10))::varchar(20) as team,
    ('Stage ' || mod(i, 7))::varchar(40) as stage,
    (array['open', 'won', 'lost']::deal_outcome[])[1 + mod(i, 3)] as outcome,
    (mod(i::bigint * 7919, 10000000) / 100.0)::numeric(14, 2) as amount,
    'USD'::char(3) as currency,
    timestamptz '2020-01-01 00:00:00+00' + mod(i, 2000000) * interval '61 seconds' as created_at,
    case when mod(i, 3) > 0
        then timestamptz '2020-03-01 00:00:00+00' + mod(i, 2000000) * interval '61 seconds'
    end as closed_at,
    date '2020-04-01' + mod(i, 1500) as expected_close_on,
    timestamp '2020-03-02 10:11:12.123456' + mod(i, 2000000) * interval '61 seconds' as updated_at
from numbers;
