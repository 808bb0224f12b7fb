"""Waiting times with the waiting counted, on examples whose answers were worked out by hand."""

import random
from collections.abc import Iterator, Sequence

import polars as pl
import pytest

from crm_metrics.statistics import (
    aalen_johansen,
    kaplan_meier,
    median_wait,
    quantiles,
    wait_quantiles,
)

SIX_DECIMALS = 5e-7
PERCENTILES = {"median": 0.5, "p80": 0.8, "p90": 0.9}


def waits(*rows: tuple[int, ...], groups: Sequence[str | None] | None = None) -> pl.DataFrame:
    """Rows of entry, waited, won, lost, open."""
    names = ["entry", "waited", "won", "lost", "open"]
    frame = pl.DataFrame(list(rows), schema=dict.fromkeys(names, pl.Int64), orient="row")
    return frame if groups is None else frame.with_columns(pl.Series("team", groups, pl.String))


# The deals of the golden win curve.
SEVEN_DEALS = waits(
    (0, 10, 1, 0, 0),
    (0, 30, 1, 0, 0),
    (0, 10, 0, 1, 0),
    (0, 60, 1, 0, 0),
    (0, 40, 0, 1, 0),
    (0, 59, 0, 0, 1),
    (0, 20, 0, 0, 1),
)
# The first spells of the golden customers A to F, in days up to 2026-02-01; B and D ended.
SIX_CUSTOMERS = waits(
    (0, 92, 0, 0, 1),
    (0, 45, 1, 0, 0),
    (0, 123, 0, 0, 1),
    (0, 15, 1, 0, 0),
    (0, 48, 0, 0, 1),
    (0, 20, 0, 0, 1),
)


