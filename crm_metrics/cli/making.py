"""Commands that reach a database: init, demo, load, check, sync."""

from argparse import Namespace
from collections.abc import Callable
from datetime import UTC, datetime

import polars as pl

from crm_metrics import demo, source
from crm_metrics.cli.progress import Bars
from crm_metrics.cli.result import Result
from crm_metrics.configured import DEFAULT_FILE, configured

# The exit status of `check` when a sync could not begin.
NOT_FIT = 2


def _init(given: Namespace, now: datetime) -> Result:
    del now
    return Result(text=str(source.init(given.config or DEFAULT_FILE)))


def _demo(given: Namespace, now: datetime) -> Result:
    as_of = given.as_of or now.astimezone(UTC).date()
    with Bars() as bars:
        written = demo.make(
            given.url,
            deals=given.deals,
            seed=given.seed,
            as_of=as_of,
            replace=given.replace,
            progress=bars,
        )
    return Result(pl.DataFrame({"table": list(written), "rows": list(written.values())}))


def _load(given: Namespace, now: datetime) -> Result:
    del now
    loaded = source.load(given.folder, given.url, replace=given.replace)
    return Result(pl.DataFrame([{"table": item.table, "rows": item.rows} for item in loaded]))


def _check(given: Namespace, now: datetime) -> Result:
    del now
    found = source.check(configured(given.config))
    rows = pl.DataFrame(
        [
            {
                "table": name,
                "is_mapped": bool(table.text),
                "missing_required": ", ".join(table.missing_required),
                "missing_optional": ", ".join(table.missing_optional),
                "own_fields": ", ".join(table.own_fields),
                "problems": " ".join(table.problems),
            }
            for name, table in found.tables.items()
        ]
    )
    return Result(rows, str(found), status=0 if found.ok else NOT_FIT)


def _sync(given: Namespace, now: datetime) -> Result:
    with Bars() as bars:
        snapshot = source.sync(configured(given.config), now=now, progress=bars, notice=bars.say)
    rows = pl.DataFrame(
        [
            {
                "table": name,
                "rows": entry["rows"],
                "dropped": sum(entry["dropped"].values()),
                "unreadable": sum(entry["unreadable"].values()),
            }
            for name, entry in snapshot.manifest.tables.items()
        ],
        schema={"table": pl.String} | dict.fromkeys(("rows", "dropped", "unreadable"), pl.Int64),
    )
    reasons = [
        f"{table}: {count} dropped, {reason}."
        for table, counts in snapshot.dropped.items()
        for reason, count in counts.items()
    ]
    return Result(rows, notes=reasons)


COMMANDS: dict[str, Callable[[Namespace, datetime], Result]] = {
    "init": _init,
    "demo": _demo,
    "load": _load,
    "check": _check,
    "sync": _sync,
}
