"""What people type into a CRM to get past a required field, and what they type by mistake."""

import email_validator
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_metrics.facts.countries import region_of
from crm_metrics.facts.fact import Deriving
from crm_metrics.facts.field_checks import field_check_facts
from crm_metrics.facts.filled import Placeholders
from crm_metrics.facts.valid import FILLED, INVALID, MISSING, VALID, Judge
from crm_metrics.required_sets import RequiredSet
from crm_metrics.settings import DEFAULT_PLACEHOLDERS, Business, Quality
from tests.literal import table
from tests.nasty_values import EMAILS, PHONES, TEXTS

VERDICTS = {MISSING: "missing", FILLED: "filled", VALID: "valid", INVALID: "invalid"}


def verdicts(rows, sets, **tables) -> list[str]:
    """What the facts say of the first field of the set, in the order of the records."""
    model = {name: frame.lazy() for name, frame in {**rows, **tables}.items()}
    quality = Quality(required={"asked": sets})
    pieces = list(field_check_facts(Deriving(model, Business(), quality)))
    checks = pl.concat(piece.rows for piece in pieces).sort("record_id")
    return [VERDICTS[state] for state in checks["states"]]


@pytest.fixture(scope="module")
def of_texts():
    rows = [
        {"contact_id": f"{n:03}", "last_name": text, "created_at": "2026-01-01"}
        for n, (text, _, _) in enumerate(TEXTS)
    ]
    return verdicts(
        {"contacts": table("contacts", rows)}, RequiredSet("contacts", (("last_name",),))
    )


@pytest.mark.parametrize("n", range(len(TEXTS)), ids=[f"{text!a}" for text, _, _ in TEXTS])
def test_a_text_is_filled_when_it_says_something(of_texts, n):
    text, expected, why = TEXTS[n]
    assert of_texts[n] == expected, f"{text!a}: {why}"


@pytest.fixture(scope="module")
def of_emails():
    rows = [
        {"contact_id": f"{n:03}", "email": text, "created_at": "2026-01-01"}
        for n, (text, _, _) in enumerate(EMAILS)
    ]
    return verdicts({"contacts": table("contacts", rows)}, RequiredSet("contacts", (("email",),)))


@pytest.mark.parametrize("n", range(len(EMAILS)), ids=[f"{text!a}" for text, _, _ in EMAILS])
def test_an_email_is_valid_when_mail_could_be_sent_to_it(of_emails, n):
    text, expected, why = EMAILS[n]
    assert of_emails[n] == expected, f"{text!a}: {why}"


@pytest.fixture(scope="module")
def of_phones():
    accounts = [
        {"account_id": f"A{n}", "name": "Acme", "country": country, "created_at": "2026-01-01"}
        for n, (_, country, _, _) in enumerate(PHONES)
    ]
    rows = [
        {"contact_id": f"{n:03}", "account_id": f"A{n}", "phone": text, "created_at": "2026-01-01"}
        for n, (text, _, _, _) in enumerate(PHONES)
    ]
    tables = {"contacts": table("contacts", rows), "accounts": table("accounts", accounts)}
    return verdicts(tables, RequiredSet("contacts", (("phone",),)))


@pytest.mark.parametrize("n", range(len(PHONES)), ids=[f"{p[0]!a} {p[1]!a}" for p in PHONES])
def test_a_phone_is_valid_when_it_could_be_dialled_in_the_country_of_the_account(of_phones, n):
    text, country, expected, why = PHONES[n]
    assert of_phones[n] == expected, f"{text!a} in {country}: {why}"


LABEL = st.from_regex(r"[a-z0-9-]{1,8}", fullmatch=True)