class TestWaiting:
    def test_the_survival_of_six_customers(self):
        curve = kaplan_meier(SIX_CUSTOMERS, [], event="won", waiting="open")
        assert curve.select("day", "at_risk", "events").rows() == [(15, 6, 1), (45, 4, 1)]
        assert curve["survival"].to_list() == pytest.approx([0.833333, 0.625], abs=SIX_DECIMALS)

    def test_their_median_is_not_reached(self):
        found = median_wait(SIX_CUSTOMERS, [], event="won", waiting="open")
        assert found.select("count", "events", "median", "median_high").row(0) == (6, 2, None, None)

    @pytest.mark.parametrize("size", [24, 28, 30, 38, 200, 998])
    def test_half_gone_is_half_gone_however_many_factors_round(self, size):
        everyone_ends = waits(*((0, day, 1, 0, 0) for day in range(1, size + 1)))
        found = median_wait(everyone_ends, [], event="won", waiting="open")
        assert found["median"].item() == size / 2

    def test_any_share_of_the_ended_can_be_asked_for(self):
        everyone_ends = waits(*((0, day, 1, 0, 0) for day in range(1, 11)))
        found = wait_quantiles(everyone_ends, [], PERCENTILES, event="won", waiting="open")
        assert found.select("median", "p80", "p90").row(0) == (5.0, 8.0, 9.0)

    def test_an_end_on_the_day_of_the_creation_counts(self):
        curve = kaplan_meier(
            waits((0, 0, 1, 0, 0), (0, 3, 0, 0, 1)), [], event="won", waiting="open"
        )
        assert curve.select("day", "at_risk", "survival").rows() == [(0, 2, 0.5)]

    def test_ends_come_before_the_still_waiting_of_the_same_day(self):
        curve = kaplan_meier(
            waits((0, 5, 1, 0, 0), (0, 5, 0, 0, 9)), [], event="won", waiting="open"
        )
        assert curve.select("at_risk", "survival").row(0) == (10, 0.9)

    def test_a_late_entry_is_at_risk_from_its_first_day_on(self):
        late = waits((0, 4, 1, 0, 0), (5, 5, 1, 0, 0), (5, 9, 0, 0, 1), (0, 9, 0, 0, 1))
        curve = kaplan_meier(late, [], event="won", waiting="open")
        assert curve.select("day", "at_risk", "events").rows() == [(4, 2, 1), (5, 3, 1)]

    def test_a_record_that_left_before_it_was_under_observation_counts_nowhere(self):
        seen = waits((0, 5, 1, 0, 0), (0, 8, 1, 0, 0))
        with_unseen = pl.concat([seen, waits((9, 3, 0, 0, 1), (9, 6, 1, 0, 0))])
        for each in (kaplan_meier, median_wait):
            assert each(with_unseen, [], event="won", waiting="open").equals(
                each(seen, [], event="won", waiting="open")
            )

    def test_the_interval_is_null_where_it_is_not_defined(self):
        both_end = waits((0, 3, 1, 0, 0), (0, 7, 1, 0, 0))
        curve = kaplan_meier(both_end, [], event="won", waiting="open", at=[1, 7])
        assert curve.select("day", "survival", "survival_low", "survival_high").rows() == [
            (1, 1.0, None, None),
            (7, 0.0, None, None),
        ]

    def test_seven_deals_won_against_lost(self):
        days = [5, 10, 30, 40, 59, 60, 61]
        curve = aalen_johansen(
            SEVEN_DEALS, [], event="won", against="lost", waiting="open", at=days
        )
        expected = [0.0, 0.142857, 0.321429, 0.321429, 0.321429, 0.678571, None]
        assert curve["day"].to_list() == days
        assert curve["incidence"].to_list() == pytest.approx(expected, abs=SIX_DECIMALS)
        assert curve["at_risk"].to_list() == [7, 7, 4, 3, 2, 1, 0]

    def test_the_interval_of_the_seven_deals(self):
        curve = aalen_johansen(
            SEVEN_DEALS, [], event="won", against="lost", waiting="open", at=[5, 10, 30, 60]
        )
        # As scikit-survival gives it: conf_type="log-log", var_type="Aalen".
        assert curve.select("incidence_low", "incidence_high").rows() == [
            (None, None),
            pytest.approx((0.004854, 0.491296), abs=SIX_DECIMALS),
            pytest.approx((0.029821, 0.692992), abs=SIX_DECIMALS),
            pytest.approx((0.155412, 0.922408), abs=SIX_DECIMALS),
        ]

    def test_seven_deals_lost_against_won(self):
        curve = aalen_johansen(
            SEVEN_DEALS, [], event="lost", against="won", waiting="open", at=[40]
        )
        assert curve["incidence"].item() == pytest.approx(0.321429, abs=SIX_DECIMALS)

    def test_won_lost_and_waiting_make_one(self):
        deals = pl.concat([SEVEN_DEALS, waits((12, 40, 2, 1, 0), (35, 50, 0, 3, 2))])
        won = aalen_johansen(deals, [], event="won", against="lost", waiting="open")
        lost = aalen_johansen(deals, [], event="lost", against="won", waiting="open")
        ended = deals.with_columns(ended=pl.col("won") + pl.col("lost"))
        waiting = kaplan_meier(ended, [], event="ended", waiting="open")
        total = won["incidence"] + lost["incidence"] + waiting["survival"]
        assert total.to_list() == pytest.approx([1.0] * won.height)

    def test_the_interval_of_three_million_deals_is_a_tenth_of_that_of_thirty_thousand(self):
        def width(size: int) -> float:
            deals = waits((0, 1, size, size // 10, 0), (0, 2, size, 0, 0), (0, 3, 0, 0, size))
            curve = aalen_johansen(deals, [], event="won", against="lost", waiting="open")
            return float(curve.select(pl.col("incidence_high") - pl.col("incidence_low"))[0, 0])

        assert width(1_000_000) == pytest.approx(width(10_000) / 10, rel=1e-3)

    def test_groups_together_are_the_groups_alone_in_any_order_of_rows(self):
        draw = random.Random(7)
        rows = [
            (draw.choice([0, 0, 6]), draw.randint(0, 20), *(draw.randint(0, 4) for _ in range(3)))
            for _ in range(300)
        ]
        teams = [draw.choice(["a", "b", None]) for _ in rows]
        deals = waits(*rows, groups=teams)

        def each(frame: pl.DataFrame, by: list[str]) -> Iterator[pl.DataFrame]:
            yield kaplan_meier(frame, by, event="won", waiting="open")
            yield kaplan_meier(frame, by, event="won", waiting="open", at=[0, 7, 30])
            yield aalen_johansen(frame, by, event="won", against="lost", waiting="open")
            yield median_wait(frame, by, event="won", waiting="open")
            yield quantiles(frame, by, "waited", "won", PERCENTILES)

        together = list(each(deals, ["team"]))
        for team in ("a", "b", None):
            own = deals.filter(pl.col("team").eq_missing(team))
            for whole, alone in zip(together, each(own, []), strict=True):
                part = whole.filter(pl.col("team").eq_missing(team)).drop("team")
                assert part.equals(alone)
        shuffled = each(deals.sample(fraction=1, shuffle=True, seed=3), ["team"])
        assert all(a.equals(b) for a, b in zip(together, shuffled, strict=True))

    def test_a_group_without_an_event_has_a_median_that_is_not_reached(self):
        deals = waits((0, 5, 1, 0, 0), (0, 8, 0, 0, 3), groups=["a", None])
        assert median_wait(deals, ["team"], event="won", waiting="open").select(
            "team", "count", "events", "median"
        ).rows() == [("a", 1, 1, 5.0), (None, 3, 0, None)]

    @pytest.mark.parametrize("at", [(), (30,)], ids=["every day", "asked days"])
    def test_no_rows_give_an_empty_curve_with_its_types(self, at):
        nothing = waits(groups=[])
        types = {"team": pl.String, "day": pl.Int64, "at_risk": pl.Int64, "events": pl.Int64}
        survival = kaplan_meier(nothing, ["team"], event="won", waiting="open", at=at)
        won = aalen_johansen(nothing, ["team"], event="won", against="lost", waiting="open", at=at)
        for curve, value in ((survival, "survival"), (won, "incidence")):
            ends = dict.fromkeys([value, f"{value}_low", f"{value}_high"], pl.Float64)
            assert dict(curve.schema) == types | ends
            assert curve.is_empty()
