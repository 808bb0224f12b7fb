"""The records behind a number, the rows set aside and why, and the account of all of them."""

from collections.abc import Mapping
from datetime import date
from functools import reduce
from typing import Any

import narwhals as nw
import polars as pl

from crm_metrics.calendar import Period
from crm_metrics.facts.fact import Fact, in_currency
from crm_metrics.fields import Credit, Where, check_credit, wanted
from crm_metrics.measure import check_mapped, known_day, resolved, window_of
from crm_metrics.metric import Metric, Window, in_window
from crm_metrics.model import TABLES
from crm_metrics.snapshot.tables import Tables

ROWS_SCHEMA = {
    "id": pl.String,
    "name": pl.String,
    "url": pl.String,
    "day": pl.Date,
    "owner": pl.String,
}


def rows_of(
    metric: str | Metric,
    tables: Tables,
    period: Period | None = None,
    *,
    where: Where | None = None,
    as_of: date | None = None,
    credit: Credit = "event",
) -> pl.DataFrame:
    """The records that count: id, name, url, day, owner and what each adds (`value`).

    Same period, filters and as-of as `measure`; sorted by day, then id.
    """
    asked = _Asked(metric, tables, period, where, as_of, credit)
    metric = asked.metric
    rows = asked.collect(
        asked.records().select("id", "table", "day", "owner_id", value=metric.value)
    )
    if metric.value_unit == "money":
        rows = rows.with_columns(in_currency(pl.col("value")))
    return _with_names(rows, asked).select(*ROWS_SCHEMA, "value")


def set_aside(
    metric: str | Metric,
    tables: Tables,
    period: Period | None = None,
    *,
    where: Where | None = None,
    as_of: date | None = None,
    credit: Credit = "event",
) -> pl.DataFrame:
    """How many rows could not be used, by reason: reason, count; most frequent first.

    A row without its day fits no period, so it is counted beside every period.
    """
    asked = _Asked(metric, tables, period, where, as_of, credit)
    reasons = asked.candidates.with_columns(reason=asked.reason)
    counted = reasons.filter(~nw.col("reason").is_null()).group_by("reason").agg(count=nw.len())
    return (
        asked.collect(counted)
        .select(pl.col("reason").cast(pl.String), pl.col("count").cast(pl.Int64))
        .sort(["count", "reason"], descending=[True, False])
    )


def set_aside_rows(
    metric: str | Metric,
    tables: Tables,
    period: Period | None = None,
    *,
    where: Where | None = None,
    as_of: date | None = None,
    credit: Credit = "event",
) -> pl.DataFrame:
    """The rows that could not be used: id, name, url, day, owner, reason."""
    asked = _Asked(metric, tables, period, where, as_of, credit)
    rows = asked.candidates.with_columns(reason=asked.reason)
    rows = rows.filter(~nw.col("reason").is_null()).select(
        asked.key, asked.table, asked.day, asked.owner, "reason"
    )
    return _with_names(asked.collect(rows), asked).select(*ROWS_SCHEMA, "reason")


def account_of_rows(
    metric: str | Metric,
    tables: Tables,
    period: Period | None = None,
    *,
    where: Where | None = None,
    as_of: date | None = None,
    credit: Credit = "event",
) -> dict[str, int]:
    """Where every candidate went: candidates = used + outside the period + set aside.

    Candidates are rows; where a metric counts per customer, the used rows of one are one, and who
    does not count lies outside.
    """
    asked = _Asked(metric, tables, period, where, as_of, credit)
    fate = (
        nw.when(asked.is_used)
        .then(nw.lit("used"))
        .otherwise(
            nw.when(~asked.reason.is_null()).then(nw.lit("set_aside")).otherwise(nw.lit("outside"))
        )
    )
    rows = asked.candidates.with_columns(fate=fate)
    per = asked.metric.per
    if per:
        rows = asked.once_each(rows, per)
    counted = rows.group_by("fate").agg(count=nw.len())
    fates = {"used": 0, "outside": 0, "set_aside": 0} | dict(asked.collect(counted).iter_rows())
    if asked.metric.of_whom is not None:
        used = asked.collect(asked.records().select(nw.len()))[0, 0]
        fates |= {"used": used, "outside": fates["outside"] + fates["used"] - used}
    return {"candidates": sum(fates.values()), **{name: int(n) for name, n in fates.items()}}


