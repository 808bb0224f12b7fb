-- One row per stage: the sales stages in the order they were entered, before and after them the
-- statuses that an opportunity without a sales stage, or a decided one, stands in.
-- Grain: stage.
select 'Open' as stage, 1 as position, 'open' as outcome
union all
select 'Replied' as stage, 2 as position, 'open' as outcome
union all
select 'Quotation' as stage, 3 as position, 'open' as outcome
union all
select
    name as stage,
    3 + row_number() over (order by creation, name) as position,
    'open' as outcome
from `tabSales Stage`
where name not in ('Open', 'Replied', 'Quotation', 'Converted', 'Lost', 'Closed')
union all
select 'Converted' as stage, 1001 as position, 'won' as outcome
union all
select 'Lost' as stage, 1002 as position, 'lost' as outcome
union all
select 'Closed' as stage, 1003 as position, 'lost' as outcome
