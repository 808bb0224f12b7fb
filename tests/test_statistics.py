"""Intervals, percentiles and changes on examples whose answers were worked out by hand."""

import math
from typing import Any

import numpy as np
import polars as pl
import pytest

from crm_metrics.errors import BadInputError
from crm_metrics.statistics import (
    count_change_interval,
    count_growth_interval,
    divided,
    effective_n,
    newcombe,
    newcombe_high,
    newcombe_low,
    order_statistic_ranks,
    q_values,
    quantiles,
    sum_change_interval,
    wilson,
    wilson_high,
    wilson_low,
)

SIX_DECIMALS = 5e-7
PERCENTILES = {"median": 0.5, "p80": 0.8, "p90": 0.9}


def about(*numbers: float) -> Any:
    return pytest.approx(numbers, abs=SIX_DECIMALS)


def interval(successes: float | None, n: float | None) -> tuple[Any, ...]:
    frame = pl.DataFrame({"k": [successes], "n": [n]}, schema={"k": pl.Float64, "n": pl.Float64})
    return frame.select(
        low=wilson_low(pl.col("k"), pl.col("n")), high=wilson_high(pl.col("k"), pl.col("n"))
    ).row(0)


class TestShares:
    def test_four_wins_of_six_decided_deals(self):
        assert interval(4, 6) == about(0.299993, 0.903229)

    def test_a_share_of_money_counts_its_effective_number_of_deals(self):
        amounts = [100, 300, 50, 200, 400, 80]
        frame = pl.DataFrame({"a": amounts}).select(
            total=pl.col("a").sum(), squares=(pl.col("a") ** 2).sum()
        )
        n = frame.select(effective_n(pl.col("total"), pl.col("squares"))).item()
        assert n == pytest.approx(4.133700, abs=SIX_DECIMALS)
        assert interval(680 / 1130 * n, n) == about(0.209480, 0.896019)

    def test_never_won_starts_at_exactly_zero_and_still_has_a_width(self):
        # z² ÷ (n + z²)
        ends = [interval(0, n) for n in range(1, 60)]
        assert {low for low, _ in ends} == {0.0}
        assert interval(0, 7)[1] == pytest.approx(0.354330, abs=SIX_DECIMALS)

    def test_never_lost_ends_at_exactly_one_and_still_has_a_width(self):
        ends = [interval(n, n) for n in range(1, 60)]
        assert {high for _, high in ends} == {1.0}
        assert interval(7, 7)[0] == pytest.approx(0.645670, abs=SIX_DECIMALS)

    @pytest.mark.parametrize("n", [0, None, float("nan")], ids=["none", "null", "not a number"])
    def test_nothing_decided_has_no_interval(self, n):
        assert interval(0, n) == (None, None)

    @pytest.mark.parametrize("successes", [-1, 7, None])
    def test_a_share_outside_zero_to_one_has_no_interval(self, successes):
        assert interval(successes, 6) == (None, None)

    def test_arrays_and_expressions_give_the_same_ends(self):
        low, high = wilson(np.array([4, 0, 0]), np.array([6, 7, 0]))
        assert [(low[0], high[0]), (low[1], high[1])] == [interval(4, 6), interval(0, 7)]
        assert math.isnan(low[2])
        assert math.isnan(high[2])

    def test_a_wider_certainty_gives_a_wider_interval(self):
        (low, high), (lower, higher) = wilson(4, 6), wilson(4, 6, z=2.5758)
        assert lower < low < high < higher

    @pytest.mark.parametrize(
        ("k1", "n1", "k0", "n0", "low", "high"),
        [
            # Table II of Newcombe (1998), method 10.
            (56, 70, 48, 80, 0.0524, 0.3339),
            (9, 10, 3, 10, 0.1705, 0.8090),
            (10, 10, 0, 10, 0.6075, 1.0),
            (0, 10, 0, 10, -0.2775, 0.2775),
        ],
    )
    def test_published_intervals_of_a_difference(self, k1, n1, k0, n0, low, high):
        found = newcombe(k1 / n1, n1, k0 / n0, n0)
        assert (found[0][0], found[1][0]) == pytest.approx((low, high), abs=5e-5)

    def test_a_difference_from_nothing_has_no_interval(self):
        frame = pl.DataFrame({"p": [0.5], "n": [10], "q": [None], "m": [0]}).cast({"q": pl.Float64})
        given = [pl.col(name) for name in "pnqm"]
        assert frame.select(a=newcombe_low(*given), b=newcombe_high(*given)).row(0) == (None, None)

    def test_a_division_is_null_where_it_has_no_answer(self):
        frame = pl.DataFrame(
            {"a": [1.0, 1.0, None, 0.0, 1e308], "b": [0.0, None, 2.0, 0.0, 1e-300]}
        )
        assert frame.select(divided(pl.col("a"), pl.col("b"))).to_series().to_list() == [None] * 5

    def test_the_square_of_a_large_sum_does_not_wrap(self):
        frame = pl.DataFrame({"total": [10**10], "squares": [1e20]})
        assert frame.select(effective_n(pl.col("total"), pl.col("squares"))).item() == 1.0


