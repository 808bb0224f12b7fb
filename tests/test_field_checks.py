"""Completeness: worked out by hand on a few meetings, contacts and deals, on every engine."""

from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest

from crm_metrics.calendar import Period
from crm_metrics.errors import (
    BadInputError,
    CrmMetricsError,
    NotMappedError,
    UnknownNameError,
)
from crm_metrics.facts import FACTS, derive
from crm_metrics.measure import measure, measure_all
from crm_metrics.metrics import quality
from crm_metrics.records import account_of_rows, rows_of, set_aside, set_aside_rows
from crm_metrics.required_sets import SHIPPED, RequiredSet
from crm_metrics.settings import Business, Crm, Quality, Settings
from crm_metrics.snapshot.refresh import refresh_facts
from crm_metrics.snapshot.tables import Tables
from crm_metrics.source import sync
from tests.databases import execute, sqlite_url
from tests.literal import table

AS_OF = date(2026, 4, 1)
MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))
NAMES = [metric.name for metric in quality.METRICS]
MEETINGS = Quality(required={"meetings": SHIPPED["meetings"]})

CONTACTS = [
    {"contact_id": "Ann", "first_name": "Ann", "last_name": "Berg", "email": "ann@example.com"},
    {"contact_id": "Bo", "first_name": "Bo", "last_name": "-", "phone": "+44 20 7946 0018"},
]


def meeting(
    name: str,
    status: str,
    contact: str | None = "Ann",
    *,
    due: str | None = "2026-03-10",
    **more: Any,
) -> dict[str, Any]:
    return {
        "activity_id": name,
        "kind": "meeting",
        "status": status,
        "contact_id": contact,
        "subject": name,
        "due_at": due,
        "done_at": due if status == "done" else None,
        "created_at": "2026-03-01",
        **more,
    }


# The golden: four meetings, three of them done. One done lacks its outcome, one has "-" as the
# client's last name, the planned one has no outcome yet.
GOLDEN = [
    meeting("demo", "done", outcome="Interested"),
    meeting("review", "done"),
    meeting("offer", "done", "Bo", outcome="Wants an offer"),
    meeting("contract", "planned", due="2026-05-04"),
]


def tables_of(required=MEETINGS, engine=None, *, business=None, **rows) -> Tables:
    frames = {
        name: table(name, [{"created_at": "2026-01-01", **row} for row in some])
        if name not in ("users", "pipelines", "exchange_rates")
        else table(name, some)
        for name, some in rows.items()
    }
    return Tables.from_model(frames, business or Business(), AS_OF, engine=engine, quality=required)


def golden_tables(engine=None) -> Tables:
    return tables_of(engine=engine, activities=GOLDEN, contacts=CONTACTS)


def only(required: RequiredSet) -> Quality:
    return Quality(required={"asked": required})


def counts(frame: pl.DataFrame) -> dict:
    return {row[0]: row[1:] for row in frame.drop("set").iter_rows()}


def filled(tables: Tables, **more) -> dict:
    """field → (filled, required)"""
    frame = measure("field_completeness", tables, **more)
    return counts(frame.select("set", "field", "filled", "required"))


def test_completeness_of_meetings(engine):
    tables = golden_tables(engine)
    assert filled(tables) == {
        "due_at": (4, 4),
        "contact.last_name": (3, 4),
        "contact.first_name": (4, 4),
        "contact.email or contact.phone": (4, 4),
        "subject": (4, 4),
        "outcome": (2, 3),
    }
    records = measure("record_completeness", tables)
    assert records.columns == [
        "set",
        "complete",
        "records",
        "record_completeness",
        "record_completeness_low",
        "record_completeness_high",
    ]
    assert records.row(0)[:4] == ("meetings", 2, 4, 0.5)
    # Wilson's interval of 2 of 4: the roots θ of (p − θ)² = z²·θ(1 − θ)/n.
    assert records.row(0)[4:] == pytest.approx((0.150039, 0.849961), abs=5e-7)
    validity = measure("field_validity", tables)
    assert validity.select("field", "valid", "checked").rows() == [
        ("due_at", 4, 4),
        ("contact.email or contact.phone", 4, 4),
    ]


