-- The page Win rate: its cards, their trend lines, the table by team and the win curves.
-- Grain: one row; each column is a list of rows. Days are day numbers, windows end before `_end_day`.
with deals as not materialized (
    select created_day, closed_day, expected_day, first_expected_day, cycle_days, team, outcome,
        if(outcome = 'open', expected_day, closed_day) as due_day,
        if(has_rate and amount > 0, amount, null) as amount
    from read_parquet($deals)
),
windows(name, start_day, end_day) as (
    values ('now', $start_day, $end_day),
        ('previous', $previous_start_day, $previous_end_day),
        ('last_year', $last_year_start_day, $last_year_end_day)
),
decided_days as materialized (
    select closed_day as day,
        count(*) as decided,
        count(*) filter (outcome = 'won') as won,
        sum(amount) filter (outcome = 'won') as won_amount,
        sum(amount) as decided_amount,
        sum((amount / 10000) ** 2) as squares
    from deals
    where outcome <> 'open' and closed_day >= $first_day and closed_day < $end_day
    group by all
),
-- The strict rates differ from the win rate by open deals that are past their day, no more.
overdue_days as materialized (
    select expected_day as day, count(*) as overdue
    from deals
    where outcome = 'open' and expected_day >= $first_day and expected_day < $as_of_day
    group by all
),
first_overdue_days as materialized (
    select first_expected_day as day, count(*) as first_overdue
    from deals
    where outcome = 'open' and first_expected_day >= $first_day and first_expected_day < $as_of_day
    group by all
),
days as materialized (
    select day, coalesce(decided, 0) as decided, coalesce(won, 0) as won, won_amount, decided_amount,
        squares, coalesce(overdue, 0) as overdue, coalesce(first_overdue, 0) as first_overdue
    from decided_days
        full join overdue_days using (day)
        full join first_overdue_days using (day)
),
totals as (
    select name,
        coalesce(sum(won), 0)::bigint as won,
        coalesce(sum(decided), 0)::bigint as decided,
        coalesce(sum(decided + overdue), 0)::bigint as decided_strict,
        coalesce(sum(decided + first_overdue), 0)::bigint as decided_strict_first,
        coalesce(sum(won_amount), 0) / 10000 as won_amount,
        sum(decided_amount) / 10000 as decided_amount,
        ratio(sum(decided_amount / 10000) ** 2, sum(squares)) as n
    from windows left join days on day >= start_day and day < end_day
    group by name
),
cards as (
    select *,
        ratio(won, decided) as win_rate,
        wilson_low(won, decided) as win_rate_low,
        wilson_high(won, decided) as win_rate_high,
        ratio(won_amount, decided_amount) as win_rate_by_amount,
        wilson_low(ratio(won_amount, decided_amount) * n, n) as win_rate_by_amount_low,
        wilson_high(ratio(won_amount, decided_amount) * n, n) as win_rate_by_amount_high,
        ratio(won, decided_strict) as win_rate_strict,
        wilson_low(won, decided_strict) as win_rate_strict_low,
        wilson_high(won, decided_strict) as win_rate_strict_high,
        ratio(won, decided_strict_first) as win_rate_strict_first_expected,
        wilson_low(won, decided_strict_first) as win_rate_strict_first_expected_low,
        wilson_high(won, decided_strict_first) as win_rate_strict_first_expected_high
    from totals
),
told as (
    select * exclude (n) rename (
        won as win_rate_won,
        decided as win_rate_decided,
        decided_strict as win_rate_strict_decided,
        decided_strict_first as win_rate_strict_first_expected_decided,
        won_amount as win_rate_by_amount_won_amount,
        decided_amount as win_rate_by_amount_decided_amount
    )
    from cards
),
changes as (
    select before.name,
        now.win_rate - before.win_rate as win_rate_change,
        newcombe_low(now.win_rate, now.win_rate_low, before.win_rate, before.win_rate_high)
            as win_rate_change_low,
        newcombe_high(now.win_rate, now.win_rate_high, before.win_rate, before.win_rate_low)
            as win_rate_change_high,
        now.win_rate_by_amount - before.win_rate_by_amount as win_rate_by_amount_change,
        newcombe_low(
            now.win_rate_by_amount, now.win_rate_by_amount_low,
            before.win_rate_by_amount, before.win_rate_by_amount_high
        ) as win_rate_by_amount_change_low,
        newcombe_high(
            now.win_rate_by_amount, now.win_rate_by_amount_high,
            before.win_rate_by_amount, before.win_rate_by_amount_low
        ) as win_rate_by_amount_change_high,
        now.win_rate_strict - before.win_rate_strict as win_rate_strict_change,
        newcombe_low(
            now.win_rate_strict, now.win_rate_strict_low,
            before.win_rate_strict, before.win_rate_strict_high
        ) as win_rate_strict_change_low,
        newcombe_high(
            now.win_rate_strict, now.win_rate_strict_high,
            before.win_rate_strict, before.win_rate_strict_low
        ) as win_rate_strict_change_high,
        now.win_rate_strict_first_expected - before.win_rate_strict_first_expected
            as win_rate_strict_first_expected_change,
        newcombe_low(
            now.win_rate_strict_first_expected, now.win_rate_strict_first_expected_low,
            before.win_rate_strict_first_expected, before.win_rate_strict_first_expected_high
        ) as win_rate_strict_first_expected_change_low,
        newcombe_high(
            now.win_rate_strict_first_expected, now.win_rate_strict_first_expected_high,
            before.win_rate_strict_first_expected, before.win_rate_strict_first_expected_low
        ) as win_rate_strict_first_expected_change_high
    from cards as now, cards as before
    where now.name = 'now' and before.name <> 'now'
),
trend as (
    select month_of(day) as month,
        ratio(sum(won), sum(decided)) as win_rate,
        wilson_low(sum(won), sum(decided)) as win_rate_low,
        wilson_high(sum(won), sum(decided)) as win_rate_high,
        ratio(coalesce(sum(won_amount), 0), sum(decided_amount)) as win_rate_by_amount,
        ratio(sum(won), sum(decided + overdue)) as win_rate_strict,
        ratio(sum(won), sum(decided + first_overdue)) as win_rate_strict_first_expected
    from days
    where day >= $start_day and day < $end_day
    group by all
),
team_outcomes as materialized (
    select team, outcome, count(*) as deals, sum(amount) as amount
    from deals
    where due_day >= $start_day and due_day < $end_day
        and (outcome <> 'open' or due_day < $as_of_day)
    group by all
),
segments as (
    select team,
        coalesce(sum(deals) filter (outcome = 'won'), 0)::bigint as won,
        coalesce(sum(deals) filter (outcome <> 'open'), 0)::bigint as decided,
        ratio(won, decided) as win_rate,
        wilson_low(won, decided) as win_rate_low,
        wilson_high(won, decided) as win_rate_high,
        ratio(
            coalesce(sum(amount) filter (outcome = 'won'), 0),
            sum(amount) filter (outcome <> 'open')
        ) as win_rate_by_amount,
        ratio(won, sum(deals)) as win_rate_strict
    from team_outcomes
    group by team
),
-- The win curves, Aalen–Johansen: how many were won, lost and still open after so many days.
followed as (
    select created_day >= $start_day as is_now,
        if(outcome = 'open', $as_of_day - created_day, cycle_days) as day,
        count(*) filter (outcome = 'won') as won,
        count(*) filter (outcome = 'lost') as lost,
        count(*) as left_that_day
    from deals
    where ((created_day >= $start_day and created_day < $end_day)
        or (created_day >= $year_before_start_day and created_day < $year_before_end_day))
        and (outcome = 'open' or cycle_days >= 0)
    group by all
),
at_risk as (
    select is_now, day, won, won + lost as events,
        (sum(left_that_day) over (partition by is_now order by day desc))::double as at_risk
    from followed
),
survival as (
    select *, coalesce(
        product(1 - events / at_risk)
            over (partition by is_now order by day rows between unbounded preceding and 1 preceding),
        1.0
    ) as before
    from at_risk
),
incidence as (
    select *, sum(before * won / at_risk) over (partition by is_now order by day) as share
    from survival
),
-- Aalen's variance, as a polynomial of the share whose coefficients are running sums.
variance_terms as (
    select *,
        coalesce(ratio(events, (at_risk - 1) * (at_risk - events)), 0) as a,
        coalesce(ratio((at_risk - won) * won * before ** 2, (at_risk - 1) * at_risk ** 2), 0) as b,
        coalesce(
            ratio(won * (at_risk - won) * before, at_risk * (at_risk - events) * (at_risk - 1)), 0
        ) as c
    from incidence
),
variances as (
    select *, greatest(0,
            share ** 2 * sum(a) over earlier - 2 * share * sum(a * share) over earlier
            + sum(a * share ** 2) over earlier + sum(b) over earlier
            - 2 * (share * sum(c) over earlier - sum(c * share) over earlier)
        ) as variance
    from variance_terms
    window earlier as (partition by is_now order by day)
),
curves as (
    select is_now, day, share, at_risk::bigint as at_risk,
        log_log_low(share, sqrt(variance) / (share * -ln(share))) as share_low,
        log_log_high(share, sqrt(variance) / (share * -ln(share))) as share_high
    from variances
    where events > 0
)
select
    (select list(told) from told) as cards,
    (select list(changes) from changes) as changes,
    (select list(trend) from trend) as trend,
    (select list(segments) from segments) as segments,
    (select list(curves) from curves where is_now) as curve,
    (select list(curves) from curves where not is_now) as curve_year_before
