-- One row per stage of every record type of opportunities, retired stages too: histories name them.
-- Grain: record type and stage. Opportunities without a record type have no pipeline.
with pipelines as (
    select record_type.name as pipeline
    from record_type
    where record_type.sobject_type = 'Opportunity'

    union

    select null as pipeline
)

select
    pipelines.pipeline as pipeline,
    opportunity_stage.master_label as stage,
    opportunity_stage.sort_order as position,
    case
        when opportunity_stage.is_won then 'won'
        when opportunity_stage.is_closed then 'lost'
        else 'open'
    end as outcome,
    opportunity_stage.default_probability / 100.0 as probability
from opportunity_stage
cross join pipelines
