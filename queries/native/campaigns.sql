-- A marketing campaign, as the table campaigns already holds it.
-- Grain: one row per campaign_id.
select * from campaigns
