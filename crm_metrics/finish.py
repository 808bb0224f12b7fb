"""Finishes: from the sums of each group to the value a leader reads, vectorised over the groups.

Each function here makes a finish: it takes the names of a metric's sums and returns what turns
a frame of sums (the `by` columns, the spread, the sums) into one of values. Columns whose name
starts with `_` serve a comparison and do not leave `measure`.
"""

import polars as pl

from crm_metrics.facts.fact import MONEY_UNIT, in_currency
from crm_metrics.metric import Finish, Finishing
from crm_metrics.statistics import (
    Z95,
    aalen_johansen,
    divided,
    effective_n,
    kaplan_meier,
    median_wait,
    quantiles,
    ratio_deviation,
    wilson_high,
    wilson_low,
)

# A year covers the slow deals of most businesses and is soon ripe.
COHORT_HORIZON_DAYS = 365
# With fewer cases the deviation of a ratio is too rough to be shown.
FEWEST_CASES = 10
# A sum of shares may fall short of the half it stands for by its rounding.
ROUNDING = 1e-9
_PERCENTILES = {"median": 0.5, "p80": 0.8, "p90": 0.9}


def share(part: str, *, of: str) -> Finish:
    """A share of counts with its Wilson interval; null where the denominator is 0."""

    def finish(sums: pl.DataFrame, asked: Finishing) -> pl.DataFrame:
        return sums.select(*asked.by, part, of, *_share_columns(part, of, asked.name))

    return finish


def share_of_money(part: str, *, of: str, squares: str) -> Finish:
    """A share of money; its Wilson interval uses the effective number of deals, (Σa)² ÷ Σa²."""

    def finish(sums: pl.DataFrame, asked: Finishing) -> pl.DataFrame:
        whole = in_currency(pl.col(of))
        # Rows counted but none of them in the part: the part is 0, not unknown.
        some = pl.when(whole.is_not_null()).then(in_currency(pl.col(part).fill_null(0)))
        sums = sums.with_columns(some.alias(part), whole.alias(of))
        rate, n = divided(pl.col(part), pl.col(of)), effective_n(pl.col(of), pl.col(squares))
        # Columns first: the interval asks for both many times.
        sums = sums.with_columns(rate.alias(asked.name), n.alias("_n"))
        sums = sums.with_columns(_successes=pl.col(asked.name) * pl.col("_n"))
        ends = pl.col("_successes"), pl.col("_n")
        return sums.select(
            *asked.by,
            part,
            of,
            asked.name,
            wilson_low(*ends).alias(f"{asked.name}_low"),
            wilson_high(*ends).alias(f"{asked.name}_high"),
        )

    return finish


def money(amount: str) -> Finish:
    """A sum of money in units of the reporting currency; null where no row has an amount."""

    def finish(sums: pl.DataFrame, asked: Finishing) -> pl.DataFrame:
        value = in_currency(pl.col(amount)).alias(asked.name)
        return sums.select(*asked.by, value, "_squares")

    return finish


def counted(number: str) -> Finish:
    """A count."""

    def finish(sums: pl.DataFrame, asked: Finishing) -> pl.DataFrame:
        return sums.select(*asked.by, pl.col(number).alias(asked.name))

    return finish


def durations(days: str) -> Finish:
    """Median, mean, P80 and P90 of times that are over, with order-statistic intervals."""
    return _distribution(days, _PERCENTILES, 1)


def amounts(amount: str) -> Finish:
    """Median and mean of amounts of money, the median with its order-statistic interval."""
    return _distribution(amount, {"median": 0.5}, MONEY_UNIT)


def _distribution(value: str, probabilities: dict[str, float], unit: int) -> Finish:
    def finish(sums: pl.DataFrame, asked: Finishing) -> pl.DataFrame:
        found = quantiles(sums, list(asked.by), value, "count", probabilities)
        # A column, because Polars divides by a constant inexactly.
        found = found.with_columns(_unit=pl.lit(float(unit)))
        order = [name for name in ("median", "mean", "p80", "p90") if name in found.columns]
        bounds = [f"{name}_{side}" for name in order if name != "mean" for side in ("low", "high")]
        return found.select(
            *asked.by,
            pl.col("n").cast(pl.Int64).alias("count"),
            *(
                (pl.col(name) / pl.col("_unit")).alias(f"{asked.name}_{name}")
                for name in [*order, *bounds]
            ),
        )

    return finish


