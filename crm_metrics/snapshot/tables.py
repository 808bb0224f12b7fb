"""Tables: the one door to frames. Whoever measures, lists or exports gets rows from here only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Self

import narwhals as nw
import polars as pl

from crm_metrics.calendar import to_day
from crm_metrics.cubes import Cubes
from crm_metrics.engines import Engine, PolarsEngine
from crm_metrics.errors import NotMappedError, unknown
from crm_metrics.facts import FACTS, derive_in_memory
from crm_metrics.facts.fact import ONE_OF, SAFE, Deriving, Fact
from crm_metrics.model import TABLES
from crm_metrics.settings import Business, Quality
from crm_metrics.snapshot.store import Snapshot

# Of twenty million rows a dozen columns take about a gigabyte.
_MOST_ROWS_IN_MEMORY = 20_000_000


@dataclass(frozen=True)
class Tables:
    """The facts and model tables of one snapshot, for one viewer, on one engine.

    `day` is the sync's day: the last day the data can know. `record_url` maps a model table to a
    template of its records' address, such as "https://crm.example.com/deals/{deal_id}".
    `mapped` holds the model columns that the CRM's mapping gives, None where that is not known.
    `cubes` keeps sums for further filters, in a process that asks often.
    """

    business: Business
    day: date
    engine: Engine
    facts: Mapping[str, nw.LazyFrame[Any]]
    info: Mapping[str, Mapping[str, Any]]
    model: Mapping[str, pl.LazyFrame]
    record_url: Mapping[str, str] = field(default_factory=dict)
    viewer: str | None = None
    mapped: Mapping[str, frozenset[str]] | None = None
    cubes: Cubes | None = None

    @classmethod
    def open(
        cls,
        snapshot: Snapshot,
        business: Business,
        *,
        engine: Engine | None = None,
        record_url: Mapping[str, str] | None = None,
        viewer: str | None = None,
        cubes: Cubes | None = None,
    ) -> Self:
        """The tables of a stored snapshot; nothing is read before it is asked for."""
        engine = engine or PolarsEngine()
        fact_paths = {name: snapshot.fact_path(name) for name in FACTS}
        model_paths = {name: snapshot.model_path(name) for name in TABLES}
        return cls(
            business=business,
            day=snapshot.day,
            engine=engine,
            facts={name: engine.scan(path) for name, path in fact_paths.items() if path},
            info=snapshot.manifest.facts,
            model={name: pl.scan_parquet(path) for name, path in model_paths.items() if path},
            record_url=record_url or {},
            viewer=viewer,
            mapped=snapshot.manifest.mapped,
            cubes=cubes,
        )

    @classmethod
    def from_model(
        cls,
        frames: Mapping[str, pl.DataFrame],
        business: Business,
        day: date,
        *,
        engine: Engine | None = None,
        quality: Quality | None = None,
    ) -> Self:
        """The tables of model frames in memory; columns that a frame leaves out are null."""
        engine = engine or PolarsEngine()
        model = {name: _completed(name, rows).lazy() for name, rows in frames.items()}
        facts, info = derive_in_memory(Deriving(model, business, quality or Quality(), through=day))
        return cls(
            business=business,
            day=day,
            engine=engine,
            facts={name: engine.frame(rows) for name, rows in facts.items()},
            info=info,
            model=model,
        )

    @property
    def as_of(self) -> date:
        """The day used when none is asked for: the settings' as-of, else the sync's day."""
        return self.business.as_of or self.day

    def fact(self, name: str, as_of: date) -> nw.LazyFrame[Any]:
        """The fact as it was known at the close of `as_of`."""
        if name not in FACTS:
            raise unknown("fact", name, FACTS)
        if name not in self.facts:
            needs = " and ".join(self.missing(FACTS[name]))
            raise NotMappedError(f"this CRM has no {needs} mapped.")
        return FACTS[name].view(self.facts, to_day(as_of), self.info.get(name, {}))

    @property
    def sums_fit(self) -> bool:
        """True where no sum over a fact's whole numbers can leave 64 bits."""
        sizes = [entry.get("largest_sum") for entry in self.info.values()]
        return all(size is not None and size < SAFE for size in sizes)

    def read_once(self, readings: Mapping[str, int]) -> Self:
        """The same for so many readings of each fact at once: those of several share one.

        The columns they need are then held in memory, so a fact of very many rows is left to be
        read as often as it is asked.
        """
        shared = {
            name: self.engine.read_once(self.facts[name])
            for name, count in readings.items()
            if count > 1 and name in self.facts and self._rows(name) <= _MOST_ROWS_IN_MEMORY
        }
        return replace(self, facts={**self.facts, **shared})

    def _rows(self, fact: str) -> int:
        return int(self.info.get(fact, {}).get("rows", 0))

    def with_all_facts(self) -> Self:
        """The same, and without rows the facts that this CRM's tables do not give."""
        absent = {
            name: self.engine.frame(pl.DataFrame(schema=fact.schema))
            for name, fact in FACTS.items()
            if name not in self.facts
        }
        return replace(self, facts={**absent, **self.facts}, mapped=None)

    def missing(self, fact: Fact) -> list[str]:
        """The tables for want of which a fact is not there; all it is made of where none is."""
        missing = [
            need
            for need in fact.needs
            if not any(table in self.model for table in need.split(ONE_OF))
        ]
        return missing or list(fact.needs)

    def unmapped(self, columns: Iterable[str]) -> list[str]:
        """Those of the "table.column" names that the CRM's mapping does not give.

        Of "a.b or c.d" any one is enough.
        """
        if self.mapped is None:
            return []
        given = {f"{table}.{column}" for table, names in self.mapped.items() for column in names}
        return sorted(name for name in columns if given.isdisjoint(name.split(ONE_OF)))

    def own_fields(self, fact: Fact) -> tuple[str, ...]:
        """The fact's columns that a mapping of one's own added."""
        return tuple(self.info.get(fact.name, {}).get("own_fields", ()))

    @cached_property
    def owner_names(self) -> pl.DataFrame:
        """owner_id and owner, the name as leaders read it; empty where users are not mapped."""
        if "users" not in self.model:
            return pl.DataFrame(schema={"owner_id": pl.String, "owner": pl.String})
        return self.model["users"].select(owner_id="user_id", owner="name").collect()

    @cached_property
    def targets(self) -> pl.DataFrame:
        """What was planned: the rows of the table `targets`; none where it is not mapped."""
        if "targets" not in self.model:
            return pl.DataFrame(schema=TABLES["targets"].schema)
        return self.model["targets"].collect()


def _completed(name: str, rows: pl.DataFrame) -> pl.DataFrame:
    schema = TABLES[name].schema
    missing = {
        column: pl.lit(None, dtype)
        for column, dtype in schema.items()
        if column not in rows.columns
    }
    own = [column for column in rows.columns if column not in schema]
    rows = rows.with_columns(**missing)
    return rows.select(*(pl.col(column).cast(dtype) for column, dtype in schema.items()), *own)
