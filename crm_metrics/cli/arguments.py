"""What can be typed: commands, their arguments and options, and errors in one sentence."""

import argparse
import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from crm_metrics.calendar import BASELINES, UNITS
from crm_metrics.cli.output import FORMATS
from crm_metrics.errors import BadInputError, nearest, unknown

PROGRAM = "python -m crm_metrics"
CREDITS = ("event", "now")

COMMANDS = {
    "init": "write a commented crm.toml and try the connection",
    "demo": "make the demo CRM in an empty database",
    "load": "load CSV and XLSX files into tables of a database",
    "check": "say whether the mapping fits the database, and what is missing per metric",
    "sync": "read the CRM into a new snapshot",
    "metrics": "list the metrics",
    "measure": "print a metric's numbers",
    "rows": "print the records behind a metric's number",
    "set-aside": "count the rows that could not be used, by reason",
}

# In reading order: option → the commands that know it.
_OPTIONS: dict[str, tuple[str, ...]] = {
    "--deals": ("demo",),
    "--seed": ("demo",),
    "--replace": ("demo", "load"),
    "--rows": ("set-aside",),
    "--from": ("measure", "rows", "set-aside"),
    "--to": ("measure", "rows", "set-aside"),
    "--as-of": ("demo", "measure", "rows", "set-aside"),
    "--by": ("measure",),
    "--where": ("measure", "rows", "set-aside"),
    "--compare": ("measure",),
    "--at": ("measure",),
    "--credit": ("measure", "rows", "set-aside"),
    "--format": tuple(name for name in COMMANDS if name != "init"),
    "--config": ("init", "check", "sync", "measure", "rows", "set-aside"),
}


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The command and its options, checked.

    Errors: BadInputError or UnknownNameError, one sentence with the nearest valid choice.
    """
    if not argv:
        raise BadInputError(f"no command given. Choose one of: {', '.join(COMMANDS)}.")
    if argv[0] not in (*COMMANDS, "-h", "--help"):
        raise unknown("command", argv[0], COMMANDS)
    given, rest = parser().parse_known_args(list(argv))
    if not rest:
        return given
    extra = rest[0]
    if extra.startswith("--"):
        name = extra.split("=", 1)[0]
        raise unknown("option", name, options_of(given.command))
    raise BadInputError(
        f"'{extra}' is one argument too many for '{given.command}'; "
        f"'{PROGRAM} {given.command} --help' shows what it takes."
    )


def options_of(command: str) -> list[str]:
    """The options that a command knows."""
    return [option for option, commands in _OPTIONS.items() if command in commands]


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line, which also prints the help."""
    top = _Parser(prog=PROGRAM, description="Sales, marketing and support figures of your CRM.")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    for name, does in COMMANDS.items():
        command = commands.add_parser(name, help=does, description=_sentence(does))
        if name in _ARGUMENTS:
            _ARGUMENTS[name](command)
        for option in options_of(name):
            command.add_argument(option, **_MEANING[option])
    return top


