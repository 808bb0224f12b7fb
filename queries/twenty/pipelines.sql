-- One row per stage of the only pipeline: the options of the opportunity's field "stage".
-- Grain: stage.
with outcomes as (
    -- Twenty has no mark for won and lost; by convention a won deal is a customer. Stages by their
    -- key, not their label; every other one is open. The same lines are in deals.sql.
    select
        key,
        outcome
    from (
        values
        ('CUSTOMER', 'won'),
        ('WON', 'won'),
        ('CLOSED_WON', 'won'),
        ('LOST', 'lost'),
        ('CLOSED_LOST', 'lost')
    ) as configured (key, outcome)
),

stages as (
    select
        options.option ->> 'value' as key,
        options.option ->> 'label' as label,
        (options.option ->> 'position')::numeric as position
    from core."fieldMetadata" as field
    join core."objectMetadata" as object on object.id = field."objectMetadataId"
    join core.workspace as workspace on workspace.id = object."workspaceId"
    cross join lateral jsonb_array_elements(field.options) as options (option)
    where
        -- One database holds the definitions of all its workspaces.
        workspace."databaseSchema" = current_schema()
        and object."nameSingular" = 'opportunity'
        and field.name = 'stage'
)

select
    stages.label as stage,
    stages.position as position,
    coalesce(outcomes.outcome, 'open') as outcome
from stages
left join outcomes on outcomes.key = stages.key
