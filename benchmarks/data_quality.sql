-- The page Data quality: field and record completeness of all required sets, whole, by team and by
-- month. Grain: one row; each column is a list of rows. Two passes over the checks, by team and by
-- day, are faster than one by both.
with checks as not materialized (
    select team, set_number, states, is_complete, if(day > $as_of_day, created_day, day) as day
    from read_parquet($checks)
    where if(day > $as_of_day, created_day, day) <= $as_of_day
),
team_checks as materialized (
    select team, set_number, states,
        count(*) filter (is_complete) as complete, count(*) as records
    from checks group by all
),
day_checks as materialized (
    select day, set_number, states,
        count(*) filter (is_complete) as complete, count(*) as records
    from checks group by all
),
cut_checks as materialized (
    select 'all' as cut, null as team, null::timestamp as month, set_number, states,
        sum(complete)::bigint as complete, sum(records)::bigint as records
    from team_checks group by all
    union all
    select 'team', team, null, set_number, states, complete, records from team_checks
    union all
    select 'month', null, date_trunc('month', date '1970-01-01' + day), set_number, states,
        sum(complete)::bigint, sum(records)::bigint
    from day_checks group by all
),
fields as (select unnest($fields, recursive := true)),
field_counts as (
    select cut, team, month, set, field,
        coalesce(sum(records) filter ((states // unit) % 8 > 1), 0)::bigint as filled,
        coalesce(sum(records) filter ((states // unit) % 8 > 0), 0)::bigint as required
    from cut_checks join fields using (set_number)
    group by all
),
record_counts as (
    select cut, team, month, set,
        sum(complete)::bigint as complete, sum(records)::bigint as records
    from cut_checks join (select distinct set_number, set from fields) using (set_number)
    group by all
),
field_numbers as materialized (
    select *,
        ratio(filled, required) as field_completeness,
        wilson_low(filled, required) as field_completeness_low,
        wilson_high(filled, required) as field_completeness_high
    from field_counts where required > 0
),
record_numbers as materialized (
    select *,
        ratio(complete, records) as record_completeness,
        wilson_low(complete, records) as record_completeness_low,
        wilson_high(complete, records) as record_completeness_high
    from record_counts
)
select
    (select list(f) from field_numbers as f where cut = 'all') as field_completeness_all,
    (select list(f) from field_numbers as f where cut = 'team') as field_completeness_team,
    (select list(f) from field_numbers as f where cut = 'month') as field_completeness_month,
    (select list(r) from record_numbers as r where cut = 'all') as record_completeness_all,
    (select list(r) from record_numbers as r where cut = 'team') as record_completeness_team,
    (select list(r) from record_numbers as r where cut = 'month') as record_completeness_month
