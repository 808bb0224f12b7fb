-- A request to support, as the table tickets already holds it.
-- Grain: one row per ticket_id.
select * from tickets
