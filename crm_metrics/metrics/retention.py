"""Retention: do customers stay, and does their money."""

from dataclasses import replace
from functools import partial

import narwhals as nw
from narwhals import col

from crm_metrics import cohorts, finish, lifetime
from crm_metrics.metric import (
    Metric,
    Requirement,
    Window,
    count,
    count_if,
    total,
    total_products,
    total_squares,
)

_IN_ORDER = Requirement(~col("ends_first"), "dates out of order: ends on or before its first day")
_IS_CUSTOMER_CHANGE = col("customer_change") != 0
_USABLE_MONEY = (
    _IN_ORDER,
    Requirement(col("has_rate"), "no exchange rate for the subscription's currency"),
    Requirement(~col("is_too_large"), "an MRR too large to be one"),
    Requirement(~col("mrr_change").is_null() | _IS_CUSTOMER_CHANGE, "no MRR"),
)
_WILSON = "Interval: Wilson (1927), Journal of the American Statistical Association 22."
_BRIDGED = (
    "A customer who returns within the reactivation gap (30 days, in the settings) has never left."
)


def _last_day(window: Window) -> int:
    return window.end_day - 1


def _is_past(day: str, limit: int) -> nw.Expr:
    """Null counts as never."""
    return (~col(day).is_null() & (col(day) <= limit)).fill_null(False)


def _covers(day: int) -> nw.Expr:
    """Whether the run holds on this day, or the gap after it that is known to be bridged."""
    return (col("started_day") <= day) & ~_is_over_by(day)


# --- customers between two days

_BETWEEN_TWO_DAYS = "the close of the day before the period and the close of its last day, compared"


def _was_customer_around(window: Window) -> nw.Expr:
    """Runs (and known gaps after them) that hold on the day before the window or in it."""
    return (col("started_day") < window.end_day) & ~_is_over_by(window.start_day - 1)


def _is_over_by(day: int) -> nw.Expr:
    """Whether the run has ended by that day, and a bridged gap after it too."""
    in_gap = ~col("bridged_to_day").is_null() & ~_is_past("bridged_to_day", day)
    return _is_past("ended_day", day) & ~in_gap


def _may_return(window: Window) -> nw.Expr:
    """Runs that ended by the end of the window, so recently that a return would bridge the gap."""
    ended = _is_past("ended_day", _last_day(window)) & col("bridged_to_day").is_null()
    return ended & ~_is_past("end_final_day", window.as_of_day)


_AT_START, _AT_END = col("at_start") > 0, col("at_end") > 0
_LOST = _AT_START & ~_AT_END
_CUSTOMERS = {
    "at_start": count_if(col("is_at_start")),
    "at_end": count_if(col("is_at_end")),
    "may_return": count_if(col("may_return")),
}
_CUSTOMER_MARKS = {
    "is_at_start": lambda window: _covers(window.start_day - 1),
    "is_at_end": lambda window: _covers(_last_day(window)),
    "may_return": _may_return,
}
_CUSTOMER_ROWS = _was_customer_around
_CUSTOMER_NEEDS = (_IN_ORDER,)
_FATE = (
    nw.when(_AT_START)
    .then(nw.when(_AT_END).then(nw.lit("kept")).otherwise(nw.lit("lost")))
    .otherwise(nw.when(_AT_END).then(nw.lit("joined")).otherwise(nw.lit("joined and left")))
)

