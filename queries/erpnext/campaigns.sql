-- One row per campaign; its days are those of its e-mails.
-- Grain: campaign.
with mailings as (
    select
        campaign_name as campaign_id,
        min(start_date) as started_on,
        max(end_date) + interval 1 day as ended_on
    from `tabEmail Campaign`
    group by campaign_name
)

select
    campaigns.name as campaign_id,
    campaigns.campaign_name as name,
    case when mailings.campaign_id is not null then 'E-mail' end as channel,
    mailings.started_on as started_on,
    mailings.ended_on as ended_on
from `tabCampaign` as campaigns
left join mailings on mailings.campaign_id = campaigns.name