def incidence(event: str, *, against: str, waiting: str) -> Finish:
    """The curve of an outcome that another outcome competes with: day, share, at_risk."""

    def finish(sums: pl.DataFrame, asked: Finishing) -> pl.DataFrame:
        curve = aalen_johansen(
            sums, asked.by, event=event, against=against, waiting=waiting, at=asked.at
        )
        return curve.select(
            *asked.by,
            "day",
            share="incidence",
            share_low="incidence_low",
            share_high="incidence_high",
            at_risk="at_risk",
        )

    return finish


def share_reached(event: str, *, waiting: str) -> Finish:
    """The curve of what has happened by each day, the waiting counted: day, share, at_risk."""

    def finish(sums: pl.DataFrame, asked: Finishing) -> pl.DataFrame:
        curve = kaplan_meier(sums, asked.by, event=event, waiting=waiting, at=asked.at)
        return curve.select(
            *asked.by,
            "day",
            share=1 - pl.col("survival"),
            share_low=1 - pl.col("survival_high"),
            share_high=1 - pl.col("survival_low"),
            at_risk="at_risk",
        )

    return finish


def median_time(event: str, *, waiting: str) -> Finish:
    """Days by which half have reached the event, the waiting counted; null: not reached."""

    def finish(sums: pl.DataFrame, asked: Finishing) -> pl.DataFrame:
        median = median_wait(sums, asked.by, event=event, waiting=waiting)
        renamed = {f"median{end}": f"{asked.name}{end}" for end in ("", "_low", "_high")}
        return median.rename(renamed)

    return finish


def cohort_median(event: str, *, against: str, waiting: str, followed: str) -> Finish:
    """Days by which half of those who reach the event within the horizon have reached it.

    The smallest t with F(t) ≥ ½·F(H). The horizon H is the one asked for, else 365 days or as
    long as the youngest record has been followed. Null where nobody got there.
    """

    def finish(sums: pl.DataFrame, asked: Finishing) -> pl.DataFrame:
        by = list(asked.by)
        curve = aalen_johansen(sums, by, event=event, against=against, waiting=waiting)
        youngest = pl.col(followed).min().clip(upper_bound=COHORT_HORIZON_DAYS)
        horizon = pl.lit(asked.at[0], pl.Int64) if asked.at else youngest
        in_cohort = sum((pl.col(name) for name in (event, against, waiting)), pl.lit(0))
        totals = {"count": in_cohort.sum(), "won": pl.col(event).sum(), "horizon_days": horizon}
        group = pl.struct(by) if by else pl.lit(0)
        cohorts = (
            sums.group_by(group.alias("_cohort")).agg(**totals)
            if sums.height
            else sums.select(_cohort=group, count=in_cohort, won=event, horizon_days=followed)
        )
        in_time = (
            curve.with_columns(_cohort=group)
            .join(cohorts, on="_cohort", nulls_equal=True)
            .filter(pl.col("day") <= pl.col("horizon_days"))
        )
        reached = pl.col("incidence") >= pl.col("incidence").max() / 2 - ROUNDING
        medians = in_time.group_by("_cohort").agg(
            pl.col("day").filter(reached & (pl.col("incidence") > 0)).min().alias(asked.name)
        )
        found = cohorts.join(medians, on="_cohort", how="left", nulls_equal=True)
        columns = (
            "count",
            "won",
            "horizon_days",
            pl.col(asked.name).cast(pl.Float64),
        )
        return found.unnest("_cohort").select(*by, *columns) if by else found.select(columns)

    return finish


def share_beside(part: str, *, of: str, beside: tuple[str, ...]) -> Finish:
    """A share of counts with its Wilson interval, and further counts that stand beside it."""
    finish_share = share(part, of=of)

    def finish(sums: pl.DataFrame, asked: Finishing) -> pl.DataFrame:
        shares = finish_share(sums, asked)
        columns = [name for name in shares.columns if name not in (*asked.by, part, of)]
        return pl.concat([shares, sums.select(beside)], how="horizontal").select(
            *asked.by, of, part, *beside, *columns
        )

    return finish


