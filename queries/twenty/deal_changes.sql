-- One row per change of a deal's stage, amount, currency, planned close date or owner.
-- Grain: deal_id, field, changed_at, sequence. The first row of a field is the value at creation.
with stages as (
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

histories as (
    select
        "targetOpportunityId" as deal_id,
        max("updatedAt") as modified_at
    from "timelineActivity"
    where "targetOpportunityId" is not null
    group by "targetOpportunityId"
),

opportunities as (
    select
        opportunity.id as deal_id,
        opportunity."createdAt" as created_at,
        opportunity."createdByWorkspaceMemberId" as created_by,
        opportunity.stage::text as stage,
        opportunity."amountAmountMicros"::text as micros,
        opportunity."amountCurrencyCode" as currency,
        opportunity."closeDate"::text as close_date,
        opportunity."ownerId"::text as owner_id,
        -- A new change may move the first row and the numbers of all others: they go together.
        greatest(
            opportunity."updatedAt",
            histories.modified_at,
            (select max(modified_at) from stages)
        ) as modified_at
    from opportunity
    left join histories on histories.deal_id = opportunity.id
    where opportunity."deletedAt" is null
),

events as (
    select
        "targetOpportunityId" as deal_id,
        id as event_id,
        coalesce("happensAt", "createdAt") as changed_at,
        "createdAt" as entered_at,
        "workspaceMemberId" as changed_by,
        properties -> 'diff' as diff
    from "timelineActivity"
    where
        "targetOpportunityId" is not null
        -- What was changed of a linked record is shown on the deal's timeline too.
        and "linkedRecordId" is null
        and "deletedAt" is null
        and properties -> 'diff' is not null
),

recorded as (
    select
        events.deal_id,
        events.event_id,
        events.changed_at,
        events.entered_at,
        events.changed_by,
        pairs.field,
        nullif(pairs.old_value, '') as old_value,
        nullif(pairs.new_value, '') as new_value
    from events
    cross join lateral (
        values
        (
            'stage',
            diff -> 'stage' ->> 'before',
            diff -> 'stage' ->> 'after'
        ),
        (
            'amount',
            diff -> 'amount' -> 'before' ->> 'amountMicros',
            diff -> 'amount' -> 'after' ->> 'amountMicros'
        ),
        (
            'currency',
            diff -> 'amount' -> 'before' ->> 'currencyCode',
            diff -> 'amount' -> 'after' ->> 'currencyCode'
        ),
        (
            'expected_close_on',
            diff -> 'closeDate' ->> 'before',
            diff -> 'closeDate' ->> 'after'
        ),
        (
            'owner_id',
            diff -> 'ownerId' ->> 'before',
            diff -> 'ownerId' ->> 'after'
        )
    ) as pairs (field, old_value, new_value)
),

changes as (
    select
        deal_id,
        event_id,
        changed_at,
        entered_at,
        changed_by,
        field,
        old_value,
        new_value,
        -- Changes of one instant are chained by their values: the CRM does not number them.
        coalesce(old_value = any(array_agg(new_value) over same_instant), false) as follows_one,
        coalesce(new_value = any(array_agg(old_value) over same_instant), false) as is_followed
    from recorded
    where old_value is distinct from new_value
    window same_instant as (partition by deal_id, field, changed_at)
),

numbered_changes as (
    select
        deal_id,
        changed_at,
        changed_by,
        field,
        old_value,
        new_value,
        row_number() over (
            partition by deal_id, field
            order by changed_at, follows_one, is_followed desc, entered_at, event_id
        ) as sequence
    from changes
),

first_changes as (
    select
        deal_id,
        field,
        changed_at,
        old_value
    from numbered_changes
    where sequence = 1
),

-- The CRM records no first value: it is what the first change replaced, or what is there today.
first_values as (
    select
        opportunities.deal_id,
        today.field,
        case
            when first_changes.deal_id is null then nullif(today.value, '')
            else first_changes.old_value
        end as new_value,
        -- History brought over from elsewhere is older than the record itself.
        least(opportunities.created_at, first_changes.changed_at) as changed_at,
        opportunities.created_by as changed_by
    from opportunities
    cross join lateral (
        values
        ('stage', stage),
        ('amount', micros),
        ('currency', currency),
        ('expected_close_on', close_date),
        ('owner_id', owner_id)
    ) as today (field, value)
    left join first_changes
        on
            first_changes.deal_id = opportunities.deal_id
            and first_changes.field = today.field
),

all_changes as (
    select
        deal_id,
        field,
        null as old_value,
        new_value,
        changed_at,
        0 as sequence,
        changed_by
    from first_values
    where new_value is not null
    union all
    select
        deal_id,
        field,
        old_value,
        new_value,
        changed_at,
        sequence,
        changed_by
    from numbered_changes
)

select
    all_changes.deal_id as deal_id,
    all_changes.field as field,
    case all_changes.field
        when 'stage' then coalesce(old_stages.label, all_changes.old_value)
        -- A product stays exact where a quotient would be rounded.
        when 'amount' then trim_scale(all_changes.old_value::numeric * 0.000001)::text
        -- The day is told in this zone, here and in deals.sql.
        when 'expected_close_on'
            then (all_changes.old_value::timestamptz at time zone 'UTC')::date::text
        else all_changes.old_value
    end as old_value,
    case all_changes.field
        when 'stage' then coalesce(new_stages.label, all_changes.new_value)
        when 'amount' then trim_scale(all_changes.new_value::numeric * 0.000001)::text
        when 'expected_close_on'
            then (all_changes.new_value::timestamptz at time zone 'UTC')::date::text
        else all_changes.new_value
    end as new_value,
    all_changes.changed_at as changed_at,
    all_changes.sequence as sequence,
    all_changes.changed_by as changed_by,
    opportunities.modified_at as row_modified_at
from all_changes
join opportunities on opportunities.deal_id = all_changes.deal_id
left join stages as old_stages
    on all_changes.field = 'stage' and old_stages.key = all_changes.old_value
left join stages as new_stages
    on all_changes.field = 'stage' and new_stages.key = all_changes.new_value