def test_the_columns_of_field_completeness():
    assert measure("field_completeness", golden_tables()).columns == [
        "set",
        "field",
        "filled",
        "required",
        "field_completeness",
        "field_completeness_low",
        "field_completeness_high",
    ]


def test_groups_periods_filters_and_comparisons_agree_on_every_engine(engine):
    rows = [{**row, "owner_id": "ana" if n % 2 else "bo"} for n, row in enumerate(GOLDEN)]
    users = [
        {"user_id": "ana", "name": "Ana", "team": "North"},
        {"user_id": "bo", "name": "Bo", "team": "South"},
    ]
    tables = tables_of(engine=engine, activities=rows, contacts=CONTACTS, users=users)
    by_team = measure("record_completeness", tables, by=["team"])
    assert by_team.select("team", "set", "complete", "records").rows() == [
        ("North", "meetings", 1, 2),
        ("South", "meetings", 1, 2),
    ]
    # What is due after as-of counts on the day of its entry.
    by_month = measure("record_completeness", tables, by=["month"])
    assert by_month.select("month", "records").rows() == [(date(2026, 3, 1), 4)]
    by_day = measure("record_completeness", tables, MARCH, by=["day", "set"])
    assert by_day.select("day", "set", "records").rows() == [
        (date(2026, 3, 1), "meetings", 1),
        (date(2026, 3, 10), "meetings", 3),
    ]
    assert filled(tables, where={"owner": ["Ana"]})["outcome"] == (0, 1)
    compared = measure("record_completeness", tables, MARCH, compare=["previous"])
    row = compared.row(0, named=True)
    assert row["record_completeness_previous"] is None
    assert row["record_completeness_previous_change"] is None


def test_before_a_meeting_was_done_its_outcome_was_not_asked_for(engine):
    tables = golden_tables(engine)
    assert filled(tables, as_of=date(2026, 3, 9))["subject"] == (4, 4)
    assert "outcome" not in filled(tables, as_of=date(2026, 3, 9))
    assert filled(tables, as_of=date(2026, 3, 10))["outcome"] == (2, 3)
    assert filled(tables, as_of=date(2026, 2, 28)) == {}
    planned = measure(
        "record_completeness", tables, as_of=date(2026, 3, 9), where={"status": ["planned"]}
    )
    assert planned["records"].to_list() == [4]


def test_records_are_listed_with_what_is_missing():
    tables = golden_tables()
    listed = rows_of("record_completeness", tables)
    assert listed.select("id", "name", "day", "value").sort("id").rows() == [
        ("contract", "contract", date(2026, 3, 1), None),
        ("demo", "demo", date(2026, 3, 10), None),
        ("offer", "offer", date(2026, 3, 10), "contact.last_name"),
        ("review", "review", date(2026, 3, 10), "outcome"),
    ]


def test_records_of_several_tables_are_listed_with_their_names_and_links():
    required = Quality(
        required={
            "people": RequiredSet("contacts", (("phone",),)),
            "firms": RequiredSet("accounts", (("phone",),)),
        }
    )
    tables = tables_of(
        required, contacts=CONTACTS, accounts=[{"account_id": "Acme", "name": "Acme Ltd"}]
    )
    object.__setattr__(tables, "record_url", {"accounts": "https://crm/{account_id}"})
    listed = rows_of("field_completeness", tables).sort("id")
    assert listed.select("id", "name", "url", "value").rows() == [
        ("Acme", "Acme Ltd", "https://crm/Acme", "phone"),
        ("Ann", "Ann Berg", None, "phone"),
        ("Bo", "Bo -", None, None),
    ]


