"""What a page has shown: its cards, charts, tables and notes in order, and whom they are about.

Downloads are made of this and of nothing else, so that a file cannot say more than the screen, or
something else.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

import plotly.graph_objects as go
import polars as pl

from crm_metrics.formatting import Kind
from crm_metrics.metrics import METRICS
from crm_metrics.report.asked import Asked
from crm_metrics.report.cards import Card
from crm_metrics.report.periods import day_text, known_text
from crm_metrics.report.wording import field_title, scope_text


@dataclass(frozen=True, slots=True)
class ShownCards:
    """A row of cards."""

    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class ShownChart:
    """A figure with the finding under its title."""

    figure: go.Figure
    finding: str = ""

    @property
    def title(self) -> str:
        return str(self.figure.layout.meta["title"])

    @property
    def subtitle(self) -> str:
        return str(self.figure.layout.meta["subtitle"])


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table, all rows of it; `kinds` says how its columns read."""

    rows: pl.DataFrame
    name: str
    kinds: Mapping[str, Kind]

    @property
    def title(self) -> str:
        return field_title(self.name)


@dataclass(frozen=True, slots=True)
class ShownNote:
    """A sentence that a reader should know before trusting a number."""

    text: str


Part: TypeAlias = ShownCards | ShownChart | ShownTable | ShownNote


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as it was drawn: what it is called, what it was asked, when the CRM was read.

    `metrics` are the names of the numbers on it, for their definitions.
    """

    page: str
    question: str
    asked: Asked
    read_at: datetime
    parts: tuple[Part, ...] = ()
    metrics: tuple[str, ...] = field(default=())

    def facts(self) -> list[tuple[str, str]]:
        """What the numbers rest on, line by line: heading and text."""
        business = self.asked.business
        read = self.read_at.astimezone(ZoneInfo(business.timezone))
        return [
            ("Period", known_text(self.asked.period, self.asked.as_of)),
            ("Filters", scope_text(self.asked.where, most=None) or "none"),
            ("As of", f"{day_text(self.asked.as_of)}, the last day that is known"),
            ("Read from the CRM", f"{day_text(read.date())}, {read:%H:%M} ({business.timezone})"),
            ("Currency", business.currency),
        ]

    def definitions(self) -> list[tuple[str, str]]:
        """What each number on the page means: title and sentences."""
        metrics = [METRICS[name] for name in dict.fromkeys(self.metrics) if name in METRICS]
        return [
            (metric.title, " ".join(filter(None, [metric.says, metric.includes, metric.differs])))
            for metric in metrics
        ]

    def file_name(self, ending: str, subject: str = "") -> str:
        """A file's name that tells views apart: the page or the table, and the as-of day."""
        words = re.sub(r"[^a-z0-9]+", "_", (subject or self.page).lower()).strip("_")
        return f"{words}_as_of_{self.asked.as_of.isoformat()}.{ending}"
