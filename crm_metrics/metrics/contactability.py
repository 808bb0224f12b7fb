"""Contactability: could a mailing be sent to these clients tomorrow, and could they be called?"""

from collections.abc import Callable
from functools import partial

import narwhals as nw
from narwhals import col

from crm_metrics import finish
from crm_metrics.metric import Metric, Window, count, count_if


def _last_day(window: Window) -> nw.Expr:
    # Made from a column, so that every engine gives it a row for each record.
    return col("created_day") * 0 + (window.end_day - 1)


def _is_open(channel: str) -> Callable[[Window], nw.Expr]:
    return lambda window: (col(f"{channel}_day") < window.end_day).fill_null(False)


_level = partial(
    Metric,
    unit="share",
    better="higher",
    adds="level",
    rows=lambda window: col("created_day") < window.end_day,
    day=_last_day,
    day_says="the close of the period's last day",
    undated="no day of entry",
    marks={
        "is_open": _is_open("open"),
        "is_open_by_email": _is_open("email"),
        "is_open_by_phone": _is_open("phone"),
    },
    sums={
        "contactable": count_if(col("is_open")),
        "records": count(),
        "by_email": count_if(col("is_open_by_email")),
        "by_phone": count_if(col("is_open_by_phone")),
    },
    finish=finish.share_beside("contactable", of="records", beside=("by_email", "by_phone")),
    counts=("contactable", "records", "by_email", "by_phone"),
    part_of=("contactable", "records"),
    uses=("created_day", "open_day"),
    value=col("channels"),
    value_title="Open channels",
    source="Interval: Wilson (1927), Journal of the American Statistical Association 22.",
)
_OPEN = (
    "A channel is open when it is valid and not itself opted out of; a refusal of e-mail does not "
    "close the telephone. Where the CRM does not say, it is open, unless consent_required is set. "
    "Addresses and numbers are today's, whatever the period."
)

CONTACTABILITY_CONTACTS = _level(
    name="contactability_contacts",
    title="Contactability of contacts",
    table="contact_channels",
    values=("contactability_contacts",),
    says="Contacts with at least one open channel, e-mail or telephone, of all contacts.",
    includes=f"Contacts entered by the close of the period's last day. {_OPEN}",
    differs="A filled field is no open channel: it must be valid, and the person must allow it.",
)

CONTACTABILITY_ACCOUNTS = _level(
    name="contactability_accounts",
    title="Contactability of accounts",
    table="account_channels",
    values=("contactability_accounts",),
    says=(
        "Accounts that can be reached through at least one open channel, one of a contact or their "
        "own, of all accounts."
    ),
    includes=(
        f"Accounts entered by the close of the period's last day. {_OPEN} Of an "
        "account's own channels the CRM does not say whether they are allowed."
    ),
    differs="An account with twenty contacts of whom none can be reached is not contactable.",
)

METRICS = (CONTACTABILITY_CONTACTS, CONTACTABILITY_ACCOUNTS)