CHURN_RATE = Metric(
    name="churn_rate",
    title="Customer churn rate",
    unit="share",
    better="lower",
    adds="movement",
    table="customers",
    rows=_CUSTOMER_ROWS,
    day="started_day",
    day_says=_BETWEEN_TWO_DAYS,
    undated="no first day",
    requires=_CUSTOMER_NEEDS,
    marks=_CUSTOMER_MARKS,
    per="account_id",
    sums=_CUSTOMERS,
    of_each={
        "at_start": count_if(_AT_START),
        "lost": count_if(_LOST),
        "joined_and_left": count_if(~_AT_START & ~_AT_END),
        "provisional": count_if(_LOST & (col("may_return") > 0)),
    },
    finish=finish.share_beside("lost", of="at_start", beside=("joined_and_left", "provisional")),
    values=("churn_rate",),
    counts=("at_start", "lost", "joined_and_left", "provisional"),
    part_of=("lost", "at_start"),
    case="customer at the start",
    uses=("started_day", "ended_day"),
    value=_FATE,
    value_title="Fate",
    says="Customers at the start of the period lost by its end, divided by all at the start.",
    includes=(
        "Accounts whose MRR is above zero at the close of the day before the period. Those that "
        "joined and left inside it are counted beside; so are losses young enough to be revised."
    ),
    differs=(
        f"{_BRIDGED} Tools that divide the cancellations of a month by the customers at its start "
        "count those who joined in it too. Cut by product or term, a customer counts with what it "
        "had on its first day."
    ),
    source=_WILSON,
)

RETENTION_RATE = replace(
    CHURN_RATE,
    name="retention_rate",
    title="Customer retention rate",
    better="higher",
    of_each={
        "at_start": count_if(_AT_START),
        "kept": count_if(_AT_START & _AT_END),
        "joined_and_left": count_if(~_AT_START & ~_AT_END),
        "provisional": count_if(_LOST & (col("may_return") > 0)),
    },
    finish=finish.share_beside("kept", of="at_start", beside=("joined_and_left", "provisional")),
    values=("retention_rate",),
    counts=("at_start", "kept", "joined_and_left", "provisional"),
    part_of=("kept", "at_start"),
    says="Customers at the start of the period kept to its end, divided by all at the start.",
    differs=(
        f"{_BRIDGED} New customers are not part of it; customers at the end divided by customers "
        "at the start would hide losses behind them."
    ),
)

# --- MRR between two days


def _money_until_the_end(window: Window) -> nw.Expr:
    return (col("customer_change") == 0) & (col("day") < window.end_day)


_MRR_MARKS = {
    "is_before": lambda window: col("day") < window.start_day,
    "had_paid": lambda window: _is_past("first_paid_day", window.start_day - 1),
}
_MRR_OF_EACH = {
    "mrr_start": total("mrr_change", where=col("is_before")),
    "mrr_end": total("mrr_change"),
    "change": total("mrr_change", where=~col("is_before")),
    "paid_before": count_if(col("had_paid")),
}
_PAYS_AT_START, _PAYS_AT_END = col("mrr_start") > 0, col("mrr_end") > 0
_LESS, _MORE = col("mrr_end") <= col("mrr_start"), col("mrr_end") > col("mrr_start")

_between_states = partial(
    Metric,
    adds="movement",
    table="mrr_changes",
    rows=_money_until_the_end,
    day="day",
    day_says=_BETWEEN_TWO_DAYS,
    undated="no first day",
    requires=_USABLE_MONEY,
    marks=_MRR_MARKS,
    per="account_id",
    sums=_MRR_OF_EACH,
    uses=("mrr_change", "day"),
    value_unit="money",
)
_RATIO_SOURCE = (
    "Interval: ratio estimator over accounts, Cochran (1977), Sampling Techniques, 2.11."
)

NET_RETENTION = _between_states(
    name="net_retention",
    title="Net revenue retention",
    unit="share",
    better="higher",
    of_whom=_PAYS_AT_START,
    of_each={
        "accounts": count(),
        "mrr_at_start": total("mrr_start"),
        "mrr_at_end": total("mrr_end"),
        "_squares": total_squares("mrr_end"),
        "_products": total_products("mrr_end", "mrr_start"),
        "_of_squares": total_squares("mrr_start"),
    },
    finish=finish.ratio_of_money("mrr_at_end", of="mrr_at_start", cases="accounts"),
    values=("net_retention",),
    counts=("mrr_at_start", "mrr_at_end"),
    amounts=("mrr_at_end", "mrr_at_start"),
    value=col("mrr_end"),
    value_title="MRR at the end",
    says="MRR at the end of the accounts paying at the start, divided by their MRR at the start.",
    includes="Accounts that pay at the close of the day before the period, whatever they buy then.",
    differs=(
        "Neither new customers nor returning ones are in it. MRR is valued at the rate of the "
        "subscription's first day, so that exchange rates move nothing. A gap in paying counts as "
        "paying nothing, even where the customer is bridged."
    ),
    source=_RATIO_SOURCE,
)

