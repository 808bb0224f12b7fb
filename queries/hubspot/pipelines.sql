-- One row per stage of a deal pipeline, deleted ones too: histories name them.
-- Grain: pipeline and stage.
with absent as (
    -- Columns that not every table has, and what stands for them: the table's own column wins.
    select
        false as _fivetran_deleted,
        null::boolean as is_closed,
        null::boolean as closed_won
),

stages as (
    select
        kept.pipeline_id,
        kept.label,
        kept.display_order,
        kept.probability,
        kept.is_closed,
        kept.is_deleted
    from absent
    cross join lateral (
        select
            deal_pipeline_stage.pipeline_id,
            deal_pipeline_stage.label,
            deal_pipeline_stage.display_order,
            deal_pipeline_stage.probability,
            -- The older flag says closed_won and means closed, lost deals' stages included.
            coalesce(is_closed, closed_won, false) as is_closed,
            coalesce(_fivetran_deleted, false) as is_deleted
        from deal_pipeline_stage
    ) as kept
)

select distinct on (deal_pipeline.label, stages.label)
    deal_pipeline.label as pipeline,
    stages.label as stage,
    stages.display_order as position,
    case
        when not stages.is_closed then 'open'
        when stages.probability = 1 then 'won'
        else 'lost'
    end as outcome,
    stages.probability as probability
from stages
inner join deal_pipeline on deal_pipeline.pipeline_id = stages.pipeline_id
order by deal_pipeline.label, stages.label, stages.is_deleted, stages.display_order
