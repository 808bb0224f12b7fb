"""Sales: do we win, how fast, how much."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import narwhals as nw
from narwhals import col

from crm_metrics import finish
from crm_metrics.metric import Metric, Requirement, Window, count, count_if, total, total_squares

_DECIDED = col("outcome").is_in(["won", "lost"])
_WON = col("outcome") == "won"
_OPEN = col("outcome") == "open"

_BY_DECISION = "the day the deal was decided"
_BY_CREATION = "the day the deal was entered"
_UNDATED = "period unknown: decided, but no day of the decision"

_CYCLE_KNOWN = Requirement(
    col("cycle_days") >= 0, "dates out of order: decided before it was entered"
)
_HAS_RATE = Requirement(col("has_rate"), "no exchange rate for the deal's currency on that day")
_NOT_ABSURD = Requirement(~col("is_too_large"), "an amount too large to be one")
_HAS_AMOUNT = Requirement(~col("amount").is_null(), "no amount")
_NOT_ZERO = Requirement(col("amount") != 0, "no amount")
_NOT_NEGATIVE = Requirement(col("amount") > 0, "negative amount")


def _days_waited(window: Window) -> nw.Expr:
    """Days from the creation to the decision, or to as-of while the deal is open."""
    until = nw.when(_OPEN).then(nw.lit(window.as_of_day)).otherwise(col("closed_day"))
    return until - col("created_day")


def _days_unseen(window: Window) -> nw.Expr | int:
    """Days of the deal's life that lie before the records are complete."""
    if window.records_since is None:
        return 0
    unseen = nw.lit(window.records_since) - col("created_day")
    return nw.when(unseen > 0).then(unseen).otherwise(nw.lit(0))


def _was_seen_deciding(window: Window) -> nw.Expr:
    if window.records_since is None:
        return ~col("created_day").is_null()
    return _OPEN | (col("closed_day") >= window.records_since)


_IS_FOLLOWED = (
    Requirement(_OPEN | ~col("closed_day").is_null(), "decided, but no day of the decision"),
    Requirement(
        _OPEN | (col("cycle_days") >= 0), "dates out of order: decided before it was entered"
    ),
    Requirement(_was_seen_deciding, "decided before the records are complete"),
)
_FOLLOW_UP = {"entry": _days_unseen, "waited": _days_waited}


def _due_day(_: Window) -> nw.Expr:
    return nw.when(_OPEN).then(col("expected_day")).otherwise(col("closed_day"))


def _first_due_day(_: Window) -> nw.Expr:
    return nw.when(_OPEN).then(col("first_expected_day")).otherwise(col("closed_day"))


def _decided_or_overdue(due: str) -> Callable[[Window], nw.Expr]:
    def rows(window: Window) -> nw.Expr:
        return _DECIDED | (_OPEN & (col(due) < window.as_of_day))

    return rows


_by_decision = partial(
    Metric, table="deals", day="closed_day", day_says=_BY_DECISION, undated=_UNDATED
)
_by_creation = partial(
    Metric,
    adds="none",
    table="deals",
    rows=~col("outcome").is_null(),
    day="created_day",
    day_says=_BY_CREATION,
    undated="no day of entry",
    requires=_IS_FOLLOWED,
    uses=("created_day", "closed_day", "outcome", "cycle_days"),
    value=col("outcome"),
    value_title="Outcome",
)

WIN_RATE = _by_decision(
    name="win_rate",
    title="Win rate",
    unit="share",
    better="higher",
    adds="none",
    rows=_DECIDED,
    sums={"won": count_if(_WON), "decided": count()},
    finish=finish.share("won", of="decided"),
    values=("win_rate",),
    counts=("won", "decided"),
    part_of=("won", "decided"),
    case="decided deal",
    uses=("outcome", "closed_day"),
    value=col("outcome"),
    value_title="Outcome",
    says="Won deals divided by decided deals (won or lost), by the day they were decided.",
    includes="Deals decided in the period, whenever they were entered; open deals do not count.",
    differs=(
        "Tools that divide won deals by all deals created in the period mix young, undecided "
        "deals into the rate; the win curve answers that question properly."
    ),
    source="Interval: Wilson (1927), Journal of the American Statistical Association 22.",
)

WIN_RATE_BY_AMOUNT = _by_decision(
    name="win_rate_by_amount",
    title="Win rate by amount",
    unit="share",
    better="higher",
    adds="none",
    rows=_DECIDED,
    requires=(_HAS_RATE, _NOT_ABSURD, _HAS_AMOUNT, _NOT_ZERO, _NOT_NEGATIVE),
    sums={
        "won_amount": total("amount", where=_WON),
        "decided_amount": total("amount"),
        "_squares": total_squares("amount"),
    },
    finish=finish.share_of_money("won_amount", of="decided_amount", squares="_squares"),
    values=("win_rate_by_amount",),
    amounts=("won_amount", "decided_amount"),
    uses=("outcome", "closed_day", "amount", "has_rate"),
    value=col("amount"),
    value_title="Amount",
    value_unit="money",
    says="Amount of won deals divided by amount of decided deals, by the day they were decided.",
    includes="Decided deals with an amount above zero.",
    differs=(
        "The interval uses the effective number of deals, (Σa)² ÷ Σa²: a few big deals make the "
        "rate less certain than their count suggests."
    ),
    source="Effective sample size: Kish (1965), Survey Sampling.",
)

