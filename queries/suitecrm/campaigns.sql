-- One row per campaign that is not deleted.
-- Grain: campaigns.id. The last day of a campaign belongs to it.
with clicks as (
    select
        campaign_id,
        sum(hits) as clicks
    from campaign_log
    where activity_type = 'link' and coalesce(deleted, 0) = 0
    group by campaign_id
)

select
    campaigns.id as campaign_id,
    campaigns.name as name,
    case campaigns.campaign_type
        when 'NewsLetter' then 'Newsletter'
        else nullif(campaigns.campaign_type, '')
    end as channel,
    campaigns.start_date as started_on,
    campaigns.end_date + interval 1 day as ended_on,
    campaigns.actual_cost as cost,
    currencies.iso4217 as currency,
    campaigns.impressions as impressions,
    clicks.clicks as clicks
from campaigns
left join clicks on clicks.campaign_id = campaigns.id
left join currencies
    on currencies.id = campaigns.currency_id
    and coalesce(currencies.deleted, 0) = 0
    and currencies.iso4217 <> ''
where coalesce(campaigns.deleted, 0) = 0
