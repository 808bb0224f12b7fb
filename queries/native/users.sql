-- A person who works in the CRM, as the table users already holds it.
-- Grain: one row per user_id.
select * from users
