"""Init: a settings file to begin with, every setting in it with its default and what it does."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from crm_metrics.errors import BadInputError, CrmMetricsError
from crm_metrics.settings import PROJECT, Crm, Settings
from crm_metrics.source.check import Check, check

TEMPLATE = """\
# Settings of the CRM dashboard. A line that begins with # is off and shows the default.
# Relative paths count from this file's folder.

[crm]
# Where the CRM's data are. An account that may only read is enough, and best.
# The environment variable CRM_URL wins over this line; a password is better kept there.
# url = "postgresql://reader@host/crm"
# url = "mariadb://reader@host/crm"
# url = "sqlite:///crm.db"

# How the CRM's tables become the model's: a shipped mapping or a folder of your own.
{queries}

# Links to the records behind a number, by table of the model.
# record_url = {{ deals = "https://crm.example.com/deals/{{deal_id}}" }}

# The time zone of the CRM's clock, for date-times that it stores without one. Most CRMs write UTC.
# timezone = "UTC"
# How long one query may take before the database stops it; 0 is as long as it takes.
# statement_timeout_seconds = 3600
# How often a sync is begun when the database cannot be reached or goes away in between.
# attempts = 3

[snapshot]
# Where the copy lives that the pages read. It holds personal data.
# path = "data/snapshots"

[business]
# The time zone in which a day begins and ends.
# timezone = "UTC"
# The currency that every amount is reported in.
# currency = "USD"
# week_starts_on = "monday"
# fiscal_year_starts_in = "january"
# working_days = ["monday", "tuesday", "wednesday", "thursday", "friday"]
# Days off: ["2025-12-25"], or a country code such as "DE".
# holidays = []
# A customer who comes back after more than this many days is a new spell.
# reactivation_gap_days = 30
# A customer without contracts who buys nothing for so many days is lost, where neither its own
# gaps nor its segment's say how long is too long.
# inactive_after_days = 365
# The share of revenue that is left after the cost of serving it, 0 to 1.
# gross_margin = 1.0
# For old data: the day up to which it is known.
# as_of = ""
# The first day from which a table is complete.
# complete_since = {{ deals = "2017-03-01" }}

[quality]
# Texts that people type to get past a required field.
# placeholders = ["-", "--", "n/a", "na", "none", "null", "test", "unknown", "xxx", "000"]

# Whether a contact may be written to or called only after saying yes: then a contact of whom the
# CRM does not say it is not contactable.
# consent_required = false

# What a record must have. Sets for meetings, calls, accounts, contacts, leads, deals and lost
# deals are shipped; a set of the same name replaces one, and one without fields switches it off.
# Alternatives stand in brackets of their own; a link's column is reached by a dot.
# [quality.required.meetings]
# entity = "activities"
# when = {{ kind = "meeting" }}
# fields = ["due_at", "contact.last_name", ["contact.email", "contact.phone"], "subject"]
# fields_when_done = ["outcome"]
# Of deals: the stage from which on a field is required.
# [quality.required.offers]
# entity = "deals"
# fields = ["amount", "product"]
# from_stage = {{ amount = "Proposal" }}
"""


@dataclass(frozen=True, slots=True)
class Begun:
    """The settings file that was written, and what was found in the database, in sentences."""

    path: Path
    found: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join((f"wrote {self.path}.", *self.found))


def init(path: Path, environment: Mapping[str, str] = os.environ) -> Begun:
    """Write a commented settings file and say what the database of CRM_URL holds.

    The URL stays in the environment: it may hold a password. A database that does not answer is
    part of what is said, not an error. Errors: BadInputError when the file exists already.
    """
    if path.exists():
        raise BadInputError(f"{path} exists already; move it away, or edit it.")
    url = environment.get("CRM_URL", "").strip()
    queries, found = _look_around(url)
    shown = f'queries = "{queries}"' if queries else '# queries = "queries/native"'
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(TEMPLATE.format(queries=shown))
    except OSError as error:
        raise BadInputError(f"{path} cannot be written: {error.strerror}.") from None
    return Begun(path, found)


def _look_around(url: str) -> tuple[str | None, tuple[str, ...]]:
    """The mapping to write into the file, None for the default, and what to say."""
    if not url:
        return None, ("CRM_URL is not set: write the CRM's url into [crm], then run 'check'.",)
    checks: dict[str, Check] = {}
    try:
        for folder in sorted((PROJECT / "queries").iterdir()):
            if any(folder.glob("*.sql")):
                name = f"queries/{folder.name}"
                checks[name] = check(Settings(crm=Crm(url, folder)))
    except CrmMetricsError as error:
        return None, (f"the database could not be looked at: {error}",)
    fitting = {name: found for name, found in checks.items() if found.ok}
    best = max(fitting, key=lambda name: len(fitting[name].mapped), default=None)
    if best is None:
        lines = checks["queries/native"].sentences() if "queries/native" in checks else []
        return None, ("no shipped mapping fits this database.", *lines)
    listed = ", ".join(fitting[best].mapped)
    said = f"{fitting[best].database} answers, and {best} fits it: {listed}."
    return (None if best == "queries/native" else best), (said, "'check' says what is missing.")
