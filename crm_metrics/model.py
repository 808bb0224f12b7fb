"""The canonical CRM model: the contract between the mappings and everything after them.

A mapping selects these columns from one CRM's tables; facts and metrics know only this model.
Conventions: `*_id` text; `*_at` an instant in UTC; `*_on` a calendar day; money an exact
decimal with its ISO 4217 currency beside it; enumerations in lower case. A row without a
required value is dropped at sync and counted; everything else may be null.

Beside every instant `x_at` the stored table carries `x_on_only`: true where the CRM knew only
the calendar day. Such an instant stands at 12:00 in the business time zone, because midnight
UTC would fall on the day before in America.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import polars as pl

MODEL_VERSION = 1


class Type(Enum):
    """What a model column holds, whatever type the CRM's database gives it."""

    TEXT = "text"
    INSTANT = "instant"
    DAY = "day"
    MONEY = "money"
    RATE = "rate"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"


DTYPES: dict[Type, pl.DataType] = {
    Type.TEXT: pl.String(),
    Type.INSTANT: pl.Datetime("us", "UTC"),
    Type.DAY: pl.Date(),
    Type.MONEY: pl.Decimal(38, 10),
    Type.RATE: pl.Decimal(38, 12),
    Type.INTEGER: pl.Int64(),
    Type.NUMBER: pl.Float64(),
    Type.BOOLEAN: pl.Boolean(),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a model table."""

    name: str
    type: Type
    says: str
    required: bool = False
    choices: tuple[str, ...] = ()
    personal: bool = False

    @property
    def dtype(self) -> pl.DataType:
        return DTYPES[self.type]

    @property
    def day_only_flag(self) -> str | None:
        """The companion column that is true where only the day is known; None unless an instant."""
        if self.type is not Type.INSTANT:
            return None
        return self.name.removesuffix("_at") + "_on_only"


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the model. `key` is the grain: at most one row per key."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def shown_as(self) -> tuple[str, ...]:
        """The columns that tell a leader which record it is, one after the other."""
        for shown in (("name",), ("first_name", "last_name"), ("subject",)):
            if set(shown) <= set(self.names):
                return shown
        return ()

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.required)

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """The stored columns and types: model columns, then the day-only flags."""
        stored = {column.name: column.dtype for column in self.columns}
        flags = [column.day_only_flag for column in self.columns]
        return stored | {flag: DTYPES[Type.BOOLEAN] for flag in flags if flag}


def _column(kind: Type) -> Callable[..., Column]:
    def make(
        name: str,
        says: str,
        *,
        required: bool = False,
        choices: tuple[str, ...] = (),
        personal: bool = False,
    ) -> Column:
        return Column(name, kind, says, required, choices, personal)

    return make


_text = _column(Type.TEXT)
_instant = _column(Type.INSTANT)
_day = _column(Type.DAY)
_money = _column(Type.MONEY)
_rate = _column(Type.RATE)
_integer = _column(Type.INTEGER)
_number = _column(Type.NUMBER)
_boolean = _column(Type.BOOLEAN)


def _table(name: str, row: str, key: str | tuple[str, ...], *columns: Column) -> Table:
    """A table whose rows may all carry a link to their record."""
    link = _text("url", "Link to the record in the CRM.")
    return Table(name, row, (key,) if isinstance(key, str) else key, (*columns, link))


OUTCOMES = ("open", "won", "lost")

_TABLES = (
    _table(
        "users",
        "A person who works in the CRM.",
        "user_id",
        _text("user_id", "The CRM's key of the user.", required=True),
        _text("name", "The name as leaders read it.", required=True, personal=True),
        _text("email", "Work e-mail address.", personal=True),
        _text("team", "The team the user belongs to today."),
        _text("region", "The region the user sells in today."),
        _text("role", "The user's role."),
        _text("manager_id", "The user this user reports to today."),
        _boolean("is_active", "False once the user has left."),
    ),
    _table(
        "accounts",
        "A company that is, was or may become a customer.",
        "account_id",
        _text("account_id", "The CRM's key of the account.", required=True),
        _text("name", "The company's name.", required=True, personal=True),
        _text("owner_id", "The user who owns the account today."),
        _text("industry", "Line of business."),
        _text("segment", "The segment the company is sold to in."),
        _text("size", "Size band of the company."),
        _text("country", "Country of the company."),
        _text("source", "Where the account came from."),
        _text("email", "General e-mail address.", personal=True),
        _text("phone", "General telephone number.", personal=True),
        _text("website", "Web address."),
        _text("tax_number", "Tax or registration number.", personal=True),
        _text("parent_id", "The account this one belongs to."),
        _instant("created_at", "When the account was entered.", required=True),
        _instant("updated_at", "When the account was last changed."),
    ),
    _table(
        "contacts",
        "A person at an account.",
        "contact_id",
        _text("contact_id", "The CRM's key of the contact.", required=True),
        _text("account_id", "The account the person works for."),
        _text("owner_id", "The user who owns the contact today."),
        _text("first_name", "First name.", personal=True),
        _text("last_name", "Last name.", personal=True),
        _text("job_title", "Position at the account."),
        _text("email", "E-mail address.", personal=True),
        _text("phone", "Telephone number.", personal=True),
        _boolean("email_opt_out", "True when the person refuses e-mail."),
        _boolean("phone_opt_out", "True when the person refuses calls."),
        _instant("created_at", "When the contact was entered.", required=True),
        _instant("updated_at", "When the contact was last changed."),
    ),
    _table(
        "leads",
        "A first request, before it is a deal.",
        "lead_id",
        _text("lead_id", "The CRM's key of the lead.", required=True),
        _text("owner_id", "The user who owns the lead today."),
        _text("name", "The person who asked.", personal=True),
        _text("company", "The company the person named.", personal=True),
        _text("email", "E-mail address.", personal=True),
        _text("phone", "Telephone number.", personal=True),
        _text("source", "Where the lead came from."),
        _text("campaign_id", "The campaign that brought the lead."),
        _text(
            "status",
            "How far the lead has come.",
            choices=("new", "working", "qualified", "converted", "disqualified"),
        ),
        _instant("created_at", "When the lead was entered.", required=True),
        _instant("updated_at", "When the lead was last changed."),
        _instant("converted_at", "When the lead became a deal, an account or a contact."),
        _instant("disqualified_at", "When the lead was given up."),
        _text("deal_id", "The deal the lead became."),
        _text("account_id", "The account the lead became."),
        _text("contact_id", "The contact the lead became."),
        _instant("first_response_at", "When the lead was first answered, if the CRM says so."),
    ),
    _table(
        "campaigns",
        "A marketing campaign.",
        "campaign_id",
        _text("campaign_id", "The CRM's key of the campaign.", required=True),
        _text("name", "The campaign's name.", required=True),
        _text("channel", "The channel it ran on."),
        _day("started_on", "First day."),
        _day("ended_on", "First day after it."),
        _money("cost", "What the campaign cost."),
        _text("currency", "ISO 4217 code of the cost."),
        _integer("impressions", "How often it was shown."),
        _integer("visits", "Visits it brought."),
        _integer("clicks", "Clicks it brought."),
    ),
    _table(
        "pipelines",
        "A stage of a pipeline, as configured today.",
        ("pipeline", "stage"),
        _text("pipeline", "The pipeline's name; null where the CRM has one only."),
        _text("stage", "The stage's name.", required=True),
        _integer("position", "Order of the stage, rising towards the decision.", required=True),
        _text("outcome", "What the stage means for the deal.", required=True, choices=OUTCOMES),
        _number("probability", "Chance of winning from here, 0 to 1."),
    ),
    _table(
        "deals",
        "A deal (opportunity).",
        "deal_id",
        _text("deal_id", "The CRM's key of the deal.", required=True),
        _text("name", "The deal's name.", personal=True),
        _text("account_id", "The account the deal is with."),
        _text("contact_id", "The main contact."),
        _text("owner_id", "The user who owns the deal today."),
        _text("team", "The deal's own team; the owner's team where it is null."),
        _text("campaign_id", "The campaign the deal came from."),
        _text("pipeline", "The pipeline the deal is in today."),
        _text("stage", "The stage the deal is in today."),
        _text("outcome", "Open, won or lost today.", required=True, choices=OUTCOMES),
        _money("amount", "The deal's value."),
        _text("currency", "ISO 4217 code of the amount; null is the reporting currency."),
        _text("source", "Where the deal came from."),
        _text("product", "The main product."),
        _text("loss_reason", "Why the deal was lost."),
        _instant("created_at", "When the deal was entered.", required=True),
        _instant(
            "closed_at",
            "When the deal was decided: the start of its last unbroken run of stages with "
            "today's outcome.",
        ),
        _day("expected_close_on", "The day the deal is expected to close."),
        _instant("updated_at", "When the deal was last changed."),
    ),
    _table(
        "deal_changes",
        "A change of one field of a deal, its first value included.",
        ("deal_id", "field", "changed_at", "sequence"),
        _text("deal_id", "The deal that changed.", required=True),
        _text(
            "field",
            "The field that changed.",
            required=True,
            choices=(
                "stage",
                "pipeline",
                "amount",
                "currency",
                "expected_close_on",
                "owner_id",
            ),
        ),
        _text("old_value", "The value before; null on the first row of a field."),
        _text("new_value", "The value after."),
        _instant("changed_at", "When it changed.", required=True),
        _integer("sequence", "Order of changes made in the same instant."),
        _text("changed_by", "The user who changed it."),
    ),
    _table(
        "user_changes",
        "A change of one field of a user.",
        ("user_id", "field", "changed_at"),
        _text("user_id", "The user that changed.", required=True),
        _text(
            "field",
            "The field that changed.",
            required=True,
            choices=("team", "region", "manager_id", "is_active"),
        ),
        _text("old_value", "The value before."),
        _text("new_value", "The value after."),
        _instant("changed_at", "When it changed.", required=True),
    ),
    _table(
        "activities",
        "A call, meeting, e-mail, task, note or message.",
        "activity_id",
        _text("activity_id", "The CRM's key of the activity.", required=True),
        _text(
            "kind",
            "What it is.",
            required=True,
            choices=("call", "meeting", "email", "task", "note", "message"),
        ),
        _text("direction", "Who reached out: in or out.", choices=("in", "out")),
        _text("owner_id", "The user who does it."),
        _text("account_id", "The account it concerns."),
        _text("contact_id", "The contact it concerns."),
        _text("deal_id", "The deal it concerns."),
        _text("lead_id", "The lead it concerns."),
        _text("ticket_id", "The ticket it concerns."),
        _text("subject", "What it is about.", personal=True),
        _text("outcome", "What came of it.", personal=True),
        _text("status", "How far it is.", required=True, choices=("planned", "done", "cancelled")),
        _instant("due_at", "When it is planned for."),
        _instant("done_at", "When it was done."),
        _number("duration_minutes", "How long it took, in minutes."),
        _boolean("is_automatic", "True when no person did it."),
        _instant("created_at", "When it was entered.", required=True),
        _instant("updated_at", "When it was last changed."),
    ),
    _table(
        "subscriptions",
        "A contract that pays every month.",
        "subscription_id",
        _text("subscription_id", "The CRM's key of the subscription.", required=True),
        _text("account_id", "The account that pays.", required=True),
        _text("product", "What it pays for."),
        _money("mrr", "Monthly recurring revenue: price divided by term months.", required=True),
        _text("currency", "ISO 4217 code of the MRR; null is the reporting currency."),
        _integer("term_months", "Length of the term in months."),
        _day("started_on", "First day covered.", required=True),
        _day("ended_on", "First day not covered; null while it runs."),
        _text("end_reason", "Why it ended."),
    ),
    _table(
        "orders",
        "An order.",
        "order_id",
        _text("order_id", "The CRM's key of the order.", required=True),
        _text("account_id", "The account that ordered.", required=True),
        _day("ordered_on", "The day of the order.", required=True),
        _money("amount", "The order's value; negative for a return."),
        _text("currency", "ISO 4217 code of the amount; null is the reporting currency."),
    ),
    _table(
        "tickets",
        "A request to support.",
        "ticket_id",
        _text("ticket_id", "The CRM's key of the ticket.", required=True),
        _text("account_id", "The account that asks."),
        _text("contact_id", "The person who asks."),
        _text("owner_id", "The user who answers."),
        _text("team", "The team that answers."),
        _text("topic", "What it is about."),
        _text("product", "The product it concerns."),
        _text("priority", "How urgent it is."),
        _text("channel", "How it came in."),
        _text(
            "status",
            "How far it is.",
            required=True,
            choices=("open", "pending", "solved", "closed"),
        ),
        _instant("created_at", "When it came in.", required=True),
        _instant("first_response_at", "First public reply."),
        _instant("resolved_at", "Last resolution; null while it is open again."),
        _integer("reopened_count", "How often it was opened again."),
        _integer("public_replies", "How many public replies it took."),
        _text("sla_kind", "What the SLA promises.", choices=("reply", "resolution")),
        _instant("sla_due_at", "When the promise falls due."),
        _boolean("sla_met", "True when the promise was kept."),
        _integer("rating", "The customer's rating, 1 to 5."),
        _instant("rating_asked_at", "When the customer was asked to rate."),
        _instant("rated_at", "When the customer rated."),
    ),
    _table(
        "targets",
        "A target of one metric for one period.",
        ("metric", "started_on", "ended_on", "owner_id", "team"),
        _text("metric", "The metric's name.", required=True),
        _day("started_on", "First day.", required=True),
        _day("ended_on", "First day after it.", required=True),
        _number("value", "The target, in the metric's unit.", required=True),
        _text("currency", "ISO 4217 code where the target is money."),
        _text("owner_id", "Whose target; null with team null: the company's."),
        _text("team", "The team's target."),
    ),
    _table(
        "edits",
        "A save of a record by a person or a program.",
        ("entity", "record_id", "field", "user_id", "edited_at"),
        _text("entity", "The model table the record is in.", required=True),
        _text("record_id", "The record.", required=True),
        _text("field", "The field that was changed."),
        _text("user_id", "Who changed it."),
        _instant("edited_at", "When it was changed.", required=True),
    ),
    _table(
        "exchange_rates",
        "The rate of a currency from one day on.",
        ("currency", "valid_from"),
        _text("currency", "ISO 4217 code.", required=True),
        _day("valid_from", "First day the rate holds.", required=True),
        _rate("rate", "Reporting currency per unit of the currency.", required=True),
    ),
)

TABLES: dict[str, Table] = {table.name: table for table in _TABLES}