GROSS_RETENTION = replace(
    NET_RETENTION,
    name="gross_retention",
    title="Gross revenue retention",
    of_each={
        "accounts": count(),
        "_lowered": total("mrr_end", where=_LESS),
        "_held": total("mrr_start", where=_MORE),
        "mrr_at_start": total("mrr_start"),
        "_squares_lowered": total_products("mrr_end", "mrr_end", where=_LESS),
        "_squares_held": total_products("mrr_start", "mrr_start", where=_MORE),
        "_products_lowered": total_products("mrr_end", "mrr_start", where=_LESS),
        "_of_squares": total_squares("mrr_start"),
    },
    finish=finish.ratio_of_lesser_money("mrr_kept", of="mrr_at_start", cases="accounts"),
    values=("gross_retention",),
    counts=("mrr_at_start", "mrr_kept"),
    amounts=("mrr_kept", "mrr_at_start"),
    value=nw.when(_LESS).then(col("mrr_end")).otherwise(col("mrr_start")),
    value_title="MRR kept",
    says=(
        "What is left at the end of the MRR at the start, account by account and without what "
        "they bought more, divided by the MRR at the start."
    ),
    differs=(
        "Never above 1, because an account counts with the lower of its two MRRs. The revenue "
        "churn rate is its complement. MRR is valued at the rate of the subscription's first day."
    ),
)

_IS_NEW = ~_PAYS_AT_START & _PAYS_AT_END
_IS_CHURN = _PAYS_AT_START & ~_PAYS_AT_END
_IS_OTHER = ~_IS_NEW & ~_IS_CHURN
_MOVEMENTS = ("new", "reactivation", "expansion", "contraction", "churn")

MRR_MOVEMENTS = _between_states(
    name="mrr_movements",
    title="MRR movements",
    unit="money",
    better=None,
    of_whom=(col("mrr_start") != 0) | (col("mrr_end") != 0),
    of_each={
        "mrr_at_start": total("mrr_start"),
        "new": total("change", where=_IS_NEW & (col("paid_before") == 0)),
        "reactivation": total("change", where=_IS_NEW & (col("paid_before") > 0)),
        "expansion": total("change", where=_IS_OTHER & (col("change") > 0)),
        "contraction": total("change", where=_IS_OTHER & (col("change") < 0)),
        "churn": total("change", where=_IS_CHURN),
        "mrr_at_end": total("mrr_end"),
    },
    finish=finish.balance(
        "mrr_at_start", "mrr_at_end", movements=_MOVEMENTS, losses=("contraction", "churn")
    ),
    values=("mrr_at_start", *_MOVEMENTS, "mrr_at_end"),
    counts=("mrr_at_start", *_MOVEMENTS, "mrr_at_end"),
    value=col("change"),
    value_title="Change of MRR",
    says=(
        "How MRR went from its start to its end: new and returning customers, more and less from "
        "those who stayed, and what was lost. Start + new + reactivation + expansion − contraction "
        "− churn = end, exactly."
    ),
    includes=(
        "Every account once, by its MRR at the close of the day before the period and at its end. "
        "Reactivation: it pays nothing at the start but ever paid before."
    ),
    differs=(
        "Two states are compared, not every event: an account that joined and left inside the "
        "period moves nothing, and monthly expansions do not add up to the quarter's. Tools that "
        "add events show more of everything. A short gap in paying is churn, then reactivation."
    ),
    source="A past sum has no error.",
)