def ratio_of_money(part: str, *, of: str, cases: str, highest: float | None = None) -> Finish:
    """A ratio of two sums of money over so many `cases`, with the interval of a ratio estimator.

    Beside the two sums it reads `_squares` Σpart², `_products` Σpart·of and `_of_squares` Σof².
    No interval below ten accounts, nor where all of them have the very same ratio: there is then
    no telling how much they might differ.
    """

    def finish(sums: pl.DataFrame, asked: Finishing) -> pl.DataFrame:
        amounts = {name: pl.col(name).fill_null(0) for name in (of, part)}
        sums = sums.with_columns(
            divided(amounts[part], amounts[of]).alias(asked.name),
            _deviation=ratio_deviation(
                in_currency(amounts[part]),
                in_currency(amounts[of]),
                squares=pl.col("_squares"),
                products=pl.col("_products"),
                whole_squares=pl.col("_of_squares"),
                n=pl.col(cases),
            ),
        )
        can_tell = (pl.col(cases) >= FEWEST_CASES) & (pl.col("_deviation") > 0)
        margin = pl.when(can_tell).then(Z95 * pl.col("_deviation"))
        value = pl.col(asked.name)
        return sums.select(
            *asked.by,
            in_currency(amounts[of]).alias(of),
            in_currency(amounts[part]).alias(part),
            value,
            # Credits may outweigh all else; only then is a ratio below 0 possible.
            (value - margin).clip(pl.min_horizontal(value, 0.0)).alias(f"{asked.name}_low"),
            (value + margin).clip(upper_bound=highest).alias(f"{asked.name}_high"),
        )

    return finish


def moneys(*amounts: str, counts: tuple[str, ...] = ()) -> Finish:
    """Several sums of money side by side in units of the currency, 0 where nothing adds to one."""

    def finish(sums: pl.DataFrame, asked: Finishing) -> pl.DataFrame:
        values = {name: in_currency(pl.col(name).fill_null(0)) for name in amounts}
        return sums.select(*asked.by, *counts, **values)

    return finish


def share_waiting(event: str, *, waiting: str) -> Finish:
    """The curve of what has not happened by each day, the waiting counted: day, share, at_risk."""

    def finish(sums: pl.DataFrame, asked: Finishing) -> pl.DataFrame:
        curve = kaplan_meier(sums, asked.by, event=event, waiting=waiting, at=asked.at)
        return curve.select(
            *asked.by,
            "day",
            share="survival",
            share_low="survival_low",
            share_high="survival_high",
            at_risk="at_risk",
        )

    return finish


def shares_of_the_largest(value: str, count: str, *, largest: tuple[int, ...]) -> Finish:
    """What share of a sum its largest parts hold, and how many equal parts would be as uneven.

    Reads how often (`count`) each `value` occurs. Effective number: (Σa)² ÷ Σa².
    """

    def finish(sums: pl.DataFrame, asked: Finishing) -> pl.DataFrame:
        by = list(asked.by)
        amount, number = pl.col(value).cast(pl.Float64) / MONEY_UNIT, pl.col(count)
        ordered = sums.sort(value, descending=True).with_columns(
            _above=(number.cum_sum() - number).over(by)
        )
        among = {n: (n - pl.col("_above")).clip(0, number) for n in largest}
        totals = ordered.group_by(by, maintain_order=True).agg(
            number.sum(),
            _total=(pl.col(value).cast(pl.Int128) * number).sum(),
            _sum=(amount * number).sum(),
            _squares=(amount * amount * number).sum(),
            **{f"_{n}": (amount * some).sum() for n, some in among.items()},
        )
        return totals.select(
            *by,
            number.cast(pl.Int64),
            in_currency(pl.col("_total")).alias("mrr"),
            *(
                divided(pl.col(f"_{n}"), pl.col("_sum")).alias(f"{asked.name}_top_{n}_share")
                for n in largest
            ),
            effective_n(pl.col("_sum"), pl.col("_squares")).alias(
                f"{asked.name}_effective_customers"
            ),
        )

    return finish


