-- One row is a deal as a CRM on MariaDB keeps it: ids are UUIDs as text, money is exact.
-- Grain: one row per number up to 1000000.
create view deals as
with numbers as (
    select seq as i from seq_1_to_1000000
)

select
    cast(insert(insert(insert(insert(md5(i), 21, 0, '-'), 17, 0, '-'), 13, 0, '-'), 9, 0, '-') as char(36)) as deal_id,
    cast(concat('Deal ', i, ' for some company') as char(99)) as name,
    cast(concat('00000000-0000-4000-8000-', lpad(mod(i, 50000), 12, '0')) as char(36)) as account_id,
    cast(concat('00000000-0000-4000-9000-', lpad(mod(i, 200), 12, '0')) as char(36)) as owner_id,
    cast(concat('Team ', mod(i, 10)) as char(20)) as team,
    cast(concat('Stage ', mod(i, 7)) as char(40)) as stage,
    elt(1 + mod(i, 3), 'open', 'won', 'lost') as outcome,
    cast(mod(i * 7919, 10000000) / 100 as decimal(14, 2)) as amount,
    cast('USD' as char(3)) as currency,
    timestamp '2020-01-02 00:00:00' + interval mod(i, 2000000) * 61 second as created_at,
    if(mod(i, 3) > 0, timestamp '2020-03-01 00:00:00' + interval mod(i, 2000000) * 61 second, null) as closed_at,
    date '2020-04-01' + interval mod(i, 1500) day as expected_close_on,
    timestamp '2020-03-02 10:11:12.123456' + interval mod(i, 2000000) * 61 second as updated_at
from numbers;
