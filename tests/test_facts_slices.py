"""Facts are derived slice by slice; how many slices there are must not show in them."""

from pathlib import Path

import polars as pl
import pytest

from crm_metrics.facts import deals, derive, file, sales, slices
from crm_metrics.settings import Business
from tests.literal import table

DEALS = table(
    "deals",
    [
        {
            "deal_id": f"D{n}",
            "account_id": f"A{n % 7}",
            "created_at": "2026-01-01",
            "closed_at": f"2026-02-{n % 20 + 1:02}",
            "outcome": "won",
            "owner_id": "bo",
            "amount": n,
        }
        for n in range(40)
    ],
)
CHANGES = table(
    "deal_changes",
    [
        {
            "deal_id": f"D{n}",
            "field": "owner_id",
            "old_value": old,
            "new_value": new,
            "changed_at": day,
            "sequence": sequence,
        }
        for sequence, old, new, day in (
            (1, None, "ana", "2026-01-01"),
            (2, "ana", "bo", "2026-01-20"),
        )
        for n in range(0, 40, 3)
    ],
)
ORDERS = table(
    "orders",
    [
        {
            "order_id": f"O{n}",
            "account_id": f"A{n % 9}",
            "ordered_on": f"2026-0{1 + n % 4}-{n % 20 + 1:02}",
            "amount": 5,
        }
        for n in range(120)
    ],
)
TABLES = {"deals": DEALS, "deal_changes": CHANGES, "orders": ORDERS}
FACTS = ("deals", "deal_states", "first_purchases", "purchases")


@pytest.fixture
def model(tmp_path: Path) -> Path:
    for name, rows in TABLES.items():
        rows.write_parquet(tmp_path / f"{name}.parquet")
    return tmp_path


def derived(model: Path, name: str) -> tuple[dict, dict[str, pl.DataFrame]]:
    place = model / name
    entries = derive(model, place, Business())
    rows = {fact: pl.read_parquet(place / f"{fact}.parquet") for fact in FACTS}
    assert {path.name for path in place.iterdir()} == {f"{fact}.parquet" for fact in entries}
    order = [pl.col("^(account|deal)_id$"), pl.col("^from_day$")]
    return entries, {fact: frame.sort(order) for fact, frame in rows.items()}


def test_facts_of_many_slices_on_disk_are_the_facts_made_at_once(model, monkeypatch):
    entries, whole = derived(model, "whole")
    monkeypatch.setattr(deals, "DEALS_PER_SLICE", 6)
    monkeypatch.setattr(sales, "ORDERS_PER_SLICE", 25)
    monkeypatch.setattr(slices, "ROWS_AT_ONCE", 9)
    monkeypatch.setattr(file, "ROWS_PER_GROUP", 10)
    entries_of_slices, in_slices = derived(model, "slices")
    assert entries_of_slices == entries
    assert entries["deals"]["rows"] == whole["deals"].height == 40
    for name, frame in whole.items():
        assert in_slices[name].equals(frame), name


def test_every_row_is_in_one_slice_in_the_order_of_the_table(tmp_path):
    rows = pl.DataFrame({"deal_id": [str(n % 13) for n in range(200)], "n": range(200)})
    found = [
        some["rows"] for some in slices.in_slices({"rows": rows.lazy()}, "deal_id", 40, tmp_path)
    ]
    assert sorted(n for some in found for n in some["n"]) == list(range(200))
    for some in found:
        assert some["n"].is_sorted()
    ids = [set(some["deal_id"]) for some in found]
    assert sum(map(len, ids)) == 13


def test_a_slice_without_rows_has_its_columns(tmp_path):
    rows = pl.DataFrame({"deal_id": ["a", "a", "a"], "n": [1, 1, 1]})
    found = [
        some["rows"] for some in slices.in_slices({"rows": rows.lazy()}, "deal_id", 1, tmp_path)
    ]
    assert sorted(some.height for some in found) == [0, 0, 3]
    assert {tuple(some.schema.items()) for some in found} == {tuple(rows.schema.items())}
