-- The page Overview: its cards about sales, their trend lines, revenue by month, win rate by team.
-- Grain: one row; each column is a list of rows. Days are day numbers, windows end before `_end_day`.
with deals as materialized (
    select closed_day, team, cycle_days, outcome = 'won' as is_won,
        if(has_rate, amount, null) as amount
    from read_parquet($deals)
    where outcome in ('won', 'lost') and closed_day >= $first_day and closed_day < $end_day
),
-- Everything that adds up, once per day; windows and months add up days.
deal_days as (
    select closed_day as day,
        count(*) as decided,
        count(*) filter (is_won) as won,
        sum(amount) filter (is_won) as revenue
    from deals
    group by closed_day
),
customer_days as (
    select purchase_day as day, count(*) as customers
    from read_parquet($first_purchases)
    where account_id is not null and purchase_day >= $first_day and purchase_day < $end_day
        and from_day <= $as_of_day and (to_day is null or to_day > $as_of_day)
    group by purchase_day
),
decided_days as materialized (
    select * from deal_days full join customer_days using (day)
),
windows(name, start_day, end_day) as (
    values ('now', $start_day, $end_day),
        ('previous', $previous_start_day, $previous_end_day),
        ('last_year', $last_year_start_day, $last_year_end_day)
),
totals as (
    select name,
        coalesce(sum(won), 0) as won,
        coalesce(sum(decided), 0) as decided,
        coalesce(sum(customers), 0) as customers_added,
        sum(revenue) / 10000 as revenue_added
    from windows left join decided_days on day >= start_day and day < end_day
    group by name
),
shares as (
    select *, ratio(won, decided) as win_rate,
        wilson_low(won, decided) as win_rate_low,
        wilson_high(won, decided) as win_rate_high
    from totals
),
won_deals as materialized (
    select closed_day, if(cycle_days >= 0, cycle_days, null) as cycle_days,
        if(amount > 0, amount, null) as amount
    from deals
    where is_won
),
medians as (
    select name,
        quantile_cont(cycle_days, 0.5) as sales_cycle_median,
        quantile_cont(amount, 0.5) / 10000 as deal_size_median,
        avg(amount) / 10000 as deal_size_mean
    from won_deals join windows on closed_day >= start_day and closed_day < end_day
    group by name
),
-- The medians' intervals need the values at two ranks.
sorted as materialized (
    select list_sort(list(cycle_days) filter (cycle_days is not null)) as cycles,
        list_sort(list(amount) filter (amount is not null)) as sizes
    from won_deals
    where closed_day >= $start_day and closed_day < $end_day
),
counts as materialized (
    select len(cycles) as cycles_count, len(sizes) as sizes_count from sorted
),
ranks as materialized (
    select cycle.low as cycle_low, cycle.high as cycle_high, size.low as size_low, size.high as size_high
    from counts,
        lateral (from percentile_ranks(cycles_count, 0.5)) as cycle,
        lateral (from percentile_ranks(sizes_count, 0.5)) as size
),
bounds as (
    select 'now' as name,
        cycles[cycle_low] as sales_cycle_median_low,
        cycles[cycle_high] as sales_cycle_median_high,
        sizes[size_low] / 10000 as deal_size_median_low,
        sizes[size_high] / 10000 as deal_size_median_high
    from sorted, ranks
),
cards as (
    select *
    from shares left join medians using (name) left join bounds using (name)
),
told as (
    select * rename (won as win_rate_won, decided as win_rate_decided) from cards
),
changes as (
    select before.name,
        now.revenue_added - before.revenue_added as revenue_added_change,
        growth(now.revenue_added, before.revenue_added) as revenue_added_growth,
        now.customers_added - before.customers_added as customers_added_change,
        growth(now.customers_added, before.customers_added) as customers_added_growth,
        now.win_rate - before.win_rate as win_rate_change,
        newcombe_low(now.win_rate, now.win_rate_low, before.win_rate, before.win_rate_high)
            as win_rate_change_low,
        newcombe_high(now.win_rate, now.win_rate_high, before.win_rate, before.win_rate_low)
            as win_rate_change_high,
        now.sales_cycle_median - before.sales_cycle_median as sales_cycle_median_change,
        growth(now.sales_cycle_median, before.sales_cycle_median) as sales_cycle_median_growth,
        now.deal_size_median - before.deal_size_median as deal_size_median_change,
        growth(now.deal_size_median, before.deal_size_median) as deal_size_median_growth
    from cards as now, cards as before
    where now.name = 'now' and before.name <> 'now'
),
median_months as (
    select month_of(closed_day) as month,
        quantile_cont(cycle_days, 0.5) as sales_cycle_median,
        quantile_cont(amount, 0.5) / 10000 as deal_size_median
    from won_deals
    where closed_day >= $start_day and closed_day < $end_day
    group by all
),
trend as (
    select month_of(day) as month,
        sum(revenue) / 10000 as revenue_added,
        sum(customers) as customers_added,
        ratio(sum(won), sum(decided)) as win_rate,
        any_value(sales_cycle_median) as sales_cycle_median,
        any_value(deal_size_median) as deal_size_median
    from decided_days left join median_months on median_months.month = month_of(day)
    where day >= $start_day and day < $end_day
    group by all
),
months as (
    select unnest($months, recursive := true)
),
revenue_by_month as (
    select month,
        sum(revenue) filter (day >= start_day and day < end_day) / 10000 as revenue_added,
        sum(revenue) filter (day >= last_year_start_day and day < last_year_end_day) / 10000
            as revenue_added_last_year
    from months join decided_days
        on (day >= start_day and day < end_day) or (day >= last_year_start_day and day < last_year_end_day)
    group by month
),
win_rate_by_team as (
    select team, count(*) filter (is_won) as won, count(*) as decided, won / decided as win_rate,
        wilson_low(won, decided) as win_rate_low, wilson_high(won, decided) as win_rate_high
    from deals
    where closed_day >= $start_day and closed_day < $end_day
    group by team
)
select
    (select list(told) from told) as cards,
    (select list(changes) from changes) as changes,
    (select list(trend) from trend) as trend,
    (select list(revenue_by_month) from revenue_by_month) as revenue_by_month,
    (select list(win_rate_by_team) from win_rate_by_team) as win_rate_by_team
