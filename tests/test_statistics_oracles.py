"""The statistics against programs and books that others wrote.

A record is at risk on whole day t when entry ≤ t ≤ waited. Programs for continuous time let a
record in only after its entry, so they are given entry − ½ where entry is above 0: no event lies
between the two.
"""

from fractions import Fraction

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lifelines import KaplanMeierFitter
from scipy.stats import binom, binomtest
from sksurv.nonparametric import cumulative_incidence_competing_risks

from crm_metrics.statistics import (
    aalen_johansen,
    divided,
    effective_n,
    kaplan_meier,
    median_wait,
    newcombe_high,
    newcombe_low,
    order_statistic_ranks,
    quantiles,
    wilson_high,
    wilson_low,
)

# A record: (entry, days followed after the entry, 0 waiting / 1 won / 2 lost).
RECORD = st.tuples(st.integers(0, 12), st.integers(0, 15), st.integers(0, 2))
FROM_THE_START = st.tuples(st.just(0), st.integers(0, 15), st.integers(0, 2))
GROUPS = st.dictionaries(
    st.sampled_from(["a", "b", None]), st.lists(RECORD, min_size=1, max_size=30), min_size=1
)


def counts(records, group=None, **names) -> pl.DataFrame:
    """A row per record; the statistics add equal rows up themselves."""
    return pl.DataFrame(
        {
            "group": [group] * len(records),
            "entry": [entry for entry, _, _ in records],
            "waited": [entry + followed for entry, followed, _ in records],
            "won": [int(outcome == 1) for _, _, outcome in records],
            "lost": [int(outcome == 2) for _, _, outcome in records],
            "open": [int(outcome == 0) for _, _, outcome in records],
        },
        schema={
            "group": pl.String,
            **dict.fromkeys(("entry", "waited", "won", "lost", "open"), pl.Int64),
        },
    ).with_columns(ended=pl.col("won") + pl.col("lost"))


def survival_by_lifelines(records) -> KaplanMeierFitter:
    """All days one later: lifelines has rules of its own for day 0."""
    entry = np.array([entry + 0.5 if entry else 0.0 for entry, _, _ in records])
    waited = [entry + followed + 1 for entry, followed, _ in records]
    ended = [outcome > 0 for _, _, outcome in records]
    # alpha 0.05; its interval is exponential Greenwood on the log-log scale.
    return KaplanMeierFitter(alpha=0.05).fit(waited, ended, entry=entry if entry.any() else None)


@settings(max_examples=60, deadline=None)
@given(records=st.lists(RECORD, min_size=1, max_size=30))
def test_kaplan_meier_with_delayed_entry_equals_lifelines(records):
    # lifelines refuses data in which nobody is at risk for a while, so somebody always waits.
    records = [*records, (0, 40, 0)]
    fitter = survival_by_lifelines(records)
    table = fitter.event_table
    interval = fitter.confidence_interval_
    found = kaplan_meier(counts(records), [], event="ended", waiting="open")
    for row in found.iter_rows(named=True):
        day = row["day"] + 1
        assert row["events"] == table.loc[day, "observed"]
        assert row["survival"] == pytest.approx(fitter.survival_function_.loc[day].iloc[0])
        low, high = interval.loc[day]
        if 0 < row["survival"] < 1 - 1e-12:
            assert row["survival_low"] == pytest.approx(low)
            assert row["survival_high"] == pytest.approx(high)
        else:
            assert row["survival_low"] is None
    observed = [int(day) - 1 for day in table.index[table["observed"] > 0]]
    assert found["day"].to_list() == observed


def exact_survival(records) -> dict[int, Fraction]:
    survival, curve = Fraction(1), {}
    for day in sorted({entry + followed for entry, followed, outcome in records if outcome}):
        at_risk = sum(e <= day <= e + f for e, f, _ in records)
        events = sum(e + f == day and o > 0 for e, f, o in records)
        survival *= 1 - Fraction(events, at_risk)
        curve[day] = survival
    return curve


@settings(max_examples=200, deadline=None)
@given(records=st.lists(RECORD, min_size=1, max_size=40))
def test_the_median_is_exact_where_the_curve_meets_one_half(records):
    """In fractions: a rounding error in the last digit would move the median to another day."""
    reached = [day for day, left in exact_survival(records).items() if left <= Fraction(1, 2)]
    row = median_wait(counts(records), [], event="ended", waiting="open").row(0, named=True)
    assert row["count"] == len(records)
    assert row["median"] == (min(reached) if reached else None)


