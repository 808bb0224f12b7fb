-- A stage of a pipeline, as configured today, as the table pipelines already holds it.
-- Grain: one row per pipeline, stage.
select * from pipelines