def test_every_candidate_is_used_outside_or_set_aside():
    deals = [
        {"deal_id": "open", "outcome": "open", "amount": 100, "expected_close_on": "2026-03-01"},
        {"deal_id": "bare", "outcome": "open"},
        {"deal_id": "lost", "outcome": "lost", "closed_at": "2026-02-01", "amount": 5},
    ]
    tables = tables_of(Quality(), deals=deals, activities=GOLDEN, contacts=CONTACTS)
    for name in NAMES:
        for period in (None, MARCH):
            account = account_of_rows(name, tables, period)
            parts = account["used"] + account["outside"] + account["set_aside"]
            assert account["candidates"] == parts, name
            assert account["used"] == rows_of(name, tables, period).height, name
            assert account["set_aside"] == set_aside(name, tables, period)["count"].sum(), name
            assert account["set_aside"] == set_aside_rows(name, tables, period).height, name
    reasons = dict(set_aside("record_completeness_by_amount", tables).iter_rows())
    # Four meetings, two contacts, the bare deal, the lost one once for each of its two sets.
    assert reasons == {"no open deal with an amount above zero behind it": 9}


def test_completeness_weighted_by_the_open_amount():
    deals = [
        {"deal_id": "big", "outcome": "open", "amount": 900, "name": "Big"},
        {"deal_id": "small", "outcome": "open", "amount": 100},
        {"deal_id": "won", "outcome": "won", "amount": 500, "closed_at": "2026-02-01"},
        {"deal_id": "free", "outcome": "open", "amount": 0},
        {"deal_id": "owed", "outcome": "open", "amount": -50},
    ]
    tables = tables_of(only(RequiredSet("deals", (("name",),))), deals=deals)
    row = measure("record_completeness_by_amount", tables).row(0, named=True)
    assert (row["complete_amount"], row["amount"]) == (900, 1000)
    assert row["record_completeness_by_amount"] == 0.9
    # n_eff = 1000² ÷ (900² + 100²) = 1.2195122; Wilson with 0.9 of it.
    assert row["record_completeness_by_amount_low"] == pytest.approx(0.195767, abs=5e-7)
    assert row["record_completeness_by_amount_high"] == pytest.approx(0.997004, abs=5e-7)


def amounts(tables: Tables) -> dict:
    checks = tables.engine.collect([tables.fact("field_checks", AS_OF)])[0]
    return dict(checks.select("record_id", pl.col("amount_at_stake") / 10_000).iter_rows())


def test_the_amount_at_stake_is_that_of_the_deals_behind_a_record():
    euro, yen = {"currency": "EUR"}, {"currency": "JPY"}
    deals = [
        {"deal_id": "one", "account_id": "Acme", "outcome": "open", "amount": 100},
        {"deal_id": "two", "account_id": "Acme", "outcome": "open", "amount": 30},
        {"deal_id": "won", "account_id": "Acme", "outcome": "won", "amount": 7},
        {"deal_id": "euro", "account_id": "Best", "outcome": "open", "amount": 10} | euro,
        {"deal_id": "yen", "account_id": "Best", "outcome": "open", "amount": 10} | yen,
    ]
    name = (("name",),)
    required = Quality(
        required={
            "deals": RequiredSet("deals", name),
            "accounts": RequiredSet("accounts", name),
            "contacts": RequiredSet("contacts", (("email",),)),
            "leads": RequiredSet("leads", name),
            "activities": RequiredSet("activities", (("subject",),)),
        }
    )
    tables = tables_of(
        required,
        deals=deals,
        accounts=[{"account_id": name, "name": name} for name in ("Acme", "Best", "None")],
        contacts=[{"contact_id": "Ann", "account_id": "Acme"}, {"contact_id": "Bo"}],
        leads=[{"lead_id": "lead", "deal_id": "two", "account_id": "Acme"}],
        activities=[
            meeting("call", "done", deal_id="one", account_id="Acme"),
            meeting("visit", "done", account_id="Acme"),
        ],
        exchange_rates=[{"currency": "EUR", "valid_from": "2020-01-01", "rate": "1.5"}],
    )
    assert amounts(tables) == {
        "one": 100,
        "two": 30,
        "won": None,
        "euro": 15,
        "yen": None,
        "Acme": 130,
        "Best": 15,
        "None": None,
        "Ann": 130,
        "Bo": None,
        "lead": 30,
        "call": 100,
        "visit": None,
    }


