-- One row per opportunity that is not deleted, with the instant of its decision from its history.
-- Grain: opportunity.
with absent as (
    -- Columns that not every table has, and what stands for them: the table's own column wins.
    -- Without _fivetran_active, a table in history mode would bring every version of a deal.
    select
        true as _fivetran_active,
        false as _fivetran_deleted,
        null::text as currency_iso_code,
        null::text as record_type_id,
        null::timestamptz as last_stage_change_date
),

stages as (
    select
        opportunity_stage.api_name,
        opportunity_stage.master_label,
        case
            when opportunity_stage.is_won then 'won'
            when opportunity_stage.is_closed then 'lost'
            else 'open'
        end as outcome
    from opportunity_stage
),

configuration as (
    select max(opportunity_stage._fivetran_synced) as synced_at
    from opportunity_stage
),

-- Every row of the history repeats stage, amount and planned date as they were from then on.
history as (
    select
        opportunity_history.opportunity_id,
        opportunity_history.created_date as entered_at,
        coalesce(stages.outcome, 'open') as outcome,
        row_number() over recorded as position,
        lag(coalesce(stages.outcome, 'open')) over recorded as outcome_before,
        max(opportunity_history._fivetran_synced) over (
            partition by opportunity_history.opportunity_id
        ) as synced_at
    from opportunity_history
    left join stages on stages.api_name = opportunity_history.stage_name
    where not coalesce(opportunity_history.is_deleted, false)
    -- Keys are given in order, so they order what was saved within one second.
    window recorded as (
        partition by opportunity_history.opportunity_id
        order by opportunity_history.created_date, opportunity_history.id collate "C"
    )
),

last_runs as (
    select distinct on (history.opportunity_id)
        history.opportunity_id,
        history.outcome,
        history.entered_at,
        history.position,
        history.synced_at
    from history
    where history.outcome is distinct from history.outcome_before
    order by history.opportunity_id, history.position desc
),

main_contacts as (
    select
        opportunity_contact_role.opportunity_id,
        (
            array_agg(
                opportunity_contact_role.contact_id
                order by
                    opportunity_contact_role.is_primary desc nulls last,
                    opportunity_contact_role.created_date,
                    opportunity_contact_role.id collate "C"
            ) filter (where not coalesce(opportunity_contact_role.is_deleted, false))
        )[1] as contact_id,
        max(opportunity_contact_role._fivetran_synced) as synced_at
    from opportunity_contact_role
    group by opportunity_contact_role.opportunity_id
),

main_products as (
    select
        opportunity_line_item.opportunity_id,
        (
            array_agg(
                product_2.name
                order by
                    opportunity_line_item.total_price desc nulls last,
                    opportunity_line_item.id collate "C"
            ) filter (where not coalesce(opportunity_line_item.is_deleted, false))
        )[1] as product,
        max(
            greatest(opportunity_line_item._fivetran_synced, product_2._fivetran_synced)
        ) as synced_at
    from opportunity_line_item
    left join product_2 on product_2.id = opportunity_line_item.product_2_id
    group by opportunity_line_item.opportunity_id
)

select
    opportunities.id as deal_id,
    opportunities.name as name,
    opportunities.account_id as account_id,
    main_contacts.contact_id as contact_id,
    opportunities.owner_id as owner_id,
    opportunities.campaign_id as campaign_id,
    record_type.name as pipeline,
    coalesce(stages.master_label, opportunities.stage_name) as stage,
    opportunities.outcome as outcome,
    opportunities.amount as amount,
    opportunities.currency_iso_code as currency,
    opportunities.lead_source as source,
    main_products.product as product,
    opportunities.created_date as created_at,
    case decisions.closed_at_from
        when 'history' then cast(last_runs.entered_at as text)
        when 'record' then cast(opportunities.last_stage_change_date as text)
        when 'planned' then to_char(opportunities.close_date, 'YYYY-MM-DD')
    end as closed_at,
    decisions.closed_at_from as closed_at_from,
    cast(opportunities.close_date as date) as expected_close_on,
    opportunities.last_modified_date as updated_at,
    greatest(
        opportunities._fivetran_synced,
        last_runs.synced_at,
        main_contacts.synced_at,
        main_products.synced_at,
        record_type._fivetran_synced,
        configuration.synced_at
    ) as row_modified_at
from absent
cross join configuration
cross join lateral (
    select
        opportunity.id,
        opportunity.name,
        opportunity.account_id,
        opportunity.owner_id,
        opportunity.campaign_id,
        record_type_id,
        opportunity.stage_name,
        case
            when opportunity.is_won then 'won'
            when opportunity.is_closed then 'lost'
            else 'open'
        end as outcome,
        opportunity.amount,
        currency_iso_code,
        opportunity.lead_source,
        opportunity.close_date,
        last_stage_change_date,
        opportunity.created_date,
        opportunity.last_modified_date,
        opportunity._fivetran_synced
    from opportunity
    where coalesce(_fivetran_active, true)
        and not coalesce(_fivetran_deleted, false)
        and not coalesce(opportunity.is_deleted, false)
) as opportunities
left join stages on stages.api_name = opportunities.stage_name
left join record_type on record_type.id = opportunities.record_type_id
left join last_runs
    on last_runs.opportunity_id = opportunities.id
    and last_runs.outcome = opportunities.outcome
left join main_contacts on main_contacts.opportunity_id = opportunities.id
left join main_products on main_products.opportunity_id = opportunities.id
cross join lateral (
    select
        case
            when opportunities.outcome = 'open' then null
            -- The history of an imported deal begins with the import: it does not know when a deal
            -- was decided that came in closed.
            when last_runs.position > 1
                or last_runs.entered_at < opportunities.created_date + interval '1 minute'
                then 'history'
            when last_runs.position is null and opportunities.last_stage_change_date is not null
                then 'record'
            when opportunities.close_date is not null then 'planned'
        end as closed_at_from
) as decisions
