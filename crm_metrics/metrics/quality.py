"""Data quality: is what leaders read from the CRM in the CRM, and would it work?"""

from functools import partial

import narwhals as nw
import polars as pl
from narwhals import col

from crm_metrics.completeness import (
    CHECK,
    IS_CHECKED,
    IS_COMPLETE,
    IS_FILLED,
    IS_REQUIRED,
    IS_VALID,
    per_field,
    per_set,
    records_where,
)
from crm_metrics.finish import share, share_of_money
from crm_metrics.metric import (
    Metric,
    Requirement,
    Window,
    count,
    count_if,
    total,
    total_squares,
)

_WILSON = "Interval: Wilson (1927), Journal of the American Statistical Association 22."

_of_checks = partial(
    Metric,
    unit="share",
    better="higher",
    adds="none",
    table="field_checks",
    rows=~col("set_number").is_null(),
    day="day",
    day_says=(
        "the day the record was entered; an activity, the day it is due, if that is not to come"
    ),
    undated="no day of entry",
    spread=CHECK,
    sums={"records": count()},
    default_period="all",
    uses=("set", "states", "day"),
    value=col("missing"),
    value_title="Missing",
)

FIELD_COMPLETENESS = _of_checks(
    name="field_completeness",
    title="Field completeness",
    finish=per_field(
        share("filled", of="required"),
        required=records_where(IS_REQUIRED),
        filled=records_where(IS_FILLED),
    ),
    is_curve=True,
    along=("set", "field"),
    values=("field_completeness",),
    counts=("filled", "required"),
    part_of=("filled", "required"),
    says="Records with the field filled divided by records that must have it, per field of a set.",
    includes=(
        "Every record of the required sets; a field counts where the set asks for it: always, from "
        "a stage on, or once the record is done. Without a period: all records."
    ),
    differs=(
        "A space, a dash, a placeholder or one digit over and over is not filled. Of alternatives "
        "any one will do."
    ),
    source=_WILSON,
)

RECORD_COMPLETENESS = _of_checks(
    name="record_completeness",
    title="Record completeness",
    finish=per_set(
        share("complete", of="records"),
        complete=pl.col("records").filter(IS_COMPLETE).sum(),
        records=pl.col("records").sum(),
    ),
    is_curve=True,
    along=("set",),
    values=("record_completeness",),
    counts=("complete", "records"),
    part_of=("complete", "records"),
    says="Records with every field that their set requires divided by all records of the set.",
    includes="Every record of the required sets. Without a period: all records.",
    differs="Not the mean of the fields: a record that lacks one field is not complete.",
    source=_WILSON,
)

DATA_COMPLETENESS = _of_checks(
    name="data_completeness",
    title="Data completeness",
    spread={},
    sums={"complete": count_if(col("is_complete")), "records": count()},
    finish=share("complete", of="records"),
    values=("data_completeness",),
    counts=("complete", "records"),
    part_of=("complete", "records"),
    uses=("set", "is_complete", "day"),
    says="Records with every field that their set requires, of all records, all sets together.",
    includes="Every record of the required sets; one that two sets check counts in both.",
    differs="The sets are of unlike size: the number by set says where the gaps are.",
    source=_WILSON,
)

RECORD_COMPLETENESS_BY_AMOUNT = _of_checks(
    name="record_completeness_by_amount",
    title="Record completeness by open amount",
    requires=(
        Requirement(
            ~col("amount_at_stake").is_null(), "no open deal with an amount above zero behind it"
        ),
    ),
    sums={
        "amount": total("amount_at_stake"),
        "_squares": total_squares("amount_at_stake"),
    },
    finish=per_set(
        share_of_money("complete_amount", of="amount", squares="_squares"),
        complete_amount=pl.col("amount").filter(IS_COMPLETE).sum(),
        amount=pl.col("amount").sum(),
        _squares=pl.col("_squares").sum(),
    ),
    is_curve=True,
    along=("set",),
    values=("record_completeness_by_amount",),
    uses=("set", "states", "day", "amount_at_stake"),
    says="Open amount behind the complete records of a set divided by that behind all of them.",
    includes=(
        "Records with open deals: the deal itself, an activity's or a lead's deal, else the open "
        "deals of the account. Amounts are those of the deals open today."
    ),
    differs="A gap behind a big deal weighs more. One deal may stand behind several records.",
    source="Effective sample size: Kish (1965), Survey Sampling; interval: Wilson (1927).",
)

FIELD_VALIDITY = _of_checks(
    name="field_validity",
    title="Field validity",
    finish=per_field(
        share("valid", of="checked"),
        checked=records_where(IS_CHECKED),
        valid=records_where(IS_VALID),
    ),
    is_curve=True,
    along=("set", "field"),
    values=("field_validity",),
    counts=("valid", "checked"),
    part_of=("valid", "checked"),
    says="Values that would work divided by the values whose kind can be checked, per field.",
    includes=(
        "Filled fields of the required sets: e-mail addresses, telephone numbers in the country of "
        "the account, days that are possible and in order, amounts above zero."
    ),
    differs=(
        "No mail is sent and no number is called: an address may be well-formed and not exist."
    ),
    source="E-mail: email-validator; telephone: phonenumbers (libphonenumber). " + _WILSON,
)


def _is_overdue(window: Window) -> nw.Expr:
    return col("expected_day") < window.as_of_day


OVERDUE_OPEN_DEALS = Metric(
    name="overdue_open_deals",
    title="Open deals past their expected day",
    unit="share",
    better="lower",
    adds="none",
    table="deals",
    rows=col("outcome") == "open",
    day="created_day",
    day_says="the day the deal was entered",
    undated="no day of entry",
    requires=(Requirement(~col("expected_day").is_null(), "no expected day"),),
    marks={"is_overdue": _is_overdue},
    sums={"overdue": count_if(col("is_overdue")), "open": count()},
    finish=share("overdue", of="open"),
    default_period="all",
    values=("overdue_open_deals",),
    counts=("overdue", "open"),
    part_of=("overdue", "open"),
    uses=("outcome", "created_day", "expected_day"),
    value=col("amount"),
    value_title="Amount",
    value_unit="money",
    says="Open deals whose expected day has passed divided by open deals with an expected day.",
    includes="Deals open at as-of, by the day they were entered. Without a period: all.",
    differs="A deal that is expected today is not past its day yet.",
    source=_WILSON,
)

METRICS = (
    DATA_COMPLETENESS,
    FIELD_COMPLETENESS,
    RECORD_COMPLETENESS,
    RECORD_COMPLETENESS_BY_AMOUNT,
    FIELD_VALIDITY,
    OVERDUE_OPEN_DEALS,
)
