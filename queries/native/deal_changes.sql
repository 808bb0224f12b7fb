-- A change of one field of a deal, its first value included, as the table deal_changes already holds it.
-- Grain: one row per deal_id, field, changed_at, sequence.
select * from deal_changes
