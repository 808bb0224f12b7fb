"""Settings are checked when they are read; an error says what was given and expected."""

import re
from datetime import date
from pathlib import Path

import pytest

from crm_metrics.errors import BadInputError, UnknownNameError
from crm_metrics.required_sets import SHIPPED, RequiredSet
from crm_metrics.settings import PROJECT, Business, Crm, Settings, read_settings
from crm_metrics.source import init
from tests.databases import execute, sqlite_url


def read(folder: Path, text: str, environment: dict[str, str] | None = None) -> Settings:
    file = folder / "crm.toml"
    file.write_text(text, "utf-8")
    return read_settings(file, environment or {})


def test_without_a_file_the_defaults_hold() -> None:
    found = read_settings(None, {})
    assert found == Settings()
    assert found.crm.queries == PROJECT / "queries" / "native"
    assert found.crm.timezone == "UTC"
    assert (found.crm.statement_timeout_seconds, found.crm.attempts) == (3600, 3)
    assert found.snapshot_path == PROJECT / "data" / "snapshots"
    business = found.business
    assert (business.timezone, business.currency) == ("UTC", "USD")
    assert (business.week_starts_on, business.fiscal_month) == ("monday", 1)
    assert business.working_days == ("monday", "tuesday", "wednesday", "thursday", "friday")
    assert (business.reactivation_gap_days, business.gross_margin) == (30, 1.0)
    assert business.inactive_after_days == 365
    assert business.as_of is None
    assert len(found.quality.placeholders) == 10
    assert found.quality.consent_required is False


