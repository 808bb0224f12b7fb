"""Facts of activities, attentions and channels in batches and slices on disk: none shows."""

from pathlib import Path

import polars as pl

from crm_metrics.facts import activities, attentions, derive, file, slices
from crm_metrics.settings import Business
from tests.literal import deals, table

FACTS = (
    "activities", "deal_attentions", "account_attentions", "contact_attentions", "lead_attentions",
    "contact_channels", "account_channels",
)  # fmt: skip
LINKS = ("account_id", "contact_id", "deal_id", "lead_id")


def model() -> dict[str, pl.DataFrame]:
    calls = [
        {
            "activity_id": f"V{n:02}",
            "kind": "call",
            "status": "done",
            "owner_id": "ana",
            # One link each: the account is found behind the others.
            LINKS[n % 4]: f"{LINKS[n % 4][0].upper()}{n % 11}",
            "created_at": f"2026-02-{n % 27 + 1:02}",
            "done_at": f"2026-02-{n % 17 + 1:02}",
        }
        for n in range(90)
    ]
    saves = [
        dict(entity=entity, record_id=f"{entity[0].upper()}{n}", user_id="ana",
             edited_at=f"2026-01-{n % 28 + 1:02}")
        for n in range(11)
        for entity in ("deals", "accounts", "contacts", "leads")
    ]  # fmt: skip
    made = dict(created_at="2026-01-01", owner_id="ana")
    behind = [dict(made, account_id=f"A{n % 5}", email=f"x{n % 3}@acme.com") for n in range(11)]
    return {
        "deals": deals(*((f"D{n}", "2026-01-01", None, "open", 1, "ana") for n in range(11))),
        "accounts": table(
            "accounts",
            [dict(made, account_id=f"A{n}", name=f"A{n}", segment="AB"[n % 2]) for n in range(11)],
        ),
        "contacts": table(
            "contacts", [dict(row, contact_id=f"C{n}") for n, row in enumerate(behind)]
        ),
        "leads": table("leads", [dict(row, lead_id=f"L{n}") for n, row in enumerate(behind)]),
        "users": table("users", [dict(user_id="ana", name="Ana", team="North")]),
        "activities": table("activities", calls),
        "edits": table("edits", saves),
    }


def derived(place: Path) -> dict[str, pl.DataFrame]:
    place.mkdir()
    for name, rows in model().items():
        rows.write_parquet(place / f"{name}.parquet")
    entries = derive(place, place / "facts", Business())
    left = {path.name for path in (place / "facts").iterdir()}
    assert left == {f"{fact}.parquet" for fact in entries}
    facts = {fact: pl.read_parquet(place / "facts" / f"{fact}.parquet") for fact in FACTS}
    assert {fact: frame.height for fact, frame in facts.items()} == {
        fact: entries[fact]["rows"] for fact in FACTS
    }
    return {fact: frame.sort(frame.columns[:2]) for fact, frame in facts.items()}


def test_facts_of_many_batches_and_slices_are_the_facts_made_at_once(tmp_path, monkeypatch):
    whole = derived(tmp_path / "whole")
    monkeypatch.setattr(activities, "ROWS_AT_ONCE", 7)
    monkeypatch.setattr(attentions, "ROWS_PER_SLICE", 20)
    monkeypatch.setattr(slices, "ROWS_AT_ONCE", 9)
    monkeypatch.setattr(file, "ROWS_PER_GROUP", 10)
    in_slices = derived(tmp_path / "slices")
    for fact, rows in whole.items():
        assert in_slices[fact].equals(rows), fact
    # The deals have no account; behind every other link there is one.
    assert whole["activities"]["account_id"].null_count() == 90 // 4
    assert whole["account_attentions"].height > 20