MRR = Metric(
    name="mrr",
    title="Monthly recurring revenue",
    unit="money",
    better="higher",
    adds="level",
    table="mrr_changes",
    rows=lambda window: col("day") < window.end_day,
    day="day",
    day_says="the close of the period's last day",
    undated="no first day",
    requires=_USABLE_MONEY,
    per="account_id",
    sums={"mrr_end": total("mrr_change"), "is_customer": total("customer_change")},
    of_whom=(col("mrr_end") != 0) | (col("is_customer") > 0),
    of_each={"customers": count_if(col("is_customer") > 0), "mrr": total("mrr_end")},
    finish=finish.moneys("mrr", counts=("customers",)),
    values=("mrr", "customers"),
    counts=("mrr", "customers"),
    uses=("mrr_change", "day"),
    value=col("mrr_end"),
    value_title="MRR",
    value_unit="money",
    says="Monthly recurring revenue of all subscriptions that cover the period's last day.",
    includes="Customers beside it: accounts that pay, or whose gap in paying is known to be short.",
    differs="MRR is valued at the rate of the subscription's first day, not at today's.",
    source="A past sum has no error.",
)

# --- how long customers stay


def _days_stayed(window: Window) -> nw.Expr:
    until = nw.when(col("ended_day").is_null()).then(nw.lit(window.as_of_day))
    return until.otherwise(col("ended_day")) - col("spell_started_day")


def _days_unseen(window: Window) -> nw.Expr | int:
    """Days of the spell that lie before the records are complete."""
    if window.records_since is None:
        return 0
    unseen = nw.lit(window.records_since) - col("spell_started_day")
    return nw.when(unseen > 0).then(unseen).otherwise(nw.lit(0))


def _was_seen(window: Window) -> nw.Expr:
    if window.records_since is None:
        return ~col("spell_started_day").is_null()
    return ~_is_past("ended_day", window.records_since - 1)


_IS_LAST_RUN = col("bridged_to_day").is_null()
_FOLLOW_UP = {"entry": _days_unseen, "waited": _days_stayed}
_HAS_LEFT = ~col("ended_day").is_null()
_LOST_OR_STAYED = {"lost": count_if(_HAS_LEFT), "stayed": count_if(~_HAS_LEFT)}

CUSTOMER_SURVIVAL = Metric(
    name="customer_survival",
    title="Customer survival",
    unit="share",
    better="higher",
    adds="none",
    table="customers",
    rows=_IS_LAST_RUN & ((col("spell") == 1) | col("ends_first")),
    day="spell_started_day",
    day_says="the day the account became a customer",
    undated="no first day",
    requires=(_IN_ORDER, Requirement(_was_seen, "ended before the records are complete")),
    spread=_FOLLOW_UP,
    sums=_LOST_OR_STAYED,
    finish=finish.share_waiting("lost", waiting="stayed"),
    is_curve=True,
    counts=("at_risk",),
    default_period="all",
    uses=("spell_started_day", "ended_day"),
    value=nw.when(_HAS_LEFT).then(nw.lit("left")).otherwise(nw.lit("customer")),
    value_title="Today",
    says="Share of the customers won in the period that still were customers so many days later.",
    includes="Each account's first spell as a customer; today's customers count while followed.",
    differs=f"{_BRIDGED} Averages over those who left make every customer look short-lived.",
    source="Kaplan and Meier (1958), Journal of the American Statistical Association 53.",
)

CUSTOMER_SURVIVAL_LATER = replace(
    CUSTOMER_SURVIVAL,
    name="customer_survival_later",
    title="Survival of returned customers",
    rows=_IS_LAST_RUN & ((col("spell") > 1) | col("ends_first")),
    day_says="the day the account became a customer again",
    says="Share of those who came back in the period that still were customers so many days later.",
    includes="Every spell after an account's first; an account may have several.",
    differs="Apart from first spells, because those who come back stay for other reasons.",
)

