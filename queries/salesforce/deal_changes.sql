-- One row per change of an opportunity's stage, amount, planned date, owner, currency, record type.
-- Grain: opportunity, field, instant, sequence. The first value of each field has no old value.
with absent as (
    -- Columns that not every table has, and what stands for them: the table's own column wins.
    select
        true as _fivetran_active,
        false as _fivetran_deleted,
        null::text as currency_iso_code,
        null::text as record_type_id
),

configuration as (
    select max(configured.synced_at) as synced_at
    from (
        select max(opportunity_stage._fivetran_synced) as synced_at
        from opportunity_stage

        union all

        select max(record_type._fivetran_synced) as synced_at
        from record_type
    ) as configured
),

opportunities as (
    select
        kept.id,
        kept.created_date,
        kept.created_by_id,
        coalesce(opportunity_stage.master_label, kept.stage_name) as stage,
        trim_scale(cast(kept.amount as numeric))::text as amount,
        to_char(kept.close_date, 'YYYY-MM-DD') as expected_close_on,
        kept.owner_id,
        kept.currency_iso_code as currency,
        record_type.name as pipeline,
        greatest(kept._fivetran_synced, configuration.synced_at) as synced_at
    from absent
    cross join configuration
    cross join lateral (
        select
            opportunity.id,
            opportunity.created_date,
            opportunity.created_by_id,
            opportunity.stage_name,
            opportunity.amount,
            opportunity.close_date,
            opportunity.owner_id,
            currency_iso_code,
            record_type_id,
            opportunity._fivetran_synced
        from opportunity
        where coalesce(_fivetran_active, true)
            and not coalesce(_fivetran_deleted, false)
            and not coalesce(opportunity.is_deleted, false)
    ) as kept
    left join opportunity_stage on opportunity_stage.api_name = kept.stage_name
    left join record_type on record_type.id = kept.record_type_id
),

-- Every row of this history repeats three values as they were from then on; it knows no old ones.
history as (
    select
        opportunity_history.opportunity_id,
        opportunity_history.created_date,
        opportunity_history.created_by_id,
        coalesce(opportunity_stage.master_label, opportunity_history.stage_name) as stage,
        trim_scale(cast(opportunity_history.amount as numeric))::text as amount,
        to_char(opportunity_history.close_date, 'YYYY-MM-DD') as expected_close_on,
        -- Keys are given in order, so they order what was saved within one second.
        row_number() over (
            partition by opportunity_history.opportunity_id
            order by opportunity_history.created_date, opportunity_history.id collate "C"
        ) as sequence,
        max(opportunity_history._fivetran_synced) over (
            partition by opportunity_history.opportunity_id
        ) as synced_at
    from opportunity_history
    left join opportunity_stage on opportunity_stage.api_name = opportunity_history.stage_name
    where not coalesce(opportunity_history.is_deleted, false)
),

with_values_before as (
    select
        history.opportunity_id,
        history.created_date,
        history.created_by_id,
        history.stage,
        history.amount,
        history.expected_close_on,
        history.sequence,
        history.synced_at,
        lag(history.stage) over in_order as stage_before,
        lag(history.amount) over in_order as amount_before,
        lag(history.expected_close_on) over in_order as expected_close_on_before
    from history
    window in_order as (partition by history.opportunity_id order by history.sequence)
),

historic_changes as (
    select
        with_values_before.opportunity_id,
        changes.field,
        changes.old_value,
        changes.new_value,
        -- An import dates the deal back but not its history: what it came in with was its first.
        case
            when with_values_before.sequence = 1 then opportunities.created_date
            else with_values_before.created_date
        end as changed_at,
        with_values_before.sequence,
        with_values_before.created_by_id as changed_by,
        greatest(with_values_before.synced_at, opportunities.synced_at) as synced_at
    from with_values_before
    inner join opportunities on opportunities.id = with_values_before.opportunity_id
    cross join lateral (
        values
            ('stage', with_values_before.stage_before, with_values_before.stage),
            ('amount', with_values_before.amount_before, with_values_before.amount),
            (
                'expected_close_on',
                with_values_before.expected_close_on_before,
                with_values_before.expected_close_on
            )
    ) as changes (field, old_value, new_value)
    where changes.old_value is distinct from changes.new_value
),

