"""What is known of the fields of records: filled or not, valid or not; also through look-ups.

Tables are read in batches. Of records that others link to (accounts, contacts, deals, users …) a
small frame is kept: the key, a byte per field that some required set asks for, and the labels that
numbers are cut by.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import polars as pl

from crm_metrics.facts.countries import region_of
from crm_metrics.facts.fact import DAY, MONEY, Deriving, blank_to_null, day_of
from crm_metrics.facts.filled import Placeholders
from crm_metrics.facts.money import with_reporting_amount
from crm_metrics.facts.valid import FILLED, INVALID, MISSING, STATE, VALID, Judge
from crm_metrics.model import TABLES, Type

ROWS_AT_ONCE = 100_000
_STATE_OF = "state of "
LABEL = pl.Categorical()
AMOUNT = "amount_at_stake"
# What records take over from those they link to, beside the states of fields.
CONTEXT: Mapping[str, tuple[str, ...]] = {
    "users": ("team", "region"),
    "deals": ("source", "stage", "pipeline", AMOUNT),
    "accounts": ("source", "segment", "industry", "country", AMOUNT),
}
# Accounts take the amounts of their deals, contacts and leads the country of their account.
_ORDER = ("users", "campaigns", "deals", "accounts", "contacts", "leads", "tickets")
_PHONE_REGION = "_phone_region"
# What cannot have happened, or be planned, before the record was entered.
_NOT_BEFORE_ENTRY = (
    "closed_at",
    "converted_at",
    "disqualified_at",
    "expected_close_on",
    "first_response_at",
    "rated_at",
    "resolved_at",
    "updated_at",
)
# 1980-01-01 and 2100-01-01: programs write 1900 or 1970 for nothing, and people slip to 2204.
_FIRST_DAY, _FIRST_DAY_AFTER = 3_652, 47_482


def state_of(column: str) -> str:
    """The column with the state of a field, beside the field itself."""
    return f"{_STATE_OF}{column}"


def is_state(column: str) -> bool:
    """Whether a column holds states of a field."""
    return column.startswith(_STATE_OF)


class Records:
    """The mapped tables in batches, and the look-ups between them.

    `asked`: table → the columns whose state some set asks for; `linked`: the tables among them
    that are reached through a link.
    """

    def __init__(
        self, given: Deriving, asked: Mapping[str, frozenset[str]], linked: frozenset[str]
    ) -> None:
        self._tables, self._business = given.tables, given.business
        self._placeholders = Placeholders(given.quality.placeholders)
        self._judge = Judge(self._placeholders)
        self._asked = asked
        self._rates = (
            given.tables["exchange_rates"].collect() if "exchange_rates" in given.tables else None
        )
        self._lookups: dict[str, pl.DataFrame] = {}
        for table in _ORDER:
            if table in self._tables and (table in CONTEXT or table in linked):
                self._lookups[table] = self._lookup(table, table in linked)

    def batches(self, table: str) -> Iterator[pl.DataFrame]:
        """The table's rows, some at a time, with the states of the fields asked for.

        At least one batch, so that an empty table has its columns.
        """
        key = TABLES[table].key[0]
        known = self._lookups.get(table)
        states = [] if known is None else [name for name in known.columns if is_state(name)]
        for rows in self._raw(table):
            if known is not None and states:
                mine = known.select(key, *states)
                yield rows.join(mine, on=key, how="left", maintain_order="left")
            else:
                yield self._with_states(rows, table)

    def lookup(self, table: str) -> pl.DataFrame | None:
        """What is kept of the records of a table that others link to: one row per key."""
        return self._lookups.get(table)

    def _raw(self, table: str) -> Iterator[pl.DataFrame]:
        """The table as it is, without the personal columns that nobody asks for."""
        asked, model = self._asked.get(table, frozenset()), TABLES[table]
        unasked = {item.name for item in model.columns if item.personal} - asked
        rows = self._tables[table].drop("url", *sorted(unasked), strict=False)
        keys = [name for name in rows.collect_schema().names() if name.endswith("_id")]
        count = rows.select(pl.len()).collect().item()
        for start in range(0, max(count, 1), ROWS_AT_ONCE):
            batch = rows.slice(start, ROWS_AT_ONCE).collect()
            yield batch.with_columns(blank_to_null(pl.col(keys).cast(pl.String)))

    def _lookup(self, table: str, is_linked: bool) -> pl.DataFrame:
        key = TABLES[table].key[0]
        asked = sorted(self._asked.get(table, ())) if is_linked else []
        parts = []
        for rows in self.batches(table) if asked else self._raw(table):
            rows = self._with_context(rows, table)
            context = [name for name in (*CONTEXT.get(table, ()), _PHONE_REGION) if name in rows]
            parts.append(rows.select(key, *context, *map(state_of, asked)))
        return pl.concat(parts).filter(pl.col(key).is_not_null()).unique(key, keep="first")

    def _with_context(self, rows: pl.DataFrame, table: str) -> pl.DataFrame:
        """The labels in few bytes, the open amounts, the region that accounts telephone in."""
        if table == "deals":
            rows = self._with_open_amount(rows)
        if table == "accounts":
            rows = self._with_amount_of_deals(rows).with_columns(self._regions(rows))
        labels = [name for name in CONTEXT.get(table, ()) if name != AMOUNT]
        return rows.with_columns(blank_to_null(pl.col(labels)).cast(LABEL)) if labels else rows

    def _with_open_amount(self, deals: pl.DataFrame) -> pl.DataFrame:
        valued = with_reporting_amount(
            deals.with_columns(rate_day=day_of("created_at", self._business)),
            self._rates,
            self._business,
        )
        counts = (pl.col("outcome") == "open") & (pl.col("amount") > 0)
        return deals.with_columns(
            valued.select(pl.when(counts).then("amount").cast(MONEY).alias(AMOUNT)).to_series()
        )

    def _with_amount_of_deals(self, accounts: pl.DataFrame) -> pl.DataFrame:
        if "deals" not in self._tables:
            return accounts.with_columns(pl.lit(None, MONEY).alias(AMOUNT))
        return accounts.join(self._open_amounts, on="account_id", how="left", maintain_order="left")

    @cached_property
    def _open_amounts(self) -> pl.DataFrame:
        """Of every account with open deals, their amounts together."""
        parts = [
            self._with_open_amount(rows)
            .select("account_id", AMOUNT)
            .drop_nulls()
            .group_by("account_id")
            .agg(pl.col(AMOUNT).sum())
            for rows in self._raw("deals")
        ]
        return pl.concat(parts).group_by("account_id").agg(pl.col(AMOUNT).sum())

    def _regions(self, rows: pl.DataFrame) -> pl.Series:
        """The ISO code of each country, each distinct spelling looked up once."""
        spelled = rows["country"].unique().drop_nulls()
        codes = pl.Series([region_of(country) for country in spelled], dtype=pl.String)
        regions = rows["country"].replace_strict(spelled, codes, return_dtype=pl.String)
        return regions.cast(LABEL).alias(_PHONE_REGION)

    def _with_states(self, rows: pl.DataFrame, table: str) -> pl.DataFrame:
        asked = sorted(self._asked.get(table, ()))
        by_judge = [name for name in asked if _is_judged(name, rows.schema[name])]
        plain = [name for name in asked if name not in by_judge]
        rows = rows.with_columns(
            self._state(table, name, rows.schema).alias(state_of(name)) for name in plain
        )
        for name in by_judge:
            if name.endswith("email"):
                states = self._judge.emails(rows[name])
            else:
                states = self._judge.phones(rows[name], self._phone_regions(rows, table))
            rows = rows.with_columns(states.alias(state_of(name)))
        return rows

    def _phone_regions(self, rows: pl.DataFrame, table: str) -> pl.Series:
        """The region a record telephones in: its own country, else its account's."""
        accounts = self._lookups.get("accounts")
        if table == "accounts":
            regions = self._regions(rows)
        elif accounts is not None and "account_id" in rows.columns:
            known = accounts.select("account_id", _PHONE_REGION)
            joined = rows.select("account_id").join(
                known, on="account_id", how="left", maintain_order="left"
            )
            regions = joined[_PHONE_REGION]
        else:
            regions = pl.repeat(None, rows.height, dtype=pl.String, eager=True)
        return regions.cast(pl.String)

    def _state(self, table: str, name: str, schema: Mapping[str, Any]) -> pl.Expr:
        """The state of one column, by what it holds."""
        value, dtype = pl.col(name), schema[name]
        if dtype == pl.String:
            is_filled = self._placeholders.is_filled(value)
            return pl.when(is_filled).then(pl.lit(FILLED, STATE)).otherwise(pl.lit(MISSING, STATE))
        is_filled = value.is_not_null() & (value.is_not_nan() if dtype.is_float() else True)
        works = self._works(table, name, dtype)
        filled = (
            pl.lit(FILLED, STATE)
            if works is None
            else pl.when(works).then(pl.lit(VALID, STATE)).otherwise(pl.lit(INVALID, STATE))
        )
        return pl.when(is_filled).then(filled).otherwise(pl.lit(MISSING, STATE))

    def _works(self, table: str, name: str, dtype: Any) -> pl.Expr | None:
        """True for values that can be; None where nothing is known of what can be."""
        if dtype in (pl.Date, pl.Datetime):
            day = pl.col(name).cast(DAY) if dtype == pl.Date else day_of(name, self._business)
            is_possible = (day >= _FIRST_DAY) & (day < _FIRST_DAY_AFTER)
            if name in _NOT_BEFORE_ENTRY:
                is_possible &= (day >= day_of("created_at", self._business)).fill_null(True)
            return is_possible
        kinds = {column.name: column.type for column in TABLES[table].columns}
        match kinds.get(name):
            case Type.MONEY:
                return pl.col(name) > 0
            case Type.INTEGER | Type.NUMBER:
                return pl.col(name) >= 0
        return None


def _is_judged(name: str, dtype: Any) -> bool:
    """E-mail addresses and telephone numbers; an own field is one by the end of its name."""
    return bool(dtype == pl.String) and name.endswith(("email", "phone"))
