-- A contract that pays every month, as the table subscriptions already holds it.
-- Grain: one row per subscription_id.
select * from subscriptions
