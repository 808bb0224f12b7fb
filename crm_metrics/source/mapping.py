"""Mappings: one SELECT per table of the model, in the dialect of the CRM's database.

A mapping is a folder of `<table>.sql` files. Two kinds of file are told apart by what they say:

- `select * from deals` in `deals.sql`, and nothing more, takes *what is there*: the table may be
  missing, and so may any column. What is missing is simply not mapped. `queries/native` is made
  of these.
- every other SELECT was *written* for one CRM: whatever it names must exist.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import TokenType

from crm_metrics.errors import BadInputError, unknown
from crm_metrics.model import TABLES
from crm_metrics.settings import PROJECT

# A column that a mapping may give beside the model's: when the CRM last changed any of the rows
# that this one is made of. It is not stored.
ROW_MODIFIED_AT = "row_modified_at"
DIALECTS = {"postgresql": "postgres", "sqlite": "sqlite", "mysql": "mysql"}
_WRITES = (
    exp.DML,
    exp.DDL,
    exp.Command,
    exp.Merge,
    exp.Drop,
    exp.Alter,
    exp.TruncateTable,
    exp.Into,
    exp.Lock,
    exp.Set,
    exp.Pragma,
    exp.Transaction,
    exp.Commit,
    exp.Rollback,
)


@dataclass(frozen=True, slots=True)
class Mapping:
    """The files of one mapping folder: their text by the model table they fill."""

    name: str
    hash: str
    texts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Query:
    """One mapping file, parsed. `text` is what the database is given.

    `takes_what_is_there` is true for `select * from <table>` in `<table>.sql`.
    """

    table: str
    text: str
    tree: exp.Query = field(repr=False)
    takes_what_is_there: bool


def read_mapping(folder: Path) -> Mapping:
    """The mapping in a folder.

    Errors: BadInputError for a folder that is missing, empty or unreadable; UnknownNameError for
    a file that is not named after a table of the model.
    """
    if not folder.is_dir():
        shipped = sorted(entry.name for entry in (PROJECT / "queries").iterdir() if entry.is_dir())
        raise BadInputError(
            f"no mapping folder at {folder}; shipped are: "
            + ", ".join(f"queries/{name}" for name in shipped)
            + "."
        )
    texts = {}
    for file in sorted(folder.glob("*.sql")):
        if file.stem not in TABLES:
            raise unknown(f"table in the model for {file.name}, table", file.stem, TABLES)
        try:
            texts[file.stem] = file.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError):
            raise BadInputError(f"{file} cannot be read as UTF-8 text.") from None
    if not texts:
        raise BadInputError(f"{folder} holds no <table>.sql file, so it maps nothing.")
    return Mapping(_name(folder), _hash(texts), texts)


def parse(table: str, text: str, kind: str) -> Query:
    """The query of one mapping file; BadInputError when it is not exactly one read-only SELECT."""
    dialect = DIALECTS[kind]
    try:
        statements = [
            tree
            for tree in sqlglot.parse(text, dialect=dialect)
            if tree is not None and not isinstance(tree, exp.Semicolon)
        ]
    except SqlglotError as error:
        raise BadInputError(f"{table}.sql is not valid SQL: {_place(error)}.") from None
    if len(statements) != 1:
        raise BadInputError(f"{table}.sql holds {len(statements)} statements; expected one SELECT.")
    tree = statements[0]
    if not isinstance(tree, exp.Query) or (found := next(_writes(tree), None)):
        word = tree.key if not isinstance(tree, exp.Query) else found.key if found else ""
        raise BadInputError(f"{table}.sql must only read, with one SELECT; found {word.upper()}.")
    return Query(table, _statement(text, dialect), tree, _takes_what_is_there(table, tree))


def _writes(tree: exp.Expr) -> Iterator[exp.Expr]:
    return (node for node in tree.walk() if isinstance(node, _WRITES))


def _takes_what_is_there(table: str, tree: exp.Expr) -> bool:
    if not isinstance(tree, exp.Select):
        return False
    plain = sqlglot.select("*").from_(exp.to_table(table))
    found = tree.copy()
    for node in found.walk():
        node.pop_comments()
        if isinstance(node, exp.Identifier):
            node.set("quoted", False)
    return found == plain


def _statement(text: str, dialect: str) -> str:
    """The text without its closing semicolon, which PostgreSQL's COPY would stumble over.

    It ends with a new line, so that a comment on the last line stays a comment.
    """
    tokens = sqlglot.tokenize(text, dialect=dialect)
    while tokens and tokens[-1].token_type is TokenType.SEMICOLON:
        text = text[: tokens.pop().start]
    return text.rstrip() + "\n"


def _place(error: SqlglotError) -> str:
    details = getattr(error, "errors", None) or [{}]
    line, near = details[0].get("line"), details[0].get("highlight")
    said = str(details[0].get("description") or "").rstrip(".")
    if not said or "<class" in said:
        said = "something is missing or out of place"
    return said + (f" at line {line}, near '{near}'" if line and near else "")


def _name(folder: Path) -> str:
    """Where the mapping is, without the machine's own paths when it was shipped."""
    resolved = folder.resolve()
    if resolved.is_relative_to(PROJECT):
        return resolved.relative_to(PROJECT).as_posix()
    return resolved.name


def _hash(texts: dict[str, str]) -> str:
    digest = hashlib.sha256()
    for table, text in sorted(texts.items()):
        digest.update(f"{table}\0{text}\0".encode())
    return digest.hexdigest()