CUSTOMER_SURVIVAL_MEDIAN = replace(
    CUSTOMER_SURVIVAL,
    name="customer_survival_median",
    title="Median customer lifetime",
    unit="days",
    finish=finish.median_time("lost", waiting="stayed"),
    is_curve=False,
    values=("customer_survival_median",),
    counts=("count", "events"),
    says="Days by which half of the customers won in the period had left, today's counted too.",
    includes="Each account's first spell as a customer; null where fewer than half have left.",
    differs="1 ÷ churn rate assumes that customers of all ages leave at one rate; this does not.",
    source="Interval: Brookmeyer and Crowley (1982), Biometrics 38, on the log-log scale.",
)

_COHORT_SUMS = {
    "mrr": total("mrr_change"),
    "joined": count_if((col("customer_change") == 1) & (col("day") == col("customer_since_day"))),
    "came": count_if(col("customer_change") == 1),
    "left": count_if(col("customer_change") == -1),
}
_COHORT_SPREAD = {
    "since": lambda _: col("customer_since_day"),
    "months": lambda _: col("months_since"),
}

RETENTION_COHORTS = Metric(
    name="retention_cohorts",
    title="Retention by cohort",
    unit="share",
    better="higher",
    adds="none",
    table="mrr_changes",
    rows=~col("customer_since_day").is_null() | col("ends_first"),
    day=lambda _: nw.when(col("ends_first")).then(col("day")).otherwise(col("customer_since_day")),
    day_says="the day the account became a customer",
    undated="no first day",
    requires=_USABLE_MONEY,
    spread=_COHORT_SPREAD | {"until": lambda window: window.as_of_day},
    sums=_COHORT_SUMS,
    finish=cohorts.cohort_table(),
    is_curve=True,
    along=("cohort", "month"),
    counts=cohorts.COUNTS,
    default_period="all",
    uses=("customer_since_day", "mrr_change"),
    value=col("mrr_change"),
    value_title="Change of MRR",
    value_unit="money",
    says=(
        "Of the customers won in a month: how many still are, and how much of their first MRR is "
        "paid, so many calendar months after the first day of each."
    ),
    includes=(
        "Every account with its first day as a customer; one that has come back is kept again. A "
        "cell counts those who have lived so long; it is ripe when all of the cohort have."
    ),
    differs=(
        "Counted from each customer's own first day, not by calendar months, in which a customer "
        "of the 30th is a month old the next day. Unripe cells are not to be compared. The 29th "
        "to 31st stand for the last day of a shorter month."
    ),
    source="A count of a past period has no error.",
)

# --- renewals

_IS_SETTLED = ~col("settled_day").is_null()
_IS_RENEWED = ~col("renewed_day").is_null()

RENEWAL_RATE = Metric(
    name="renewal_rate",
    title="Renewal rate",
    unit="share",
    better="higher",
    adds="none",
    table="renewals",
    rows=~col("account_id").is_null(),
    day="due_day",
    day_says="the day after the end of the term",
    undated="no end of the term",
    sums={
        "due": count_if(_IS_SETTLED),
        "renewed": count_if(_IS_SETTLED & _IS_RENEWED),
        "unripe": count_if(~_IS_SETTLED),
    },
    finish=finish.share_beside("renewed", of="due", beside=("unripe",)),
    values=("renewal_rate",),
    counts=("due", "renewed", "unripe"),
    part_of=("renewed", "due"),
    case="customer whose term ended",
    uses=("due_day",),
    value=(
        nw.when(_IS_RENEWED)
        .then(nw.lit("renewed"))
        .otherwise(nw.when(_IS_SETTLED).then(nw.lit("not renewed")).otherwise(nw.lit("late")))
    ),
    value_title="Renewal",
    says="Customers that pay within 30 days after a term's end, divided by all whose term ended.",
    includes=(
        "Terms of six months or more that were served to their end, whether the CRM renews one "
        "subscription or makes a new one. Terms that ended less than 30 days ago are unripe and "
        "counted beside."
    ),
    differs=(
        "A change of plan is a renewal; another product that runs on is none. Unripe terms are "
        "left out whether paid already or not: those renewed early would flatter the rate."
    ),
    source=_WILSON,
)