class _Asked:
    """One question about the rows of a metric."""

    def __init__(
        self,
        metric: str | Metric,
        tables: Tables,
        period: Period | None,
        where: Where | None,
        as_of: date | None,
        credit: Credit,
    ) -> None:
        check_credit(credit)
        self.tables = tables
        self.metric = resolved(metric)
        check_mapped(self.metric, tables)
        as_of = known_day(as_of, tables)
        self.window = window_of(self.metric, period or self.metric.period_to(as_of), tables, as_of)
        rows = tables.fact(self.metric.table, as_of)
        condition = wanted(where or {}, self.metric, tables, credit)
        rows = rows if condition is None else rows.filter(condition)
        candidates = rows.filter(in_window(self.metric.rows, self.window))
        self.candidates = self.metric.marked(candidates, self.window)
        suffix = "_now" if credit == "now" else self.metric.credit_suffix
        keys = keys_of_records(self.metric.fact)
        self.key = nw.coalesce(*map(nw.col, keys.values())).alias("id")
        self.tables_of_records = tuple(keys)
        records_by = self.metric.fact.records_by
        self.table = (nw.col(records_by) if records_by else _first_filled(keys)).alias("table")
        self.day = self.metric.day_in(self.window).alias("day")
        self.owner = nw.col(f"owner_id{suffix}").alias("owner_id")

    def records(self) -> nw.LazyFrame[Any]:
        """What is used, with id, day and owner_id: rows, or the sums of each one counted."""
        rows = self.candidates.filter(self.is_used)
        per = self.metric.per
        if not per:
            return rows.with_columns(self.key, self.table, self.day, self.owner)
        everything = ~nw.col("id").is_null()
        sums = {name: item.build(everything) for name, item in self.metric.sums.items()}
        rows = rows.with_columns(id=nw.col(per), day=self.day, owner_id=self.owner)
        each = rows.group_by("id").agg(
            day=nw.col("day").min(), owner_id=nw.col("owner_id").max(), **sums
        )
        counted_in = next(iter(keys_of_records(self.metric.fact)))
        each = each.with_columns(
            *(nw.col(name).cast(nw.Int64) for name in sums), table=nw.lit(counted_in)
        )
        of_whom = self.metric.of_whom
        return each if of_whom is None else each.filter(of_whom)

    def once_each(self, rows: nw.LazyFrame[Any], per: str) -> nw.LazyFrame[Any]:
        """The rows with a fate, those used once for each one that is counted."""
        used = rows.filter(nw.col("fate") == "used").select("fate", per).unique().select("fate")
        return nw.concat([used, rows.filter(nw.col("fate") != "used").select("fate")])

    @property
    def is_used(self) -> nw.Expr:
        usable = self.metric.is_usable(self.window)
        if self.metric.has_windows:
            return usable
        return usable & self.metric.is_in_window(self.window)

    @property
    def reason(self) -> nw.Expr:
        """Why a row is set aside; null for rows that are used or lie outside the period."""
        return _reason(self.metric, self.window)

    def collect(self, frame: nw.LazyFrame[Any]) -> pl.DataFrame:
        return self.tables.engine.collect([frame])[0]


def _reason(metric: Metric, window: Window) -> nw.Expr:
    """The first requirement a row fails, in the order the metric lists them."""
    fails = [
        (~in_window(item.holds, window).fill_null(False), item.reason) for item in metric.requires
    ]
    first_failed = reduce(
        lambda rest, case: nw.when(case[0]).then(nw.lit(case[1])).otherwise(rest),
        reversed(fails),
        nw.lit(None, nw.String),
    )
    is_dated = ~metric.day_in(window).is_null()
    inside = is_dated if metric.has_windows else is_dated & metric.is_in_window(window)
    nothing = nw.lit(None, nw.String)
    return (
        nw.when(~is_dated)
        .then(nw.lit(metric.undated))
        .otherwise(nw.when(inside).then(first_failed).otherwise(nothing))
    )


def keys_of_records(fact: Fact) -> dict[str, str]:
    """The model tables that a fact's rows are records of, and the columns that name the record."""
    others = {name: TABLES[name].key[0] for name in fact.other_records}
    return {fact.records_in or fact.needs[0]: fact.key} | others


def _first_filled(keys: Mapping[str, str]) -> nw.Expr:
    """The table whose key a row has; the last one where it has none."""
    *first, last = keys
    return reduce(
        lambda rest, table: (
            nw.when(~nw.col(keys[table]).is_null()).then(nw.lit(table)).otherwise(rest)
        ),
        reversed(first),
        nw.lit(last),
    )


def _with_names(rows: pl.DataFrame, asked: _Asked) -> pl.DataFrame:
    """Add what only the model knows of a record: its name, its link, its owner's name."""
    rows = rows.with_columns(pl.col("day").cast(pl.Int32).cast(pl.Date))
    parts = rows.partition_by("table", as_dict=True) or {(asked.tables_of_records[0],): rows}
    named = [_named(part, str(table), asked.tables) for (table,), part in parts.items()]
    owners = asked.tables.owner_names.unique("owner_id", keep="first", maintain_order=True)
    return (
        pl.concat(named).join(owners, on="owner_id", how="left").sort("day", "id", nulls_last=True)
    )


def _named(rows: pl.DataFrame, table: str, tables: Tables) -> pl.DataFrame:
    """The rows with the name and the link of their records in one table of the model."""
    key = TABLES[table].key[0]
    named = rows.with_columns(pl.lit(None, pl.String).alias(name) for name in ("name", "url"))
    if table in tables.model:
        shown = pl.concat_str(TABLES[table].shown_as or [key], separator=" ", ignore_nulls=True)
        known = tables.model[table].select(id=key, name=shown, url="url")
        named = rows.lazy().join(known, on="id", how="left").collect()
    template = tables.record_url.get(table)
    if template:
        before, _, after = template.partition("{" + key + "}")
        link = pl.lit(before) + pl.col("id") + pl.lit(after)
        named = named.with_columns(url=pl.coalesce("url", link))
    return named
