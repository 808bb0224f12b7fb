-- One row per campaign that is not deleted.
-- Grain: campaign.
with absent as (
    -- Columns that not every table has, and what stands for them: the table's own column wins.
    select
        true as _fivetran_active,
        false as _fivetran_deleted,
        null::text as currency_iso_code
)

select
    campaigns.id as campaign_id,
    campaigns.name as name,
    campaigns.type as channel,
    cast(campaigns.start_date as date) as started_on,
    -- Salesforce keeps the last day of the campaign.
    cast(campaigns.end_date as date) + 1 as ended_on,
    campaigns.actual_cost as cost,
    campaigns.currency_iso_code as currency
from absent
cross join lateral (
    select
        campaign.id,
        campaign.name,
        campaign.type,
        campaign.start_date,
        campaign.end_date,
        campaign.actual_cost,
        currency_iso_code
    from campaign
    where coalesce(_fivetran_active, true)
        and not coalesce(_fivetran_deleted, false)
        and not coalesce(campaign.is_deleted, false)
) as campaigns
