-- One row per campaign that is not deleted.
-- Grain: campaign.
with answers as (
    select
        campaign_id,
        sum(case when action = 'Opened' then 1 else 0 end) as impressions,
        sum(case when action = 'Clicked' then 1 else 0 end) as clicks
    from campaign_log_record
    where deleted = 0 and is_test = 0
    group by campaign_id
)

select
    campaign.id as campaign_id,
    campaign.name as name,
    campaign.type as channel,
    campaign.start_date as started_on,
    -- The end date is the last day of the campaign.
    campaign.end_date + interval 1 day as ended_on,
    campaign.budget as cost,
    campaign.budget_currency as currency,
    answers.impressions as impressions,
    answers.clicks as clicks
from campaign
left join answers on answers.campaign_id = campaign.id
where campaign.deleted = 0
