-- The page Sales cycle: its cards, their trend lines, the distribution, the table by team, the
-- cohort's median and the curves of the time to a decision.
-- Grain: one row; each column is a list of rows. Days are day numbers, windows end before `_end_day`.
with deals as not materialized (
    select created_day, closed_day, cycle_days, team, outcome
    from read_parquet($deals)
),
windows(name, start_day, end_day) as (
    values ('now', $start_day, $end_day),
        ('previous', $previous_start_day, $previous_end_day),
        ('last_year', $last_year_start_day, $last_year_end_day),
        ('year_before', $year_before_start_day, $year_before_end_day)
),
-- Several windows may be the same days.
spans as (
    select distinct start_day, end_day from windows
),
decided as materialized (
    select closed_day, cycle_days, team, outcome = 'won' as is_won
    from deals
    where outcome in ('won', 'lost') and cycle_days >= 0
        and closed_day >= $first_day and closed_day < $end_day
),
-- How many took so many days: per window, and of this window per month and per team.
counts as materialized (
    select start_day, end_day, null as month, null as team, cycle_days as days,
        count(*) filter (is_won) as won, count(*) as decided
    from decided join spans on closed_day >= start_day and closed_day < end_day
    group by all
    union all
    select null, null, month_of(closed_day) as month, team, cycle_days,
        count(*) filter (is_won), count(*)
    from decided
    where closed_day >= $start_day and closed_day < $end_day
    group by grouping sets ((month, cycle_days), (team, cycle_days))
),
steps as materialized (
    select *,
        sum(won) over up_to_days as won_until,
        sum(won) over all_days as won_count,
        sum(decided) over up_to_days as decided_until,
        sum(decided) over all_days as decided_count
    from counts
    window all_days as (partition by start_day, end_day, month, team),
        up_to_days as (partition by start_day, end_day, month, team order by days)
),
sizes as materialized (
    select distinct unnest([won_count, decided_count])::bigint as n from steps
),
ranks as materialized (
    select n, low, high from sizes, lateral (from percentile_ranks(n, 0.5))
),
cycles as materialized (
    select start_day, end_day, month, team,
        any_value(won_count)::bigint as sales_cycle_count,
        percentile_of(days, won_until, won_count, 0.5) as sales_cycle_median,
        sum(days * won) / any_value(won_count) as sales_cycle_mean,
        percentile_of(days, won_until, won_count, 0.8) as sales_cycle_p80,
        percentile_of(days, won_until, won_count, 0.9) as sales_cycle_p90,
        min(days) filter (won_until >= of_won.low) as sales_cycle_median_low,
        min(days) filter (won_until >= of_won.high) as sales_cycle_median_high,
        any_value(decided_count)::bigint as decision_cycle_count,
        percentile_of(days, decided_until, decided_count, 0.5) as decision_cycle_median,
        min(days) filter (decided_until >= of_decided.low) as decision_cycle_median_low,
        min(days) filter (decided_until >= of_decided.high) as decision_cycle_median_high
    from steps
        left join ranks as of_won on of_won.n = won_count
        left join ranks as of_decided on of_decided.n = decided_count
    group by all
),
tail_ranks as (
    select n, p80.low as p80_low, p80.high as p80_high, p90.low as p90_low, p90.high as p90_high
    from (select sales_cycle_count as n from cycles where start_day = $start_day and end_day = $end_day),
        lateral (from percentile_ranks(n, 0.8)) as p80,
        lateral (from percentile_ranks(n, 0.9)) as p90
),
tails as (
    select
        min(days) filter (won_until >= p80_low) as sales_cycle_p80_low,
        min(days) filter (won_until >= p80_high) as sales_cycle_p80_high,
        min(days) filter (won_until >= p90_low) as sales_cycle_p90_low,
        min(days) filter (won_until >= p90_high) as sales_cycle_p90_high
    from steps, tail_ranks
    where start_day = $start_day and end_day = $end_day
),
trend as (
    select month, sales_cycle_median, sales_cycle_median_low, sales_cycle_median_high,
        decision_cycle_median
    from cycles
    where month is not null
),
segments as (
    select team, sales_cycle_count, sales_cycle_median, sales_cycle_median_low, sales_cycle_median_high,
        sales_cycle_mean, sales_cycle_p80, sales_cycle_p90
    from cycles
    where start_day is null and month is null
),
distribution as (
    select days as day, won as count
    from steps
    where start_day = $start_day and end_day = $end_day and won > 0
),
-- Cohorts by day of entry: how many were won, lost or last seen open after so many days.
followed as materialized (
    select start_day, end_day,
        if(outcome = 'open', $as_of_day - created_day, cycle_days) as day,
        count(*) filter (outcome = 'won') as won,
        count(*) filter (outcome <> 'open') as events,
        count(*) as left_that_day,
        max(created_day) as youngest
    from deals join spans on created_day >= start_day and created_day < end_day
    where outcome = 'open' or cycle_days >= 0
    group by all
),
at_risk as (
    select *, (sum(left_that_day) over (partition by start_day, end_day order by day desc))::double
        as at_risk
    from followed
),
survival as materialized (
    select *,
        product(1 - events / at_risk) over until_then as survival,
        sqrt(sum(coalesce(ratio(events, at_risk * (at_risk - events)), 0)) over until_then)
            / -ln(survival) as deviation
    from at_risk
    window until_then as (partition by start_day, end_day order by day)
),
curves as (
    select name, day, at_risk::bigint as at_risk, 1 - survival as share,
        1 - log_log_high(survival, deviation) as share_low,
        1 - log_log_low(survival, deviation) as share_high
    from survival join windows using (start_day, end_day)
    where events > 0
),
waits as (
    select name,
        min(day) filter (survival <= 0.5 + 1e-9) as time_to_decision_median,
        min(day) filter (log_log_low(survival, deviation) <= 0.5 + 1e-9)
            as time_to_decision_median_low,
        min(day) filter (log_log_high(survival, deviation) <= 0.5 + 1e-9)
            as time_to_decision_median_high,
        sum(events)::bigint as time_to_decision_median_events,
        sum(left_that_day)::bigint as time_to_decision_median_count
    from survival join windows using (start_day, end_day)
    group by name
),
cards as (
    select cycles.* exclude (start_day, end_day, month, team), waits.*
    from cycles join windows using (start_day, end_day) join waits using (name)
    where name <> 'year_before'
),
changes as (
    select before.name,
        now.sales_cycle_median - before.sales_cycle_median as sales_cycle_median_change,
        growth(now.sales_cycle_median, before.sales_cycle_median) as sales_cycle_median_growth,
        now.sales_cycle_mean - before.sales_cycle_mean as sales_cycle_mean_change,
        growth(now.sales_cycle_mean, before.sales_cycle_mean) as sales_cycle_mean_growth,
        now.sales_cycle_p80 - before.sales_cycle_p80 as sales_cycle_p80_change,
        growth(now.sales_cycle_p80, before.sales_cycle_p80) as sales_cycle_p80_growth,
        now.sales_cycle_p90 - before.sales_cycle_p90 as sales_cycle_p90_change,
        growth(now.sales_cycle_p90, before.sales_cycle_p90) as sales_cycle_p90_growth,
        now.decision_cycle_median - before.decision_cycle_median as decision_cycle_median_change,
        growth(now.decision_cycle_median, before.decision_cycle_median)
            as decision_cycle_median_growth,
        now.time_to_decision_median - before.time_to_decision_median
            as time_to_decision_median_change,
        growth(now.time_to_decision_median, before.time_to_decision_median)
            as time_to_decision_median_growth
    from cards as now, cards as before
    where now.name = 'now' and before.name in ('previous', 'last_year')
),
incidence as (
    select day,
        sum(won / at_risk * survival / nullif(1 - events / at_risk, 0)) over (order by day) as share,
        least(365, $as_of_day - max(youngest) over ()) as horizon_days,
        sum(left_that_day) over () as count, sum(won) over () as won
    from survival
    where start_day = $year_before_start_day and end_day = $year_before_end_day
),
cohort as (
    select any_value(count)::bigint as sales_cycle_cohort_count,
        any_value(won)::bigint as sales_cycle_cohort_won,
        any_value(horizon_days) as sales_cycle_cohort_horizon_days,
        min(day) filter (share >= half - 1e-9 and share > 0) as sales_cycle_cohort
    from incidence, (select max(share) / 2 as half from incidence where day <= horizon_days)
    where day <= horizon_days
)
select
    (select list(cards) from cards) as cards,
    (select list(changes) from changes) as changes,
    (select list(tails) from tails) as tails,
    (select list(trend) from trend) as trend,
    (select list(segments) from segments) as segments,
    (select list(distribution) from distribution) as distribution,
    (select list(cohort) from cohort) as cohort,
    (select list(curves) from curves where name = 'now') as curve,
    (select list(curves) from curves where name = 'year_before') as curve_year_before