def test_every_setting_is_read(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    found = read(
        tmp_path,
        """
        [crm]
        url = "postgresql://reader@host/crm"
        queries = "mine"
        record_url = { deals = "https://crm.example.com/{deal_id}" }
        timezone = "Asia/Kolkata"
        statement_timeout_seconds = 0
        attempts = 5
        [snapshot]
        path = "copy"
        [business]
        timezone = "America/Los_Angeles"
        currency = "eur"
        week_starts_on = "Sunday"
        fiscal_year_starts_in = "april"
        working_days = ["sunday", "monday"]
        holidays = ["2024-12-25", 2024-01-01]
        reactivation_gap_days = 60
        inactive_after_days = 120
        gross_margin = 0.8
        as_of = "2017-12-31"
        complete_since = { deals = "2017-03-01" }
        [quality]
        placeholders = ["?"]
        consent_required = true
        [quality.required.meetings]
        entity = "activities"
        when = { kind = "meeting" }
        fields = ["due_at", ["contact.email", "contact.phone"]]
        fields_when_done = ["outcome"]
        """,
    )
    assert found.crm.queries == tmp_path / "mine"
    assert found.crm.timezone == "Asia/Kolkata"
    assert (found.crm.statement_timeout_seconds, found.crm.attempts) == (0, 5)
    assert found.snapshot_path == tmp_path / "copy"
    assert found.business == Business(
        timezone="America/Los_Angeles",
        currency="EUR",
        week_starts_on="sunday",
        fiscal_year_starts_in="april",
        working_days=("sunday", "monday"),
        holidays=(date(2024, 1, 1), date(2024, 12, 25)),
        reactivation_gap_days=60,
        inactive_after_days=120,
        gross_margin=0.8,
        as_of=date(2017, 12, 31),
        complete_since={"deals": date(2017, 3, 1)},
    )
    assert found.business.fiscal_month == 4
    assert found.quality.placeholders == ("?",)
    assert found.quality.consent_required is True
    assert found.quality.required == {
        **SHIPPED,
        "meetings": RequiredSet(
            entity="activities",
            fields=(("due_at",), ("contact.email", "contact.phone")),
            when={"kind": "meeting"},
            fields_when_done=(("outcome",),),
        ),
    }


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    text = (
        '[crm]\nurl = "sqlite:///file.db"\nrecord_url = { deals = "x/{deal_id}" }\nattempts = 2\n'
        'timezone = "Asia/Kolkata"\n'
    )
    anchored = f"sqlite:///{tmp_path / 'file.db'}"
    assert read(tmp_path, text).crm.url == anchored
    found = read(tmp_path, text, {"CRM_URL": " sqlite:///environment.db "})
    assert found.crm.url == "sqlite:///environment.db"
    assert found.crm.record_url == {"deals": "x/{deal_id}"}
    assert found.crm.timezone == "Asia/Kolkata"
    assert found.crm.attempts == 2
    assert read(tmp_path, text, {"CRM_URL": " "}).crm.url == anchored
    assert read_settings(None, {"CRM_URL": "sqlite:///x.db"}).crm.url == "sqlite:///x.db"


def test_a_shipped_mapping_is_found_from_any_folder(tmp_path: Path) -> None:
    found = read(tmp_path, '[crm]\nqueries = "queries/native"\n')
    assert found.crm.queries == PROJECT / "queries" / "native"


def test_the_url_is_not_in_the_repr() -> None:
    assert "s3cret" not in repr(Settings(crm=Crm("postgresql://u:s3cret@h/x")))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[bussiness]", "no settings section 'bussiness'. Did you mean 'business'?"),
        ('[crm]\nurI = "x"', "no setting in [crm] 'urI'. Did you mean 'url'?"),
        ('[snapshot]\npaths = "x"', "no setting in [snapshot] 'paths'. Did you mean 'path'?"),
        ("[business]\ntime_zone = 1", "'time_zone'. Did you mean 'timezone'?"),
        ("[quality]\nplaceholder = []", "Did you mean 'placeholders'?"),
        ('[crm]\nrecord_url = { deal = "x" }', "'deal'. Did you mean 'deals'?"),
        ('[quality.required.x]\nentity = "deal"', "'deal'. Did you mean 'deals'?"),
        ('[quality.required.x]\nentity = "deals"\nfeilds = []', "Did you mean 'fields'?"),
        ('[business]\ncomplete_since = { deal = "2017-01-01" }', "Did you mean 'deals'?"),
    ],
)
def test_an_unknown_key_is_an_error_with_the_nearest(
    text: str, sentence: str, tmp_path: Path
) -> None:
    with pytest.raises(UnknownNameError) as caught:
        read(tmp_path, text)
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('timezone = "Europe/Berln"', "Did you mean 'Europe/Berlin'?"),
        ('currency = "dollar"', "expected an ISO 4217 code such as USD"),
        ('week_starts_on = "mon"', "business.week_starts_on is 'mon', which does not exist"),
        ('fiscal_year_starts_in = "Febuary"', "Did you mean 'february'?"),
        ("working_days = []", "expected at least one weekday"),
        ('working_days = "monday"', "expected a list"),
        ('holidays = ["25.12.2024"]', "expected a day as YYYY-MM-DD"),
        ('holidays = "Atlantis"', "country code such as DE"),
        ("reactivation_gap_days = -1", "expected whole days, 0 or more"),
        ("reactivation_gap_days = true", "expected whole days, 0 or more"),
        ("inactive_after_days = 0", "expected whole days from 1 to 36500"),
        ("inactive_after_days = 36501", "expected whole days from 1 to 36500"),
        ("inactive_after_days = 90.0", "expected whole days from 1 to 36500"),
        ("inactive_after_days = true", "expected whole days from 1 to 36500"),
        ("gross_margin = 80", "expected a share from 0 to 1"),
        ('gross_margin = "all"', "expected a share from 0 to 1"),
        ('as_of = "yesterday"', "expected a day as YYYY-MM-DD"),
        ("timezone = 1", "expected a text"),
        ('complete_since = "2017"', "expected { deals ="),
    ],
)
def test_a_wrong_value_is_one_sentence(line: str, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(BadInputError) as caught:
        read(tmp_path, f"[business]\n{line}\n")
    said = str(caught.value)
    assert sentence in said
    assert "\n" not in said


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ('"Asia/Kolkatta"', "crm.timezone is 'Asia/Kolkatta', which does not exist. Did you mean"),
        ('"localtime"', "crm.timezone is 'localtime', which does not exist."),
        ('"+05:30"', "crm.timezone is '+05:30', which does not exist."),
        ("5", "expected a text"),
    ],
)
def test_a_wrong_time_zone_of_the_crm_is_one_sentence(
    value: str, sentence: str, tmp_path: Path
) -> None:
    with pytest.raises(BadInputError) as caught:
        read(tmp_path, f"[crm]\ntimezone = {value}\n")
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("statement_timeout_seconds = -1", "is -1; expected a whole number from 0 to 86400"),
        ("statement_timeout_seconds = 1.5", "expected a whole number from 0 to 86400"),
        ('statement_timeout_seconds = "60"', "expected a whole number from 0 to 86400"),
        ("attempts = 0", "crm.attempts is 0; expected a whole number from 1 to 10"),
        ("attempts = true", "expected a whole number from 1 to 10"),
        ("atempts = 2", "Did you mean 'attempts'?"),
    ],
)
def test_a_wrong_patience_is_one_sentence(line: str, sentence: str, tmp_path: Path) -> None:
    with pytest.raises((BadInputError, UnknownNameError)) as caught:
        read(tmp_path, f"[crm]\n{line}\n")
    assert sentence in str(caught.value)


