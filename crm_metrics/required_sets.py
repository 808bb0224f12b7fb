"""Required sets: which fields a record must have to be complete, as shipped and as set by a user.

A field is named by its path: a column of the record (`subject`), or a column of a record it links
to (`contact.email`, `account.phone`, `owner.email`). Alternatives are one field: any of them will
do.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from crm_metrics import given
from crm_metrics.errors import BadInputError, unknown
from crm_metrics.model import TABLES, Type

Paths = tuple[str, ...]

# The tables of records that are entered one by one, and what makes such a record done.
DONE: Mapping[str, tuple[str, tuple[str, ...]] | None] = {
    "accounts": None,
    "contacts": None,
    "leads": ("status", ("converted", "disqualified")),
    "deals": ("outcome", ("won", "lost")),
    "activities": ("status", ("done",)),
    "tickets": ("status", ("solved", "closed")),
}
ENTITIES = tuple(DONE)
_TARGETS = {
    "account": "accounts",
    "campaign": "campaigns",
    "contact": "contacts",
    "deal": "deals",
    "lead": "leads",
    "owner": "users",
    "parent": "accounts",
    "ticket": "tickets",
}
# A set's number and an octal digit per field fit one whole number of 64 bits.
MOST_SETS = 64
MOST_FIELDS = 19
# From here on a name is taken for a misspelling of another.
_MISSPELLED = 0.8


@dataclass(frozen=True, slots=True)
class RequiredSet:
    """The fields a record of `entity` must have.

    - `fields`: each a tuple of paths, of which any one will do.
    - `when`: the records the set is for: column → the value, or a tuple of accepted ones.
    - `fields_when_done`: required of activities that are done, of deals and leads that are
      decided, of tickets that are solved.
    - `from_stage`: for deals, name of a field → the stage from which on it is required; also of
      deals that are decided.
    """

    entity: str
    fields: tuple[Paths, ...]
    when: Mapping[str, Any] = field(default_factory=dict)
    fields_when_done: tuple[Paths, ...] = ()
    from_stage: Mapping[str, str] = field(default_factory=dict)

    @property
    def all_fields(self) -> tuple[Paths, ...]:
        """Every field once: those always required, then those required once done."""
        return self.fields + self.fields_when_done

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """Every (table, column) the set reads."""
        paths = (path for paths in self.all_fields for path in paths)
        of_fields = (column_at(self.entity, path) for path in paths)
        return (*of_fields, *((self.entity, column) for column in self.when))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the fields, in order."""
        return tuple(map(field_name, self.all_fields))


def field_name(paths: Paths) -> str:
    """A field's name: its path as in the settings.

    >>> field_name(("contact.email", "contact.phone"))
    'contact.email or contact.phone'
    """
    return " or ".join(paths)


def link_and_column(path: str) -> tuple[str | None, str]:
    """The link a path goes through, None for a column of the record itself; and the column.

    >>> link_and_column("contact.email"), link_and_column("subject")
    (('contact', 'email'), (None, 'subject'))
    """
    link, dot, column = path.partition(".")
    return (link, column) if dot else (None, path)


def links_of(entity: str) -> dict[str, str]:
    """The links of a table's records: the name in a path → the table it leads to."""
    table = TABLES[entity]
    return {
        link: target
        for link, target in _TARGETS.items()
        if f"{link}_id" in table.names and f"{link}_id" not in table.key
    }


def column_at(entity: str, path: str) -> tuple[str, str]:
    """The table and the column that a path leads to.

    >>> column_at("activities", "contact.email"), column_at("activities", "subject")
    (('contacts', 'email'), ('activities', 'subject'))
    """
    link, column = link_and_column(path)
    return (entity if link is None else links_of(entity)[link]), column


SHIPPED: Mapping[str, RequiredSet] = {
    "meetings": RequiredSet(
        "activities",
        (
            ("due_at",),
            ("contact.last_name",),
            ("contact.first_name",),
            ("contact.email", "contact.phone"),
            ("subject",),
        ),
        {"kind": "meeting"},
        (("outcome",),),
    ),
    "calls": RequiredSet(
        "activities",
        (("due_at", "done_at"), ("contact_id", "lead_id", "account_id"), ("subject",)),
        {"kind": "call"},
        (("outcome",),),
    ),
    "accounts": RequiredSet(
        "accounts",
        (("name",), ("owner_id",), ("industry",), ("country",), ("source",), ("email", "phone")),
    ),
    "contacts": RequiredSet(
        "contacts",
        (("first_name",), ("last_name",), ("account_id",), ("email",), ("phone",)),
    ),
    "leads": RequiredSet("leads", (("name",), ("owner_id",), ("source",), ("email", "phone"))),
    "deals": RequiredSet(
        "deals",
        (
            ("name",),
            ("account_id",),
            ("owner_id",),
            ("source",),
            ("amount",),
            ("expected_close_on",),
        ),
        fields_when_done=(("closed_at",),),
    ),
    "lost_deals": RequiredSet("deals", (("loss_reason",),), {"outcome": "lost"}),
}


def required_sets(raw: Mapping[str, Any]) -> dict[str, RequiredSet]:
    """The shipped sets and those of the settings, which replace shipped ones of the same name.

    A set without any field is switched off.
    """
    sets = dict(SHIPPED)
    for name, value in raw.items():
        given_set = _required_set(f"quality.required.{name}", name, value)
        if given_set.all_fields:
            sets[name] = given_set
        else:
            sets.pop(name, None)
    if len(sets) > MOST_SETS:
        raise BadInputError(f"quality.required has {len(sets)} sets; expected at most {MOST_SETS}.")
    return sets


