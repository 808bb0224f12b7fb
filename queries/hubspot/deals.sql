-- One row per deal that is neither deleted nor merged into another.
-- Grain: deal. Amounts are in the account's home currency.
with absent as (
    -- Columns that not every table has, and what stands for them: the table's own column wins.
    select
        false as is_deleted,
        false as _fivetran_deleted,
        null::bigint as type_id,
        null::boolean as is_closed,
        null::boolean as closed_won,
        null::boolean as property_hs_is_closed,
        null::boolean as property_hs_is_closed_won,
        null::numeric as property_amount_in_home_currency,
        null::text as property_closed_lost_reason,
        null::text as property_hs_analytics_source,
        null::timestamptz as property_hs_lastmodifieddate
),

merged_deals as (
    select distinct merged_deal.merged_deal_id
    from merged_deal
),

stages as (
    select distinct on (kept.stage_id)
        kept.stage_id,
        kept.label,
        case
            when not kept.is_closed then 'open'
            when kept.probability = 1 then 'won'
            else 'lost'
        end as outcome
    from absent
    cross join lateral (
        select
            deal_pipeline_stage.stage_id,
            deal_pipeline_stage.label,
            deal_pipeline_stage.probability,
            -- The older flag says closed_won and means closed, lost deals' stages included.
            coalesce(is_closed, closed_won, false) as is_closed,
            coalesce(_fivetran_deleted, false) as is_deleted
        from deal_pipeline_stage
    ) as kept
    order by kept.stage_id, kept.is_deleted
),

history as (
    select
        deal_stage.deal_id,
        coalesce(deal_stage.date_entered, deal_stage._fivetran_start) as entered_at,
        coalesce(stages.outcome, 'open') as outcome,
        row_number() over recorded as position,
        lag(coalesce(stages.outcome, 'open')) over recorded as outcome_before
    from deal_stage
    left join stages on stages.stage_id = deal_stage.value
    -- The stage a deal is in ends in the far future, so it comes last among equals.
    window recorded as (
        partition by deal_stage.deal_id
        order by
            coalesce(deal_stage.date_entered, deal_stage._fivetran_start),
            deal_stage._fivetran_end
    )
),

last_runs as (
    select distinct on (history.deal_id)
        history.deal_id,
        history.outcome,
        history.entered_at,
        history.position
    from history
    where history.outcome is distinct from history.outcome_before
    order by history.deal_id, history.position desc
),

main_companies as (
    select distinct on (kept.deal_id)
        kept.deal_id,
        kept.company_id
    from absent
    cross join lateral (
        select
            deal_company.deal_id,
            deal_company.company_id,
            -- A pair has a row per label; these two, one for each direction, mean primary.
            coalesce(type_id in (5, 6), false) as is_primary
        from deal_company
    ) as kept
    order by kept.deal_id, kept.is_primary desc, kept.company_id
),

main_contacts as (
    select
        deal_contact.deal_id,
        min(deal_contact.contact_id) as contact_id
    from deal_contact
    group by deal_contact.deal_id
)

select
    cast(deals.deal_id as text) as deal_id,
    deals.property_dealname as name,
    cast(main_companies.company_id as text) as account_id,
    cast(main_contacts.contact_id as text) as contact_id,
    cast(deals.owner_id as text) as owner_id,
    deal_pipeline.label as pipeline,
    coalesce(stages.label, deals.deal_pipeline_stage_id) as stage,
    decisions.outcome as outcome,
    coalesce(deals.property_amount_in_home_currency, deals.property_amount) as amount,
    deals.property_hs_analytics_source as source,
    deals.property_closed_lost_reason as loss_reason,
    deals.property_createdate as created_at,
    case decisions.closed_at_from
        when 'history' then last_runs.entered_at
        when 'record' then deals.property_closedate
    end as closed_at,
    decisions.closed_at_from as closed_at_from,
    deals.property_closedate as expected_close_on,
    deals.property_hs_lastmodifieddate as updated_at
from absent
cross join lateral (
    select
        deal.deal_id,
        deal.property_dealname,
        deal.owner_id,
        deal.deal_pipeline_id,
        deal.deal_pipeline_stage_id,
        deal.property_amount,
        property_amount_in_home_currency,
        property_hs_analytics_source,
        property_closed_lost_reason,
        property_hs_is_closed,
        property_hs_is_closed_won,
        deal.property_createdate,
        deal.property_closedate,
        property_hs_lastmodifieddate
    from deal
    where not coalesce(is_deleted, false)
        and not coalesce(_fivetran_deleted, false)
) as deals
left join merged_deals on merged_deals.merged_deal_id = deals.deal_id
left join deal_pipeline on deal_pipeline.pipeline_id = deals.deal_pipeline_id
left join stages on stages.stage_id = deals.deal_pipeline_stage_id
left join last_runs on last_runs.deal_id = deals.deal_id
left join main_companies on main_companies.deal_id = deals.deal_id
left join main_contacts on main_contacts.deal_id = deals.deal_id
cross join lateral (
    select
        outcomes.outcome,
        case
            when outcomes.outcome = 'open' then null
            -- The history of an imported deal begins with the import: it does not know when a deal
            -- was decided that came in closed.
            when last_runs.outcome = outcomes.outcome
                and (
                    last_runs.position > 1
                    or last_runs.entered_at < deals.property_createdate + interval '1 minute'
                )
                then 'history'
            when deals.property_closedate is not null then 'record'
        end as closed_at_from
    from (
        select
            case
                when stages.outcome is not null then stages.outcome
                -- Of a stage that is configured no more only the deal itself knows.
                when deals.property_hs_is_closed_won then 'won'
                when deals.property_hs_is_closed then 'lost'
                else 'open'
            end as outcome
    ) as outcomes
) as decisions
where merged_deals.merged_deal_id is null
