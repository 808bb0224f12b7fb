-- Macros that the page queries share: intervals of shares and of percentiles.
-- Grain: none; every macro is a formula.

-- Wilson (1927), 95 %. `k` of `n`; null where nothing counts.
create temp macro wilson_low(k, n) as
    case when n > 0 then
        case when k = 0 then 0.0 else greatest(0.0, (k + 1.9207294103470621
            - 1.959963984540054 * sqrt(greatest(0.0, k * (n - k) / n) + 0.9603647051735311))
            / (n + 3.8414588206941243)) end
    end;
create temp macro wilson_high(k, n) as
    case when n > 0 then
        case when k = n then 1.0 else least(1.0, (k + 1.9207294103470621
            + 1.959963984540054 * sqrt(greatest(0.0, k * (n - k) / n) + 0.9603647051735311))
            / (n + 3.8414588206941243)) end
    end;

-- Newcombe (1998), method 10: the change of a share between two sets of deals.
create temp macro newcombe_low(p, low, p0, high0) as
    p - p0 - sqrt((p - low) ** 2 + (high0 - p0) ** 2);
create temp macro newcombe_high(p, high, p0, low0) as
    p - p0 + sqrt((high - p) ** 2 + (p0 - low0) ** 2);

-- A ratio; null where the denominator is 0.
create temp macro ratio(a, b) as case when b <> 0 then a / b end;
create temp macro growth(now, before) as case when before > 0 then (now - before) / before end;

-- Ranks (from 1) of the values that enclose a percentile with 95 % confidence, whatever the shape:
-- the number of values below it is binomial(n, q). Only ten deviations around the mean matter.
create temp macro rank_from(n, q) as
    greatest(0, floor(n * q - 10 * sqrt(n * q * (1 - q)) - 2))::bigint;
create temp macro rank_until(n, q) as
    least(n, ceil(n * q + 10 * sqrt(n * q * (1 - q)) + 2))::bigint;
create temp macro binomial(k, n, q) as
    exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * ln(q) + (n - k) * ln(1 - q));
create temp macro percentile_ranks(n, q) as table (
    with masses as (
        select k, binomial(k, n, q) as mass
        from range(rank_from(n, q), rank_until(n, q) + 1) as successes(k)
    ),
    tails as (
        select k, sum(mass) over (order by k) as at_most, sum(mass) over (order by k desc) as at_least
        from masses
    ),
    ranks as (
        select rank_from(n, q) + count(*) filter (at_most <= 0.025) as low,
            rank_from(n, q) + count(*) filter (at_least > 0.025) as high
        from tails
    )
    select if(low > 0 and high <= n, low, null) as low, if(low > 0 and high <= n, high, null) as high
    from ranks
);

-- The percentile of values given as running counts: linear between two values (type 7), as
-- quantile_cont. `until` counts the values up to `days`, `n` all of them.
create temp macro value_at(days, until, position) as min(days) filter (until > position);
create temp macro percentile_of(days, until, n, q) as
    value_at(days, until, floor((n - 1) * q))
    + (value_at(days, until, ceil((n - 1) * q)) - value_at(days, until, floor((n - 1) * q)))
    * ((max(n) - 1) * q - floor((max(n) - 1) * q));
create temp macro month_of(day) as date_trunc('month', date '1970-01-01' + day);

-- Both ends of the interval of a share, symmetric on the scale log(−log share).
create temp macro log_log_low(share, deviation) as
    case when share > 0 and share < 1
        then exp(ln(share) * exp(1.959963984540054 * deviation)) end;
create temp macro log_log_high(share, deviation) as
    case when share > 0 and share < 1
        then exp(ln(share) * exp(-1.959963984540054 * deviation)) end;
