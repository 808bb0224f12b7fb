"""Waiting times with the waiting counted: survival, its median, incidence of competing outcomes.

The input of every function is a frame of counts: the `by` columns, `entry` (day of its life on
which a record comes under observation, 0 from the start), `waited` (day on which it ended or was
last seen), and how many records ended or are still waiting.

Days are whole. A record is at risk on day t when entry ≤ t ≤ waited: events come before
censorings on the same day, and an event on the very day of entry was observed (software for
continuous time lets a record in only after its entry; give it entry − ½). A record with
entry > waited, or without one of them, was never under observation and counts nowhere. Rows may
repeat days and come in any order; null is a group like any other.
"""

from collections.abc import Mapping, Sequence

import polars as pl

from crm_metrics.statistics.proportions import Z95, divided

# A share of exactly ½, made of many factors, may come out a hair above ½.
_ROUNDING = 1e-9


def kaplan_meier(
    counts: pl.DataFrame, by: Sequence[str], *, event: str, waiting: str, at: Sequence[int] = ()
) -> pl.DataFrame:
    """Share of records still waiting after so many days.

    One row per group and day with an event, or per day in `at`: `by`, day, at_risk, events,
    survival, survival_low, survival_high. at_risk and events are those of that very day, survival
    is the share left after it. The interval is 95 %, exponential Greenwood on the log-log scale;
    null before the first event and where nobody is left, because there it is not defined. In `at`,
    days past the group's last follow-up are null.
    Sources: Kaplan and Meier (1958), JASA 53, 457–481; Kalbfleisch and Prentice (2002), The
    Statistical Analysis of Failure Time Data, section 1.4.

    >>> deals = pl.DataFrame({"entry": 0, "waited": [2, 3, 5], "won": [1, 0, 1], "open": [0, 1, 0]})
    >>> kaplan_meier(deals, [], event="won", waiting="open").select("day", "survival").rows()
    [(2, 0.6666666666666667), (5, 0.0)]
    """
    risk = _with_survival(_at_risk(counts, by, [event], waiting))
    survived = pl.col("survival")
    width = _divided_or_zero(pl.col("events"), _at_risk_float() * _left())
    deviation = divided(width.cum_sum().over("_group").sqrt(), -survived.log())
    curve = risk.with_columns(**_log_log(survived, deviation, "survival"))
    return _asked(curve, by, at, ["events"], ["survival", "survival_low", "survival_high"])


def wait_quantiles(
    counts: pl.DataFrame,
    by: Sequence[str],
    probabilities: Mapping[str, float],
    *,
    event: str,
    waiting: str,
) -> pl.DataFrame:
    """Days after which a share q of the records have ended: the smallest t with S(t) ≤ 1 − q.

    One row per group, sorted: `by`, count (records under observation), events, and for every
    named probability `<name>`, `<name>_low`, `<name>_high`. Null: not reached within the
    follow-up; for a bound, that the data do not bound it on that side.
    Source of the interval: Brookmeyer and Crowley (1982), Biometrics 38, 29–41, on the log-log
    scale: the days on which the curve's own interval crosses 1 − q.

    >>> deals = pl.DataFrame({"entry": 0, "waited": [2, 3, 5], "won": [1, 0, 1], "open": [0, 1, 0]})
    >>> wanted = {"median": 0.5, "p80": 0.8}
    >>> found = wait_quantiles(deals, [], wanted, event="won", waiting="open")
    >>> found.select("count", "events", "median", "p80").row(0)
    (3, 2, 5.0, 5.0)
    """
    by = list(by)
    curve = kaplan_meier(counts, by, event=event, waiting=waiting)
    crossed = [
        pl.col("day")
        .filter(pl.col(f"survival{end}") <= 1 - q + _ROUNDING)
        .min()
        .cast(pl.Float64)
        .alias(f"{name}{end}")
        for name, q in probabilities.items()
        for end in ("", "_low", "_high")
    ]
    totals = [
        (pl.col(event).sum() + pl.col(waiting).sum()).cast(pl.Int64).alias("count"),
        pl.col(event).sum().cast(pl.Int64).alias("events"),
    ]
    seen = _observed(counts)
    if not by:
        return pl.concat([seen.select(totals), curve.select(crossed)], how="horizontal")
    size = seen.group_by(by).agg(totals)
    days = curve.group_by(by).agg(crossed)
    return size.join(days, on=by, how="left", nulls_equal=True).sort(by, nulls_last=True)


