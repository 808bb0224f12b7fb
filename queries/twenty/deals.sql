-- One row per opportunity.
-- Grain: deal_id.
with outcomes as (
    -- Twenty has no mark for won and lost; by convention a won deal is a customer. Stages by their
    -- key, not their label; every other one is open. The same lines are in pipelines.sql.
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
        field."updatedAt" as modified_at
    from core."fieldMetadata" as field
    join core."objectMetadata" as object on object.id = field."objectMetadataId"
    join core.workspace as workspace on workspace.id = object."workspaceId"
    cross join lateral jsonb_array_elements(field.options) as options (option)
    where
        -- One database holds the definitions of all its workspaces.
        workspace."databaseSchema" = current_schema()
        and object."nameSingular" = 'opportunity'
        and field.name = 'stage'
),

opportunities as (
    select
        opportunity.id as deal_id,
        opportunity.name,
        -- A deal keeps the ids of a deleted company and person, which Twenty no longer shows.
        case when company."deletedAt" is null then company.id end as account_id,
        case when person."deletedAt" is null then person.id end as contact_id,
        opportunity."ownerId" as owner_id,
        coalesce(stages.label, opportunity.stage::text) as stage,
        coalesce(outcomes.outcome, 'open') as outcome,
        -- A product stays exact where a quotient would be rounded.
        opportunity."amountAmountMicros" * 0.000001 as amount,
        nullif(opportunity."amountCurrencyCode", '') as currency,
        opportunity."createdAt" as created_at,
        opportunity."updatedAt" as updated_at,
        -- The field holds an instant; its day is told in this zone, here and in deal_changes.sql.
        (opportunity."closeDate" at time zone 'UTC')::date as planned_on,
        greatest(
            opportunity."updatedAt", company."updatedAt", person."updatedAt", stages.modified_at
        ) as modified_at
    from opportunity
    left join company on company.id = opportunity."companyId"
    left join person on person.id = opportunity."pointOfContactId"
    left join stages on stages.key = opportunity.stage::text
    left join outcomes on outcomes.key = opportunity.stage::text
    where opportunity."deletedAt" is null
),

stage_events as (
    select
        "targetOpportunityId" as deal_id,
        id as event_id,
        coalesce("happensAt", "createdAt") as changed_at,
        "createdAt" as entered_at,
        properties -> 'diff' -> 'stage' ->> 'before' as old_key,
        properties -> 'diff' -> 'stage' ->> 'after' as new_key
    from "timelineActivity"
    where
        "targetOpportunityId" is not null
        -- What was changed of a linked record is shown on the deal's timeline too.
        and "linkedRecordId" is null
        and "deletedAt" is null
        and properties -> 'diff' -> 'stage' is not null
),

stage_changes as (
    select
        stage_events.deal_id,
        stage_events.event_id,
        stage_events.changed_at,
        stage_events.entered_at,
        coalesce(old_outcomes.outcome, 'open') as old_outcome,
        coalesce(new_outcomes.outcome, 'open') as new_outcome,
        -- Changes of one instant are chained by their values: the CRM does not number them.
        coalesce(
            stage_events.old_key = any(array_agg(stage_events.new_key) over same_instant), false
        ) as follows_one,
        coalesce(
            stage_events.new_key = any(array_agg(stage_events.old_key) over same_instant), false
        ) as is_followed
    from stage_events
    left join outcomes as old_outcomes on old_outcomes.key = stage_events.old_key
    left join outcomes as new_outcomes on new_outcomes.key = stage_events.new_key
    where stage_events.old_key is distinct from stage_events.new_key
    window same_instant as (partition by stage_events.deal_id, stage_events.changed_at)
),

stage_runs as (
    select
        deal_id,
        changed_at,
        old_outcome,
        new_outcome,
        lag(new_outcome) over in_order as outcome_before,
        row_number() over in_order as number
    from stage_changes
    window in_order as (
        partition by deal_id
        order by changed_at, follows_one, is_followed desc, entered_at, event_id
    )
),

decisions as (
    select
        deal_id,
        new_outcome as outcome,
        max(changed_at) filter (
            where new_outcome <> old_outcome or new_outcome <> outcome_before
        ) as began_at,
        -- Whether the deal was entered in a stage with this outcome already.
        bool_or(number = 1 and old_outcome = new_outcome) as is_from_the_start
    from stage_runs
    group by deal_id, new_outcome
),

histories as (
    select
        "targetOpportunityId" as deal_id,
        max("updatedAt") as modified_at
    from "timelineActivity"
    where "targetOpportunityId" is not null
    group by "targetOpportunityId"
),

decided as (
    select
        opportunities.deal_id,
        coalesce(
            decisions.began_at,
            case when decisions.is_from_the_start then opportunities.created_at end
        ) as decided_at
    from opportunities
    join decisions
        on
            decisions.deal_id = opportunities.deal_id
            and decisions.outcome = opportunities.outcome
    where opportunities.outcome <> 'open'
)

select
    opportunities.deal_id as deal_id,
    opportunities.name as name,
    opportunities.account_id as account_id,
    opportunities.contact_id as contact_id,
    opportunities.owner_id as owner_id,
    opportunities.stage as stage,
    opportunities.outcome as outcome,
    opportunities.amount as amount,
    opportunities.currency as currency,
    opportunities.created_at as created_at,
    -- A text, so that an instant and a mere day fit one column.
    case
        when opportunities.outcome = 'open' then null
        when decided.decided_at is not null
            then to_char(decided.decided_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
        else opportunities.planned_on::text
    end as closed_at,
    case
        when opportunities.outcome = 'open' then null
        when decided.decided_at is not null then 'history'
        when opportunities.planned_on is not null then 'planned'
    end as closed_at_from,
    opportunities.planned_on as expected_close_on,
    opportunities.updated_at as updated_at,
    greatest(opportunities.modified_at, histories.modified_at) as row_modified_at
from opportunities
left join decided on decided.deal_id = opportunities.deal_id
left join histories on histories.deal_id = opportunities.deal_id
