-- A person at an account, as the table contacts already holds it.
-- Grain: one row per contact_id.
select * from contacts
