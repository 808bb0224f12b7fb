-- One row per person's revenue quota for a period of the forecast.
-- Grain: person and period. Of several kinds of forecast the one that was set up first counts.
with absent as (
    -- Columns that not every table has, and what stands for them: the table's own column wins.
    select
        false as _fivetran_deleted,
        null::text as currency_iso_code,
        null::text as product_family,
        null::text as territory_2_id
)

select distinct on (quotas.quota_owner_id, quotas.start_date, period.end_date)
    'revenue_added' as metric,
    cast(quotas.start_date as date) as started_on,
    -- Salesforce keeps the last day of the period.
    cast(period.end_date as date) + 1 as ended_on,
    quotas.quota_amount as value,
    quotas.currency_iso_code as currency,
    quotas.quota_owner_id as owner_id
from absent
cross join lateral (
    select
        forecasting_quota.quota_owner_id,
        forecasting_quota.start_date,
        forecasting_quota.period_id,
        forecasting_quota.quota_amount,
        forecasting_quota.forecasting_type_id,
        currency_iso_code
    from forecasting_quota
    where not coalesce(_fivetran_deleted, false)
        and forecasting_quota.is_amount
        -- Quotas of a product family or a territory are parts, not further money.
        and product_family is null
        and territory_2_id is null
) as quotas
inner join period on period.id = quotas.period_id
order by
    quotas.quota_owner_id,
    quotas.start_date,
    period.end_date,
    quotas.forecasting_type_id collate "C"
