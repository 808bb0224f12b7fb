-- One row per line item of a won deal that pays every month or year.
-- Grain: line item. It runs for its term; without a term it runs on.
with absent as (
    -- Columns that not every table has, and what stands for them: the table's own column wins.
    select
        false as is_deleted,
        false as _fivetran_deleted,
        null::bigint as type_id,
        null::boolean as is_closed,
        null::boolean as closed_won,
        null::boolean as property_hs_is_closed_won,
        null::numeric as property_amount_in_home_currency,
        null::numeric as property_hs_mrr,
        null::numeric as property_hs_term_in_months,
        null::text as property_hs_recurring_billing_period,
        null::date as property_hs_recurring_billing_start_date
),

merged_deals as (
    select distinct merged_deal.merged_deal_id
    from merged_deal
),

stages as (
    select
        kept.stage_id,
        bool_or(kept.is_won) as is_won
    from absent
    cross join lateral (
        select
            deal_pipeline_stage.stage_id,
            -- The older flag says closed_won and means closed, lost deals' stages included.
            coalesce(is_closed, closed_won, false) and deal_pipeline_stage.probability = 1
                as is_won
        from deal_pipeline_stage
    ) as kept
    group by kept.stage_id
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
            coalesce(type_id in (5, 6), false) as is_primary
        from deal_company
    ) as kept
    order by kept.deal_id, kept.is_primary desc, kept.company_id
),

won_deals as (
    select
        kept.deal_id,
        main_companies.company_id,
        kept.property_closedate,
        -- Line items are priced in the deal's currency; amounts are reported in the home currency.
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
            deal.deal_pipeline_stage_id,
            deal.property_closedate,
            deal.property_amount,
            property_amount_in_home_currency,
            property_hs_is_closed_won
        from deal
        where not coalesce(is_deleted, false)
            and not coalesce(_fivetran_deleted, false)
    ) as kept
    inner join main_companies on main_companies.deal_id = kept.deal_id
    left join stages on stages.stage_id = kept.deal_pipeline_stage_id
    left join merged_deals on merged_deals.merged_deal_id = kept.deal_id
    where merged_deals.merged_deal_id is null
        -- Of a stage that is configured no more only the deal itself knows.
        and coalesce(stages.is_won, kept.property_hs_is_closed_won, false)
),

deals_of_line_items as (
    select
        line_item_deal.line_item_id,
        min(line_item_deal.deal_id) as deal_id
    from line_item_deal
    group by line_item_deal.line_item_id
),

line_items as (
    select
        kept.id,
        kept.property_name,
        kept.property_hs_mrr,
        cast(
            coalesce(
                kept.property_hs_term_in_months,
                12 * cast(
                    substring(kept.property_hs_recurring_billing_period from '([0-9]+)Y') as numeric
                ),
                cast(
                    substring(kept.property_hs_recurring_billing_period from '([0-9]+)M') as numeric
                )
            ) as integer
        ) as term_months,
        kept.started_on
    from absent
    cross join lateral (
        select
            line_item.id,
            line_item.property_name,
            cast(property_hs_mrr as numeric) as property_hs_mrr,
            cast(property_hs_term_in_months as numeric) as property_hs_term_in_months,
            property_hs_recurring_billing_period,
            cast(property_hs_recurring_billing_start_date as date) as started_on
        from line_item
        where not coalesce(_fivetran_deleted, false)
    ) as kept
    where kept.property_hs_mrr > 0
)

select
    cast(line_items.id as text) as subscription_id,
    cast(won_deals.company_id as text) as account_id,
    line_items.property_name as product,
    trim_scale(round(line_items.property_hs_mrr * won_deals.home_per_unit, 4)) as mrr,
    line_items.term_months as term_months,
    starts.started_on as started_on,
    cast(
        starts.started_on + make_interval(months => line_items.term_months) as date
    ) as ended_on
from line_items
inner join deals_of_line_items on deals_of_line_items.line_item_id = line_items.id
inner join won_deals on won_deals.deal_id = deals_of_line_items.deal_id
cross join lateral (
    select
        coalesce(
            line_items.started_on,
            cast(won_deals.property_closedate as date)
        ) as started_on
) as starts
