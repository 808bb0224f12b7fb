"""Customers, MRR changes and renewals: subscriptions in, literal rows out."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from crm_metrics.calendar import to_day
from crm_metrics.facts import customers, derive
from crm_metrics.facts.parents import topmost
from crm_metrics.insight.subscription_terms import one_day_gaps, overlapping_subscriptions
from crm_metrics.measure import measure
from crm_metrics.records import set_aside
from crm_metrics.settings import Business
from crm_metrics.snapshot.tables import Tables
from tests.literal import subscriptions, table

AS_OF = date(2026, 12, 31)
DAYS = ("started_day", "ended_day", "bridged_to_day")


def tables_of(rows: pl.DataFrame, as_of: date = AS_OF, **others: pl.DataFrame) -> Tables:
    return Tables.from_model({"subscriptions": rows, **others}, Business(), as_of)


def fact(tables: Tables, name: str, as_of: date = AS_OF) -> pl.DataFrame:
    rows = tables.engine.collect([tables.fact(name, as_of)])[0]
    return rows.with_columns(pl.col("^.*day$").cast(pl.Date).cast(pl.String))


def runs(*rows, as_of: date = AS_OF) -> list[tuple]:
    found = fact(tables_of(subscriptions(*rows)), "customers", as_of)
    return found.select(*DAYS, "spell").rows()


@pytest.mark.parametrize(("days", "is_bridged"), [(29, True), (30, False), (31, False)])
def test_a_gap_shorter_than_thirty_days_is_bridged(days, is_bridged):
    ended = date(2026, 3, 1)
    again = ended + timedelta(days=days)
    rows = runs(("A", 10, "2026-01-01", ended), ("A", 10, again, None))
    assert rows == [
        ("2026-01-01", "2026-03-01", str(again) if is_bridged else None, 1),
        (str(again), None, None, 1 if is_bridged else 2),
    ]


def test_the_bridge_is_not_known_before_the_return():
    rows = [("A", 10, "2026-01-01", "2026-03-01"), ("A", 10, "2026-03-11", None)]
    assert runs(*rows, as_of=date(2026, 2, 28)) == [("2026-01-01", None, None, 1)]
    assert runs(*rows, as_of=date(2026, 3, 10)) == [("2026-01-01", "2026-03-01", None, 1)]
    assert runs(*rows, as_of=date(2026, 3, 11)) == [
        ("2026-01-01", "2026-03-01", "2026-03-11", 1),
        ("2026-03-11", None, None, 1),
    ]


def test_overlapping_and_adjoining_subscriptions_are_one_run():
    assert runs(
        ("A", 10, "2026-01-01", "2026-03-01"),
        ("A", 20, "2026-02-01", "2026-04-01"),
        ("A", 30, "2026-04-01", "2026-05-01"),
    ) == [("2026-01-01", "2026-05-01", None, 1)]


def test_nothing_paid_is_no_run_and_a_credit_can_end_one():
    assert runs(("A", 0, "2026-01-01", None)) == []
    assert runs(("A", -5, "2026-01-01", None)) == []
    assert runs(("A", 10, "2026-01-01", None), ("A", -10, "2026-02-01", "2026-04-01")) == [
        ("2026-01-01", "2026-02-01", None, 1),
        ("2026-04-01", None, None, 2),
    ]


def test_product_and_term_are_those_of_the_spells_first_day():
    rows = [
        dict(subscription_id="2", product="Chair", mrr=10, term_months=1),
        dict(subscription_id="1", product="Desk", mrr=10, term_months=12, ended_on="2026-02-01"),
        dict(subscription_id="0", product="Lamp", mrr=5, term_months=3),
        # Larger, but later; a return within the gap is the same spell.
        dict(subscription_id="3", product="Room", mrr=90, started_on="2026-01-02"),
    ]
    rows = [{"account_id": "A", "started_on": "2026-01-01", "ended_on": "2026-03-01", **row}
            for row in rows]  # fmt: skip
    rows.append(
        dict(subscription_id="4", account_id="A", product="New", mrr=1, started_on="2026-03-05")
    )
    found = fact(tables_of(table("subscriptions", rows)), "customers")
    assert found.select("product", "term").rows() == [("Desk", "annual"), ("Desk", "annual")]


@pytest.mark.parametrize(
    ("months", "term"),
    [(1, "monthly"), (0, "monthly"), (3, "3 months"), (12, "annual"), (36, "annual"), (None, None)],
)
def test_terms_have_names(months, term):
    rows = subscriptions(("A", 1, "2026-01-01", None), term_months=months)
    assert fact(tables_of(rows), "mrr_changes")["term"].unique().to_list() == [term]


def test_a_change_of_plan_on_one_day_changes_mrr_and_no_customer():
    rows = [("A", 100, "2026-01-01", "2026-02-01"), ("A", 60, "2026-02-01", None)]
    found = fact(tables_of(subscriptions(*rows)), "mrr_changes")
    found = found.select("day", "mrr_change", "customer_change", "months_since")
    assert found.sort("day", "mrr_change").rows() == [
        ("2026-01-01", None, 1, 0),
        ("2026-01-01", 1_000_000, 0, 0),
        ("2026-02-01", -1_000_000, 0, 1),
        ("2026-02-01", 600_000, 0, 1),
    ]


def test_a_loss_that_was_a_short_gap_is_void_once_the_customer_is_back():
    rows = [("A", 10, "2026-01-01", "2026-03-01"), ("A", 10, "2026-03-11", None)]
    tables = tables_of(subscriptions(*rows))

    def changes(as_of: date) -> list[tuple]:
        found = fact(tables, "mrr_changes", as_of).filter(pl.col("customer_change") != 0)
        return found.select("day", "customer_change").rows()

    assert changes(date(2026, 3, 10)) == [("2026-01-01", 1), ("2026-03-01", -1)]
    assert changes(date(2026, 3, 11)) == [("2026-01-01", 1)]


@pytest.mark.parametrize(
    ("started", "changed", "months"),
    [
        ("2026-01-31", "2026-02-28", 1),
        ("2026-01-31", "2026-03-01", 2),
        ("2024-01-31", "2024-02-29", 1),
        ("2024-01-31", "2024-03-01", 2),
        ("2024-02-29", "2025-02-28", 12),
        ("2024-02-29", "2025-03-01", 13),
        ("2026-01-15", "2026-02-15", 1),
        ("2026-01-15", "2026-02-16", 2),
        ("2026-01-15", "2026-01-16", 1),
    ],
)
def test_months_of_life_end_on_the_last_day_of_a_shorter_month(started, changed, months):
    rows = subscriptions(("A", 10, started, None), ("A", 1, changed, None))
    found = fact(tables_of(rows), "mrr_changes").filter(pl.col("day") == changed)
    assert found["months_since"].to_list() == [months]


def test_mrr_is_valued_at_the_rate_of_the_first_day_both_times():
    rows = subscriptions(("A", 10, "2026-01-15", "2026-03-01"), currency="eur ")
    rates = [
        dict(currency="EUR", valid_from="2026-01-01", rate="1.1"),
        dict(currency="EUR", valid_from="2026-02-01", rate="1.5"),
    ]
    tables = tables_of(rows, exchange_rates=table("exchange_rates", rates))
    found = fact(tables, "mrr_changes").filter(pl.col("customer_change") == 0)
    assert found["mrr_change"].to_list() == [110_000, -110_000]


def test_a_currency_without_a_rate_loses_its_money_but_not_the_customer():
    rows = subscriptions(
        ("Known", 10, "2026-01-01", None),
        ("Foreign", 10, "2026-01-01", None),
        ("Absurd", 10**15, "2026-01-01", None),
        ("Backwards", 10, "2026-01-10", "2026-01-10"),
    ).with_columns(currency=pl.Series([None, "XYZ", None, None]))
    tables = tables_of(rows)
    assert measure("mrr", tables).rows() == [(3, 10)]
    assert dict(set_aside("mrr", tables).rows()) == {
        "dates out of order: ends on or before its first day": 1,
        "no exchange rate for the subscription's currency": 1,
        "an MRR too large to be one": 1,
    }
    assert measure("churn_rate", tables)["joined_and_left"].to_list() == [0]
    for name in ("churn_rate", "customer_survival", "retention_cohorts", "lifetime_value"):
        reasons = dict(set_aside(name, tables).rows())
        assert reasons["dates out of order: ends on or before its first day"] == 1, name


def test_labels_come_from_the_account_and_its_owner_of_today():
    accounts = table(
        "accounts",
        [
            dict(account_id="A", name="Acme", owner_id="ana", segment="Large", source=" Web "),
            dict(account_id="B", name="Binder", owner_id="gone"),
        ],
    )
    users = table("users", [dict(user_id="ana", name="Ana", team="North", region="EMEA")])
    rows = subscriptions(*((name, 1, "2026-01-01", None) for name in "ABC"))
    tables = tables_of(rows, accounts=accounts, users=users)
    columns = ("owner_id", "owner_id_now", "team", "region_now", "segment", "source")
    for name in ("customers", "mrr_changes"):
        found = fact(tables, name).unique("account_id").sort("account_id").select(columns)
        assert found.rows() == [
            ("ana", "ana", "North", "EMEA", "Large", "Web"),
            ("gone", "gone", None, None, None, None),
            (None, None, None, None, None, None),
        ]
    by_owner = measure("mrr", tables, by=["owner"], credit="now")
    assert by_owner.select("owner", "customers").rows() == [("Ana", 1), (None, 1), (None, 1)]


def test_parents_are_climbed_to_the_top_even_in_circles():
    tops = topmost({"a": "b", "b": "c", "x": "y", "y": "z", "z": "y", "self": "self"})
    assert tops == {"a": "c", "b": "c", "x": "y", "y": "y", "z": "y", "self": "self"}


def test_a_mappings_own_fields_are_carried_along():
    rows = subscriptions(("A", 10, "2026-01-01", None), ("B", 20, "2026-01-01", None)).with_columns(
        channel=pl.Series(["Shop", "Partner"])
    )
    frame = measure("mrr", tables_of(rows), by=["channel"])
    assert frame.rows() == [("Partner", 1, 20), ("Shop", 1, 10)]
    assert measure("churn_rate", tables_of(rows), by=["channel"])["at_start"].to_list() == [0, 0]


@pytest.mark.parametrize(
    ("started", "term", "through", "due"),
    [
        ("2024-02-29", 12, "2026-03-01", ["2025-02-28", "2026-02-28"]),
        ("2025-08-31", 6, "2026-08-30", ["2026-02-28"]),
        ("2025-08-31", 6, "2026-08-31", ["2026-02-28", "2026-08-31"]),
        ("2025-08-31", 5, "2026-08-31", []),
        ("2025-08-31", None, "2026-08-31", []),
    ],
)
def test_a_running_subscription_falls_due_at_the_end_of_every_term(started, term, through, due):
    rows = subscriptions(("A", 10, started, None), term_months=term)
    day = date.fromisoformat(through)
    assert fact(tables_of(rows, day), "renewals", day)["due_day"].to_list() == due


def test_a_changed_plan_is_a_renewal_and_what_ran_beside_it_is_not():
    year = ("2025-01-01", "2026-01-01")
    rows = [
        dict(account_id="plan", product="Basic", mrr=100, started_on=year[0], ended_on=year[1]),
        dict(account_id="plan", product="Plus", mrr=130, started_on=year[1]),
        dict(account_id="part", mrr=100, started_on=year[0], ended_on=year[1]),
        dict(account_id="part", mrr=50, started_on="2025-06-01"),
        dict(account_id="part", mrr=30, started_on="2026-01-10"),
    ]
    rows = [{"subscription_id": str(n), "term_months": 12, **row} for n, row in enumerate(rows)]
    tables = tables_of(table("subscriptions", rows), date(2026, 3, 1))
    found = fact(tables, "renewals", date(2026, 3, 1)).select(
        "account_id", "due_day", "renewed_day", "due_mrr", "renewed_mrr", "settled_day"
    )
    assert found.sort("account_id").rows() == [
        ("part", "2026-01-01", "2026-01-10", 1_000_000, 300_000, "2026-01-31"),
        ("plan", "2026-01-01", "2026-01-01", 1_000_000, 1_000_000, "2026-01-31"),
    ]


def test_facts_of_many_slices_are_the_facts_made_at_once(tmp_path: Path, monkeypatch):
    rows = [
        (f"A{n % 9}", n + 1, f"2026-0{n % 6 + 1}-01", f"2026-0{n % 6 + 3}-10" if n % 2 else None)
        for n in range(40)
    ]
    subscriptions(*rows, term_months=6).write_parquet(tmp_path / "subscriptions.parquet")
    table("accounts", [dict(account_id=f"A{n}", name="x", segment=f"S{n % 2}") for n in range(9)]
          ).write_parquet(tmp_path / "accounts.parquet")  # fmt: skip
    found = {}
    for folder, size in (("whole", 1_000), ("slices", 7)):
        monkeypatch.setattr(customers, "SUBSCRIPTIONS_PER_SLICE", size)
        entries = derive(tmp_path, tmp_path / folder, Business(), through=AS_OF)
        frames = {
            name: pl.read_parquet(tmp_path / folder / f"{name}.parquet").with_columns(
                pl.col(pl.Categorical).cast(pl.String)
            )
            for name in ("customers", "mrr_changes", "renewals")
        }
        assert {name: entries[name]["rows"] for name in frames} == {
            name: frame.height for name, frame in frames.items()
        }
        found[folder] = {name: frame.sort(pl.all()) for name, frame in frames.items()}
    for name, frame in found["whole"].items():
        assert frame.height > 0
        assert frame.equals(found["slices"][name]), name


def test_overlaps_of_one_product_are_summed_and_listed():
    rows = subscriptions(
        ("A", 10, "2026-01-01", "2026-03-01"),
        ("A", 20, "2026-02-01", None),
        ("A", 30, "2026-02-10", "2026-02-20"),
        ("B", 10, "2026-01-01", "2026-02-01"),
        ("B", 10, "2026-02-01", None),
        ("B", 99, "2026-01-05", "2026-01-05"),
    ).with_columns(product=pl.Series(["Desk", "Desk", "Chair", None, None, None]))
    tables = tables_of(rows)
    assert measure("mrr", tables, as_of=date(2026, 2, 5))["mrr"].to_list() == [40]
    listed = overlapping_subscriptions(tables)
    assert listed.rows() == [
        ("A", "Desk", "S1", "S0", date(2026, 2, 1), date(2026, 3, 1)),
    ]


def test_one_day_gaps_hint_at_a_mapping_that_forgot_a_day():
    rows = subscriptions(
        ("A", 10, "2026-01-01", "2026-01-31"),
        ("A", 10, "2026-02-01", "2026-02-28"),
        ("A", 10, "2026-03-01", None),
        ("B", 10, "2026-01-01", "2026-02-01"),
        ("B", 10, "2026-02-01", "2026-03-01"),
        ("B", 10, "2026-03-03", None),
    )
    assert one_day_gaps(tables_of(rows)).rows() == [
        ("A", None, "S1", "S0", date(2026, 1, 31), date(2026, 2, 1)),
        ("A", None, "S2", "S1", date(2026, 2, 28), date(2026, 3, 1)),
    ]


def test_day_numbers_are_days_since_1970():
    tables = tables_of(subscriptions(("A", 10, "1970-01-03", None)))
    rows = tables.engine.collect([tables.fact("customers", AS_OF)])[0]
    assert rows["started_day"].to_list() == [2] == [to_day(date(1970, 1, 3))]
    assert rows.schema["started_day"] == pl.Int32
