-- A deal (opportunity), as the table deals already holds it.
-- Grain: one row per deal_id.
select * from deals
