-- A change of one field of a user, as the table user_changes already holds it.
-- Grain: one row per user_id, field, changed_at.
select * from user_changes
