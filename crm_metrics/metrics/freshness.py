"""Freshness: which records somebody has looked after lately, and which nobody has."""

from functools import partial

import narwhals as nw
from narwhals import col

from crm_metrics import finish
from crm_metrics.facts.attentions import name_of
from crm_metrics.metric import Metric, Window, count


def _last_day(window: Window) -> nw.Expr:
    # Made from a column, so that every engine gives it a row for each record.
    return col("from_day") * 0 + (window.end_day - 1)


def _held_at_the_close(window: Window) -> nw.Expr:
    """The span of each record in which the window's last day lies."""
    last = window.end_day - 1
    return (col("from_day") <= last) & (col("to_day").is_null() | (col("to_day") > last))


def _days_unattended(window: Window) -> nw.Expr:
    return window.end_day - 1 - col("attended_day")


def _days_without_activity(window: Window) -> nw.Expr:
    """Days since the last activity; since the entry where there has been none."""
    has_any = ~col("active_day").is_null()
    since = nw.when(has_any).then(col("active_day")).otherwise(col("created_day"))
    return window.end_day - 1 - since


_level = partial(
    Metric,
    unit="share",
    adds="level",
    rows=_held_at_the_close,
    day=_last_day,
    day_says="the close of the period's last day",
    undated="no day of entry",
    takes_days=True,
    value_unit="days",
    sums={"count": count()},
    source="Interval: Wilson (1927), Journal of the American Statistical Association 22.",
)


def _freshness(table: str, records: str, says: str, includes: str) -> Metric:
    name = f"freshness_{table}"
    return _level(
        name=name,
        title=f"Freshness of {records}",
        better="higher",
        table=name_of(table),
        spread={"days": _days_unattended},
        finish=finish.share_within("days", "fresh", beside=180),
        values=(name, f"{name}_180"),
        counts=("fresh", "records", "fresh_180"),
        part_of=("fresh", "records"),
        case=records.removesuffix("s"),
        uses=("from_day",),
        # The list of records shows the day asked for as `day`.
        value=col("day") - col("attended_day"),
        value_title="Days since the last attention",
        says=says,
        includes=(
            f"{includes} An attention is a save by a person, or a done activity of a person; "
            "automatic ones and those of programs do not count, nor does an activity without its "
            "day. The entry counts only where it is recorded as a save. Where edits or "
            "activities are not mapped, the other alone counts. Other days than 90 can be asked "
            "for; 180 stand beside."
        ),
        differs=(
            "The CRM's 'last modified' moves with every job that touches a record; this does not. "
            "A save refreshes the record that was saved; an activity refreshes every record it "
            "names and the account behind them."
        ),
    )


FRESHNESS_DEALS = _freshness(
    "deals",
    "open deals",
    "Open deals that a person has saved or done something on in the last 90 days, of all open "
    "deals.",
    "Deals open at the close of the period's last day.",
)
FRESHNESS_ACCOUNTS = _freshness(
    "accounts",
    "accounts",
    "Accounts that a person has saved or done something on in the last 90 days, of all accounts.",
    "Accounts entered by the close of the period's last day.",
)
FRESHNESS_CONTACTS = _freshness(
    "contacts",
    "contacts",
    "Contacts that a person has saved or done something on in the last 90 days, of all contacts.",
    "Contacts entered by the close of the period's last day.",
)
FRESHNESS_LEADS = _freshness(
    "leads",
    "open leads",
    "Open leads that a person has saved or done something on in the last 90 days, of all open "
    "leads.",
    "Leads neither converted nor given up by the close of the period's last day.",
)

DORMANT_CLIENTS = _level(
    name="dormant_clients",
    title="Dormant clients",
    better="lower",
    table=name_of("accounts"),
    spread={"days": _days_without_activity},
    finish=finish.share_beyond("days", "dormant", of="accounts"),
    values=("dormant_clients",),
    counts=("dormant", "accounts"),
    part_of=("dormant", "accounts"),
    uses=("from_day", "active_day"),
    value=col("day") - col("active_day"),
    value_title="Days since the last activity",
    says="Accounts without a done activity in the last 90 days, of all accounts.",
    includes=(
        "Accounts entered by the close of the period's last day; one that never had an activity "
        "counts from its entry on. Activities on an account's deals, contacts and leads are its "
        "own; automatic ones do not count. Other days than 90 can be asked for."
    ),
    differs="Saving a record is no contact with the client, so edits do not count here.",
)

METRICS = (
    FRESHNESS_DEALS,
    FRESHNESS_ACCOUNTS,
    FRESHNESS_CONTACTS,
    FRESHNESS_LEADS,
    DORMANT_CLIENTS,
)
