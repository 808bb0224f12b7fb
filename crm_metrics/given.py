"""Values as they stand in a settings file, checked one by one."""

from collections.abc import Iterable, Mapping
from typing import Any

from crm_metrics.errors import BadInputError, unknown


def section(raw: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The section of that name; empty where there is none."""
    value = raw.get(name, {})
    if not isinstance(value, dict):
        raise BadInputError(f"[{name}] must be a section of settings, not {value!r}.")
    return value


def check_keys(kind: str, given: Mapping[str, Any], known: Iterable[str]) -> None:
    """Errors: UnknownNameError for a key that is not among the known ones."""
    known = tuple(known)
    for key in given:
        if key not in known:
            raise unknown(kind, key, known)


def as_list(name: str, value: Any) -> list[Any]:
    """The value, if it is a list."""
    if not isinstance(value, list):
        raise BadInputError(f"{name} is {value!r}; expected a list.")
    return value


def as_text(name: str, value: Any) -> str:
    """The value, if it is a text."""
    if not isinstance(value, str):
        raise BadInputError(f"{name} is {value!r}; expected a text.")
    return value