WIN_RATE_STRICT = Metric(
    name="win_rate_strict",
    title="Win rate, strict",
    unit="share",
    better="higher",
    adds="none",
    table="deals",
    rows=_decided_or_overdue("expected_day"),
    day=_due_day,
    day_says="the day the deal was decided, or was expected to close while it is open",
    undated=_UNDATED,
    sums={"won": count_if(_WON), "decided": count()},
    finish=finish.share("won", of="decided"),
    values=("win_rate_strict",),
    counts=("won", "decided"),
    part_of=("won", "decided"),
    case="deal",
    uses=("outcome", "closed_day", "expected_day"),
    value=col("outcome"),
    value_title="Outcome",
    says="Won deals divided by decided deals and open deals whose expected day has passed.",
    includes="Deals decided in the period, and open ones that were expected to close in it.",
    differs=(
        "Counts deals left open past their day as not won. Pushing the expected day games it, so "
        "it is also given by the first expected day."
    ),
    source="Interval: Wilson (1927).",
)

WIN_RATE_STRICT_FIRST = replace(
    WIN_RATE_STRICT,
    name="win_rate_strict_first_expected",
    title="Win rate, strict, by the first expected day",
    rows=_decided_or_overdue("first_expected_day"),
    day=_first_due_day,
    day_says="the day the deal was decided, or was first expected to close while it is open",
    values=("win_rate_strict_first_expected",),
    uses=("outcome", "closed_day", "first_expected_day"),
    says=("Won deals divided by decided deals and open deals whose first expected day has passed."),
    includes="Deals decided in the period, and open ones first expected to close in it.",
    differs="Cannot be gamed by pushing the expected day.",
)

WIN_CURVE = _by_creation(
    name="win_curve",
    title="Win curve",
    unit="share",
    better="higher",
    spread=_FOLLOW_UP,
    sums={
        "won": count_if(_WON),
        "lost": count_if(col("outcome") == "lost"),
        "open": count_if(_OPEN),
    },
    finish=finish.incidence("won", against="lost", waiting="open"),
    is_curve=True,
    counts=("at_risk",),
    says="Share of the deals entered in the period that were won within so many days.",
    includes=(
        "Every deal entered in the period; losing is the competing outcome, open deals count as "
        "long as they have been followed."
    ),
    differs=(
        "Not won ÷ decided, and not a Kaplan–Meier curve that treats lost deals as if they could "
        "still be won: both give other numbers."
    ),
    source="Aalen and Johansen (1978), Scandinavian Journal of Statistics 5.",
)

SALES_CYCLE = _by_decision(
    name="sales_cycle",
    title="Sales cycle",
    unit="days",
    better="lower",
    adds="none",
    rows=_WON,
    requires=(_CYCLE_KNOWN,),
    spread={"days": lambda _: col("cycle_days")},
    sums={"count": count()},
    finish=finish.durations("days"),
    values=("sales_cycle_median", "sales_cycle_mean", "sales_cycle_p80", "sales_cycle_p90"),
    counts=("count",),
    uses=("outcome", "closed_day", "cycle_days"),
    value=col("cycle_days"),
    value_title="Days",
    value_unit="days",
    says="Days from the entry of a deal to its win, of the deals won in the period.",
    includes="Won deals whose days are known and in order.",
    differs=(
        "Looks back at the winners only, so it is short while slow deals are still open; time to "
        "decision counts those too."
    ),
    source="Percentiles: Hyndman and Fan (1996), type 7; intervals from order statistics.",
)

DECISION_CYCLE = replace(
    SALES_CYCLE,
    name="decision_cycle",
    title="Decision cycle",
    rows=_DECIDED,
    values=(
        "decision_cycle_median",
        "decision_cycle_mean",
        "decision_cycle_p80",
        "decision_cycle_p90",
    ),
    says="Days from the entry of a deal to its decision, won or lost, by the day of the decision.",
    includes="Decided deals whose days are known and in order.",
    differs="Includes lost deals, which the sales cycle leaves out.",
)

SALES_CYCLE_COHORT = _by_creation(
    name="sales_cycle_cohort",
    title="Sales cycle of a cohort's winners",
    unit="days",
    better="lower",
    spread={**_FOLLOW_UP, "follow_up": lambda window: window.as_of_day - col("created_day")},
    sums={
        "won": count_if(_WON),
        "lost": count_if(col("outcome") == "lost"),
        "open": count_if(_OPEN),
    },
    finish=finish.cohort_median("won", against="lost", waiting="open", followed="follow_up"),
    takes_days=True,
    values=("sales_cycle_cohort",),
    counts=("count", "won"),
    says=(
        "Days by which half of those deals of a cohort were won that are won within the horizon."
    ),
    includes=(
        "Every deal entered in the period. The horizon is 365 days, or as long as the youngest "
        "of them has been followed."
    ),
    differs="Counts slow winners that a look back at closed deals has not seen yet.",
    source="Aalen and Johansen (1978).",
)

