"""What a command found, before it is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from crm_metrics.formatting import Kind


@dataclass(frozen=True, slots=True)
class Result:
    """Rows for stdout, notes for stderr, the exit status.

    `kinds` says how a table shows a column. `text` says the same in words, where words read
    better than a table.
    """

    rows: pl.DataFrame | None = None
    text: str = ""
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    status: int = 0
