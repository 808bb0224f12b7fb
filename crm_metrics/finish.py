"""Finishes: from the sums of each group to the value a leader reads, vectorised over the groups.

Each function here makes a finish: it takes the names of a metric's sums and returns what turns
a frame of sums (the `by` columns, the spread, the sums) into one of values. Columns whose name
starts with `_` serve a comparison and do not leave `measure`.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from crm_metrics.facts.fact import MONEY_UNIT, in_currency
from crm_metrics.facts.valid import BITS, INVALID, MISSING, NOT_REQUIRED, VALID
from crm_metrics.metric import Finish, Finishing
from crm_metrics.statistics import (
    aalen_johansen,
    divided,
    effective_n,
    kaplan_meier,
    median_wait,
    quantiles,
    wilson_high,
    wilson_low,
)

# A year covers the slow deals of most businesses and is soon ripe.
COHORT_HORIZON_DAYS = 365
# A sum of shares may fall short of the half it stands for by its rounding.
ROUNDING = 1e-9
_PERCENTILES = {"median": 0.5, "p80": 0.8, "p90": 0.9}


def share(part: str, *, of: str) -> Finish:
    """A share of counts with its Wilson interval; null where the denominator is 0."""

    def finish(sums: pl.DataFrame, asked: Finishing) -> pl.DataFrame:
        successes, n = pl.col(part), pl.col(of)
        return sums.select(
            *asked.by,
            part,
            of,
            divided(successes, n).alias(asked.name),
            wilson_low(successes, n).alias(f"{asked.name}_low"),
            wilson_high(successes, n).alias(f"{asked.name}_high"),
        )

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


def per_set(finish: Finish, **sums: pl.Expr) -> Finish:
    """A number per required set, in the order of the settings; see `facts.field_checks`."""

    def finish_sets(checks: pl.DataFrame, asked: Finishing) -> pl.DataFrame:
        sets = _fields_of_sets(asked.info).select("set_number", "set").unique()
        found = (
            checks.join(sets, on="set_number")
            .group_by(*asked.by, "set_number", "set")
            .agg(**sums)
            .sort("set_number")
        )
        return finish(found, replace(asked, by=(*asked.by, "set")))

    return finish_sets


def per_field(finish: Finish, **sums: pl.Expr) -> Finish:
    """A number per field of a required set, in the order of the settings.

    `sums` are over records and `_state`, the octal digit that stands for the field. A field that
    the first of them does not find at all has no row.
    """
    first = next(iter(sums))

    def finish_fields(checks: pl.DataFrame, asked: Finishing) -> pl.DataFrame:
        state = pl.col("states") // pl.col("_unit") % (1 << BITS)
        found = (
            checks.join(_fields_of_sets(asked.info), on="set_number")
            .group_by(*asked.by, "set_number", "set", "_unit", "field", state.alias("_state"))
            .agg(pl.col("records").sum())
            .group_by(*asked.by, "set_number", "set", "_unit", "field")
            .agg(**sums)
            .filter(pl.col(first) > 0)
            .sort("set_number", "_unit")
        )
        return finish(found, replace(asked, by=(*asked.by, "set", "field")))

    return finish_fields


def records_where(condition: pl.Expr) -> pl.Expr:
    """How many records have a field in a state that meets the condition."""
    return pl.col("records").filter(condition).sum()


IS_REQUIRED = pl.col("_state") != NOT_REQUIRED
IS_FILLED = IS_REQUIRED & (pl.col("_state") != MISSING)
IS_VALID = pl.col("_state") == VALID
IS_CHECKED = pl.col("_state").is_in([VALID, INVALID])


def _fields_of_sets(info: Mapping[str, Any]) -> pl.DataFrame:
    """The fields of all sets: set_number, set, field, and the unit of the field's digit."""
    rows = [
        (number, of["name"], field, 1 << BITS * place)
        for number, of in enumerate(info.get("sets", ()))
        for place, field in enumerate(of["fields"])
    ]
    schema = {"set_number": pl.Int64, "set": pl.String, "field": pl.String, "_unit": pl.Int64}
    return pl.DataFrame(rows, schema, orient="row")


def overdue() -> Finish:
    """The share of records whose `is_overdue` is 1, with its Wilson interval."""

    def finish(sums: pl.DataFrame, asked: Finishing) -> pl.DataFrame:
        late = pl.col("deals") * pl.col("is_overdue")
        counted = sums.select(*asked.by, late.alias("overdue"), pl.col("deals").alias("open"))
        if asked.by:
            counted = counted.group_by(asked.by).agg(pl.col("overdue", "open").sum())
        return share("overdue", of="open")(counted, asked)

    return finish
