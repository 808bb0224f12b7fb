"""Check: does the mapping fit this database, and what does it cost where it does not?

Nothing is read from the tables. Every mapping is parsed; the tables and columns it names are
compared with the database's own catalogue, and the database is asked to plan it. The comparison
comes first because it knows the nearest name, and because SQLite takes a misspelled
double-quoted name for a text: `select "amuont" from deals` runs, and gives the word.
"""

import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.scope import Scope, traverse_scope

from crm_metrics.errors import CrmMetricsError, SourceLostError, nearest, unknown
from crm_metrics.facts.fact import ONE_OF
from crm_metrics.metrics import METRICS
from crm_metrics.model import TABLES, Table
from crm_metrics.settings import Settings
from crm_metrics.source.catalogue import Catalogue
from crm_metrics.source.mapping import ROW_MODIFIED_AT, Query, parse, read_mapping
from crm_metrics.source.urls import database

# Names that every row has though no catalogue lists them.
_HIDDEN = {
    "sqlite": {"rowid", "oid", "_rowid_"},
    "postgresql": {"ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"},
    "mysql": set(),
}


@dataclass(frozen=True, slots=True)
class Missing:
    """A model column that the mapping does not give, and what that costs.

    `nearest` is the most similar name among what the query has instead.
    """

    column: str
    required: bool
    nearest: str | None
    metrics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableCheck:
    """One table of the model. `absent` says why it is not mapped; None when it is.

    `problems` are mistakes to mend before anything is read. `estimate` is the database's own guess
    of the rows.
    """

    table: str
    absent: str | None = None
    columns: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    own_fields: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    estimate: int | None = None
    text: str = field(default="", repr=False)

    @property
    def missing_required(self) -> tuple[str, ...]:
        return tuple(item.column for item in self.missing if item.required)

    @property
    def missing_optional(self) -> tuple[str, ...]:
        return tuple(item.column for item in self.missing if not item.required)


@dataclass(frozen=True, slots=True)
class Check:
    """How a mapping fits a database, table by table of the model.

    `of_settings` are problems of the settings that only the mapping brings to light.
    """

    database: str
    mapping: str
    tables: Mapping[str, TableCheck]
    of_settings: tuple[str, ...] = ()

    @property
    def mapped(self) -> tuple[str, ...]:
        """The tables that a sync reads."""
        return tuple(name for name, table in self.tables.items() if table.text)

    @property
    def problems(self) -> tuple[str, ...]:
        of_tables = (problem for table in self.tables.values() for problem in table.problems)
        return (*of_tables, *self.of_settings)

    @property
    def ok(self) -> bool:
        """True when a sync can begin: absent tables and optional columns are no obstacle."""
        return not self.problems and bool(self.mapped)

    def __str__(self) -> str:
        return "\n".join(self.sentences())

    def sentences(self) -> list[str]:
        """The whole check in words, the problems first."""
        lines = [f"problem: {problem}" for problem in self.problems]
        if not self.mapped and not self.problems:
            lines.append("problem: the database has none of the model's tables.")
        for table in self.tables.values():
            lines.extend(_in_words(table))
        return lines


def check(settings: Settings) -> Check:
    """Compare the mapping of the settings with their database.

    Errors: BadInputError for a URL or a mapping folder that cannot be used, SourceError for a
    database that does not answer. What does not fit is not an error but part of the result.
    """
    source = database(settings.crm.url, settings.crm.statement_timeout_seconds)
    mapping = read_mapping(settings.crm.queries)
    engine = source.reading_engine()
    try:
        with warnings.catch_warnings(), engine.connect() as connection:
            # A column of a type SQLAlchemy does not know is still a column.
            warnings.simplefilter("ignore", sa.exc.SAWarning)
            catalogue = Catalogue(source, connection)
            tables = {
                name: _check_table(TABLES[name], mapping.texts.get(name), catalogue)
                for name in TABLES
            }
    except (sa.exc.SQLAlchemyError, OSError) as error:
        raise source.failure(error, f"opening {source}") from None
    finally:
        engine.dispose()
    return Check(str(source), mapping.name, tables, tuple(_unknown_fields(settings, tables)))


