-- A call, meeting, e-mail, task, note or message, as the table activities already holds it.
-- Grain: one row per activity_id.
select * from activities
