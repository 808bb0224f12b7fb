-- One row per name of a stage; teams that use the same name share the row.
-- Grain: stage.
with stages as (
    select
        name ->> 'en_US' as stage,
        sequence,
        case
            when is_won then 'won'
            when lower(name ->> 'en_US') = 'lost' then 'lost'
            else 'open'
        end as outcome
    from crm_stage
),

-- Odoo marks a lost deal by archiving it, in whichever stage it was: its history needs a stage.
with_lost as (
    select stage, sequence, outcome from stages
    union all
    select 'Lost' as stage, max(sequence) + 1 as sequence, 'lost' as outcome from stages
)

select
    stage as stage,
    min(sequence) as position,
    case
        when bool_and(outcome = 'won') then 'won'
        when bool_and(outcome = 'lost') then 'lost'
        else 'open'
    end as outcome
from with_lost
group by stage