@given(
    name=st.from_regex(r"[A-Za-z0-9_.+'-]{1,40}", fullmatch=True),
    labels=st.lists(LABEL, min_size=1, max_size=4),
    end=st.sampled_from(["com", "de", "test", "local", "x", "c0m", "Museum", "arpa"]),
)
def test_the_short_way_for_plain_addresses_says_what_the_library_says(name, labels, end):
    address = f"{name}@{'.'.join((*labels, end))}"
    try:
        email_validator.validate_email(address, check_deliverability=False, strict=True)
        expected = VALID
    except email_validator.EmailNotValidError:
        expected = INVALID
    judge = Judge(Placeholders(()))
    assert judge.emails(pl.Series([address])).to_list() == [expected]


def test_placeholders_of_ones_own_replace_the_shipped_ones():
    texts = pl.Series(["тест", "n/a", "Ann"])
    own = Placeholders(("ТЕСТ",))
    frame = pl.DataFrame({"text": texts})
    assert frame.select(own.is_filled(pl.col("text"))).to_series().to_list() == [False, True, True]
    shipped = Placeholders(DEFAULT_PLACEHOLDERS)
    assert frame.select(shipped.is_filled(pl.col("text")))["text"].to_list() == [True, False, True]


@pytest.mark.parametrize(
    ("country", "region"),
    [
        ("Germany", "DE"),
        ("deutschland", "DE"),
        ("DE", "DE"),
        ("DEU", "DE"),
        (" ＤＥ ", "DE"),
        ("United States", "US"),
        ("U.S.A.", "US"),
        ("The Netherlands", "NL"),
        ("Россия", "RU"),
        ("États-Unis", "US"),
        ("Etats-Unis", "US"),
        ("日本", "JP"),
        ("Niger", "NE"),
        ("Nigeria", "NG"),
        ("", None),
        ("n/a", None),
        ("Germ", None),
    ],
)
def test_a_country_is_known_by_its_names_and_codes(country, region):
    assert region_of(country) == region


AMOUNTS = [(None, "missing"), (0, "invalid"), (-5, "invalid"), ("0.01", "valid"), (1e9, "valid")]


def test_an_amount_is_valid_above_zero_and_zero_is_filled():
    rows = [
        {"deal_id": f"{n}", "amount": amount, "outcome": "open", "created_at": "2026-01-01"}
        for n, (amount, _) in enumerate(AMOUNTS)
    ]
    found = verdicts({"deals": table("deals", rows)}, RequiredSet("deals", (("amount",),)))
    assert found == [expected for _, expected in AMOUNTS]


DATES = [
    (None, "missing"),
    ("2026-01-10", "valid"),
    ("2026-01-11", "valid"),
    ("2026-01-09", "invalid"),
    ("1970-01-01", "invalid"),
    ("2204-01-01", "invalid"),
]


@pytest.mark.parametrize("column", ["closed_at", "expected_close_on"])
def test_a_day_is_valid_when_it_is_possible_and_not_before_the_entry(column):
    rows = [
        {"deal_id": f"{n}", column: day, "outcome": "won", "created_at": "2026-01-10"}
        for n, (day, _) in enumerate(DATES)
    ]
    found = verdicts({"deals": table("deals", rows)}, RequiredSet("deals", ((column,),)))
    assert found == [expected for _, expected in DATES]


def test_numbers_and_truths_are_filled_when_they_are_there():
    rows = [
        {"activity_id": f"{n}", "duration_minutes": minutes, "kind": "call", "status": "done",
         "created_at": "2026-01-01"}
        for n, minutes in enumerate([None, 0.0, 30.0, -1.0, float("nan")])
    ]  # fmt: skip
    asked = RequiredSet("activities", (("duration_minutes",),))
    found = verdicts({"activities": table("activities", rows)}, asked)
    assert found == ["missing", "valid", "valid", "invalid", "missing"]
    rows = [
        {"contact_id": f"{n}", "email_opt_out": value, "created_at": "2026-01-01"}
        for n, value in enumerate([None, False, True])
    ]
    asked = RequiredSet("contacts", (("email_opt_out",),))
    found = verdicts({"contacts": table("contacts", rows)}, asked)
    assert found == ["missing", "filled", "filled"]