RENEWAL_RATE_BY_MRR = replace(
    RENEWAL_RATE,
    name="renewal_rate_by_mrr",
    title="Renewal rate by MRR",
    requires=(
        Requirement(col("has_rate"), "no exchange rate for the subscription's currency"),
        Requirement(~col("due_mrr").is_null(), "an MRR too large to be one"),
    ),
    sums={
        "unripe": count_if(~_IS_SETTLED),
        "terms": count_if(_IS_SETTLED),
        "due_mrr": total("due_mrr", where=_IS_SETTLED),
        "renewed_mrr": total("renewed_mrr", where=_IS_SETTLED),
        "_squares": total_products("renewed_mrr", "renewed_mrr", where=_IS_SETTLED),
        "_products": total_products("renewed_mrr", "due_mrr", where=_IS_SETTLED),
        "_of_squares": total_products("due_mrr", "due_mrr", where=_IS_SETTLED),
    },
    finish=finish.ratio_of_money("renewed_mrr", of="due_mrr", cases="terms", highest=1.0),
    values=("renewal_rate_by_mrr",),
    counts=("due_mrr", "renewed_mrr"),
    amounts=("renewed_mrr", "due_mrr"),
    uses=("due_day", "due_mrr"),
    value=col("renewed_mrr"),
    value_title="MRR renewed",
    value_unit="money",
    says="MRR paid within 30 days after the end of a term, up to what was due, divided by that.",
    source=_RATIO_SOURCE,
)

# --- what customers are worth, and on how few of them it hangs


def _in_first_spell(window: Window) -> nw.Expr:
    """The last run of each first spell that the window's end knows of."""
    bridged = _is_past("bridged_to_day", _last_day(window))
    begun = col("started_day") < window.end_day
    return begun & ((~bridged & (col("spell") == 1)) | col("ends_first"))


def _days_of_life(window: Window) -> nw.Expr:
    until = nw.when(_is_past("ended_day", _last_day(window))).then(col("ended_day"))
    return until.otherwise(nw.lit(_last_day(window))) - col("spell_started_day")


def _ends_inside(window: Window) -> nw.Expr:
    ended = _is_past("ended_day", _last_day(window)) & col("bridged_to_day").is_null()
    return ended & ~_is_past("ended_day", window.start_day - 1)


def _days_inside(window: Window) -> nw.Expr:
    """Days of the window on which the account was a customer through this run."""
    is_bridged = ~col("bridged_to_day").is_null()
    over = nw.when(is_bridged).then(col("bridged_to_day")).otherwise(col("ended_day"))
    last = nw.when(~over.is_null() & (over < window.end_day)).then(over)
    first = nw.when(col("started_day") > window.start_day).then(col("started_day"))
    return last.otherwise(nw.lit(window.end_day)) - first.otherwise(nw.lit(window.start_day))


_LIVES = replace(
    CUSTOMER_SURVIVAL,
    name="lives",
    adds="level",
    rows=_in_first_spell,
    marks={"has_left": lambda window: _is_past("ended_day", _last_day(window))},
    spread={"entry": _days_unseen, "waited": _days_of_life},
    sums={"lost": count_if(col("has_left")), "stayed": count_if(~col("has_left"))},
    finish=finish.as_summed,
    is_curve=False,
)
_LOSSES = replace(
    CHURN_RATE,
    name="losses",
    per=None,
    of_each={},
    rows=lambda window: (col("started_day") < window.end_day) & ~_is_over_by(window.start_day),
    marks={"is_end": _ends_inside, "days_inside": _days_inside},
    sums={"ends": count_if(col("is_end")), "customer_days": total("days_inside")},
    finish=finish.as_summed,
)
_COHORTS = replace(
    RETENTION_COHORTS,
    name="cohort_changes",
    adds="level",
    rows=lambda window: (col("day") < window.end_day) & ~col("customer_since_day").is_null(),
    day="day",
    spread=_COHORT_SPREAD | {"until": _last_day},
    finish=finish.as_summed,
    is_curve=False,
)