class _Parser(argparse.ArgumentParser):
    """argparse with whole options only, and errors as one sentence instead of a usage dump."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        command = self.prog.removeprefix(PROGRAM).strip()
        help_ = f"'{self.prog} --help' shows what it takes."
        if found := re.match(r"the following arguments are required: (.+)", message):
            raise BadInputError(f"'{command}' needs {found[1].replace(', ', ' and ')}; {help_}")
        if found := re.match(r"argument (\S+): expected one argument", message):
            raise BadInputError(
                f"{found[1]} needs a value; one that begins with '-' is written {found[1]}=VALUE."
            )
        if found := re.match(r"argument (\S+): ignored explicit argument", message):
            raise BadInputError(f"{found[1]} takes no value.")
        if found := re.match(r"argument (\S+): (.+)", message, re.DOTALL):
            raise BadInputError(f"{found[1]}: {found[2]}")
        raise BadInputError(f"{message}; {help_}")


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."


def _day(text: str) -> date:
    try:
        if len(text) == len("YYYY-MM-DD"):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"'{text}' is not a day; expected YYYY-MM-DD.")


def _whole_number(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,18}", text):
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number, 0 or more.")
    return int(text)


def _condition(text: str) -> tuple[str, str | None]:
    """A field and the value it must have, verbatim after the first "="; empty means null."""
    field, separator, value = text.partition("=")
    if not separator or not field.strip():
        raise argparse.ArgumentTypeError(f"'{text}' is not of the form field=value.")
    return field.strip(), value or None


def _names(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",")]
    if not all(names):
        raise argparse.ArgumentTypeError(f"'{text}' has an empty name; expected a,b.")
    return names


def _one_of(kind: str, choices: Sequence[str]) -> Callable[[str], str]:
    def choice(text: str) -> str:
        if text not in choices:
            close = nearest(text, choices)
            hint = f"Did you mean '{close}'?" if close else f"Choose one of: {', '.join(choices)}."
            raise argparse.ArgumentTypeError(f"no {kind} '{text}'. {hint}")
        return text

    return choice


def _baselines(text: str) -> list[str]:
    return [_one_of("comparison", BASELINES)(name) for name in _names(text)]


def _days(text: str) -> list[int]:
    return [_whole_number(name) for name in _names(text)]


def _of_metric(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME", help="the metric; 'metrics' lists them")


def _of_database(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "url",
        metavar="URL",
        help="the database, such as sqlite:///crm.sqlite, postgresql://user@host/name "
        "or mariadb://user@host/name",
    )


def _of_load(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "folder", metavar="DIR", type=Path, help="the folder of *.csv and *.xlsx files"
    )
    _of_database(command)


_ARGUMENTS: dict[str, Callable[[argparse.ArgumentParser], None]] = {
    "demo": _of_database,
    "load": _of_load,
    "measure": _of_metric,
    "rows": _of_metric,
    "set-aside": _of_metric,
}

_MEANING: dict[str, dict[str, Any]] = {
    "--deals": {
        "metavar": "N",
        "type": _whole_number,
        "default": 20_000,
        "help": "how many deals; the other tables grow with them (default 20000)",
    },
    "--seed": {
        "metavar": "S",
        "type": _whole_number,
        "default": 1,
        "help": "another number makes another company (default 1)",
    },
    "--replace": {"action": "store_true", "help": "overwrite tables that exist"},
    "--rows": {"action": "store_true", "help": "list the rows instead of counting them"},
    "--from": {
        "metavar": "DAY",
        "type": _day,
        "dest": "start",
        "help": "the first day, YYYY-MM-DD (default: 12 months before the end)",
    },
    "--to": {
        "metavar": "DAY",
        "type": _day,
        "dest": "end",
        "help": "the first day NOT covered, YYYY-MM-DD: January is --from 2026-01-01 "
        "--to 2026-02-01 (default: the day after as-of)",
    },
    "--as-of": {
        "metavar": "DAY",
        "type": _day,
        "help": "the last day that is known; what happened later is hidden "
        "(default: the settings' as_of, else the sync's day; for 'demo' today)",
    },
    "--by": {
        "metavar": "A,B",
        "type": _names,
        "action": "extend",
        "default": [],
        "help": f"one row per field or unit of time ({', '.join(UNITS)})",
    },
    "--where": {
        "metavar": "FIELD=VALUE",
        "type": _condition,
        "action": "append",
        "default": [],
        "help": "only these rows; may be repeated: same field means or, different fields mean "
        "and; the value is everything after the first '=', an empty one means no value",
    },
    "--compare": {
        "metavar": "A,B",
        "type": _baselines,
        "action": "extend",
        "default": [],
        "help": f"add the value at {' or '.join(BASELINES)}, the change and the growth",
    },
    "--at": {
        "metavar": "DAYS",
        "type": _days,
        "action": "extend",
        "default": [],
        "help": "for curves: only these days, such as 30,60,90",
    },
    "--credit": {
        "metavar": "WHEN",
        "type": _one_of("credit", CREDITS),
        "default": "event",
        "help": "count for the owner, team and region at the 'event' (default) or 'now'",
    },
    "--format": {
        "metavar": "FORMAT",
        "type": _one_of("format", FORMATS),
        "default": "table",
        "help": "table (default), json or csv",
    },
    "--config": {
        "metavar": "FILE",
        "type": Path,
        "help": "the settings file (default crm.toml; without one, the demo)",
    },
}
