"""Last purchases: which purchase of an account was known as its last, day after day."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import polars as pl

from crm_metrics.facts.fact import DAY, TEXT
from crm_metrics.facts.silence import FEWEST_GAPS, own_threshold, own_thresholds

SPANS = {"account_id": TEXT, "purchase_day": DAY, "from_day": DAY, "to_day": DAY}
_COUNT = pl.Int64()
_ROWS = {
    "account_id": TEXT,
    "from_day": DAY,
    "to_day": DAY,
    "purchase_day": DAY,
    "returned_day": DAY,
    "own_days": DAY,
}
_COMPLETED = {"account_id": TEXT, "day": DAY, "gap_days": DAY, "n": _COUNT}
_WAITING = {"account_id": TEXT, "day": DAY, "since_day": DAY, "n": _COUNT}


@dataclass(frozen=True, slots=True)
class LastPurchases:
    """What was known of some accounts' purchases, and when.

    - `rows`, per account and span of days in which nothing more was known: from_day, to_day (null
      for the last), purchase_day of the last purchase, returned_day (from which on a later one is
      known) and own_days, the threshold from the account's own gaps.
    - `completed` (day, gap_days, n) and `waiting` (day, since_day, n): how the account's gaps and
      its last purchase change on a day, as `silence.segment_thresholds` counts them.
    """

    rows: pl.DataFrame
    completed: pl.DataFrame
    waiting: pl.DataFrame


def last_purchases(spans: pl.DataFrame) -> LastPurchases:
    """From purchases and the days in which they were known.

    `spans` have the columns of `SPANS`; to_day is null for one that is still known. Nearly all
    purchases are known from their own day on and for good; the accounts of all others are gone
    through one by one.
    """
    is_steady = pl.col("to_day").is_null() & (pl.col("from_day") == pl.col("purchase_day"))
    is_steady = is_steady.all().over("account_id")
    steady = _of_steady(spans.filter(is_steady))
    others = spans.filter(~is_steady).sort("account_id").rows_by_key("account_id", named=True)
    if not others:
        return steady
    unsteady = _of_unsteady(others.items())
    return LastPurchases(
        pl.concat([steady.rows, unsteady.rows]),
        pl.concat([steady.completed, unsteady.completed]),
        pl.concat([steady.waiting, unsteady.waiting]),
    )


def _of_steady(spans: pl.DataFrame) -> LastPurchases:
    days = spans.select("account_id", "purchase_day").unique().sort("account_id", "purchase_day")
    day, account = pl.col("purchase_day"), pl.col("account_id")
    rows = days.with_columns(
        from_day=day,
        to_day=pl.when(account == account.shift(-1)).then(day.shift(-1)),
        since_day=pl.when(account == account.shift(1)).then(day.shift(1)),
    ).with_columns(returned_day="to_day", gap_days=day - pl.col("since_day"))
    again = rows.drop_nulls("gap_days").with_columns(day=day)
    bought = rows.select("account_id", day=day, since_day=day, n=pl.lit(1, _COUNT))
    return LastPurchases(
        _with_own_days(rows).select(*_ROWS),
        again.with_columns(n=pl.lit(1, _COUNT)).select(*_COMPLETED),
        pl.concat([bought, again.with_columns(n=pl.lit(-1, _COUNT)).select(*_WAITING)]),
    )


def _with_own_days(rows: pl.DataFrame) -> pl.DataFrame:
    """Add own_days; `rows` are sorted, with the gap that each purchase completed."""
    has_enough = pl.len().over("account_id") > FEWEST_GAPS
    few = rows.filter(~has_enough).with_columns(own_days=pl.lit(None, DAY))
    many = rows.filter(has_enough)
    by_account = many.group_by("account_id", maintain_order=True).agg("gap_days")["gap_days"]
    days = [found for gaps in by_account for found in (None, *own_thresholds(gaps.to_list()[1:]))]
    return pl.concat([few, many.with_columns(own_days=pl.Series(days, dtype=DAY))])


@dataclass(slots=True)
class _Account:
    """One account's purchases while its days are gone through."""

    account_id: str
    purchases: list[int] = field(default_factory=list)
    rows: list[list[int | None]] = field(default_factory=list)
    completed: list[tuple[str, int, int, int]] = field(default_factory=list)
    waiting: list[tuple[str, int, int, int]] = field(default_factory=list)

    def knows(self, day: int, purchases: Sequence[int]) -> None:
        """From this day on these are the days on which the account is known to have bought."""
        if self.rows and self.rows[-1][1] is None:
            self.rows[-1][1] = day
        before, now = _gaps(self.purchases), _gaps(purchases)
        self.completed += [
            (self.account_id, day, gap, now[gap] - before[gap]) for gap in {**before, **now}
        ]
        self.waiting += [(self.account_id, day, last, -1) for last in self.purchases[-1:]]
        self.waiting += [(self.account_id, day, last, 1) for last in purchases[-1:]]
        if purchases:
            own_days = own_threshold(sorted(now.elements()))
            self.rows.append([day, None, purchases[-1], None, own_days])
        self.purchases = list(purchases)

    def with_returns(self) -> Iterator[tuple[str | int | None, ...]]:
        """The rows, each with the day from which on a purchase after its own is known."""
        for number, (from_day, to_day, last, _, own_days) in enumerate(self.rows):
            later = (row[0] for row in self.rows[number + 1 :] if row[2] > last)  # type: ignore[operator]
            yield self.account_id, from_day, to_day, last, next(later, None), own_days


def _gaps(purchases: Sequence[int]) -> Counter[int]:
    return Counter(later - earlier for earlier, later in pairwise(purchases))


def _of_unsteady(accounts: Iterable[tuple[str, list[dict[str, int]]]]) -> LastPurchases:
    """The same, for accounts whose purchases came to be known late, or ceased to be."""
    found = []
    for account_id, spans in accounts:
        account = _Account(account_id)
        changes = defaultdict(list)
        for span in spans:
            changes[span["from_day"]].append((span["purchase_day"], 1))
            if span["to_day"] is not None:
                changes[span["to_day"]].append((span["purchase_day"], -1))
        # Several deals may have been won on one day.
        known: Counter[int] = Counter()
        for day in sorted(changes):
            for purchase_day, more in changes[day]:
                known[purchase_day] += more
            purchases = sorted(+known)
            if purchases != account.purchases:
                account.knows(day, purchases)
        found.append(account)
    return LastPurchases(
        _frame((row for account in found for row in account.with_returns()), _ROWS),
        _frame((row for account in found for row in account.completed), _COMPLETED),
        _frame((row for account in found for row in account.waiting), _WAITING),
    )


def _frame(
    rows: Iterable[tuple[str | int | None, ...]], schema: dict[str, pl.DataType]
) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=schema, orient="row")
