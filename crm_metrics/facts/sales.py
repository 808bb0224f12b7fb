"""Sales: the deals, and from what was won, subscribed to and ordered the customers they made."""

from collections.abc import Iterator
from itertools import chain

import polars as pl

from crm_metrics.facts.deal_states import DEAL_STATES
from crm_metrics.facts.deals import DEALS, deal_facts, with_days
from crm_metrics.facts.fact import DAY, TEXT, Deriving, Piece, own_column
from crm_metrics.facts.first_purchases import (
    BOUGHT,
    FIRST_PURCHASES,
    TABLES,
    certain_days,
    first_known,
    first_ordered,
    first_paid,
    in_places,
    labels_of_customers,
    won_spans,
)
from crm_metrics.facts.last_purchases import SPANS, last_purchases
from crm_metrics.facts.people import moved_through, places_given
from crm_metrics.facts.purchases import (
    PURCHASES,
    added_up,
    by_segment,
    days_of_orders,
    days_of_wins,
    of_nobody,
    with_thresholds,
)
from crm_metrics.facts.silence import segment_thresholds
from crm_metrics.facts.slices import Spool, in_slices
from crm_metrics.facts.subscriptions import places_of_accounts

ORDERS_PER_SLICE = 300_000
ACCOUNTS_PER_SLICE = 50_000


def sales_facts(given: Deriving) -> Iterator[Piece]:
    """deals and deal_states, first_purchases, and purchases: orders where there are any, else wins.

    Nothing where neither deals nor subscriptions nor orders are mapped.
    """
    if not any(name in given.tables for name in TABLES):
        return
    has_orders = _has_rows(given, "orders")
    wins = _Wins(given, keeps_days=not has_orders)
    for piece in deal_facts(given):
        yield piece
        wins.take(piece)
    customers = _Customers(given)
    purchases = _Purchases(given, customers)
    firsts = []
    if has_orders:
        for days in _days_of_orders(given):
            firsts.append(first_ordered(days))
            purchases.take(days.with_columns(from_day="purchase_day", to_day=pl.lit(None, DAY)))
    elif "orders" in given.tables or "deals" in given.tables:
        for some in _by_account(given, days=pl.concat(wins.days).lazy()):
            purchases.take(some["days"])
        purchases.set_aside(of_nobody(wins.nobodys))
    yield from _first_purchases(given, wins, firsts, customers)
    yield from purchases.pieces()


def _has_rows(given: Deriving, table: str) -> bool:
    return table in given.tables and given.tables[table].head(1).collect().height > 0


class _Wins:
    """What is remembered of the won deals while the deals' facts are made."""

    def __init__(self, given: Deriving, *, keeps_days: bool) -> None:
        deals = given.tables.get("deals")
        self.own_fields: tuple[str, ...] = ()
        self.days = [pl.DataFrame(schema=SPANS)]
        self._keeps_days = keeps_days
        self._firsts = Spool(given.folder, "wins")
        self._nobodys: list[pl.DataFrame] = []
        self._states = pl.DataFrame()
        if deals is not None:
            certain = certain_days(with_days(deals, given.business))
            self._certain = certain.collect(engine="streaming")

    def take(self, piece: Piece) -> None:
        """A piece of deal_states, or the piece of deals that belongs to it."""
        if piece.fact == DEAL_STATES.name:
            self._states = piece.rows
        if piece.fact != DEALS.name:
            return
        self.own_fields = piece.own_fields
        won = won_spans(self._states, piece.rows, self.own_columns)
        if self._keeps_days:
            self.days.append(days_of_wins(won))
        later = pl.col("purchase_day") > pl.col("certain_day")
        self._nobodys.append(won.filter(pl.col("account_id").is_null()))
        first = won.drop_nulls("account_id").join(self._certain, on="account_id", how="left")
        self._firsts.add(first.filter(~later.fill_null(False)).drop("certain_day"))

    @property
    def own_columns(self) -> list[str]:
        return [own_column(number) for number in range(len(self.own_fields))]

    @property
    def firsts(self) -> pl.LazyFrame:
        """The wins that may be an account's first."""
        return pl.concat([self._none.lazy(), *self._firsts.scan()])

    @property
    def nobodys(self) -> pl.DataFrame:
        """The wins that make nobody a customer."""
        return pl.concat([self._none, *self._nobodys])

    @property
    def _none(self) -> pl.DataFrame:
        return pl.DataFrame(schema=FIRST_PURCHASES.schema | dict.fromkeys(self.own_columns, TEXT))


