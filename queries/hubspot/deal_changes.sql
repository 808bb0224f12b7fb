-- One row per change of a deal's stage, pipeline, amount, planned date or owner.
-- Grain: deal, field, instant, sequence. The first value of each field has no old value.
with absent as (
    -- Columns that not every table has, and what stands for them: the table's own column wins.
    select
        false as is_deleted,
        false as _fivetran_deleted,
        null::numeric as property_amount_in_home_currency
),

merged_deals as (
    select distinct merged_deal.merged_deal_id
    from merged_deal
),

stages as (
    select distinct on (kept.stage_id)
        kept.stage_id,
        kept.label
    from absent
    cross join lateral (
        select
            deal_pipeline_stage.stage_id,
            deal_pipeline_stage.label,
            coalesce(_fivetran_deleted, false) as is_deleted
        from deal_pipeline_stage
    ) as kept
    order by kept.stage_id, kept.is_deleted
),

-- Only a user who owns records can be named.
owners_of_users as (
    select
        'userId:' || cast(owner.active_user_id as text) as source_id,
        min(cast(owner.owner_id as text)) as owner_id
    from owner
    where owner.active_user_id is not null
    group by owner.active_user_id
),

deals as (
    select
        kept.deal_id,
        kept.property_createdate,
        coalesce(stages.label, kept.deal_pipeline_stage_id) as stage,
        deal_pipeline.label as pipeline,
        trim_scale(
            cast(coalesce(kept.property_amount_in_home_currency, kept.property_amount) as numeric)
        )::text as amount,
        to_char(kept.property_closedate, 'YYYY-MM-DD') as expected_close_on,
        cast(kept.owner_id as text) as owner_id,
        -- Past amounts are known in the deal's own currency only: today's rate turns them.
        case
            when kept.property_amount <> 0
                then cast(
                    coalesce(kept.property_amount_in_home_currency, kept.property_amount) as numeric
                ) / cast(kept.property_amount as numeric)
            else 1
        end as home_per_unit
    from absent
    cross join lateral (
        select
            deal.deal_id,
            deal.property_createdate,
            deal.deal_pipeline_id,
            deal.deal_pipeline_stage_id,
            deal.property_amount,
            property_amount_in_home_currency,
            deal.property_closedate,
            deal.owner_id
        from deal
        where not coalesce(is_deleted, false)
            and not coalesce(_fivetran_deleted, false)
    ) as kept
    left join merged_deals on merged_deals.merged_deal_id = kept.deal_id
    left join stages on stages.stage_id = kept.deal_pipeline_stage_id
    left join deal_pipeline on deal_pipeline.pipeline_id = kept.deal_pipeline_id
    where merged_deals.merged_deal_id is null
),

recorded as (
    select
        deal_stage.deal_id,
        'stage' as field,
        coalesce(stages.label, deal_stage.value) as value,
        coalesce(deal_stage.date_entered, deal_stage._fivetran_start) as changed_at,
        -- The stage a deal is in ends in the far future, so it comes last among equals.
        deal_stage._fivetran_end as ended_at,
        deal_stage.source_id
    from deal_stage
    left join stages on stages.stage_id = deal_stage.value

    union all

    select
        deal_property_history.deal_id,
        case deal_property_history.name
            when 'hubspot_owner_id' then 'owner_id'
            when 'closedate' then 'expected_close_on'
            else deal_property_history.name
        end as field,
        case
            when deal_property_history.name = 'pipeline'
                then coalesce(deal_pipeline.label, deal_property_history.value)
            -- Older rows hold milliseconds since 1970, newer ones a date and time.
            when deal_property_history.name = 'closedate'
                and deal_property_history.value ~ '^[0-9]{11,14}$'
                then to_char(
                    to_timestamp(cast(deal_property_history.value as numeric) / 1000),
                    'YYYY-MM-DD'
                )
            when deal_property_history.name = 'closedate'
                then left(deal_property_history.value, 10)
            else deal_property_history.value
        end as value,
        deal_property_history."timestamp" as changed_at,
        null as ended_at,
        deal_property_history.source_id
    from deal_property_history
    left join deal_pipeline
        on deal_pipeline.pipeline_id = deal_property_history.value
        and deal_property_history.name = 'pipeline'
    where deal_property_history.name in ('amount', 'closedate', 'hubspot_owner_id', 'pipeline')
),

-- HubSpot keeps new values only; an emptied field is an empty text.
history as (
    select
        deals.deal_id,
        recorded.field,
        nullif(
            case
                when recorded.field = 'amount'
                    and recorded.value ~ '^[+-]?[0-9.]+([eE][+-]?[0-9]+)?$'
                    then trim_scale(
                        round(cast(recorded.value as numeric) * deals.home_per_unit, 4)
                    )::text
                else recorded.value
            end,
            ''
        ) as value,
        recorded.changed_at,
        recorded.source_id,
        deals.property_createdate,
        row_number() over (
            partition by deals.deal_id, recorded.field
            order by recorded.changed_at, recorded.ended_at
        ) as sequence
    from recorded
    inner join deals on deals.deal_id = recorded.deal_id
),

with_values_before as (
    select
        history.deal_id,
        history.field,
        lag(history.value) over (
            partition by history.deal_id, history.field
            order by history.sequence
        ) as value_before,
        history.value,
        -- A deal has a stage and a pipeline from its creation on; an import notes them later.
        case
            when history.sequence = 1 and history.field in ('stage', 'pipeline')
                then history.property_createdate
            else history.changed_at
        end as changed_at,
        history.sequence,
        history.source_id
    from history
),

fields_with_history as (
    select distinct
        history.deal_id,
        history.field
    from history
)

select
    cast(with_values_before.deal_id as text) as deal_id,
    with_values_before.field as field,
    with_values_before.value_before as old_value,
    with_values_before.value as new_value,
    with_values_before.changed_at as changed_at,
    with_values_before.sequence as sequence,
    owners_of_users.owner_id as changed_by
from with_values_before
left join owners_of_users on owners_of_users.source_id = with_values_before.source_id
where with_values_before.value is distinct from with_values_before.value_before

union all

select
    cast(deals.deal_id as text) as deal_id,
    fields.field as field,
    null as old_value,
    fields.value_today as new_value,
    deals.property_createdate as changed_at,
    0 as sequence,
    null as changed_by
from deals
cross join lateral (
    values
        ('stage', deals.stage),
        ('pipeline', deals.pipeline),
        ('amount', deals.amount),
        ('expected_close_on', deals.expected_close_on),
        ('owner_id', deals.owner_id)
) as fields (field, value_today)
left join fields_with_history
    on fields_with_history.deal_id = deals.deal_id
    and fields_with_history.field = fields.field
where fields_with_history.deal_id is null
    and fields.value_today is not null
