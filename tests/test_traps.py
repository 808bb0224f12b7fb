"""Numbers that go wrong without an error: one test for each way. Nothing here is ever weakened."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from crm_metrics.calendar import UNITS, Period
from crm_metrics.engines import PolarsEngine
from crm_metrics.errors import BadInputError, CrmMetricsError, UnknownNameError
from crm_metrics.facts import deals as deal_facts
from crm_metrics.measure import measure, measure_all
from crm_metrics.records import account_of_rows, rows_of, set_aside, set_aside_rows
from crm_metrics.settings import Business
from crm_metrics.snapshot.tables import Tables
from tests.duckdb_engine import DuckDBEngine
from tests.literal import deals, table

AS_OF = date(2026, 3, 31)
QUARTER = Period(date(2026, 1, 1), date(2026, 4, 1))
HISTORY = Period(date(2000, 1, 1), date(2026, 4, 1))


@pytest.fixture(params=["polars", "duckdb"])
def engine(request):
    return PolarsEngine() if request.param == "polars" else DuckDBEngine()


def crm(frame: pl.DataFrame, engine=None, business: Business | None = None, **others) -> Tables:
    model = {"deals": frame, **{name: table(name, rows) for name, rows in others.items()}}
    return Tables.from_model(model, business or Business(), AS_OF, engine=engine)


def won(name: str, amount=1, day: str = "2026-02-02", **more) -> dict:
    fixed = dict(deal_id=name, outcome="won", amount=amount, closed_at=day)
    return {"created_at": "2026-01-01"} | fixed | more


def wins(*rows: dict) -> pl.DataFrame:
    return table("deals", rows)


def revenue(tables: Tables, period: Period = QUARTER, **more):
    return measure("revenue_added", tables, period, **more)["revenue_added"].to_list()


def groups(tables: Tables, by: str, name: str = "win_rate", period: Period = QUARTER, **more):
    key = "owner_id" if by == "owner" else by
    frame = measure(name, tables, period, by=[by], **more)
    return dict(frame.select(key, "decided" if name.startswith("win_rate") else name).rows())


# --- Sums ---


def test_sums_do_not_wrap_at_32_bits(engine):
    # 2³¹ ten-thousandths are 214,748.3648: two such deals would turn negative.
    tables = crm(wins(won("a", 214_748), won("b", 214_748), won("c", 3_000_000_000)), engine)
    assert revenue(tables) == [3_000_429_496]
    row = measure("win_rate_by_amount", tables, QUARTER).row(0, named=True)
    assert row["decided_amount"] == 3_000_429_496
    assert row["win_rate_by_amount"] == 1


def test_days_beyond_32_bits_of_their_sum_have_the_right_mean(engine):
    rows = wins(*(dict(won(str(n)), created_at="1900-01-01") for n in range(5)))
    row = measure("sales_cycle", crm(rows, engine), QUARTER).row(0, named=True)
    assert row["sales_cycle_mean"] == (date(2026, 2, 2) - date(1900, 1, 1)).days


def test_money_beyond_what_a_float_holds_exactly_is_summed_exactly(engine):
    # Together 2⁵³ + 1 ten-thousandths, ten times over: a float sum would lose the last ones.
    many = [won(f"big{n}", "90071992547.4099") for n in range(10)]
    small = [won(f"small{n}", "0.0001") for n in range(3)]
    tables = crm(wins(*many, *small), engine)
    exact = Fraction("90071992547.4099") * 10 + Fraction("0.0003")
    assert revenue(tables) == [float(exact)]


def test_three_tenths_are_three_tenths(engine):
    rows = wins(*(won(f"{n}{part}", part) for n in range(10) for part in ("0.1", "0.2")))
    assert revenue(crm(rows, engine)) == [3.0]


def test_a_sum_of_money_does_not_depend_on_the_order_of_rows(engine):
    draw = random.Random(5)
    rows = [
        won(str(n), f"{draw.randint(-(10**9), 10**9)}.{draw.randint(0, 99):02}") for n in range(300)
    ]
    found = set()
    for _ in range(4):
        draw.shuffle(rows)
        found.add(tuple(revenue(crm(wins(*rows), engine))))
    assert len(found) == 1


def test_an_absurd_amount_does_not_stop_every_other_number(engine):
    """A telephone number typed into the amount: 18 digits do not fit ten-thousandths in 64 bits."""
    tables = crm(wins(won("absurd", "123456789012345678"), won("b", 7)), engine)
    assert measure("win_rate", tables, QUARTER)["won"].to_list() == [2]
    assert account_of_rows("revenue_added", tables, QUARTER)["candidates"] == 2


def test_large_amounts_that_fit_do_not_wrap_when_summed(engine):
    """Rupiah and dong in millions of millions: each fits 64 bits, their sum does not."""
    tables = crm(wins(*(won(str(n), "800000000000000") for n in range(3))), engine)
    assert revenue(tables) == [2_400_000_000_000_000]


def test_amounts_are_rounded_half_even_at_a_ten_thousandth_and_once(engine):
    rates = [dict(currency="XTS", valid_from="2025-01-01", rate="0.00005")]
    amounts = {"1": 0, "3": 0.0002, "5": 0.0002, "-1": 0, "-3": -0.0002, "7": 0.0004}
    for amount, expected in amounts.items():
        rows = wins(won("a", amount, currency="XTS"))
        assert revenue(crm(rows, engine, exchange_rates=rates)) == [expected], amount


def test_a_rate_with_many_digits_is_not_rounded_before_it_is_multiplied(engine):
    # 0.123456789012 × 1,234,567.8901234567 = 152,415.7875... by hand with fractions.
    rate, amount = "0.123456789012", "1234567.8901234567"
    rates = [dict(currency="XTS", valid_from="2025-01-01", rate=rate)]
    exact = Fraction(rate) * Fraction(amount)
    expected = round(exact * 10_000) / 10_000
    rows = wins(won("a", amount, currency="XTS"))
    assert revenue(crm(rows, engine, exchange_rates=rates)) == [expected]


def test_rounding_once_differs_from_rounding_twice(engine):
    # 0.0001 × 0.500000000001 lies above half a ten-thousandth, but not in its first 12 digits.
    rates = [dict(currency="XTS", valid_from="2025-01-01", rate="0.500000000001")]
    rows = wins(won("a", "0.0001", currency="XTS"))
    assert revenue(crm(rows, engine, exchange_rates=rates)) == [0.0001]
    rates = [dict(currency="XTS", valid_from="2025-01-01", rate="0.499999999999")]
    assert revenue(crm(rows, engine, exchange_rates=rates)) == [0.0]


# --- Days ---

ZONES = {"west": "America/Los_Angeles", "east": "Pacific/Auckland"}


def at(zone: str, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize("zone", ZONES.values())
@pytest.mark.parametrize("clock", ["00:30", "12:00", "23:30"])
def test_an_instant_belongs_to_its_day_in_the_business_zone(engine, zone, clock):
    row = won("a") | dict(
        created_at=at(zone, f"2025-12-31 {clock}"), closed_at=at(zone, f"2026-01-31 {clock}")
    )
    tables = crm(wins(row), engine, Business(timezone=zone))
    frame = measure("sales_cycle", tables, QUARTER, by=["day"])
    assert frame.select("day", "sales_cycle_median").rows() == [(date(2026, 1, 31), 31)]


@pytest.mark.parametrize("zone", ZONES.values())
def test_a_date_without_time_stays_its_day_on_either_side_of_utc(engine, zone):
    # The model stores such a day at noon of the business zone and flags it.
    row = won("a", day=None) | dict(
        created_at=at(zone, "2026-01-01 12:00"),
        closed_at=at(zone, "2026-01-11 12:00"),
        created_on_only=True,
        closed_on_only=True,
    )
    frame = pl.DataFrame([row | {"amount": Decimal(1)}])
    tables = crm(frame, engine, Business(timezone=zone))
    found = measure("sales_cycle", tables, QUARTER, by=["day"])
    assert found.select("day", "sales_cycle_median").rows() == [(date(2026, 1, 11), 10)]


@pytest.mark.parametrize(
    ("zone", "change"),
    [("America/Los_Angeles", "2026-03-08"), ("Pacific/Auckland", "2025-09-28")],
)
def test_the_day_on_which_clocks_change_is_one_day(engine, zone, change):
    day = date.fromisoformat(change)
    rows = []
    for number, clock in enumerate(["00:15", "01:30", "03:30", "23:45"]):
        row = won(str(number), day=None)
        created = at(zone, f"{day - timedelta(days=1)} {clock}")
        rows.append(row | dict(created_at=created, closed_at=at(zone, f"{change} {clock}")))
    tables = crm(wins(*rows), engine, Business(timezone=zone))
    found = measure("sales_cycle", tables, HISTORY, by=["day"])
    assert found.select("day", "count", "sales_cycle_mean").rows() == [(day, 4, 1)]


def test_half_past_eleven_at_night_is_not_tomorrow_for_the_exchange_rate(engine):
    zone = "America/Los_Angeles"
    row = won("a", 100, day=None, currency="EUR") | dict(
        closed_at=at(zone, "2026-01-31 23:30"),
        created_at=at(zone, "2026-01-01 12:00"),
    )
    rates = [
        dict(currency="EUR", valid_from="2026-01-01", rate=2),
        dict(currency="EUR", valid_from="2026-02-01", rate=3),
    ]
    tables = crm(wins(row), engine, Business(timezone=zone), exchange_rates=rates)
    assert revenue(tables) == [200]


def test_the_last_day_of_a_period_belongs_to_it_and_the_end_does_not(engine):
    rows = wins(won("in", 1, "2026-01-31"), won("out", 10, "2026-02-01"))
    january = Period(date(2026, 1, 1), date(2026, 2, 1))
    assert revenue(crm(rows, engine), january) == [1]


def test_a_fiscal_year_that_starts_in_december(engine):
    rows = wins(
        won("a", 1, "2025-11-30") | {"created_at": "2025-01-01"},
        won("b", 10, "2025-12-01") | {"created_at": "2025-01-01"},
        won("c", 100, "2026-01-05"),
        won("d", 1000, "2026-03-01"),
    )
    tables = crm(rows, engine, Business(fiscal_year_starts_in="december"))
    by_year = measure("revenue_added", tables, HISTORY, by=["fiscal_year"])
    assert by_year.select("fiscal_year", "revenue_added").rows() == [
        (date(2024, 12, 1), 1),
        (date(2025, 12, 1), 1110),
    ]
    by_quarter = measure("revenue_added", tables, HISTORY, by=["fiscal_quarter"])
    assert by_quarter.select("fiscal_quarter", "revenue_added").rows() == [
        (date(2025, 9, 1), 1),
        (date(2025, 12, 1), 110),
        (date(2026, 3, 1), 1000),
    ]


def test_weeks_begin_where_the_business_says_and_reach_over_new_year(engine):
    # 28 December 2025 is a Sunday, 1 January 2026 a Thursday.
    rows = wins(
        won("sunday", 1, "2025-12-28") | {"created_at": "2025-01-01"},
        won("thursday", 10, "2026-01-01"),
    )
    found = {}
    for start in ("monday", "sunday"):
        tables = crm(rows, engine, Business(week_starts_on=start))
        frame = measure("revenue_added", tables, HISTORY, by=["week"])
        found[start] = frame.select("week", "revenue_added").rows()
    assert found["sunday"] == [(date(2025, 12, 28), 11)]
    assert found["monday"] == [(date(2025, 12, 22), 1), (date(2025, 12, 29), 10)]


def test_a_leap_day_is_compared_with_the_same_weekday_a_year_ago(engine):
    rows = wins(
        won("leap", 8, "2024-02-29") | {"created_at": "2023-01-01"},
        won("then", 5, "2023-03-02") | {"created_at": "2023-01-01"},
    )
    day = Period(date(2024, 2, 29), date(2024, 3, 1))
    row = measure("revenue_added", crm(rows, engine), day, compare=["last_year"]).row(0, named=True)
    assert (row["revenue_added"], row["revenue_added_last_year"]) == (8, 5)


# --- As of ---


def test_a_deal_decided_after_as_of_is_open(engine):
    rows = deals(("a", "2026-01-01", "2026-03-20", "won", 5), ("b", "2026-01-01", None, "open", 5))
    tables = crm(rows, engine)
    day = date(2026, 3, 19)
    row = measure("time_to_decision_median", tables, QUARTER, as_of=day).row(0, named=True)
    assert (row["count"], row["events"]) == (2, 0)
    assert measure("win_rate", tables, QUARTER, as_of=day)["decided"].to_list() == [0]
    assert measure("win_rate", tables, QUARTER, as_of=date(2026, 3, 20))["won"].to_list() == [1]


def test_a_deal_the_crm_says_was_decided_in_the_future_is_open(engine):
    rows = deals(("a", "2026-01-01", "2026-07-01", "won", 5))
    year = Period(date(2026, 1, 1), date(2027, 1, 1))
    tables = crm(rows, engine)
    assert measure("win_rate", tables, year)["decided"].to_list() == [0]
    row = measure("time_to_decision_median", tables, year).row(0, named=True)
    assert (row["count"], row["events"]) == (1, 0)


def test_a_deal_entered_in_the_future_is_not_there_yet(engine):
    rows = deals(("a", "2026-07-01", None, "open", 5), ("b", "2026-01-01", None, "open", 5))
    year = Period(date(2026, 1, 1), date(2027, 1, 1))
    row = measure("time_to_decision_median", crm(rows, engine), year).row(0, named=True)
    assert row["count"] == 1


def test_as_of_after_the_snapshot_is_refused(engine):
    tables = crm(wins(won("a")), engine)
    with pytest.raises(BadInputError, match="2026-04-01 lies after the snapshot"):
        measure("win_rate", tables, QUARTER, as_of=date(2026, 4, 1))


def test_as_of_in_the_settings_after_the_snapshot_is_refused_too(engine):
    tables = crm(wins(won("a")), engine, Business(as_of=date(2026, 9, 1)))
    with pytest.raises(BadInputError, match="2026-09-01"):
        measure("win_rate", tables, QUARTER)


def test_without_as_of_the_one_of_the_settings_counts(engine):
    tables = crm(wins(won("a", 1, "2026-03-20")), engine, Business(as_of=date(2026, 3, 19)))
    assert measure("win_rate", tables, QUARTER)["won"].to_list() == [0]


def test_a_period_after_as_of_holds_nothing(engine):
    tables = crm(wins(won("a", 1, "2026-03-20")), engine)
    april = Period(date(2026, 4, 1), date(2026, 5, 1))
    assert measure("win_rate", tables, april).select("won", "decided", "win_rate").rows() == [
        (0, 0, None)
    ]
    assert measure("win_rate", tables, april, by=["month"]).height == 0


# --- Groups and filters ---

NAMESAKES = [
    dict(user_id="u1", name="Ana Lima", team="North"),
    dict(user_id="u2", name="Ana Lima", team="South"),
    dict(user_id="u3", name="Bo Berg", team="South"),
]


def test_two_owners_of_one_name_stay_two_groups_and_the_name_means_both(engine):
    rows = wins(*(won(f"d{n}", owner_id=owner) for n, owner in enumerate(["u1", "u2", "u2", "u3"])))
    tables = crm(rows, engine, users=NAMESAKES)
    frame = measure("win_rate", tables, QUARTER, by=["owner"])
    assert frame.select("owner_id", "owner", "won").rows() == [
        ("u1", "Ana Lima", 1),
        ("u2", "Ana Lima", 2),
        ("u3", "Bo Berg", 1),
    ]
    for owner, count in (("Ana Lima", 3), ("u2", 2), ("Bo Berg", 1)):
        where = {"owner": [owner]}
        assert measure("win_rate", tables, QUARTER, where=where)["won"].to_list() == [count]
        assert rows_of("win_rate", tables, QUARTER, where=where).height == count


def test_a_null_group_comes_last_and_can_be_asked_for(engine):
    rows = wins(won("a", source="Web"), won("b", source=None), won("c", source="Ads"))
    tables = crm(rows, engine)
    assert list(groups(tables, "source").items()) == [("Ads", 1), ("Web", 1), (None, 1)]
    for values, count in (([None], 1), ([None, "Ads"], 2), (["Ads"], 1), ([], 0)):
        found = measure("win_rate", tables, QUARTER, where={"source": values})
        assert found["won"].to_list() == [count], values


@pytest.mark.parametrize("field", ["source", "product", "loss_reason", "stage", "pipeline"])
def test_an_empty_text_is_no_value_and_no_group_of_its_own(engine, field):
    rows = wins(won("a", **{field: ""}), won("b", **{field: None}), won("c", **{field: "  "}))
    assert groups(crm(rows, engine), field) == {None: 3}


@pytest.mark.parametrize("field", ["team", "region"])
def test_an_empty_team_of_the_owner_is_no_team(engine, field):
    users = [dict(user_id="u1", name="Ana", **{field: " "}), dict(user_id="u2", name="Bo")]
    rows = wins(won("a", owner_id="u1"), won("b", owner_id="u2"), won("c"))
    assert groups(crm(rows, engine, users=users), field) == {None: 3}


VALUES = ["O'Brien & Söhne", '50 % "off"', "a\nb", "x;--", "%", "_", "\\", "{deal_id}", "^.*$"]


def test_values_with_quotes_percents_and_newlines_are_only_values(engine):
    tables = crm(wins(*(won(str(n), source=value) for n, value in enumerate(VALUES))), engine)
    assert set(groups(tables, "source")) == set(VALUES)
    for value in VALUES:
        frame = measure("win_rate", tables, QUARTER, where={"source": [value]})
        assert frame["won"].to_list() == [1], value


def test_an_unknown_field_is_an_error_with_the_nearest_name(engine):
    tables = crm(wins(won("a")), engine)
    for more in ({"by": ["sorce"]}, {"where": {"sorce": ["Web"]}}):
        with pytest.raises(UnknownNameError) as error:
            measure("win_rate", tables, QUARTER, **more)
        assert str(error.value) == "no field 'sorce'. Did you mean 'source'?"


def test_a_unit_of_time_misspelled_is_found_too(engine):
    with pytest.raises(UnknownNameError, match="Did you mean 'month'"):
        measure("win_rate", crm(wins(won("a")), engine), QUARTER, by=["mont"])


def test_a_text_instead_of_a_list_of_values_is_refused(engine):
    """`where={"source": "Web"}` would otherwise look for the sources W, e and b."""
    tables = crm(wins(won("a", source="Web")), engine)
    with pytest.raises(CrmMetricsError, match="source"):
        measure("win_rate", tables, QUARTER, where={"source": "Web"})


def test_a_field_named_twice_under_two_names_is_refused(engine):
    tables = crm(wins(won("a", owner_id="u1")), engine)
    with pytest.raises(CrmMetricsError, match="owner"):
        measure("win_rate", tables, QUARTER, by=["owner", "owner_id"])


def test_an_unknown_credit_is_refused(engine):
    with pytest.raises(CrmMetricsError, match="credit"):
        measure("win_rate", crm(wins(won("a")), engine), QUARTER, credit="today")


# --- Nothing to divide by ---


def test_nothing_decided_is_null_never_lost_is_1_never_won_is_0(engine):
    tables = crm(
        deals(
            ("a", "2026-01-01", "2026-01-02", "won", 5, "winner"),
            ("b", "2026-01-01", "2026-01-02", "lost", 5, "loser"),
        ),
        engine,
    )
    for name in ("win_rate", "win_rate_by_amount", "win_rate_strict"):
        frame = measure(name, tables, QUARTER, by=["owner"])
        assert dict(frame.select("owner_id", name).rows()) == {"loser": 0.0, "winner": 1.0}, name
        empty = measure(name, tables, Period(date(2020, 1, 1), date(2020, 2, 1)))
        assert empty[name].to_list() == [None], name
        assert empty[f"{name}_low"].to_list() == [None], name


def test_wins_without_any_amount_are_no_revenue_of_0(engine):
    tables = crm(wins(won("a", None), won("b", None)), engine)
    assert revenue(tables) == [None]
    assert measure("deal_size", tables, QUARTER)["deal_size_mean"].to_list() == [None]
    assert measure("win_rate_by_amount", tables, QUARTER)["win_rate_by_amount"].to_list() == [None]
    assert revenue(crm(wins(won("a", 0)), engine)) == [0]


def test_amounts_of_0_and_below_leave_rates_and_averages_but_not_the_sum(engine):
    tables = crm(
        wins(won("a", 100), won("zero", 0), won("back", -30), won("none", None), won("b", 300)),
        engine,
    )
    assert revenue(tables) == [370]
    row = measure("deal_size", tables, QUARTER).row(0, named=True)
    assert (row["count"], row["deal_size_median"], row["deal_size_mean"]) == (2, 200, 200)
    row = measure("win_rate_by_amount", tables, QUARTER).row(0, named=True)
    assert (row["won_amount"], row["decided_amount"]) == (400, 400)
    assert dict(set_aside("win_rate_by_amount", tables, QUARTER).rows()) == {
        "no amount": 2,
        "negative amount": 1,
    }


# --- Money ---

EURO = [
    dict(currency=" eur", valid_from="2026-01-10", rate="1.1"),
    dict(currency="EUR", valid_from="2026-02-02", rate="2"),
]


@pytest.mark.parametrize("currency", ["EUR", "eur", " Eur "])
def test_a_currency_is_known_in_lower_case_and_with_spaces(engine, currency):
    tables = crm(wins(won("a", 100, currency=currency)), engine, exchange_rates=EURO)
    assert revenue(tables) == [200]
    assert groups(tables, "currency") == {"EUR": 1}


@pytest.mark.parametrize("currency", [None, "", "  ", "USD", "usd"])
def test_the_reporting_currency_has_rate_1_whatever_the_table_says(engine, currency):
    rates = [dict(currency="USD", valid_from="2020-01-01", rate=7)]
    tables = crm(wins(won("a", 100, currency=currency)), engine, exchange_rates=rates)
    assert revenue(tables) == [100]


def test_a_rate_holds_from_its_first_day_and_not_before(engine):
    days = {"2026-01-09": None, "2026-01-10": 110, "2026-02-01": 110, "2026-02-02": 200}
    for day, expected in days.items():
        row = won("a", 100, day, currency="EUR")
        assert revenue(crm(wins(row), engine, exchange_rates=EURO)) == [expected], day


def test_a_deal_without_a_rate_is_set_aside_and_counted_but_stays_in_the_win_rate(engine):
    rows = wins(won("a", 5, currency="SEK"), won("b", 7))
    tables = crm(rows, engine, exchange_rates=EURO)
    assert revenue(tables) == [7]
    assert set_aside("revenue_added", tables, QUARTER)["count"].to_list() == [1]
    listed = set_aside_rows("revenue_added", tables, QUARTER)
    assert listed["id"].to_list() == ["a"]
    assert "exchange rate" in listed["reason"][0]
    assert measure("win_rate", tables, QUARTER)["won"].to_list() == [2]


def test_without_a_table_of_rates_foreign_money_is_set_aside_not_added(engine):
    tables = crm(wins(won("a", 5, currency="EUR"), won("b", 7)), engine)
    assert revenue(tables) == [7]


# --- Joins that could multiply ---


def test_two_rates_of_one_day_do_not_double_a_deal(engine):
    rates = [dict(currency="EUR", valid_from="2026-01-01", rate=rate) for rate in (2, 3)]
    tables = crm(wins(won("a", 100, currency="EUR")), engine, exchange_rates=rates)
    assert measure("win_rate", tables, QUARTER)["won"].to_list() == [1]
    assert len(rows_of("revenue_added", tables, QUARTER)) == 1


def stage_change(old, new, changed_at, sequence=1, deal="a", field="stage") -> dict:
    return dict(
        deal_id=deal,
        field=field,
        old_value=old,
        new_value=new,
        changed_at=changed_at,
        sequence=sequence,
    )


def test_a_stage_listed_twice_does_not_double_a_deal(engine):
    stages = [
        dict(pipeline=pipeline, stage="Won", position=position, outcome="won")
        for pipeline in ("New", None)
        for position in (1, 2)
    ]
    for pipeline in ("New", None):
        tables = crm(
            wins(won("a", 5, stage="Won", pipeline=pipeline)),
            engine,
            pipelines=stages,
            deal_changes=[stage_change("Offer", "Won", "2026-02-02")],
        )
        assert measure("win_rate", tables, QUARTER)["won"].to_list() == [1]
        assert revenue(tables) == [5]


def test_several_moves_of_a_user_on_one_day_do_not_double_a_deal(engine):
    moves = [
        dict(user_id="u1", field=field, old_value=old, new_value=new, changed_at=changed_at)
        for field, old, new, changed_at in [
            ("team", "North", "South", datetime(2026, 2, 10, 8, tzinfo=UTC)),
            ("team", "South", "East", datetime(2026, 2, 10, 9, tzinfo=UTC)),
            ("region", "EMEA", "APAC", datetime(2026, 2, 10, 9, tzinfo=UTC)),
            ("manager_id", "x", "y", datetime(2026, 2, 10, 10, tzinfo=UTC)),
        ]
    ]
    rows = wins(
        *(won(day, 1, day, owner_id="u1") for day in ("2026-02-09", "2026-02-10", "2026-02-11"))
    )
    users = [dict(user_id="u1", name="Ana", team="East", region="APAC")]
    tables = crm(rows, engine, users=users, user_changes=moves)
    assert groups(tables, "team") == {"North": 1, "East": 2}
    assert groups(tables, "region") == {"EMEA": 1, "APAC": 2}
    assert groups(tables, "team", credit="now") == {"East": 3}


def test_an_account_of_many_deals_counts_each_deal_once(engine):
    accounts = [dict(account_id="A", name="Acme", segment="Big", created_at="2025-01-01")]
    rows = wins(*(won(str(n), 1, account_id="A") for n in range(4)))
    tables = crm(rows, engine, accounts=accounts)
    assert groups(tables, "segment") == {"Big": 4}


@pytest.mark.parametrize("name", ["sales_cycle_cohort", "time_to_decision_median"])
@pytest.mark.parametrize("unit", UNITS)
def test_the_days_of_a_curve_do_not_clash_with_the_unit_day(engine, name, unit):
    rows = deals(
        ("a", "2026-01-01", "2026-01-05", "won", 1), ("b", "2026-02-01", "2026-02-09", "won", 1)
    )
    found = measure(name, crm(rows, engine), QUARTER, by=[unit])
    assert found["count"].sum() == 2
    if unit == "day":
        assert found.select("day", name).rows() == [
            (date(2026, 1, 1), 4),
            (date(2026, 2, 1), 8),
        ]


# --- Histories out of order ---


def test_changes_before_the_creation_out_of_order_or_of_unknown_deals_change_no_count(engine):
    changes = [
        stage_change("Offer", "Won", "2026-02-02", 2),
        stage_change("New", "Offer", "2025-06-01", 1),
        stage_change(None, "New", "2026-03-30", 9, deal="nobody's"),
        stage_change("10", "5", "2025-05-05", 3, field="amount"),
        stage_change("u9", "u1", "2025-05-05", 4, field="owner_id"),
        stage_change("x", "y", "2026-01-05", 5, field="probability"),
    ]
    stages = [
        dict(pipeline=None, stage=stage, position=n, outcome=outcome)
        for n, (stage, outcome) in enumerate([("New", "open"), ("Offer", "open"), ("Won", "won")])
    ]
    for order in (changes, changes[::-1]):
        tables = crm(
            wins(won("a", 5, stage="Won", owner_id="u1")),
            engine,
            pipelines=stages,
            deal_changes=order,
        )
        assert measure("win_rate", tables, QUARTER)["won"].to_list() == [1]
        assert revenue(tables) == [5]
        assert groups(tables, "owner") == {"u1": 1}
        early = measure("win_rate", tables, QUARTER, as_of=date(2026, 2, 1))
        assert early["decided"].to_list() == [0]


def test_a_deal_handed_over_after_its_win_stays_with_the_one_who_won_it(engine):
    changes = [
        stage_change(None, "u1", "2026-01-01", 1, field="owner_id"),
        stage_change("u1", "u2", "2026-03-01", 1, field="owner_id"),
    ]
    tables = crm(wins(won("a", 5, owner_id="u2")), engine, deal_changes=changes)
    assert groups(tables, "owner") == {"u1": 1}
    assert groups(tables, "owner", credit="now") == {"u2": 1}


def test_the_first_expected_day_is_the_first_even_when_pushed_on_the_same_day(engine):
    """Pushing the date an hour after the entry would otherwise game the strict rate."""
    morning, noon = (datetime(2026, 1, 1, hour, tzinfo=UTC) for hour in (9, 12))
    changes = [
        stage_change(None, "2026-02-01", morning, 1, field="expected_close_on"),
        stage_change("2026-02-01", "2027-02-01", noon, 2, field="expected_close_on"),
    ]
    row = dict(deal_id="a", outcome="open", created_at="2026-01-01", expected_close_on="2027-02-01")
    tables = crm(wins(row), engine, deal_changes=changes)
    found = measure("win_rate_strict_first_expected", tables, QUARTER)
    assert found["decided"].to_list() == [1]


def test_an_undated_win_fits_no_period_and_is_counted_beside_each(engine):
    tables = crm(wins(won("a", 5, None), won("b", 7)), engine)
    for period in (QUARTER, Period(date(2020, 1, 1), date(2020, 2, 1))):
        assert set_aside("win_rate", tables, period)["count"].to_list() == [1]
        account = account_of_rows("win_rate", tables, period)
        assert account["candidates"] == 2


def test_facts_made_in_slices_are_the_facts_made_at_once(monkeypatch):
    def made() -> list:
        history = [
            stage_change(None, "u1", "2026-01-01", 1, deal=str(n), field="owner_id")
            for n in range(40)
        ] + [
            stage_change("u1", "u2", f"2026-02-{n % 20 + 1:02}", 2, deal=str(n), field="owner_id")
            for n in range(40)
        ]
        rows = [won(str(n), n, owner_id="u2", account_id=f"A{n % 7}") for n in range(40)]
        tables = crm(wins(*rows), deal_changes=history, users=NAMESAKES)
        frames = [tables.fact(name, AS_OF).collect().to_native() for name in tables.facts]
        return [sorted(frame.rows(), key=str) for frame in frames]

    whole = made()
    monkeypatch.setattr(deal_facts, "DEALS_PER_SLICE", 6)
    assert made() == whole


def test_the_cohort_median_is_exact_where_the_curve_meets_one_half(engine):
    """Twelve deals won on days 1 to 12: half of them by day 6, whatever floats say of 6/12."""
    for count in (2, 12, 18, 20, 48):
        rows = [
            (str(n), "2025-01-01", f"{date(2025, 1, 1) + timedelta(days=n)}", "won", 1)
            for n in range(1, count + 1)
        ]
        tables = crm(deals(*rows), engine)
        row = measure("sales_cycle_cohort", tables, HISTORY, at=[count]).row(0, named=True)
        assert row["sales_cycle_cohort"] == count / 2, count


def test_together_metrics_that_credit_differently_keep_their_own_groups(engine):
    changes = [
        stage_change(None, "u1", "2026-01-01", 1, field="owner_id"),
        stage_change("u1", "u2", "2026-01-20", 1, field="owner_id"),
    ]
    tables = crm(wins(won("a", 5, owner_id="u2")), engine, deal_changes=changes)
    frames = measure_all(
        ["win_rate", "time_to_decision_median", "win_rate_strict"], tables, QUARTER, by=["owner"]
    )
    assert {name: frame["owner_id"].to_list() for name, frame in frames.items()} == {
        "win_rate": ["u2"],
        "time_to_decision_median": ["u1"],
        "win_rate_strict": ["u2"],
    }


def test_a_period_must_end_after_it_starts():
    for end in (date(2026, 1, 1), date(2025, 1, 1)):
        with pytest.raises(BadInputError, match="empty"):
            Period(date(2026, 1, 1), end)


def test_of_two_wins_on_one_day_the_smaller_id_brought_the_customer(engine):
    rows = wins(
        won("b", account_id="A", source="Fair"),
        won("a", account_id="A", source="Web"),
        won("0", day="2026-02-03", account_id="A", source="Ads"),
    )
    tables = crm(rows, engine)
    for as_of in (AS_OF, date(2026, 2, 2)):
        found = measure("customers_added", tables, QUARTER, by=["source"], as_of=as_of)
        assert found.rows() == [("Web", 1)], as_of


def test_a_change_dated_before_the_creation_does_not_bring_the_deal_to_life(engine):
    changes = [stage_change(None, "2026-01-05", "2026-01-02", field="expected_close_on")]
    row = dict(deal_id="a", outcome="open", created_at="2026-02-10", expected_close_on="2026-01-05")
    tables = crm(wins(row), engine, deal_changes=changes)
    for as_of, count in ((date(2026, 2, 9), 0), (date(2026, 2, 10), 1)):
        found = measure("win_rate_strict", tables, QUARTER, as_of=as_of)
        assert found["decided"].to_list() == [count], as_of
