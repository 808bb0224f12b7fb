"""Definitions as text: what each number means, and the settings and losses it rests on."""

import polars as pl

from crm_metrics.metric import Metric, describe
from crm_metrics.settings import Business
from crm_metrics.snapshot.store import Snapshot

_BETTER = {"higher": "higher is better", "lower": "lower is better", None: "neither is better"}
_ADDS = {
    "flow": "adds up over segments and over time",
    "level": "adds up over segments, not over time",
    "distinct": "does not add up: each is counted once",
    "movement": "adds up over segments, between two days only",
    "none": "does not add up; a total is always counted again from the rows",
}
_UNITS = {
    "share": "share, %",
    "money": "money",
    "days": "days",
    "hours": "hours",
    "count": "count",
}


def definition(metric: Metric) -> list[tuple[str, str]]:
    """The lines of a definition card: heading and text; empty parts are left out."""
    said = describe(metric)
    lines = [
        ("Rows", said["includes"]),
        ("Date field", f"{said['day'][:1].upper()}{said['day'][1:]}."),
        ("Unit", f"{_UNITS[said['unit']]}; {_BETTER[said['better']]}; {_ADDS[said['adds']]}."),
        ("Set aside", "; ".join(dict.fromkeys(said["set_aside"])) + "."),
        ("Elsewhere", said["differs"]),
        ("Source", said["source"]),
        ("On the command line", f"`{said['name']}`"),
        ("Needs", ", ".join(f"`{name}`" for name in sorted(metric.needs))),
    ]
    return [(heading, text) for heading, text in lines if text]


def settings_in_force(business: Business) -> list[tuple[str, str]]:
    """How days and money are counted, in words."""
    days = business.holidays
    holidays = days if isinstance(days, str) else f"{len(days)} listed" if days else "none"
    since = business.complete_since
    listed = ", ".join(f"{table} since {day}" for table, day in sorted(since.items()))
    return [
        ("Time zone", business.timezone),
        ("Currency", business.currency),
        ("Week starts on", business.week_starts_on.capitalize()),
        ("Fiscal year starts in", business.fiscal_year_starts_in.capitalize()),
        ("Working days", ", ".join(day[:3].capitalize() for day in business.working_days)),
        ("Holidays", holidays),
        ("As of", str(business.as_of) if business.as_of else "the day of the sync"),
        ("Records complete", listed or "always"),
    ]


def rows_read(snapshot: Snapshot) -> pl.DataFrame:
    """Per mapped table: rows read and kept."""
    tables = snapshot.manifest.tables
    return pl.DataFrame(
        [
            {"Table": name, "Rows read": entry["read"], "Kept": entry["rows"]}
            for name, entry in tables.items()
        ],
        schema={"Table": pl.String, "Rows read": pl.Int64, "Kept": pl.Int64},
    )


def rows_dropped(snapshot: Snapshot) -> pl.DataFrame:
    """Rows left out at sync, by table and reason; unreadable values that became empty."""
    left_out = [
        {"Table": table, "Reason": reason, "Rows": count, "What happened": "left out"}
        for table, reasons in snapshot.dropped.items()
        for reason, count in reasons.items()
    ]
    emptied = [
        {
            "Table": table,
            "Reason": f"{column} unreadable",
            "Rows": count,
            "What happened": "emptied",
        }
        for table, entry in snapshot.manifest.tables.items()
        for column, count in (entry.get("unreadable") or {}).items()
    ]
    return pl.DataFrame(
        [*left_out, *emptied],
        schema={
            "Table": pl.String,
            "Reason": pl.String,
            "Rows": pl.Int64,
            "What happened": pl.String,
        },
    )