def test_labels_come_from_the_record_else_from_its_deal_and_account():
    required = Quality(
        required={
            "calls": RequiredSet("activities", (("subject",),)),
            "firms": RequiredSet("accounts", (("name",),)),
        }
    )
    tables = tables_of(
        required,
        activities=[
            meeting("of a deal", "done", deal_id="one", account_id="Acme", owner_id="ana"),
            meeting("of an account", "done", account_id="Acme", owner_id="gone"),
        ],
        deals=[{"deal_id": "one", "source": "Fair", "stage": "Offer", "pipeline": "New",
                "outcome": "open"}],
        accounts=[{"account_id": "Acme", "name": "Acme", "source": "Web", "segment": "Small",
                   "industry": "Food", "country": "Spain"}],
        users=[{"user_id": "ana", "name": "Ana", "team": "North", "region": "EMEA"}],
    )  # fmt: skip
    checks = tables.engine.collect([tables.fact("field_checks", AS_OF)])[0].sort("record_id")
    columns = ("record_id", "source", "segment", "country", "stage", "pipeline", "owner_id", "team")
    assert checks.select(columns).rows() == [
        ("Acme", "Web", "Small", "Spain", None, None, None, None),
        ("of a deal", "Fair", "Small", "Spain", "Offer", "New", "ana", "North"),
        ("of an account", "Web", "Small", "Spain", None, None, "gone", None),
    ]
    for name in ("owner_id", "team", "region"):
        assert checks[name].equals(checks[f"{name}_now"])


def test_a_field_may_be_required_from_a_stage_on():
    pipelines = [
        {"pipeline": pipeline, "stage": stage, "position": position, "outcome": outcome}
        for pipeline, stages in {
            "New": ["First", "Offer", "Talks"],
            "Old": ["Offer", "First"],
            "Other": ["Start"],
        }.items()
        for position, (stage, outcome) in enumerate(
            [(stage, "open") for stage in stages] + [("Lost", "lost")]
        )
    ]
    deals = [
        {"deal_id": f"{pipeline} {stage}", "pipeline": pipeline, "stage": stage, "outcome": outcome}
        for pipeline, stage, outcome in [
            ("New", "First", "open"),
            ("New", "Offer", "open"),
            ("New", "Talks", "open"),
            ("Old", "First", "open"),
            ("Other", "Start", "open"),
            ("Other", "Lost", "lost"),
            ("New", "Gone", "open"),
        ]
    ]
    asked = RequiredSet("deals", (("stage",), ("amount",)), from_stage={"amount": "Offer"})
    tables = tables_of(only(asked), deals=deals, pipelines=pipelines)
    # In the pipeline Old, First comes behind Offer; Other has no Offer, and its deal is lost.
    assert filled(tables) == {"stage": (7, 7), "amount": (0, 4)}
    missing = rows_of("record_completeness", tables).filter(pl.col("value").is_not_null())
    assert sorted(missing["id"]) == ["New Offer", "New Talks", "Old First", "Other Lost"]


def test_a_set_may_be_for_some_records_only():
    deals = [
        {"deal_id": "lost", "outcome": "lost", "closed_at": "2026-02-01", "loss_reason": "Price"},
        {"deal_id": "lost silently", "outcome": "lost", "closed_at": "2026-03-01"},
        {"deal_id": "open", "outcome": "open"},
    ]
    tables = tables_of(Quality(required={"lost_deals": SHIPPED["lost_deals"]}), deals=deals)
    assert filled(tables) == {"loss_reason": (1, 2)}
    # Before it was lost, a deal was none of the lost ones.
    assert filled(tables, as_of=date(2026, 2, 28)) == {"loss_reason": (1, 1)}
    several = only(RequiredSet("deals", (("loss_reason",),), {"outcome": ("lost", "open")}))
    assert filled(tables_of(several, deals=deals)) == {"loss_reason": (1, 3)}


