-- One row per stage of the only pipeline.
-- Grain: stage.
select 'Prospecting' as stage, 1 as position, 'open' as outcome
union all
select 'Engaging' as stage, 2 as position, 'open' as outcome
union all
select 'Won' as stage, 3 as position, 'won' as outcome
union all
select 'Lost' as stage, 4 as position, 'lost' as outcome
