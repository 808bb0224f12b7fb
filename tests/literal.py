"""Literal model tables: rows as a leader would write them down."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import polars as pl

from crm_metrics.model import TABLES, Type


def table(name: str, rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """A model table with all its columns; days given for instants stand at noon UTC."""
    model = TABLES[name]
    kinds = {column.name: column.type for column in model.columns}
    rows = list(rows)
    own = {key: pl.String() for row in rows for key in row if key not in kinds}
    full = [
        {
            **dict.fromkeys((*model.schema, *own)),
            **{key: _stored(value, kinds.get(key, Type.TEXT)) for key, value in row.items()},
        }
        for row in rows
    ]
    return pl.DataFrame(full, schema={**model.schema, **own})


def _stored(value: Any, kind: Type) -> Any:
    if value is None:
        return None
    match kind:
        case Type.INSTANT:
            if isinstance(value, datetime):
                return value
            return datetime.combine(_day(value), time(12), tzinfo=UTC)
        case Type.DAY:
            return _day(value)
        case Type.MONEY | Type.RATE:
            return Decimal(str(value))
        case _:
            return value


def _day(value: str | date) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def deals(*rows: tuple[Any, ...], **same: Any) -> pl.DataFrame:
    """Deals from (deal_id, created, closed, outcome, amount, owner) rows."""
    names = ("deal_id", "created_at", "closed_at", "outcome", "amount", "owner_id")
    return table("deals", [{**dict(zip(names, row, strict=False)), **same} for row in rows])


# The nine deals whose metrics are worked out by hand, as of 2026-04-01.
GOLDEN_DEALS = (
    ("1", "2026-01-01", "2026-01-11", "won", 100, "ana"),
    ("2", "2026-01-05", "2026-02-04", "won", 300, "ana"),
    ("3", "2026-01-10", "2026-01-20", "lost", 50, "ana"),
    ("4", "2026-01-15", "2026-03-16", "won", 200, "bo"),
    ("5", "2026-01-20", "2026-03-01", "lost", 400, "bo"),
    ("6", "2026-02-01", None, "open", 500, "bo"),
    ("7", "2026-03-12", None, "open", 150, "cy"),
    ("8", "2026-03-20", "2026-03-10", "won", 80, "cy"),
    ("9", "2026-02-10", None, "won", 60, "cy"),
)


def subscriptions(*rows: tuple[Any, ...], **same: Any) -> pl.DataFrame:
    """Subscriptions from (account_id, mrr, started, ended) rows."""
    names = ("account_id", "mrr", "started_on", "ended_on")
    return table(
        "subscriptions",
        [
            {"subscription_id": f"S{n}", **dict(zip(names, row, strict=True)), **same}
            for n, row in enumerate(rows)
        ],
    )


def deals_in_turns(*rows: tuple[str, str, date, list[date], int], **same: Any) -> dict[str, Any]:
    """deals, deal_changes and pipelines of deals that were won and opened again in turn.

    Rows: (deal_id, account_id, created, days of the turns, days entered late). The first turn is a
    win, the second opens it again. A deal entered late was won so many days before its creation.
    """
    meanings = {"New": "open", "Won": "won"}
    found, changes = [], []
    for deal, account, created, turns, late in rows:
        stages = ["New", *("Won" if n % 2 == 0 else "New" for n in range(len(turns)))]
        changes += [
            dict(deal_id=deal, field="stage", old_value=before, new_value=after, changed_at=day,
                 sequence=n)
            for n, (before, after, day) in enumerate(zip(stages, stages[1:], turns, strict=False))
        ]  # fmt: skip
        is_won = stages[-1] == "Won"
        found.append(
            dict(deal_id=deal, account_id=account, created_at=created, stage=stages[-1],
                 outcome=meanings[stages[-1]],
                 closed_at=turns[-1] - timedelta(days=late) if is_won else None) | same
        )  # fmt: skip
    configured = [
        dict(stage=stage, position=number, outcome=outcome)
        for number, (stage, outcome) in enumerate(meanings.items())
    ]
    return {
        "deals": table("deals", found),
        "deal_changes": table("deal_changes", changes),
        "pipelines": table("pipelines", configured),
    }