@pytest.mark.parametrize(
    ("value", "expected"), [(True, 1), (False, 2)], ids=["automatic", "by a person"]
)
def test_a_set_may_depend_on_truths(value, expected):
    flags = [True, False, False, None]
    rows = [meeting(f"{n}", "done", is_automatic=flag) for n, flag in enumerate(flags)]
    asked = only(RequiredSet("activities", (("subject",),), {"is_automatic": value}))
    assert filled(tables_of(asked, activities=rows)) == {"subject": (expected, expected)}


def test_a_path_through_a_link_that_leads_nowhere_is_missing():
    rows = [
        meeting("known", "planned", "Ann"),
        meeting("of nobody", "planned", None),
        meeting("of a deleted contact", "planned", "Zoe"),
    ]
    asked = only(RequiredSet("activities", (("contact.email",), ("owner.email", "contact.email"))))
    tables = tables_of(asked, activities=rows, contacts=CONTACTS)
    # Users are not mapped: what remains of the alternatives is the contact's e-mail.
    assert filled(tables) == {"contact.email": (1, 3), "owner.email or contact.email": (1, 3)}


def test_a_field_of_a_table_that_is_not_mapped_is_not_asked_for():
    asked = only(RequiredSet("activities", (("subject",), ("contact.email",))))
    assert filled(tables_of(asked, activities=GOLDEN)) == {"subject": (4, 4)}
    nothing_left = only(RequiredSet("activities", (("contact.email",),)))
    with pytest.raises(NotMappedError):
        measure("field_completeness", tables_of(nothing_left, activities=GOLDEN))


def test_a_field_that_the_mapping_does_not_give_is_not_asked_for(tmp_path):
    url = sqlite_url(tmp_path)
    execute(url, "create table contacts (contact_id, last_name, tier, created_at)")
    execute(
        url, "create table activities (activity_id, kind, status, contact_id, subject, created_at)"
    )
    execute(url, "insert into contacts values ('Ann', 'Berg', 'gold', '2026-01-01')")
    execute(
        url, "insert into activities values ('demo', 'meeting', 'done', 'Ann', null, '2026-01-01')"
    )

    def synced(required: RequiredSet) -> Tables:
        place = tmp_path / "snapshots"
        settings = Settings(crm=Crm(url), snapshot_path=place, quality=only(required))
        snapshot = sync(settings, now=datetime(2026, 4, 1, tzinfo=UTC))
        # The settings as the manifest keeps them are the settings: nothing is to be made again.
        assert refresh_facts(settings).id == snapshot.id
        return Tables.open(snapshot, settings.business)

    tables = synced(SHIPPED["meetings"])
    # No due day, no first name, no e-mail or phone, no outcome: this CRM has none of them.
    assert filled(tables) == {"contact.last_name": (1, 1), "subject": (0, 1)}
    assert filled(synced(RequiredSet("contacts", (("tier",),)))) == {"tier": (1, 1)}
    with pytest.raises(CrmMetricsError, match="Did you mean 'tier'"):
        synced(RequiredSet("contacts", (("teir",),)))


def test_paths_lead_to_every_linked_table():
    asked = only(
        RequiredSet(
            "activities",
            (("account.phone",), ("owner.email",), ("deal.amount",), ("lead.email",)),
        )
    )
    tables = tables_of(
        asked,
        activities=[
            meeting("m", "done", account_id="a", owner_id="o", deal_id="d", lead_id="l"),
            meeting("n", "done", account_id="b", owner_id="p", deal_id="e", lead_id="k"),
        ],
        accounts=[
            {"account_id": "a", "name": "a", "phone": "020 7946 0018", "country": "UK"},
            {"account_id": "b", "name": "b", "phone": "020 7946 0018"},
        ],
        users=[
            {"user_id": "o", "name": "o", "email": "o@example.com"},
            {"user_id": "p", "name": "p", "email": "p@"},
        ],
        deals=[
            {"deal_id": "d", "outcome": "open", "amount": 5},
            {"deal_id": "e", "outcome": "open", "amount": 0},
        ],
        leads=[{"lead_id": "l", "email": "l@example.com"}, {"lead_id": "k", "email": "k"}],
    )
    names = ("account.phone", "owner.email", "deal.amount", "lead.email")
    assert filled(tables) == dict.fromkeys(names, (2, 2))
    frame = measure("field_validity", tables).select("set", "field", "valid", "checked")
    assert counts(frame) == dict.fromkeys(names, (1, 2))


