-- One row per marketing campaign.
-- Grain: utm_campaign.id.
select
    id as campaign_id,
    title ->> 'en_US' as name
from utm_campaign