class _Customers:
    """What accounts say of customers, and where their owners belong: over time and today."""

    def __init__(self, given: Deriving) -> None:
        accounts = given.tables.get("accounts")
        self.labels = labels_of_customers(accounts, given.business)
        self.places = places_given(given)
        users = {"users": given.tables["users"].collect()} if "users" in given.tables else {}
        self.today = places_of_accounts(None if accounts is None else accounts.collect(), users)


def _days_of_orders(given: Deriving) -> Iterator[pl.DataFrame]:
    """The days on which accounts bought, some accounts at a time."""
    tables = given.tables
    rates = tables["exchange_rates"].collect() if "exchange_rates" in tables else None
    orders = {"orders": tables["orders"]}
    for some in in_slices(orders, "account_id", ORDERS_PER_SLICE, given.folder):
        yield days_of_orders(some["orders"], rates, given.business)


def _first_purchases(
    given: Deriving, wins: _Wins, ordered: list[pl.DataFrame], customers: _Customers
) -> Iterator[Piece]:
    others = [pl.DataFrame(schema=BOUGHT), *ordered]
    if "subscriptions" in given.tables:
        paid = first_paid(given.tables["subscriptions"])
        others.append(paid.collect(engine="streaming"))
    bought = pl.concat(others, how="diagonal").lazy()
    labels = customers.labels.lazy()
    for some in _by_account(given, won=wins.firsts, bought=bought, labels=labels):
        placed = in_places(some["bought"], some["labels"], customers.places)
        candidates = pl.concat([some["won"], placed], how="diagonal").select(some["won"].columns)
        yield _piece_of_firsts(first_known(candidates), wins.own_fields)
    yield _piece_of_firsts(wins.nobodys, wins.own_fields)


def _piece_of_firsts(rows: pl.DataFrame, own_fields: tuple[str, ...]) -> Piece:
    through: int | None = rows.select(pl.max_horizontal("from_day", "to_day").max()).item()
    return Piece(FIRST_PURCHASES.name, rows, own_fields, through)


def _by_account(given: Deriving, **tables: pl.LazyFrame) -> Iterator[dict[str, pl.DataFrame]]:
    """The rows of the tables, some accounts at a time; those of no account are left out."""
    counts = {name: rows.select(pl.len()).collect().item() for name, rows in tables.items()}
    largest_first = {name: tables[name] for name in sorted(counts, key=counts.__getitem__)[::-1]}
    yield from in_slices(largest_first, "account_id", ACCOUNTS_PER_SLICE, given.folder)


class _Purchases:
    """Makes the fact purchases: the thresholds of segments need the gaps of all accounts first."""

    def __init__(self, given: Deriving, customers: _Customers) -> None:
        self._business = given.business
        self._customers = customers.today
        self._info = {"moved_through": moved_through(customers.places)}
        self._rows = Spool(given.folder, PURCHASES.name)
        self._completed: list[pl.DataFrame] = []
        self._waiting: list[pl.DataFrame] = []
        self._nobodys: list[pl.DataFrame] = []

    def take(self, spans: pl.DataFrame) -> None:
        """All purchases of some accounts, as `last_purchases` takes them."""
        found = last_purchases(spans.select(*SPANS))
        self._rows.add(found.rows)
        self._completed.append(by_segment(found.completed, self._customers))
        self._waiting.append(by_segment(found.waiting, self._customers))

    def set_aside(self, rows: pl.DataFrame) -> None:
        """Rows that are nobody's purchase."""
        self._nobodys.append(rows)

    def pieces(self) -> Iterator[Piece]:
        if not self._completed:
            return
        thresholds = segment_thresholds(added_up(self._completed), added_up(self._waiting))
        made = (
            with_thresholds(known, thresholds, self._customers, self._business)
            for known in self._rows.take()
        )
        for rows in chain(made, self._nobodys):
            through: int | None = rows.select(pl.max_horizontal("from_day", "to_day").max()).item()
            yield Piece(PURCHASES.name, rows, changed_through=through, info=self._info)
