"""Settings: `crm.toml` and the environment, checked, with errors a user can act on."""

import hashlib
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import holidays as public_holidays

from crm_metrics import given
from crm_metrics.errors import BadInputError, nearest, unknown
from crm_metrics.model import TABLES
from crm_metrics.required_sets import SHIPPED, RequiredSet, required_sets

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_SNAPSHOTS = "data/snapshots"
# A century: no customer is silent for longer.
MOST_DAYS = 36_500
# A day: a query that reads for longer has gone wrong.
MOST_SECONDS = 86_400
MOST_ATTEMPTS = 10
PROJECT = Path(__file__).resolve().parent.parent
DEFAULT_PLACEHOLDERS = (
    "-",
    "--",
    "n/a",
    "na",
    "none",
    "null",
    "test",
    "unknown",
    "xxx",
    "000",
)


@dataclass(frozen=True, slots=True)
class Crm:
    """Where the CRM's data are, and how patient a sync is with them.

    `url` may hold a password: it never reaches a log or a repr. `timezone` is where the CRM's clock
    stands in date-times that carry no zone of their own. A query may take
    `statement_timeout_seconds`, 0 for as long as it takes.
    """

    url: str = field(default="", repr=False)
    queries: Path = PROJECT / "queries" / "native"
    record_url: Mapping[str, str] = field(default_factory=dict)
    timezone: str = "UTC"
    statement_timeout_seconds: int = 3600
    attempts: int = 3

    @property
    def fingerprint(self) -> str:
        """Tells one database from another without saying which; empty where none is named.

        The password has no part in it, so that changing it does not make another CRM. A time zone
        other than UTC has: rows read in one zone are not those read in another.
        """
        if not self.url:
            return ""
        address = re.sub(r"(://[^:/@]*):.*@", r"\1@", self.url)
        zone = "" if self.timezone == "UTC" else f"\0{self.timezone}"
        return hashlib.sha256((address + zone).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Business:
    """How the company counts its days and its money."""

    timezone: str = "UTC"
    currency: str = "USD"
    week_starts_on: str = "monday"
    fiscal_year_starts_in: str = "january"
    working_days: tuple[str, ...] = WEEKDAYS[:5]
    holidays: tuple[date, ...] | str = ()
    reactivation_gap_days: int = 30
    inactive_after_days: int = 365
    gross_margin: float = 1.0
    as_of: date | None = None
    complete_since: Mapping[str, date] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def fiscal_month(self) -> int:
        """Number of the month in which the fiscal year starts, 1 to 12."""
        return MONTHS.index(self.fiscal_year_starts_in) + 1


@dataclass(frozen=True, slots=True)
class Quality:
    """What counts as filled, which fields a record must have, and who may be written to.

    With `consent_required`, whoever has not said yes may not be.
    """

    placeholders: tuple[str, ...] = DEFAULT_PLACEHOLDERS
    required: Mapping[str, RequiredSet] = field(default_factory=lambda: dict(SHIPPED))
    consent_required: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a user can set. `origin` is the file it came from, None for the defaults."""

    crm: Crm = field(default_factory=Crm)
    snapshot_path: Path = PROJECT / _SNAPSHOTS
    business: Business = field(default_factory=Business)
    quality: Quality = field(default_factory=Quality)
    origin: Path | None = None


def read_settings(path: Path | None, environment: Mapping[str, str] = os.environ) -> Settings:
    """Read `path`, let the environment's CRM_URL win, check everything.

    `path` None means no file: the defaults. Relative paths count from the file's folder.
    Errors: BadInputError for a file that is missing or is not TOML, or for a wrong value;
    UnknownNameError for a key that does not exist.
    """
    raw = _parse(path) if path else {}
    folder = path.resolve().parent if path else PROJECT
    settings = _settings(raw, folder, path)
    url = environment.get("CRM_URL", "").strip()
    if not url:
        return settings
    return replace(settings, crm=replace(settings.crm, url=url))


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise BadInputError(f"no settings file at {path}; 'init' writes one.") from None
    except PermissionError:
        raise BadInputError(f"{path} may not be read by this user.") from None
    except IsADirectoryError:
        raise BadInputError(f"{path} is a folder; expected a settings file.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInputError(f"{path} is not valid TOML: {error}.") from None


def _settings(raw: dict[str, Any], folder: Path, path: Path | None) -> Settings:
    given.check_keys("settings section", raw, ("crm", "snapshot", "business", "quality"))
    snapshot = given.section(raw, "snapshot")
    given.check_keys("setting in [snapshot]", snapshot, ("path",))
    return Settings(
        crm=_crm(given.section(raw, "crm"), folder),
        snapshot_path=_path(
            folder, given.as_text("snapshot.path", snapshot.get("path", _SNAPSHOTS))
        ),
        business=_business(given.section(raw, "business")),
        quality=_quality(given.section(raw, "quality")),
        origin=path,
    )


def _path(folder: Path, text: str) -> Path:
    return (folder / Path(text).expanduser()).resolve()


def _crm(raw: dict[str, Any], folder: Path) -> Crm:
    given.check_keys("setting in [crm]", raw, tuple(item.name for item in fields(Crm)))
    default = Crm()
    links = given.section(raw, "record_url")
    for table, template in links.items():
        if table not in TABLES:
            raise unknown("table in crm.record_url", table, TABLES)
        key = TABLES[table].key[0]
        if "{" + key + "}" not in given.as_text(f"crm.record_url.{table}", template):
            raise BadInputError(
                f"crm.record_url.{table} is '{template}'; expected {{{key}}} where the key stands."
            )
    queries = default.queries
    if "queries" in raw:
        text = given.as_text("crm.queries", raw["queries"])
        queries = _path(folder, text)
        if not queries.is_dir() and (PROJECT / text).is_dir():
            queries = (PROJECT / text).resolve()
    return Crm(
        url=_url(given.as_text("crm.url", raw.get("url", "")).strip(), folder),
        queries=queries,
        record_url=links,
        timezone=_timezone("crm.timezone", raw.get("timezone", default.timezone)),
        statement_timeout_seconds=_whole(
            "crm.statement_timeout_seconds",
            raw.get("statement_timeout_seconds", default.statement_timeout_seconds),
            0,
            MOST_SECONDS,
        ),
        attempts=_whole("crm.attempts", raw.get("attempts", default.attempts), 1, MOST_ATTEMPTS),
    )


def _whole(name: str, value: Any, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise BadInputError(f"{name} is {value!r}; expected a whole number from {least} to {most}.")
    return value


def _url(url: str, folder: Path) -> str:
    """The address of the database; a relative SQLite file counts from the settings' folder."""
    scheme, separator, file = url.partition(":///")
    if scheme != "sqlite" or not file or file == ":memory:" or Path(file).is_absolute():
        return url
    return f"{scheme}{separator}{(folder / file).resolve()}"


def _business(raw: dict[str, Any]) -> Business:
    known = tuple(item.name for item in fields(Business))
    given.check_keys("setting in [business]", raw, known)
    default = Business()
    values: dict[str, Any] = {}
    for key, value in raw.items():
        name = f"business.{key}"
        match key:
            case "timezone":
                values[key] = _timezone(name, value)
            case "currency":
                values[key] = _currency(name, value)
            case "week_starts_on":
                values[key] = _choice(name, value, WEEKDAYS)
            case "fiscal_year_starts_in":
                values[key] = _choice(name, value, MONTHS)
            case "working_days":
                days = tuple(_choice(name, day, WEEKDAYS) for day in given.as_list(name, value))
                if not days:
                    raise BadInputError(f"{name} is empty; expected at least one weekday.")
                values[key] = days
            case "holidays":
                values[key] = _holidays(name, value)
            case "reactivation_gap_days":
                if not isinstance(value, int) or isinstance(value, bool) or value < 0:
                    raise BadInputError(f"{name} is {value!r}; expected whole days, 0 or more.")
                values[key] = value
            case "inactive_after_days":
                whole = isinstance(value, int) and not isinstance(value, bool)
                if not whole or not 1 <= value <= MOST_DAYS:
                    raise BadInputError(
                        f"{name} is {value!r}; expected whole days from 1 to {MOST_DAYS}."
                    )
                values[key] = value
            case "gross_margin":
                if isinstance(value, bool) or not isinstance(value, int | float):
                    raise BadInputError(f"{name} is {value!r}; expected a share from 0 to 1.")
                if not 0 <= value <= 1:
                    raise BadInputError(f"{name} is {value!r}; expected a share from 0 to 1.")
                values[key] = float(value)
            case "as_of":
                values[key] = None if value == "" else _date(name, value)
            case "complete_since":
                values[key] = _complete_since(name, value)
    return Business(**{item: values.get(item, getattr(default, item)) for item in known})


def _complete_since(name: str, value: Any) -> dict[str, date]:
    if not isinstance(value, dict):
        raise BadInputError(f'{name} is {value!r}; expected {{ deals = "YYYY-MM-DD" }}.')
    for table in value:
        if table not in TABLES:
            raise unknown(f"table in {name}", table, TABLES)
    return {table: _date(f"{name}.{table}", day) for table, day in value.items()}


def _quality(raw: dict[str, Any]) -> Quality:
    given.check_keys("setting in [quality]", raw, ("placeholders", "consent_required", "required"))
    default = Quality()
    placeholders = default.placeholders
    if "placeholders" in raw:
        listed = given.as_list("quality.placeholders", raw["placeholders"])
        placeholders = tuple(given.as_text("quality.placeholders", item) for item in listed)
    consent_required = raw.get("consent_required", default.consent_required)
    if not isinstance(consent_required, bool):
        raise BadInputError(
            f"quality.consent_required is {consent_required!r}; expected true or false."
        )
    required = required_sets(given.section(raw, "required"))
    return Quality(placeholders, required, consent_required)


def _choice(name: str, value: Any, choices: Any, *, fold: bool = True) -> str:
    text = given.as_text(name, value).strip()
    text = text.lower() if fold else text
    if text in choices:
        return text
    close = nearest(text, choices)
    listed = sorted(choices, key=list(choices).index) if len(choices) <= 12 else []
    hint = f" Did you mean '{close}'?" if close else ""
    expected = f" Expected one of: {', '.join(listed)}." if listed and not close else ""
    raise BadInputError(f"{name} is '{value}', which does not exist.{hint}{expected}")


def _timezone(name: str, value: Any) -> str:
    # Two of the names are no place: the system's own zone, and none.
    return _choice(name, value, available_timezones() - {"localtime", "Factory"}, fold=False)


def _currency(name: str, value: Any) -> str:
    text = given.as_text(name, value).strip().upper()
    if len(text) != 3 or not text.isascii() or not text.isalpha():
        raise BadInputError(f"{name} is '{value}'; expected an ISO 4217 code such as USD.")
    return text


def _date(name: str, value: Any) -> date:
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(given.as_text(name, value))
    except ValueError:
        raise BadInputError(f"{name} is '{value}'; expected a day as YYYY-MM-DD.") from None


def _holidays(name: str, value: Any) -> tuple[date, ...] | str:
    if isinstance(value, list):
        return tuple(sorted({_date(name, day) for day in value}))
    code = given.as_text(name, value).strip().upper()
    known = public_holidays.list_supported_countries()
    if code not in known:
        raise BadInputError(
            f"{name} is '{value}'; expected a list of days or an ISO 3166 country code such as DE."
        )
    return code