-- Kept only for the fields that the company chose to track.
tracked_changes as (
    select
        opportunity_field_history.opportunity_id,
        case opportunity_field_history.field
            when 'Owner' then 'owner_id'
            when 'RecordType' then 'pipeline'
            else 'currency'
        end as field,
        coalesce(old_types.name, opportunity_field_history.old_value) as old_value,
        coalesce(new_types.name, opportunity_field_history.new_value) as new_value,
        opportunity_field_history.created_date as changed_at,
        row_number() over (
            partition by opportunity_field_history.opportunity_id
            order by
                opportunity_field_history.created_date,
                opportunity_field_history.id collate "C"
        ) as sequence,
        opportunity_field_history.created_by_id as changed_by,
        max(opportunity_field_history._fivetran_synced) over (
            partition by opportunity_field_history.opportunity_id
        ) as synced_at
    from opportunity_field_history
    left join record_type as old_types
        on old_types.id = opportunity_field_history.old_value
        and opportunity_field_history.field = 'RecordType'
    left join record_type as new_types
        on new_types.id = opportunity_field_history.new_value
        and opportunity_field_history.field = 'RecordType'
    where not coalesce(opportunity_field_history.is_deleted, false)
        -- A change of a link is written twice, with the names and with the keys.
        and (
            opportunity_field_history.field = 'CurrencyIsoCode'
            or (
                opportunity_field_history.field in ('Owner', 'RecordType')
                and coalesce(
                    opportunity_field_history.new_value,
                    opportunity_field_history.old_value
                ) ~ '^0(05|12)[A-Za-z0-9]{12}([A-Za-z0-9]{3})?$'
            )
        )
),

first_tracked_changes as (
    select distinct on (tracked_changes.opportunity_id, tracked_changes.field)
        tracked_changes.opportunity_id,
        tracked_changes.field,
        tracked_changes.old_value,
        tracked_changes.synced_at
    from tracked_changes
    order by tracked_changes.opportunity_id, tracked_changes.field, tracked_changes.sequence
),

first_tracked_values as (
    select
        opportunities.id as opportunity_id,
        fields.field,
        case
            when first_tracked_changes.opportunity_id is null then fields.value_today
            else first_tracked_changes.old_value
        end as new_value,
        opportunities.created_date as changed_at,
        opportunities.created_by_id as changed_by,
        greatest(opportunities.synced_at, first_tracked_changes.synced_at) as synced_at
    from opportunities
    cross join lateral (
        values
            ('owner_id', opportunities.owner_id),
            ('currency', opportunities.currency),
            ('pipeline', opportunities.pipeline)
    ) as fields (field, value_today)
    left join first_tracked_changes
        on first_tracked_changes.opportunity_id = opportunities.id
        and first_tracked_changes.field = fields.field
),

first_values_without_history as (
    select
        opportunities.id as opportunity_id,
        fields.field,
        fields.value_today as new_value,
        opportunities.created_date as changed_at,
        opportunities.created_by_id as changed_by,
        opportunities.synced_at
    from opportunities
    left join history
        on history.opportunity_id = opportunities.id
        and history.sequence = 1
    cross join lateral (
        values
            ('stage', opportunities.stage),
            ('amount', opportunities.amount),
            ('expected_close_on', opportunities.expected_close_on)
    ) as fields (field, value_today)
    where history.opportunity_id is null
)

select
    historic_changes.opportunity_id as deal_id,
    historic_changes.field as field,
    historic_changes.old_value as old_value,
    historic_changes.new_value as new_value,
    historic_changes.changed_at as changed_at,
    historic_changes.sequence as sequence,
    historic_changes.changed_by as changed_by,
    historic_changes.synced_at as row_modified_at
from historic_changes

union all

select
    tracked_changes.opportunity_id as deal_id,
    tracked_changes.field as field,
    tracked_changes.old_value as old_value,
    tracked_changes.new_value as new_value,
    tracked_changes.changed_at as changed_at,
    tracked_changes.sequence as sequence,
    tracked_changes.changed_by as changed_by,
    greatest(tracked_changes.synced_at, opportunities.synced_at) as row_modified_at
from tracked_changes
inner join opportunities on opportunities.id = tracked_changes.opportunity_id

union all

select
    first_tracked_values.opportunity_id as deal_id,
    first_tracked_values.field as field,
    null as old_value,
    first_tracked_values.new_value as new_value,
    first_tracked_values.changed_at as changed_at,
    0 as sequence,
    first_tracked_values.changed_by as changed_by,
    first_tracked_values.synced_at as row_modified_at
from first_tracked_values
where first_tracked_values.new_value is not null

union all

select
    first_values_without_history.opportunity_id as deal_id,
    first_values_without_history.field as field,
    null as old_value,
    first_values_without_history.new_value as new_value,
    first_values_without_history.changed_at as changed_at,
    0 as sequence,
    first_values_without_history.changed_by as changed_by,
    first_values_without_history.synced_at as row_modified_at
from first_values_without_history
where first_values_without_history.new_value is not null