def test_of_alternatives_the_one_that_works_counts():
    contacts = [
        {"contact_id": "1", "email": "broken", "phone": "+44 20 7946 0018"},
        {"contact_id": "2", "email": "broken"},
        {"contact_id": "3", "email": "broken", "job_title": "Buyer"},
        {"contact_id": "4"},
    ]
    asked = only(RequiredSet("contacts", (("email", "phone", "job_title"),)))
    tables = tables_of(asked, contacts=contacts)
    frame = measure("field_validity", tables).select("valid", "checked")
    assert frame.rows() == [(1, 2)]
    assert filled(tables) == {"email or phone or job_title": (3, 4)}


def test_own_fields_of_a_mapping_may_be_required_and_misspelled_ones_are_an_error():
    contacts = table(
        "contacts",
        [
            {"contact_id": "1", "created_at": "2026-01-01", "tier": "gold", "work_email": "a@b"},
            {"contact_id": "2", "created_at": "2026-01-01", "tier": "n/a", "work_email": "a@b.de"},
        ],
    )
    asked = only(RequiredSet("contacts", (("tier",), ("work_email",)), {"tier": ("gold", "n/a")}))
    tables = Tables.from_model({"contacts": contacts}, Business(), AS_OF, quality=asked)
    assert filled(tables) == {"tier": (1, 2), "work_email": (2, 2)}
    assert measure("field_validity", tables).select("valid", "checked").rows() == [(1, 2)]
    in_fields = RequiredSet("contacts", (("teir",),))
    in_when = RequiredSet("contacts", (("tier",),), {"teir": "gold"})
    for wrong in (in_fields, in_when):
        with pytest.raises(UnknownNameError, match="Did you mean 'tier'"):
            Tables.from_model({"contacts": contacts}, Business(), AS_OF, quality=only(wrong))


NAMES_IN_USE = [
    "day",
    "is_done",
    "states",
    "set",
    "missing",
    "status",
    "amount_at_stake",
    "kind",
    "record_id",
]


@pytest.mark.parametrize("name", NAMES_IN_USE)
def test_an_own_field_may_have_any_name(name):
    deals = [
        {"deal_id": "big", "outcome": "open", "amount": 5, "created_at": "2026-01-01", name: "x"},
        {"deal_id": "bare", "outcome": "won", "created_at": "2026-01-01", name: None},
        {"deal_id": "lost", "outcome": "lost", "created_at": "2026-01-01", name: "y"},
    ]
    asked = only(RequiredSet("deals", ((name,), ("amount",)), {name: ("x", "y")}))
    tables = Tables.from_model({"deals": table("deals", deals)}, Business(), AS_OF, quality=asked)
    assert filled(tables) == {name: (2, 2), "amount": (1, 2)}
    assert amounts(tables) == {"big": 5, "lost": None}


def test_without_records_there_are_no_rows_and_the_columns_are_the_same(engine):
    empty = {"activities": [], "contacts": [], "deals": []}
    nothing = tables_of(Quality(), engine, **empty)
    deals = [{"deal_id": "1", "outcome": "open"}]
    full = tables_of(Quality(), engine, activities=GOLDEN, contacts=CONTACTS, deals=deals)
    for metric in quality.METRICS:
        for by in ([], ["team"]):
            found = measure(metric, nothing, by=by)
            assert found.schema == measure(metric, full, by=by).schema, metric.name
            assert found.height == (0 if metric.is_curve or by else 1), metric.name


def test_without_any_table_it_says_what_is_not_mapped():
    with pytest.raises(NotMappedError, match="contacts"):
        measure("record_completeness", tables_of(users=[]))


def test_measured_together_equals_measured_alone():
    tables = tables_of(
        Quality(), activities=GOLDEN, contacts=CONTACTS, deals=[{"deal_id": "1", "outcome": "open"}]
    )
    for by in ([], ["team"], ["month"], ["source", "owner"]):
        together = measure_all(NAMES, tables, by=by)
        for name in NAMES:
            assert together[name].equals(measure(name, tables, by=by)), (name, by)