def _unknown_fields(settings: Settings, tables: Mapping[str, TableCheck]) -> Iterator[str]:
    """A sentence for each column of a required set that neither the model nor the mapping has."""
    for name, asks in settings.quality.required.items():
        for table, column in asks.columns:
            if not tables[table].text:
                continue
            known = (*TABLES[table].names, *tables[table].own_fields)
            if column not in known:
                error = unknown(f"column of {table} in quality.required.{name}", column, known)
                yield str(error)


def _check_table(table: Table, text: str | None, catalogue: Catalogue) -> TableCheck:
    costs = _metrics_of(table.name)
    if text is None:
        return TableCheck(table.name, "the mapping has no file for it", metrics=costs)
    try:
        query = parse(table.name, text, catalogue.kind)
    except CrmMetricsError as error:
        return TableCheck(table.name, problems=(str(error),), metrics=costs)
    if query.takes_what_is_there:
        return _check_plain(table, query, catalogue)
    return _check_written(table, query, catalogue)


def _check_plain(table: Table, query: Query, catalogue: Catalogue) -> TableCheck:
    """`select * from <table>`: what is missing is not mapped."""
    costs = _metrics_of(table.name)
    columns = catalogue.columns(exp.to_table(table.name))
    if columns is None:
        # A table of the model's own is what it says, not a misspelling of another.
        close = nearest(table.name, [name for name in catalogue.names() if name not in TABLES])
        hint = f" (the nearest is '{close}')" if close else ""
        return TableCheck(table.name, f"the database has no such table{hint}", metrics=costs)
    found = _outputs(table, columns)
    if lacking := [item.column for item in found.missing if item.required]:
        because = f"its table has no column {_listed(lacking)}"
        return TableCheck(table.name, because, missing=found.missing, metrics=costs)
    return _planned(found, query, catalogue)


def _check_written(table: Table, query: Query, catalogue: Catalogue) -> TableCheck:
    """A query written for this CRM: whatever it names must exist, and be enough."""
    costs = _metrics_of(table.name)
    try:
        scopes = traverse_scope(query.tree)
        problems = list(_missing_names(table, query, scopes, catalogue))
        names = _names(scopes[-1], catalogue) if scopes else []
    except SqlglotError as error:
        said = str(error).rstrip(".")
        return TableCheck(table.name, problems=(f"{table.name}.sql: {said}.",), metrics=costs)
    if names is None:
        if not problems:
            problems.append(f"{table.name}.sql: name its columns; what its * gives is not known.")
        return TableCheck(table.name, problems=tuple(problems), metrics=costs)
    found = _outputs(table, names)
    problems.extend(_bad_names(table, names))
    for item in found.missing:
        if item.required:
            hint = f" Did you mean '{item.nearest}'?" if item.nearest else ""
            problems.append(
                f"{table.name}.sql does not give the required column '{item.column}'.{hint}"
                f"{_cost(costs)}"
            )
    if problems:
        return TableCheck(
            table.name,
            missing=found.missing,
            columns=found.columns,
            own_fields=found.own_fields,
            problems=tuple(problems),
            metrics=costs,
        )
    return _planned(found, query, catalogue)


def _planned(found: TableCheck, query: Query, catalogue: Catalogue) -> TableCheck:
    """The check, completed by what the database itself says of the query."""
    try:
        estimate = catalogue.plan(query.text)
    except sa.exc.SQLAlchemyError as error:
        failure = catalogue.database.failure(error, f"planning {query.table}", is_open=True)
        if isinstance(failure, SourceLostError):
            raise failure from None
        said = catalogue.database.sentence(error)
        problem = f"{query.table}.sql is refused by the database: {said}.{_cost(found.metrics)}"
        return TableCheck(
            found.table,
            missing=found.missing,
            columns=found.columns,
            own_fields=found.own_fields,
            problems=(problem,),
            metrics=found.metrics,
        )
    return TableCheck(
        found.table,
        None,
        found.columns,
        found.missing,
        found.own_fields,
        estimate=estimate,
        text=query.text,
    )