def median_wait(
    counts: pl.DataFrame, by: Sequence[str], *, event: str, waiting: str
) -> pl.DataFrame:
    """Days after which half of the records have ended: the smallest t with S(t) ≤ ½.

    One row per group: `by`, count, events, median, median_low, median_high; see `wait_quantiles`.
    """
    return wait_quantiles(counts, by, {"median": 0.5}, event=event, waiting=waiting)


def aalen_johansen(
    counts: pl.DataFrame,
    by: Sequence[str],
    *,
    event: str,
    against: str,
    waiting: str,
    at: Sequence[int] = (),
) -> pl.DataFrame:
    """Share of records that ended in `event` within so many days, `against` competing with it.

    One row per group and day with either event, or per day in `at`: `by`, day, at_risk, events,
    incidence, incidence_low, incidence_high (95 %, Aalen's variance on the log-log scale; null
    while the incidence is 0, and at 1). at_risk is that of the very day; events counts both
    outcomes of that day. In `at`, days past the group's last follow-up are null.

    Treating the competing outcome as censored and taking 1 − Kaplan–Meier answers another
    question, with a number that is always too high.
    Sources: Aalen and Johansen (1978), Scandinavian Journal of Statistics 5, 141–150; variance:
    Aalen (1978), Annals of Statistics 6, 534–545, as in Pintilie (2006), Competing Risks, eq. 4.5.

    >>> deals = pl.DataFrame({"waited": [10, 20], "won": [1, 0], "lost": [0, 1]})
    >>> deals = deals.with_columns(entry=0, open=0)
    >>> curve = aalen_johansen(deals, [], event="won", against="lost", waiting="open")
    >>> curve.select("day", "incidence").rows()
    [(10, 0.5), (20, 0.5)]
    """
    risk = _with_survival(_at_risk(counts, by, [event, against], waiting))
    before = pl.col("survival").shift(1, fill_value=1.0).over("_group")
    n, one, any_ = _at_risk_float(), pl.col(event), pl.col("events")
    risk = risk.with_columns(_before=before)
    risk = risk.with_columns(
        incidence=(pl.col("_before") * _divided_or_zero(one, n)).cum_sum().over("_group")
    )
    f, s = pl.col("incidence"), pl.col("_before")
    a = _divided_or_zero(any_, (n - 1) * _left())
    b = _divided_or_zero((n - one) * one * s**2, (n - 1) * n**2)
    c = _divided_or_zero(one * (n - one) * s, n * _left() * (n - 1))
    sums = {"a0": a, "a1": a * f, "a2": a * f**2, "b0": b, "c0": c, "c1": c * f}
    risk = risk.with_columns(
        **{f"_{name}": term.cum_sum().over("_group") for name, term in sums.items()}
    )
    variance = (
        f**2 * pl.col("_a0")
        - 2 * f * pl.col("_a1")
        + pl.col("_a2")
        + pl.col("_b0")
        - 2 * (f * pl.col("_c0") - pl.col("_c1"))
    ).clip(lower_bound=0)
    # On the scale log(−log F) the deviation is √Var ÷ (F·|log F|).
    deviation = divided(variance.sqrt(), f * -f.log())
    curve = risk.with_columns(**_log_log(f, deviation, "incidence"))
    return _asked(curve, by, at, ["events"], ["incidence", "incidence_low", "incidence_high"])


def _at_risk_float() -> pl.Expr:
    # Its cube would not fit an Int64 beyond two million records.
    return pl.col("at_risk").cast(pl.Float64)


def _left() -> pl.Expr:
    return _at_risk_float() - pl.col("events")


def _divided_or_zero(numerator: pl.Expr, denominator: pl.Expr) -> pl.Expr:
    return divided(numerator, denominator).fill_null(0.0)


