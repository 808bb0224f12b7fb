-- A target of one metric for one period, as the table targets already holds it.
-- Grain: one row per metric, started_on, ended_on, owner_id, team.
select * from targets