TIME_TO_DECISION = _by_creation(
    name="time_to_decision",
    title="Time to decision",
    unit="share",
    better="higher",
    spread=_FOLLOW_UP,
    sums={"decided": count_if(_DECIDED), "open": count_if(_OPEN)},
    finish=finish.share_reached("decided", waiting="open"),
    is_curve=True,
    counts=("at_risk",),
    says="Share of the deals entered in the period that were decided within so many days.",
    includes="Every deal entered in the period; open deals count as long as they are followed.",
    differs="Tools that average closed deals only leave out the deals that drag on.",
    source="Kaplan and Meier (1958), Journal of the American Statistical Association 53.",
)

TIME_TO_DECISION_MEDIAN = _by_creation(
    name="time_to_decision_median",
    title="Median time to decision",
    unit="days",
    better="lower",
    spread=_FOLLOW_UP,
    sums={"decided": count_if(_DECIDED), "open": count_if(_OPEN)},
    finish=finish.median_time("decided", waiting="open"),
    values=("time_to_decision_median",),
    counts=("count", "events"),
    says="Days by which half of the deals entered in the period were decided, open ones counted.",
    includes="Every deal entered in the period; null where fewer than half are decided yet.",
    differs="Counts the open deals, so it is longer than the decision cycle of closed deals.",
    source="Interval: Brookmeyer and Crowley (1982), Biometrics 38, on the log-log scale.",
)

DEAL_SIZE = _by_decision(
    name="deal_size",
    title="Deal size",
    unit="money",
    better="higher",
    adds="none",
    rows=_WON,
    requires=(_HAS_RATE, _NOT_ABSURD, _HAS_AMOUNT, _NOT_ZERO, _NOT_NEGATIVE),
    spread={"amount": lambda _: col("amount")},
    sums={"count": count()},
    finish=finish.amounts("amount"),
    values=("deal_size_median", "deal_size_mean"),
    counts=("count",),
    uses=("outcome", "closed_day", "amount", "has_rate"),
    value=col("amount"),
    value_title="Amount",
    value_unit="money",
    says="Median and mean amount of the deals won in the period.",
    includes="Won deals with an amount above zero.",
    differs="The median comes first: one huge deal moves the mean, not the median.",
    source="Percentiles: Hyndman and Fan (1996), type 7; intervals from order statistics.",
)

REVENUE_ADDED = _by_decision(
    name="revenue_added",
    title="Revenue added",
    unit="money",
    better="higher",
    adds="flow",
    rows=_WON,
    requires=(_HAS_RATE, _NOT_ABSURD, _HAS_AMOUNT),
    sums={"revenue_added": total("amount"), "_squares": total_squares("amount")},
    finish=finish.money("revenue_added"),
    values=("revenue_added",),
    uses=("outcome", "closed_day", "amount", "has_rate"),
    value=col("amount"),
    value_title="Amount",
    value_unit="money",
    says="Sum of the amounts of the deals won in the period (bookings).",
    includes="Won deals with an amount; negative amounts are part of the sum.",
    differs="Bookings on the day of the win, not invoices or payments.",
    source="A past sum has no error; the interval of a change treats amounts as independent.",
)


def _is_new(window: Window) -> nw.Expr:
    if window.records_since is None:
        return ~col("purchase_day").is_null()
    created = col("account_created_day")
    return (created >= window.records_since) | created.is_null()


CUSTOMERS_ADDED = Metric(
    name="customers_added",
    title="Customers added",
    unit="count",
    better="higher",
    adds="distinct",
    table="first_purchases",
    rows=~col("from_day").is_null(),
    day="purchase_day",
    day_says="the day of the account's first won deal, paid subscription or order",
    undated=_UNDATED,
    requires=(
        Requirement(~col("account_id").is_null(), "no account"),
        Requirement(_is_new, "account older than the records: it may have been a customer before"),
    ),
    sums={"customers_added": count()},
    finish=finish.counted("customers_added"),
    values=("customers_added",),
    counts=("customers_added",),
    uses=("purchase_day", "account_id"),
    value=col("came_by"),
    value_title="Came by",
    says="Accounts whose first won deal, paid subscription or order lies in the period.",
    includes=(
        "Each account once, with the attributes of its first won deal, or of the account where a "
        "subscription or an order came first. Orders and returns of one day are added up, and "
        "count when more than 0 is left."
    ),
    differs=(
        "A second purchase adds revenue, not a customer; a subscription without a price, or that "
        "ends before it starts, makes none."
    ),
    source="A count of a past period has no error.",
)

METRICS = (
    WIN_RATE,
    WIN_RATE_BY_AMOUNT,
    WIN_RATE_STRICT,
    WIN_RATE_STRICT_FIRST,
    WIN_CURVE,
    SALES_CYCLE,
    DECISION_CYCLE,
    SALES_CYCLE_COHORT,
    TIME_TO_DECISION,
    TIME_TO_DECISION_MEDIAN,
    DEAL_SIZE,
    REVENUE_ADDED,
    CUSTOMERS_ADDED,
)
