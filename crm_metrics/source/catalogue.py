"""Catalogue: the tables and columns a database says it has, asked for only when needed."""

import json
from typing import Any

import sqlalchemy as sa
from pymysql.constants import ER
from sqlglot import exp

from crm_metrics.source.urls import Database

_MYSQL_COLUMNS = (
    "SELECT column_name FROM information_schema.columns "
    "WHERE table_schema = coalesce(%s, database()) AND table_name = %s ORDER BY ordinal_position"
)


class Catalogue:
    """The names in one database, found as the database itself would find them."""

    def __init__(self, source: Database, connection: sa.Connection) -> None:
        self.database = source
        self.kind = source.kind
        self._connection = connection
        self._inspector = sa.inspect(connection)
        self._columns: dict[tuple[str | None, str], list[str] | None] = {}
        self._relations: dict[str | None, dict[str, str]] = {}
        self._path = self._search_path()
        self._exact = self._tables_are_case_sensitive()

    def names(self) -> list[str]:
        """Every table and view that a query can name without a schema."""
        return [name for schema in self._path for name in self._in(schema).values()]

    def columns(self, table: exp.Table) -> list[str] | None:
        """The columns of a table or view in their order; None when there is none of that name."""
        quoted = bool(table.this.args.get("quoted"))
        schemas = [table.db] if table.db else self._path
        for schema in schemas:
            name = self._in(schema).get(self._folded(table.name, quoted))
            if name is not None:
                return self._columns_of(schema, name)
        return None

    def plan(self, text: str) -> int | None:
        """Let the database plan a query without running it; its guess of the rows, if it has one.

        Errors: SQLAlchemyError with what the database has against the query.
        """
        if self.kind == "sqlite":
            self._driver_rows(f"EXPLAIN {text}")
            return None
        if self.kind == "postgresql":
            # Undone afterwards: a refused query would spoil the transaction for the next one.
            with self._connection.begin_nested() as savepoint:
                rows = self._driver_rows(f"EXPLAIN (FORMAT JSON) {text}")
                savepoint.rollback()
            plan = rows[0][0]
            plan = json.loads(plan) if isinstance(plan, str) else plan
            return int(plan[0]["Plan"]["Plan Rows"])
        try:
            rows = self._driver_rows(f"EXPLAIN {text}")
        except sa.exc.DBAPIError as error:
            if error.orig is not None and error.orig.args[0] == ER.VIEW_NO_EXPLAIN:
                return None  # who may read a view may not always see what it is made of
            raise
        guesses = [row[8] for row in rows if len(row) > 8 and row[8] is not None]
        return int(guesses[0]) if guesses and str(guesses[0]).isdigit() else None

    def _driver_rows(self, text: str) -> list[Any]:
        # Straight to the driver: SQLAlchemy would read `:name` and the driver `%` as parameters.
        raw: Any = self._connection.connection.driver_connection
        cursor = raw.cursor()
        try:
            cursor.execute(text)
            return list(cursor.fetchall())
        except Exception as error:
            raise sa.exc.DBAPIError(None, None, error) from None
        finally:
            cursor.close()

    def _columns_of(self, schema: str | None, name: str) -> list[str]:
        key = (schema, name)
        if key not in self._columns:
            self._columns[key] = self._asked_for(schema, name)
        return self._columns[key] or []

    def _asked_for(self, schema: str | None, name: str) -> list[str]:
        if self.kind != "mysql":
            return [column["name"] for column in self._inspector.get_columns(name, schema=schema)]
        # The inspector asks how the table was made, which only some may know of a view.
        found = self._connection.exec_driver_sql(_MYSQL_COLUMNS, (schema, name))
        return list(found.scalars())

    def _in(self, schema: str | None) -> dict[str, str]:
        """The tables and views of a schema by the name that finds them."""
        if schema not in self._relations:
            try:
                names = self._inspector.get_table_names(schema)
                names += self._inspector.get_view_names(schema)
                if self.kind == "postgresql":
                    names += self._inspector.get_materialized_view_names(schema)
            except sa.exc.DatabaseError:
                if schema in self._path:
                    raise
                names = []  # a query named a schema that does not exist
            self._relations[schema] = {self._folded(name, quoted=True): name for name in names}
        return self._relations[schema]

    def _folded(self, name: str, quoted: bool) -> str:
        if self.kind == "postgresql":
            return name if quoted else name.lower()
        return name if self._exact else name.casefold()

    def _search_path(self) -> list[str | None]:
        if self.kind != "postgresql":
            return [None]
        found = self._connection.exec_driver_sql("select current_schemas(false)").scalar()
        return list(found or [])

    def _tables_are_case_sensitive(self) -> bool:
        if self.kind != "mysql":
            return False
        return self._connection.exec_driver_sql("select @@lower_case_table_names").scalar() == 0