class TestPercentiles:
    def test_three_sales_cycles(self):
        days = pl.DataFrame({"days": [10, 30, 60], "count": [1, 1, 1]})
        row = quantiles(days, [], "days", "count", PERCENTILES).row(0, named=True)
        assert (row["n"], row["median"], row["p80"], row["p90"]) == (3, 30.0, 48.0, 54.0)
        assert row["mean"] == pytest.approx(33.333333, abs=SIX_DECIMALS)
        assert row["median_low"] is None

    @pytest.mark.parametrize(("name", "least"), [("median", 6), ("p80", 17), ("p90", 36)])
    def test_an_interval_needs_so_many_values(self, name, least):
        found = [order_statistic_ranks(n, PERCENTILES[name]) for n in range(1, least + 1)]
        assert found[:-1] == [(None, None)] * (least - 1)
        assert None not in found[-1]

    def test_the_interval_of_a_percentile_ends_at_values_of_the_sample(self):
        days = pl.DataFrame({"days": range(100, 1100, 10), "count": 1})
        row = quantiles(days, [], "days", "count", PERCENTILES).row(0, named=True)
        # Ranks 40 and 61 of 100: the published pair for the median.
        assert (row["median_low"], row["median_high"]) == (490.0, 700.0)

    def test_the_ranks_of_ten_million_values_lie_two_deviations_apart(self):
        low, high = order_statistic_ranks(10_000_000, 0.5)
        half_width = 1.959963984540054 * math.sqrt(10_000_000 / 4)
        assert low is not None
        assert high is not None
        assert low == pytest.approx(5_000_000 - half_width, abs=1)
        assert low + high == 10_000_001

    def test_counts_stand_for_repeated_values_in_any_order(self):
        spelled = [3, 3, 3, 8, 8, 1]
        counts = pl.DataFrame({"days": [8, 3, 1, 3], "count": [2, 1, 1, 2]})
        row = quantiles(counts, [], "days", "count", {"p70": 0.7}).row(0, named=True)
        assert row["n"] == 6
        assert row["p70"] == pytest.approx(np.quantile(spelled, 0.7))

    def test_a_value_nobody_knows_and_a_count_of_zero_count_nothing(self):
        counts = pl.DataFrame(
            {"team": ["a", "a", "a", "b"], "days": [4, None, 900, 7], "count": [2, 50, 0, 0]}
        )
        found = quantiles(counts, ["team"], "days", "count", {"p90": 0.9})
        assert found.select("team", "n", "p90").rows() == [("a", 2, 4.0)]

    def test_null_is_a_group_and_stands_last(self):
        counts = pl.DataFrame(
            {"team": [None, "b", "a", None], "days": [1, 2, 3, 5], "count": [1, 1, 1, 1]}
        )
        found = quantiles(counts, ["team"], "days", "count", {"median": 0.5})
        assert found.select("team", "n", "median").rows() == [
            ("a", 1, 3.0),
            ("b", 1, 2.0),
            (None, 2, 3.0),
        ]

    def test_no_rows_give_an_empty_frame_with_its_types(self):
        counts = pl.DataFrame(schema={"team": pl.String, "days": pl.Int64, "count": pl.Int64})
        found = quantiles(counts, ["team"], "days", "count", {"median": 0.5})
        assert dict(found.schema) == {
            "team": pl.String,
            "n": pl.Int64,
            "mean": pl.Float64,
            "median": pl.Float64,
            "median_low": pl.Float64,
            "median_high": pl.Float64,
        }
        assert found.is_empty()

    @pytest.mark.parametrize("probability", [0, 1, 50])
    def test_a_probability_that_is_none_is_refused(self, probability):
        with pytest.raises(BadInputError, match="between 0 and 1"):
            order_statistic_ranks(10, probability)


class TestChanges:
    def test_a_sum_moves_by_the_root_of_its_squares(self):
        sums = pl.DataFrame({"now": [700], "q1": [90_000], "before": [400], "q0": [70_000]})
        low, high = sum_change_interval(*map(pl.col, ("now", "q1", "before", "q0")))
        assert sums.select(low=low, high=high).row(0) == about(-483.985594, 1083.985594)

    def test_a_count_that_doubled_may_have_grown_by_less(self):
        counts = pl.DataFrame({"now": [20], "before": [10]})
        low, high = count_growth_interval(pl.col("now"), pl.col("before"))
        # scipy's binomtest(20, 30).proportion_ci(method="wilson") is 0.487801 to 0.807695.
        assert counts.select(low=low, high=high).row(0) == about(-0.047636, 3.200073)
        low, high = count_change_interval(pl.col("now"), pl.col("before"))
        assert counts.select(low=low, high=high).row(0) == about(-0.731969, 18.461701)

    def test_there_is_no_growth_from_nothing(self):
        counts = pl.DataFrame({"now": [5, 0, None], "before": [0, 0, 3]})
        growth = count_growth_interval(pl.col("now"), pl.col("before"))
        change = count_change_interval(pl.col("now"), pl.col("before"))
        assert counts.select(low=growth[0], high=growth[1]).rows() == [(None, None)] * 3
        assert counts.select(low=change[0])["low"].is_null().to_list() == [False, True, True]


class TestManyTests:
    def test_the_published_family_of_five(self):
        q = q_values(pl.Series([0.001, 0.021, 0.029, 0.038, 0.2]))
        assert q.to_list() == about(0.005, 0.0475, 0.0475, 0.0475, 0.2)
        assert (q <= 0.05).sum() == 4

    def test_each_q_stands_where_its_p_stood_and_the_untested_do_not_count(self):
        q = q_values(pl.Series([0.2, None, 0.001, float("nan"), 0.038, 0.029, 0.021]))
        assert q.to_list() == [
            None if q is None else pytest.approx(q)
            for q in (0.2, None, 0.005, None, 0.0475, 0.0475, 0.0475)
        ]

    def test_no_tests_no_q(self):
        assert q_values(pl.Series("p", [], dtype=pl.Float64)).to_list() == []
        assert q_values(pl.Series("p", [None], dtype=pl.Float64)).to_list() == [None]

    def test_a_p_value_above_one_is_refused(self):
        with pytest.raises(BadInputError, match="between 0 and 1"):
            q_values(pl.Series([0.5, 1.2]))