def _observed(counts: pl.DataFrame) -> pl.DataFrame:
    return counts.filter(pl.col("entry") <= pl.col("waited"))


def _at_risk(
    counts: pl.DataFrame, by: Sequence[str], causes: Sequence[str], waiting: str
) -> pl.DataFrame:
    """Per group and day on which anyone enters or leaves: at_risk, the causes, events."""
    by = list(by)
    counts = _observed(counts)
    leaving = sum((pl.col(cause) for cause in causes), pl.col(waiting))
    nothing = {cause: pl.lit(0, pl.Int64) for cause in causes}
    entered = counts.select(
        *by,
        day=pl.col("entry").cast(pl.Int64),
        entered=leaving.cast(pl.Int64),
        left=pl.lit(0, pl.Int64),
        **nothing,
    )
    left = counts.select(
        *by,
        day=pl.col("waited").cast(pl.Int64),
        entered=pl.lit(0, pl.Int64),
        left=leaving.cast(pl.Int64),
        **{cause: pl.col(cause).cast(pl.Int64) for cause in causes},
    )
    days = (
        pl.concat([entered, left])
        .group_by(*by, "day")
        .agg(pl.col("entered", "left", *causes).sum())
        .sort(*by, "day", nulls_last=True)
        .with_columns(_group=pl.struct(by).rle_id() if by else pl.lit(0, pl.UInt32))
    )
    gone_before = pl.col("left").cum_sum().over("_group") - pl.col("left")
    return days.with_columns(
        at_risk=pl.col("entered").cum_sum().over("_group") - gone_before,
        events=sum((pl.col(cause) for cause in causes[1:]), pl.col(causes[0])),
        _left_by=pl.col("left").cum_sum().over("_group"),
        _entered_by=pl.col("entered").cum_sum().over("_group"),
        _last=pl.col("day").filter(pl.col("left") > 0).max().over("_group"),
    )


def _with_survival(risk: pl.DataFrame) -> pl.DataFrame:
    stayed = 1 - _divided_or_zero(pl.col("events"), pl.col("at_risk"))
    return risk.with_columns(survival=stayed.cum_prod().over("_group"))


def _log_log(share: pl.Expr, deviation: pl.Expr, name: str) -> dict[str, pl.Expr]:
    """Both ends of the interval of a share, symmetric on the scale log(−log share)."""
    is_inside = (share > 0) & (share < 1)

    def end(side: int) -> pl.Expr:
        return pl.when(is_inside).then((share.log() * (side * Z95 * deviation).exp()).exp())

    return {f"{name}_low": end(1), f"{name}_high": end(-1)}


def _asked(
    curve: pl.DataFrame,
    by: Sequence[str],
    at: Sequence[int],
    counts: Sequence[str],
    values: Sequence[str],
) -> pl.DataFrame:
    """The rows asked for: the days with an event, or the days in `at` for every group."""
    by = list(by)
    columns = [*by, "day", "at_risk", *counts, *values]
    if not at:
        return curve.filter(pl.col("events") > 0).select(columns)
    groups = curve.select(*by, "_group", "_last").unique("_group", maintain_order=True)
    days = pl.DataFrame({"day": sorted(set(at))}, schema={"day": pl.Int64})
    wanted = groups.join(days, how="cross").sort("day")
    steps = curve.drop(*by, "_last").with_columns(_step="day").sort("day")
    found = wanted.join_asof(steps, on="day", by="_group", check_sortedness=False)
    is_step = pl.col("_step") == pl.col("day")
    reached = pl.col("day") <= pl.col("_last")
    first = {name: 1.0 if name == "survival" else 0.0 for name in values[:1]}
    found = found.with_columns(
        at_risk=pl.when(is_step)
        .then("at_risk")
        .otherwise(pl.col("_entered_by") - pl.col("_left_by"))
        .fill_null(0),
        **{name: pl.col(name).fill_null(start) for name, start in first.items()},
        **{name: pl.when(is_step).then(name).otherwise(0).fill_null(0) for name in counts},
    ).with_columns(pl.when(reached).then(name).alias(name) for name in values)
    return found.sort("_group", "day").select(columns)
