-- One row per opportunity of the hardware seller.
-- Grain: opportunity_id. An opportunity without an engage date has no start and is dropped at sync.
with opportunities as (
    select
        opportunity_id,
        sales_agent,
        account,
        deal_stage,
        engage_date,
        close_date,
        close_value,
        -- The pipeline spells one product differently from the product list.
        case product when 'GTXPro' then 'GTX Pro' else product end as product
    from sales_pipeline
),

named_products as (
    select
        product,
        series
    from products
)

select
    opportunities.opportunity_id as deal_id,
    opportunities.account as account_id,
    opportunities.sales_agent as owner_id,
    opportunities.deal_stage as stage,
    case opportunities.deal_stage
        when 'Won' then 'won'
        when 'Lost' then 'lost'
        else 'open'
    end as outcome,
    opportunities.close_value as amount,
    opportunities.product as product,
    opportunities.engage_date as created_at,
    opportunities.close_date as closed_at,
    named_products.series as product_series
from opportunities
left join named_products on named_products.product = opportunities.product