def test_a_field_is_a_column_of_the_answer_not_a_filter():
    with pytest.raises(UnknownNameError, match="no field 'field'"):
        measure("field_completeness", golden_tables(), where={"field": ["subject"]})
    with pytest.raises(BadInputError, match="expected a list"):
        measure("field_completeness", golden_tables(), where={"set": "meetings"})


def test_open_deals_past_their_expected_day(engine):
    deals = [
        {"deal_id": "late", "outcome": "open", "expected_close_on": "2026-03-31"},
        {"deal_id": "today", "outcome": "open", "expected_close_on": "2026-04-01"},
        {"deal_id": "later", "outcome": "open", "expected_close_on": "2026-05-01"},
        {"deal_id": "ever", "outcome": "open"},
        {"deal_id": "won", "outcome": "won", "closed_at": "2026-03-02",
         "expected_close_on": "2026-03-01"},
    ]  # fmt: skip
    tables = tables_of(engine=engine, deals=deals)
    assert measure("overdue_open_deals", tables).row(0)[:3] == (1, 3, pytest.approx(1 / 3))
    assert set_aside("overdue_open_deals", tables).rows() == [("no expected day", 1)]
    # On 1 March the won deal was open, and not late yet.
    before = measure("overdue_open_deals", tables, as_of=date(2026, 3, 1))
    assert before.row(0)[:2] == (0, 4)


def test_the_day_is_that_of_the_business_time_zone():
    rows = [meeting("late", "planned", due=None)]
    tables = Tables.from_model(
        {
            "activities": table("activities", rows).with_columns(
                created_at=pl.lit("2026-03-01 03:30").str.to_datetime(time_zone="UTC")
            ),
            "contacts": table("contacts", []),
        },
        Business(timezone="America/New_York"),
        AS_OF,
        quality=MEETINGS,
    )
    assert rows_of("record_completeness", tables)["day"].to_list() == [date(2026, 2, 28)]


def test_no_personal_data_is_in_the_fact():
    checks = golden_tables().engine.collect([golden_tables().fact("field_checks", AS_OF)])[0]
    texts = {text for column in checks.select(pl.col(pl.String)) for text in column if text}
    for row in CONTACTS:
        assert not texts & {row["last_name"], row.get("email"), row.get("phone")}
    assert not any("@" in text for text in texts)


def test_facts_made_in_many_batches_on_disk_are_the_facts_made_at_once(tmp_path, monkeypatch):
    contacts = [
        {"contact_id": f"C{n}", "account_id": f"A{n % 5}", "phone": f"020 7946 00{n % 30:02}",
         "email": f"{n}@example.com" if n % 3 else "n/a", "created_at": "2026-01-01"}
        for n in range(60)
    ]  # fmt: skip
    accounts = [
        {"account_id": f"A{n}", "name": f"A{n}", "country": "UK", "created_at": "2026-01-01"}
        for n in range(5)
    ]
    activities = [meeting(f"{n:03}", "done", f"C{n % 70}", owner_id="ana") for n in range(200)]
    frames = {"contacts": contacts, "accounts": accounts, "activities": activities}
    for name, rows in frames.items():
        table(name, rows).write_parquet(tmp_path / f"{name}.parquet")

    def derived(name):
        entries = derive(tmp_path, tmp_path / name, Business(), Quality())
        rows = pl.read_parquet(tmp_path / name / "field_checks.parquet")
        texts = pl.col(pl.Categorical).cast(pl.String)
        return entries["field_checks"], rows.with_columns(texts).sort("set", "record_id")

    entry, whole = derived("whole")
    monkeypatch.setattr("crm_metrics.facts.field_states.ROWS_AT_ONCE", 7)
    entry_of_batches, in_batches = derived("batches")
    assert whole.equals(in_batches)
    assert entry == entry_of_batches
    assert entry["rows"] == whole.height == 265
    assert list(whole.schema) == list(FACTS["field_checks"].columns)