def _required_set(name: str, short_name: str, raw: Any) -> RequiredSet:
    if not isinstance(raw, dict):
        raise BadInputError(f"{name} is {raw!r}; expected a section with entity and fields.")
    keys = ("entity", "when", "fields", "fields_when_done", "from_stage")
    given.check_keys(f"setting in {name}", raw, keys)
    fields = _fields(f"{name}.fields", raw.get("fields", []))
    when_done = _fields(f"{name}.fields_when_done", raw.get("fields_when_done", []))
    shipped = SHIPPED.get(short_name)
    entity = raw.get("entity", shipped.entity if shipped and not fields + when_done else None)
    if entity not in ENTITIES:
        raise unknown(f"table in {name}.entity", str(entity), ENTITIES)
    for paths in fields + when_done:
        for path in paths:
            check_path(f"{name}.fields", entity, path)
    _check_once(name, fields + when_done)
    if when_done and DONE[entity] is None:
        raise BadInputError(f"{name}.fields_when_done: {entity} are never done; use fields.")
    return RequiredSet(
        entity,
        fields,
        _conditions(f"{name}.when", entity, given.section(raw, "when")),
        when_done,
        _stages(f"{name}.from_stage", entity, fields, raw.get("from_stage", {})),
    )


def _fields(name: str, value: Any) -> tuple[Paths, ...]:
    fields = tuple(
        tuple(
            given.as_text(name, path).strip()
            for path in (item if isinstance(item, list) else [item])
        )
        for item in given.as_list(name, value)
    )
    if any(not paths or "" in paths for paths in fields):
        raise BadInputError(f"{name} has an empty field; expected the name of a column.")
    return fields


def _check_once(name: str, fields: tuple[Paths, ...]) -> None:
    names = [field_name(paths) for paths in fields]
    for field_of in names:
        if names.count(field_of) > 1:
            raise BadInputError(f"{name} names the field '{field_of}' twice.")
    if len(names) > MOST_FIELDS:
        raise BadInputError(
            f"{name} has {len(names)} fields; expected at most {MOST_FIELDS}; make two sets of it."
        )


def check_path(name: str, entity: str, path: str) -> None:
    """Errors: UnknownNameError for a link the table has not, or a misspelled column."""
    link, column = link_and_column(path)
    links = links_of(entity)
    if link is not None and link not in links:
        raise unknown(f"link of {entity} in {name}", link, links)
    table = entity if link is None else links[link]
    if "." in column:
        raise BadInputError(f"{name} has '{path}'; expected one link and a column: contact.email.")
    _check_column(name, table, column)


def _check_column(name: str, table: str, column: str) -> None:
    """A column of the model, or a field that a mapping may have added.

    Only `check` and the sync know the mapping's own fields. A name so close to one of the model's
    that it must be a slip is found here.
    """
    names = TABLES[table].names
    if column not in names and any(_is_slip(column, known) for known in names):
        raise unknown(f"column of {table} in {name}", column, names)


def _is_slip(column: str, known: str) -> bool:
    if column in known or known in column:
        return False
    return SequenceMatcher(None, column, known).ratio() >= _MISSPELLED


def _conditions(name: str, entity: str, raw: Mapping[str, Any]) -> dict[str, Any]:
    for column, value in raw.items():
        _check_column(name, entity, column)
        accepted = value if isinstance(value, list) else [value]
        if not accepted:
            raise BadInputError(f"{name}.{column} is empty; expected a value or a list of values.")
        for item in accepted:
            _check_value(f"{name}.{column}", entity, column, item)
    return {
        column: tuple(value) if isinstance(value, list) else value for column, value in raw.items()
    }


def _check_value(name: str, entity: str, column: str, value: Any) -> None:
    known = {item.name: item for item in TABLES[entity].columns}.get(column)
    if known is None:
        if not isinstance(value, str | bool | int | float):
            raise BadInputError(f"{name} is {value!r}; expected a text, a number, true or false.")
        return
    if known.type not in _KINDS:
        raise BadInputError(f"{name}: a set cannot depend on the {known.type.value} '{column}'.")
    kind, expected = _KINDS[known.type]
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise BadInputError(f"{name} is {value!r}; expected {expected}.")
    if known.choices and value not in known.choices:
        raise unknown(f"value of {entity}.{column} in {name}", value, known.choices)


_KINDS: Mapping[Type, tuple[Any, str]] = {
    Type.TEXT: (str, "a text"),
    Type.BOOLEAN: (bool, "true or false"),
    Type.INTEGER: (int, "a whole number"),
    Type.NUMBER: ((int, float), "a number"),
}


def _stages(name: str, entity: str, fields: Iterable[Paths], value: Any) -> dict[str, str]:
    """Name of a field → the stage it is required from; one stage given is for all fields."""
    if value == {}:
        return {}
    if entity != "deals":
        raise BadInputError(f"{name} is for deals; {entity} have no stages.")
    names = {path: field_name(paths) for paths in fields for path in (*paths, field_name(paths))}
    if isinstance(value, str):
        return dict.fromkeys(names.values(), value)
    if not isinstance(value, dict):
        raise BadInputError(f"{name} is {value!r}; expected a stage, or {{ field = stage }}.")
    for key in value:
        if key not in names:
            raise unknown(f"field in {name}", key, names)
    return {names[key]: given.as_text(f"{name}.{key}", stage) for key, stage in value.items()}