@settings(max_examples=60, deadline=None)
@given(records=st.lists(FROM_THE_START, min_size=1, max_size=40))
def test_the_interval_of_the_median_is_where_lifelines_curve_interval_crosses_one_half(records):
    fitter = survival_by_lifelines(records)
    row = median_wait(counts(records), [], event="ended", waiting="open").row(0, named=True)
    survival = fitter.survival_function_.iloc[:, 0]
    for name, bound in zip(
        ("median_low", "median_high"), fitter.confidence_interval_.items(), strict=True
    ):
        # At S = 0 there is no interval here; lifelines calls it 0 wide.
        crossed = bound[1][(bound[1] <= 0.5) & (survival > 0)].index
        assert row[name] == (crossed.min() - 1 if len(crossed) else None), name


@settings(max_examples=60, deadline=None)
@given(records=st.lists(FROM_THE_START, min_size=2, max_size=40))
def test_cumulative_incidence_and_its_interval_equal_scikit_survival(records):
    status = np.array([outcome for _, _, outcome in records])
    assume((status == 1).any() and (status == 2).any())
    waited = np.array([followed for _, followed, _ in records], dtype=float)
    # scikit-survival wants times above 0: shifting all of them by a day changes nothing.
    days, incidence, interval = cumulative_incidence_competing_risks(
        status, waited + 1, conf_level=0.95, conf_type="log-log", var_type="Aalen"
    )
    found = aalen_johansen(counts(records), [], event="won", against="lost", waiting="open")
    rows = {row["day"]: row for row in found.iter_rows(named=True)}
    for position, day in enumerate(days):
        if day - 1 not in rows:
            continue
        row = rows[day - 1]
        assert row["incidence"] == pytest.approx(incidence[1][position], abs=1e-12)
        at_risk = (waited >= day - 1).sum()
        assert row["at_risk"] == at_risk
        low, high = interval[1][:, position]
        if at_risk > 1 and 0 < row["incidence"] < 1 - 1e-12 and np.isfinite([low, high]).all():
            assert row["incidence_low"] == pytest.approx(low, abs=1e-9)
            assert row["incidence_high"] == pytest.approx(high, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(records=st.lists(RECORD, min_size=1, max_size=30))
def test_won_and_lost_and_waiting_add_up_to_one(records):
    frame = counts(records)
    days = list(range(28))
    won = aalen_johansen(frame, [], event="won", against="lost", waiting="open", at=days)
    lost = aalen_johansen(frame, [], event="lost", against="won", waiting="open", at=days)
    left = kaplan_meier(frame, [], event="ended", waiting="open", at=days)
    whole = won["incidence"] + lost["incidence"] + left["survival"]
    assert whole.drop_nulls().to_list() == pytest.approx([1.0] * whole.drop_nulls().len())


@settings(max_examples=30, deadline=None)
@given(groups=GROUPS, seed=st.integers(0, 99), at=st.lists(st.integers(0, 30), max_size=4))
def test_groups_together_equal_each_group_alone_in_any_order(groups, seed, at):
    frames = [counts(records, group) for group, records in groups.items()]
    shuffled = pl.concat(frames).sample(fraction=1, shuffle=True, seed=seed)
    for function, names in (
        (kaplan_meier, {"event": "ended", "waiting": "open", "at": at}),
        (aalen_johansen, {"event": "won", "against": "lost", "waiting": "open", "at": at}),
        (median_wait, {"event": "ended", "waiting": "open"}),
    ):
        together = function(shuffled, ["group"], **names)
        assert set(together["group"]) <= set(groups)
        for group, records in groups.items():
            own = together.filter(pl.col("group").eq_missing(pl.lit(group, pl.String)))
            alone = function(counts(records), [], **names)
            assert own.drop("group").rows() == alone.rows(), (function.__name__, group)


@settings(max_examples=40, deadline=None)
@given(records=st.lists(RECORD, min_size=1, max_size=30))
def test_days_asked_for_hold_the_last_step_until_the_last_follow_up(records):
    frame = counts(records)
    last = max(entry + followed for entry, followed, _ in records)
    steps = kaplan_meier(frame, [], event="ended", waiting="open")
    held = {row["day"]: row["survival"] for row in steps.iter_rows(named=True)}
    found = kaplan_meier(frame, [], event="ended", waiting="open", at=range(last + 3))
    assert found["day"].to_list() == list(range(last + 3))
    survival = 1.0
    for row in found.iter_rows(named=True):
        day = row["day"]
        survival = held.get(day, survival)
        assert row["survival"] == (survival if day <= last else None), day
        assert row["at_risk"] == sum(e <= day <= e + f for e, f, _ in records), day
        assert row["events"] == sum(e + f == day and o > 0 for e, f, o in records), day


def test_day_0_is_there_before_anyone_enters():
    frame = counts([(3, 4, 1)])
    found = kaplan_meier(frame, [], event="ended", waiting="open", at=[0, 2, 3, 7, 8])
    assert found.select("day", "at_risk", "survival").rows() == [
        (0, 0, 1.0),
        (2, 0, 1.0),
        (3, 1, 1.0),
        (7, 1, 0.0),
        (8, 0, None),
    ]


def test_a_decision_on_the_very_day_of_entry_counts():
    frame = counts([(5, 0, 1), (0, 9, 0), (0, 9, 0)])
    found = kaplan_meier(frame, [], event="ended", waiting="open")
    assert found.select("day", "at_risk", "events").rows() == [(5, 3, 1)]


# Freireich et al. (1963), Blood 21: weeks in remission, 6-MP; + is still in remission. The curve
# is printed in Kalbfleisch and Prentice, in Collett and in Kleinbaum and Klein (table 2.1).
SIX_MP = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+".split()  # noqa: SIM905
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23".split()  # noqa: SIM905


def remissions(weeks: list[str], group: str | None = None) -> pl.DataFrame:
    records = [(0, int(week.rstrip("+")), 0 if week.endswith("+") else 1) for week in weeks]
    return counts(records, group)


def test_kaplan_meier_of_the_leukaemia_remissions_is_the_textbooks():
    found = kaplan_meier(remissions(SIX_MP), [], event="ended", waiting="open")
    assert found.select("day", "at_risk", "events").rows() == [
        (6, 21, 3),
        (7, 17, 1),
        (10, 15, 1),
        (13, 12, 1),
        (16, 11, 1),
        (22, 7, 1),
        (23, 6, 1),
    ]
    assert found["survival"].to_list() == pytest.approx(
        [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482], abs=5e-5
    )


def test_the_median_remission_is_23_weeks_and_8_on_placebo():
    frame = pl.concat([remissions(SIX_MP, "6-MP"), remissions(PLACEBO, "placebo")])
    found = median_wait(frame, ["group"], event="ended", waiting="open").sort("group")
    assert found.select("group", "count", "events", "median").rows() == [
        ("6-MP", 21, 9, 23.0),
        ("placebo", 21, 21, 8.0),
    ]


# --- Percentiles ---

PARTS = {"median": 0.5, "p80": 0.8, "p90": 0.9}


@settings(max_examples=60, deadline=None)
@given(
    groups=st.dictionaries(
        st.sampled_from(["a", "b", None]),
        st.lists(st.integers(-5, 400), min_size=1, max_size=60),
        min_size=1,
    ),
    seed=st.integers(0, 99),
)
def test_percentiles_equal_numpy(groups, seed):
    frame = pl.DataFrame(
        [(group, value) for group, values in groups.items() for value in values],
        schema={"group": pl.String, "days": pl.Int64},
        orient="row",
    )
    frame = (
        frame.group_by("group", "days")
        .agg(count=pl.len())
        .sample(fraction=1, shuffle=True, seed=seed)
    )
    found = quantiles(frame, ["group"], "days", "count", PARTS)
    assert found["group"].to_list() == sorted(groups, key=lambda group: (group is None, group))
    for row in found.iter_rows(named=True):
        values = sorted(groups[row["group"]])
        assert row["n"] == len(values)
        assert row["mean"] == pytest.approx(np.mean(values))
        for name, probability in PARTS.items():
            # numpy: method "linear" is type 7 of Hyndman and Fan.
            expected = np.percentile(values, probability * 100, method="linear")
            assert row[name] == pytest.approx(expected)
            low, high = order_statistic_ranks(len(values), probability)
            assert row[f"{name}_low"] == (None if low is None else values[low - 1])
            assert row[f"{name}_high"] == (None if high is None else values[high - 1])


@pytest.mark.parametrize("probability", [0.5, 0.8, 0.9])
def test_order_statistic_ranks_equal_the_binomial_of_scipy(probability):
    sizes = [*range(1, 120), *range(120, 3001, 37), 2999, 3000]
    for n in sizes:
        # The interval from the l-th to the u-th value misses below when fewer than l values lie
        # under the true percentile: P(X ≤ l − 1) ≤ 2.5 %; above when P(X ≥ u) ≤ 2.5 %.
        cumulative = binom.cdf(np.arange(n + 1), n, probability)
        low = int((cumulative <= 0.025).sum())
        high = int((1 - cumulative > 0.025).sum()) + 1
        expected = (low, high) if low >= 1 and high <= n else (None, None)
        assert order_statistic_ranks(n, probability) == expected, n


@pytest.mark.parametrize(("probability", "first"), [(0.5, 6), (0.8, 17), (0.9, 36)])
def test_the_smallest_sample_with_an_interval(probability, first):
    assert order_statistic_ranks(first - 1, probability) == (None, None)
    assert None not in order_statistic_ranks(first, probability)


def test_percentiles_of_amounts_beyond_32_bits_are_exact():
    big = 3_000_000_000 * 10_000
    frame = pl.DataFrame({"amount": [big, big + 2], "count": [1, 1]})
    row = quantiles(frame, [], "amount", "count", {"median": 0.5}).row(0, named=True)
    assert row["median"] == big + 1
    assert row["mean"] == big + 1


# --- Shares ---


@settings(max_examples=60, deadline=None)
@given(n=st.integers(1, 5_000), share=st.floats(0, 1))
def test_wilson_equals_scipy(n, share):
    successes = round(n * share)
    frame = pl.DataFrame({"won": [successes], "decided": [n]})
    low, high = frame.select(
        low=wilson_low(pl.col("won"), pl.col("decided")),
        high=wilson_high(pl.col("won"), pl.col("decided")),
    ).row(0)
    expected = binomtest(successes, n).proportion_ci(confidence_level=0.95, method="wilson")
    assert (low, high) == pytest.approx((expected.low, expected.high), abs=1e-12)


# Newcombe (1998), Statistics in Medicine 17, table II, method 10 (score, no correction).
@pytest.mark.parametrize(
    ("a", "m", "b", "n", "low", "high"),
    [
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (6, 7, 2, 7, 0.0582, 0.8062),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (0, 10, 0, 20, -0.1611, 0.2775),
        (0, 10, 0, 10, -0.2775, 0.2775),
        (10, 10, 0, 20, 0.6791, 1.0),
        (10, 10, 0, 10, 0.6075, 1.0),
    ],
)
def test_newcombe_is_the_published_table(a, m, b, n, low, high):
    frame = pl.DataFrame({"p": [a / m], "m": [m], "q": [b / n], "n": [n]})
    columns = [pl.col(name) for name in "pmqn"]
    found = frame.select(low=newcombe_low(*columns), high=newcombe_high(*columns)).row(0)
    assert found == pytest.approx((low, high), abs=5e-5)


def test_a_share_without_cases_has_no_value_and_no_interval():
    frame = pl.DataFrame(
        {"won": [0, None], "decided": [0, None]}, schema_overrides={"won": pl.Int64}
    )
    k, n = pl.col("won"), pl.col("decided")
    for found in (divided(k, n), wilson_low(k, n), wilson_high(k, n), effective_n(k, n)):
        assert frame.select(found.alias("value"))["value"].to_list() == [None, None]


def test_never_won_is_0_and_never_lost_is_1_with_an_interval_that_has_a_width():
    frame = pl.DataFrame({"won": [0, 7], "decided": [7, 7]})
    k, n = pl.col("won"), pl.col("decided")
    rows = frame.select(divided(k, n), low=wilson_low(k, n), high=wilson_high(k, n)).rows()
    assert [row[0] for row in rows] == [0.0, 1.0]
    assert rows[0][1] == 0.0
    assert 0 < rows[0][2] < 1
    assert 0 < rows[1][1] < 1
    assert rows[1][2] == 1.0
