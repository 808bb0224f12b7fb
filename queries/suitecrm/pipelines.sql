-- One row per sales stage, as the drop-down lists it, and per stage found in use beside the list.
-- Grain: stage.
with stages as (
    -- The CRM keeps this list in its language files, not in its database: the key that is stored,
    -- and the label that users see.
    select
        'Prospecting' as sales_stage,
        'Prospecting' as stage,
        10 as position,
        'open' as outcome,
        0.10 as probability
    union all
    select 'Qualification', 'Qualification', 20, 'open', 0.20
    union all
    select 'Needs Analysis', 'Needs Analysis', 30, 'open', 0.25
    union all
    select 'Value Proposition', 'Value Proposition', 40, 'open', 0.30
    union all
    select 'Id. Decision Makers', 'Identifying Decision Makers', 50, 'open', 0.40
    union all
    select 'Perception Analysis', 'Perception Analysis', 60, 'open', 0.50
    union all
    select 'Proposal/Price Quote', 'Proposal/Price Quote', 70, 'open', 0.65
    union all
    select 'Negotiation/Review', 'Negotiation/Review', 80, 'open', 0.80
    union all
    select 'Closed Won', 'Closed Won', 1000, 'won', 1.00
    union all
    select 'Closed Lost', 'Closed Lost', 1010, 'lost', 0.00
),

stages_in_use as (
    select convert(sales_stage using utf8mb4) collate utf8mb4_bin as sales_stage
    from opportunities
    where coalesce(deleted, 0) = 0 and sales_stage <> ''
    group by 1
),

unlisted_stages as (
    -- A stage that is neither "Closed Won" nor "Closed Lost" is open to the CRM itself.
    select
        stages_in_use.sales_stage as stage,
        100 + row_number() over (order by stages_in_use.sales_stage) as position,
        'open' as outcome
    from stages_in_use
    left join stages on stages.sales_stage = stages_in_use.sales_stage
    where stages.sales_stage is null
)

select
    stage as stage,
    position as position,
    outcome as outcome,
    probability as probability
from stages
union all
select
    stage as stage,
    position as position,
    outcome as outcome,
    null as probability
from unlisted_stages