_LEVEL = replace(
    MRR,
    name="level",
    of_each={**MRR.of_each, "paying": count_if(_PAYS_AT_END)},
    finish=finish.moneys("mrr", counts=("customers", "paying")),
)

LIFETIME_VALUE = Metric(
    name="lifetime_value",
    title="Customer lifetime value",
    unit="money",
    better="higher",
    adds="none",
    table="customers",
    rows=_in_first_spell,
    day=lambda window: col("spell_started_day") * 0 + _last_day(window),
    day_says="the close of the period's last day; losses are those of the period",
    undated="no first day",
    requires=CUSTOMER_SURVIVAL.requires,
    parts={"level": _LEVEL, "lives": _LIVES, "losses": _LOSSES, "cohorts": _COHORTS},
    combine=lifetime.lifetime_value,
    values=("lifetime_value", "lifetime_value_by_churn", "lifetime_value_by_cohorts"),
    counts=("customers",),
    uses=("spell_started_day", "ended_day"),
    value=col("ended_day") - col("spell_started_day"),
    value_title="Days as a customer, of those who left",
    value_unit="days",
    says=(
        "MRR per customer × gross margin × mean lifetime in months, the lifetime counted to the "
        "horizon shown and no further."
    ),
    includes=(
        "MRR per customer is that of paying customers whose currency has a rate; without one a "
        "customer lowers the third reading. "
        "The mean lifetime is the area under the survival curve up to 60 months, or to the last "
        "day with ten customers at risk. Beside it two other readings: MRR per customer × margin ÷ "
        "monthly churn of the period (12 months if none is given; customers lost per customer and "
        "month), and the mean MRR of a starting customer added up month by month of life."
    ),
    differs=(
        "Tools that divide by churn promise money far beyond anything observed, and nothing at all "
        "is known where churn is 0: null. Three readings far from each other say that none is "
        "to be relied on."
    ),
    source="Restricted mean: Irwin (1949), Journal of Hygiene 47. A month is 30.4375 days.",
)

CONCENTRATION = Metric(
    name="concentration",
    title="Concentration of MRR",
    unit="share",
    better="lower",
    adds="level",
    table="mrr_changes",
    rows=_money_until_the_end,
    day="day",
    day_says="the close of the period's last day",
    undated="no first day",
    requires=_USABLE_MONEY,
    per="group_id",
    sums={"mrr_end": total("mrr_change")},
    of_whom=_PAYS_AT_END,
    spread={"held": lambda _: col("mrr_end")},
    of_each={"groups": count()},
    finish=finish.shares_of_the_largest("held", "groups", largest=(1, 5, 10)),
    values=(
        "concentration_top_1_share",
        "concentration_top_5_share",
        "concentration_top_10_share",
        "concentration_effective_customers",
    ),
    counts=("groups",),
    uses=("mrr_change", "day", "group_id"),
    value=col("mrr_end"),
    value_title="MRR",
    value_unit="money",
    says=(
        "Share of MRR that the 1, 5 and 10 largest customers pay, and how many equal customers "
        "would be as uneven: (Σm)² ÷ Σm²."
    ),
    includes="Groups of companies as one customer, by the account's topmost parent.",
    differs="Counting accounts instead of groups hides that ten accounts may be one decision.",
    source="Effective number: the inverse of the Herfindahl-Hirschman index.",
)

METRICS = (
    CHURN_RATE,
    RETENTION_RATE,
    GROSS_RETENTION,
    NET_RETENTION,
    MRR_MOVEMENTS,
    MRR,
    CUSTOMER_SURVIVAL,
    CUSTOMER_SURVIVAL_LATER,
    CUSTOMER_SURVIVAL_MEDIAN,
    RETENTION_COHORTS,
    RENEWAL_RATE,
    RENEWAL_RATE_BY_MRR,
    LIFETIME_VALUE,
    CONCENTRATION,
)