def _outputs(table: Table, names: Iterable[str]) -> TableCheck:
    """What of the model a query with these output columns gives, and what it lacks."""
    given = {name.casefold(): name for name in names}
    known = {*table.schema, ROW_MODIFIED_AT}
    own = tuple(name for folded, name in given.items() if folded not in known)
    missing = tuple(
        Missing(
            column.name,
            column.required,
            nearest(column.name, own),
            _metrics_of(table.name) if column.required else _metrics_of(table.name, column.name),
        )
        for column in table.columns
        if column.name not in given
    )
    columns = tuple(name for name in table.names if name in given)
    return TableCheck(
        table.name,
        columns=columns,
        missing=missing,
        own_fields=own,
        metrics=_metrics_of(table.name),
    )


def _bad_names(table: Table, names: list[str]) -> Iterator[str]:
    if not names:
        yield f"{table.name}.sql selects nothing."
    flags = set(table.schema) - set(table.names)
    seen: set[str] = set()
    for number, name in enumerate(names, 1):
        folded = name.casefold()
        if not name:
            yield f"{table.name}.sql: column {number} has no name; give it one with AS."
        elif folded in seen:
            yield f"{table.name}.sql gives two columns named '{name}'."
        elif folded in flags:
            yield f"{table.name}.sql: the name '{name}' is reserved; the sync fills it."
        seen.add(folded)


def _missing_names(
    table: Table, query: Query, scopes: list[Scope], catalogue: Catalogue
) -> Iterator[str]:
    """A sentence for every table and column that the query names and the database lacks."""
    reported = set()
    for scope in scopes:
        for _, source in scope.selected_sources.values():
            if not isinstance(source, exp.Table) or not isinstance(source.this, exp.Identifier):
                continue
            name = f"{source.db}.{source.name}" if source.db else source.name
            if name in reported or catalogue.columns(source) is not None:
                continue
            reported.add(name)
            close = nearest(source.name, catalogue.names())
            hint = f" Did you mean '{close}'?" if close else ""
            yield (
                f"{table.name}.sql: the database has no table '{name}'.{hint}"
                f"{_cost(_metrics_of(table.name))}"
            )
    yield from _missing_columns(table, query, scopes, catalogue)


def _missing_columns(
    table: Table, query: Query, scopes: list[Scope], catalogue: Catalogue
) -> Iterator[str]:
    resolved: set[int] = set()
    unresolved: dict[int, tuple[exp.Column, set[str]]] = {}
    # Inner scopes come first; what they cannot explain may be a column of an outer one.
    for scope in scopes:
        for column in () if scope.is_udtf else scope.columns:
            if id(column) in resolved:
                continue
            choices = _choices(column, scope, catalogue)
            if choices is None or _same(column.name) in map(_same, choices):
                resolved.add(id(column))
            else:
                unresolved.setdefault(id(column), (column, set()))[1].update(choices)
    seen = set()
    for key, (column, choices) in unresolved.items():
        written = column.sql(dialect="")
        if key in resolved or written in seen:
            continue
        seen.add(written)
        close = nearest(column.name, choices)
        hint = f" Did you mean '{close}'?" if close else ""
        of = f" of '{column.table}'" if column.table else ""
        output = _output_of(column, query.tree)
        costs = (
            _metrics_of(table.name, output)
            if output in table.names and output not in table.required
            else _metrics_of(table.name)
        )
        yield f"{table.name}.sql: there is no column '{column.name}'{of}.{hint}{_cost(costs)}"


