-- A first request, before it is a deal, as the table leads already holds it.
-- Grain: one row per lead_id.
select * from leads