def test_consent_is_required_or_not(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"consent_required is 'yes'; expected true or false"):
        read(tmp_path, '[quality]\nconsent_required = "yes"\n')


@pytest.mark.parametrize("text", ["[crm", "crm = 1", "x = \xff", "[crm]\nurl = 1"])
def test_a_file_that_cannot_be_read_is_one_sentence(text: str, tmp_path: Path) -> None:
    file = tmp_path / "crm.toml"
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises((BadInputError, UnknownNameError)) as caught:
        read_settings(file, {})
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_a_folder_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"no settings file at .*; 'init' writes one"):
        read_settings(tmp_path / "none.toml", {})
    with pytest.raises(BadInputError, match="is a folder"):
        read_settings(tmp_path, {})


def test_a_country_stands_for_its_holidays(tmp_path: Path) -> None:
    assert read(tmp_path, '[business]\nholidays = "de"\n').business.holidays == "DE"


def test_init_writes_the_defaults_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "crm.toml"
    begun = init(file, {})
    assert begun.path == file
    found = read_settings(file, {})
    assert (found.crm, found.business, found.quality) == (
        Settings().crm,
        Settings().business,
        Settings().quality,
    )
    assert "CRM_URL is not set" in str(begun)


def test_every_line_of_the_written_file_can_be_switched_on(tmp_path: Path) -> None:
    file = tmp_path / "crm.toml"
    init(file, {})
    comment = re.compile(r"^# (?=url = \"sqlite|[a-z_]+ = (?!\"(?:postgresql|mariadb))|\[)", re.M)
    switched_on = comment.sub("", file.read_text("utf-8"))
    found = read(tmp_path, switched_on)
    assert found.crm.url == f"sqlite:///{tmp_path / 'crm.db'}"
    assert found.business == Business(complete_since={"deals": date(2017, 3, 1)})
    assert found.quality.placeholders == Settings().quality.placeholders
    assert found.quality.required["meetings"].entity == "activities"
    fields = {line.split(" = ")[0] for line in switched_on.splitlines() if " = " in line}
    assert set(Business.__dataclass_fields__) <= fields
    # A mapping is chosen by what init finds; the URL is written in three ways.
    assert {name for name in Crm.__dataclass_fields__ if name != "queries"} <= fields | {"url"}


def test_init_never_overwrites(tmp_path: Path) -> None:
    file = tmp_path / "crm.toml"
    file.write_text("mine")
    with pytest.raises(BadInputError, match="exists already"):
        init(file, {})
    assert file.read_text() == "mine"
    with pytest.raises(BadInputError, match="cannot be written"):
        init(tmp_path / "none" / "crm.toml", {})


def test_init_says_what_the_database_holds_and_keeps_the_url_out(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path, "my secret.db")
    execute(url, "create table deals (deal_id, outcome, created_at)")
    begun = init(tmp_path / "crm.toml", {"CRM_URL": url})
    assert "queries/native fits it: deals." in str(begun)
    assert "my secret" not in (tmp_path / "crm.toml").read_text()


def test_init_says_what_is_near_when_nothing_fits(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path)
    execute(url, "create table deal (deal_id)")
    said = str(init(tmp_path / "crm.toml", {"CRM_URL": url}))
    assert "no shipped mapping fits this database." in said
    assert "the nearest is 'deal'" in said


def test_init_writes_the_file_though_the_database_does_not_answer(
    tmp_path: Path, postgresql_url: str
) -> None:
    wrong = postgresql_url.replace("s3cret-pass", "n0t-the-one")
    begun = init(tmp_path / "crm.toml", {"CRM_URL": wrong})
    assert "could not be looked at" in str(begun)
    assert "n0t-the-one" not in str(begun) + (tmp_path / "crm.toml").read_text()


def test_the_snapshots_stand_beside_the_settings_file_unless_said_otherwise(tmp_path: Path) -> None:
    assert read(tmp_path, "").snapshot_path == tmp_path / "data" / "snapshots"


def test_a_link_to_records_must_say_where_the_key_stands(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=re.escape("{deal_id}")):
        read(tmp_path, '[crm]\nrecord_url = { deals = "https://crm.example.com/{nope}" }\n')


def test_a_password_has_no_part_in_what_tells_databases_apart() -> None:
    one, other, elsewhere = (
        Crm(url).fingerprint
        for url in (
            "postgresql://reader:old@host/crm",
            "postgresql://reader:n%40w@host/crm",
            "postgresql://reader:old@host/other",
        )
    )
    assert one == other != elsewhere
    assert Crm("postgresql://reader:old@host/crm", timezone="Asia/Kolkata").fingerprint != one
    assert Crm("").fingerprint == ""