def _choices(column: exp.Column, scope: Scope, catalogue: Catalogue) -> set[str] | None:
    """The names this column could have meant in this scope; None when they are not known."""
    qualifier = column.table
    if qualifier:
        sources = {_same(name): found for name, (_, found) in scope.selected_sources.items()}
        source = sources.get(_same(qualifier))
        names = _names(source, catalogue) if source is not None else []
        if names is None:
            return None
        return set(names) | (_HIDDEN[catalogue.kind] if isinstance(source, exp.Table) else set())
    found: set[str] = set(_HIDDEN[catalogue.kind]) if scope.tables else set()
    for name, (_, source) in scope.selected_sources.items():
        # A table's own name stands for its whole row.
        found.add(name)
        names = _names(source, catalogue)
        if names is None:
            return None
        found.update(names)
    if column.find_ancestor(exp.Order, exp.Group, exp.Having, exp.Where, exp.Select) is not (
        scope.expression
    ):
        found.update(getattr(scope.expression, "named_selects", ()))
    return found


def _names(source: Any, catalogue: Catalogue, depth: int = 0) -> list[str] | None:
    """The columns of a table, a CTE or a subquery; None when they are not known."""
    if isinstance(source, exp.Table):
        if not isinstance(source.this, exp.Identifier):
            return None
        alias = source.args.get("alias")
        return None if alias and alias.columns else catalogue.columns(source)
    if not isinstance(source, Scope) or depth > 50:
        return None
    expression = source.expression
    if not isinstance(expression, exp.Query):
        return None
    if named := _column_list(expression):
        return named
    if isinstance(expression, exp.SetOperation):
        first = source.set_operation_scopes[:1]
        return _names(first[0], catalogue, depth + 1) if first else None
    names: list[str] = []
    for projection in expression.selects:
        if not projection.is_star:
            names.append(_output_name(projection, catalogue.kind))
            continue
        of = projection.table if isinstance(projection, exp.Column) else ""
        for name, selected in source.selected_sources.items():
            if of and _same(name) != _same(of):
                continue
            expanded = _names(selected[1], catalogue, depth + 1)
            if expanded is None:
                return None
            names.extend(expanded)
    return names


def _column_list(expression: exp.Expr) -> list[str]:
    """The names in `with x(a, b) as (…)` or `(…) as x(a, b)`; every arm of a union has them."""
    parent = expression.parent
    while isinstance(parent, exp.SetOperation):
        parent = parent.parent
    return list(parent.alias_column_names) if isinstance(parent, exp.CTE | exp.Subquery) else []


def _output_name(projection: exp.Expr, kind: str) -> str:
    """The name the database gives a column, empty where each database has its own idea."""
    if isinstance(projection, exp.Column | exp.Alias):
        return str(projection.alias_or_name)
    is_cast = kind == "postgresql" and isinstance(projection, exp.Cast)
    return str(projection.output_name) if is_cast else ""


def _output_of(column: exp.Column, tree: exp.Expr) -> str:
    """The output column of the whole query that this column is part of, or nothing."""
    for projection in getattr(tree, "selects", ()):
        if any(node is column for node in projection.walk()):
            return str(projection.alias_or_name)
    return ""


def _same(name: str) -> str:
    return name.casefold()


def _metrics_of(table: str, column: str | None = None) -> tuple[str, ...]:
    """The metrics that need a column, or anything of a table, and nothing else would do."""
    return tuple(
        name
        for name, metric in METRICS.items()
        if any(
            need == f"{table}.{column}" if column else need.startswith(f"{table}.")
            for need in metric.needs
            if ONE_OF not in need
        )
    )


def _cost(metrics: tuple[str, ...]) -> str:
    return f" It costs: {_listed(metrics)}." if metrics else ""


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def _in_words(table: TableCheck) -> Iterator[str]:
    if table.absent:
        yield f"{table.table}: not mapped, {table.absent}.{_cost(table.metrics)}"
        return
    if table.problems:
        return
    yield f"{table.table}: {len(table.columns)} columns" + (
        f", own fields: {_listed(table.own_fields)}." if table.own_fields else "."
    )
    for item in table.missing:
        hint = f" (the nearest is '{item.nearest}')" if item.nearest else ""
        yield f"{table.table}.{item.column}: not mapped{hint}.{_cost(item.metrics)}"
