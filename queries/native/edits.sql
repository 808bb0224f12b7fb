-- A save of a record by a person or a program, as the table edits already holds it.
-- Grain: one row per entity, record_id, field, user_id, edited_at.
select * from edits
