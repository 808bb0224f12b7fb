"""What a page has shown as one HTML file: live charts, cards and tables, read without a network.

Everything is in the file, plotly.js once. A content security policy forbids every request and
every script but the two of the file, so that a text from a CRM can do nothing even if it were
taken for a script; all of them are escaped besides. Light or dark as the reader prefers, black on
white on paper.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import polars as pl
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup
from plotly.offline import get_plotlyjs

from crm_metrics.charts.numbers import numbers_of
from crm_metrics.charts.picture import picture_config
from crm_metrics.formatting import Kind, shown
from crm_metrics.report.shown import Part, Shown, ShownCards, ShownChart, ShownNote, ShownTable
from crm_metrics.report.wording import counted

_FOLDER = Path(__file__).with_name("offline")
_ARROWS = {"+": "▲ ", "-": "▼ "}


@dataclass(frozen=True, slots=True)
class _Script:
    """A script of the file, and the digest by which the policy allows it."""

    text: Markup
    digest: str


def html_page(page: Shown) -> bytes:
    """The page of a view, complete in one file of about 5 MB, nearly all of it plotly.js."""
    text = _template().render(
        shown=page,
        parts=[_part(part) for part in page.parts],
        definitions=page.definitions(),
        scripts=_scripts(),
        style=Markup((_FOLDER / "page.css").read_text("utf-8")),  # noqa: S704 - our own file
        arrows=_ARROWS,
    )
    return text.encode("utf-8")


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html")


@cache
def _scripts() -> tuple[_Script, _Script]:
    ours = (_FOLDER / "page.js").read_text("utf-8")
    return _script(get_plotlyjs()), _script(ours)


def _script(text: str) -> _Script:
    digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
    return _Script(Markup(text), digest)  # noqa: S704 - plotly.js and our own file


def _part(part: Part) -> dict[str, Any]:
    """What the template needs of a part."""
    kind = {"kind": type(part).__name__}
    match part:
        case ShownCards():
            return kind | {"cards": part.cards}
        case ShownNote():
            return kind | {"text": part.text}
        case ShownTable():
            said = {"title": part.title, "name": part.name}
            return kind | said | _table(part.rows, part.kinds, "row")
        case ShownChart():
            said = {"title": part.title, "subtitle": part.subtitle, "finding": part.finding}
            spec = _spec(part.figure) if part.figure.data else ""
            return kind | said | {"spec": spec} | _table(*numbers_of(part.figure), "point")


def _spec(figure: go.Figure) -> str:
    drawn = json.loads(figure.to_json())
    return json.dumps({**drawn, "config": picture_config(figure)})


def _table(rows: pl.DataFrame, kinds: Mapping[str, Kind], noun: str) -> dict[str, Any]:
    """Every row in the words of the screen."""
    ways = [kinds[name] for name in rows.columns]
    return {
        "heads": [{"title": name, "is_number": kinds[name] != "text"} for name in rows.columns],
        "rows": [
            [shown(value, way) for value, way in zip(row, ways, strict=True)]
            for row in rows.iter_rows()
        ],
        "count": counted(rows.height, noun),
    }