def ratio_of_lesser_money(part: str, *, of: str, cases: str) -> Finish:
    """A ratio of money that each case can only lower: it counts with the lesser of its two sums.

    Reads the sums of those that paid less at the end (`_lowered`), of those that paid more
    (`_held`, their sums at the start), and their squares and products.
    """
    ratio = ratio_of_money(part, of=of, cases=cases, highest=1.0)

    def finish(sums: pl.DataFrame, asked: Finishing) -> pl.DataFrame:
        held = pl.col("_squares_held")
        lesser = pl.col("_lowered").fill_null(0) + pl.col("_held").fill_null(0)
        sums = sums.with_columns(
            lesser.alias(part),
            _squares=pl.col("_squares_lowered") + held,
            _products=pl.col("_products_lowered") + held,
        )
        return ratio(sums, asked)

    return finish


def balance(start: str, end: str, *, movements: tuple[str, ...], losses: tuple[str, ...]) -> Finish:
    """From one state to another by movements, all in units of the currency, losses above zero."""

    def finish(sums: pl.DataFrame, asked: Finishing) -> pl.DataFrame:
        values = {name: pl.col(name).fill_null(0) for name in (start, *movements, end)}
        values |= {name: pl.lit(0, pl.Int128) - values[name] for name in losses}
        return sums.select(*asked.by, **{name: in_currency(sum_) for name, sum_ in values.items()})

    return finish


def as_summed(sums: pl.DataFrame, asked: Finishing) -> pl.DataFrame:
    """The sums as they are, for a part that others are put together from."""
    del asked
    return sums


# The days in which a record was looked after that is called fresh.
FRESH_DAYS = 90


def share_within(days: str, part: str, *, beside: int) -> Finish:
    """The share of records whose `days` lie below the horizon; null days lie below none.

    The horizon is the one asked for, else 90. The same for `beside` days stands beside it:
    `<part>_<beside>` and `<name>_<beside>`, each share with its Wilson interval.
    """

    def finish(sums: pl.DataFrame, asked: Finishing) -> pl.DataFrame:
        horizon = asked.at[0] if asked.at else FRESH_DAYS
        ends = {"": horizon, f"_{beside}": beside}
        within = {
            f"{part}{end}": pl.col("count").filter(pl.col(days) < limit).sum()
            for end, limit in ends.items()
        }
        found = sums.group_by(asked.by).agg(records=pl.col("count").sum(), **within)
        shares = [
            column
            for end in ends
            for column in _share_columns(f"{part}{end}", "records", f"{asked.name}{end}")
        ]
        return found.select(
            *asked.by,
            part,
            "records",
            *shares[:3],
            pl.lit(horizon, pl.Int64).alias("horizon_days"),
            f"{part}_{beside}",
            *shares[3:],
        )

    return finish


def share_beyond(days: str, part: str, *, of: str) -> Finish:
    """The share of records whose `days` have reached the horizon: the one asked for, else 90."""

    def finish(sums: pl.DataFrame, asked: Finishing) -> pl.DataFrame:
        horizon = asked.at[0] if asked.at else FRESH_DAYS
        beyond = pl.col("count").filter(pl.col(days) >= horizon).sum()
        found = sums.group_by(asked.by).agg(**{part: beyond, of: pl.col("count").sum()})
        return found.select(
            *asked.by,
            part,
            of,
            *_share_columns(part, of, asked.name),
            pl.lit(horizon, pl.Int64).alias("horizon_days"),
        )

    return finish


def _share_columns(part: str, of: str, name: str) -> list[pl.Expr]:
    """The share and its Wilson interval, under the names they are told by."""
    successes, n = pl.col(part), pl.col(of)
    return [
        divided(successes, n).alias(name),
        wilson_low(successes, n).alias(f"{name}_low"),
        wilson_high(successes, n).alias(f"{name}_high"),
    ]


def delays(value: str, *, apart: str, unit: int) -> Finish:
    """Median, mean, P80 and P90 of a delay, and how many rows have none and are counted apart.

    `unit` is how many of the delay's whole numbers make one of what is told. A group with rows
    that stand apart only has no times: null.
    """

    def finish(sums: pl.DataFrame, asked: Finishing) -> pl.DataFrame:
        by = list(asked.by)
        found = _distribution(value, _PERCENTILES, unit)(sums, asked)
        groups = sums.group_by(by).agg(pl.col(apart).sum())
        joined = groups.join(found, on=by, how="left", nulls_equal=True)
        times = [name for name in found.columns if name not in (*by, "count")]
        return joined.select(*by, pl.col("count").fill_null(0), apart, *times)

    return finish
