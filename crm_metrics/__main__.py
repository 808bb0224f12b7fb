"""`python -m crm_metrics`: exit status 0 for a result, 2 for wrong input, 1 for a fault of ours.

Only here and in app.py is the clock read; everything below takes the moment as an argument.
"""

import os
import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from crm_metrics.cli import commands
from crm_metrics.cli.arguments import parse
from crm_metrics.cli.output import write
from crm_metrics.errors import CrmMetricsError

FAULT, WRONG_INPUT, INTERRUPTED, NOBODY_READS = 1, 2, 130, 141


def main(argv: Sequence[str]) -> int:
    """Carry out one command line and return its exit status."""
    try:
        return _answer(argv)
    except CrmMetricsError as error:
        _say(str(error))
        return WRONG_INPUT
    except KeyboardInterrupt:
        _say("stopped.")
        return INTERRUPTED
    except BrokenPipeError:
        # `… | head` has seen enough. What is left in the buffer must not be tried again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOBODY_READS
    except Exception as error:
        if os.environ.get("CRM_DEBUG") == "1":
            traceback.print_exc()
        else:
            _say(_without_content(error))
        return FAULT


def _answer(argv: Sequence[str]) -> int:
    given = parse(argv)
    result = commands.run(given, datetime.now(UTC))
    for note in result.notes:
        _say(f"note: {note}")
    wants_words = result.rows is None or (result.text and given.format == "table")
    if wants_words or result.rows is None:
        sys.stdout.write(result.text.rstrip("\n") + "\n")
    else:
        write(result.rows, given.format, sys.stdout, result.kinds)
    sys.stdout.flush()
    return result.status


def _say(sentence: str) -> None:
    print(" ".join(sentence.split()), file=sys.stderr)  # noqa: T201 - one sentence, one line


def _without_content(error: Exception) -> str:
    """Where it went wrong. An unexpected message may quote a record or a password: it stays out."""
    place = ""
    for step in traceback.extract_tb(error.__traceback__):
        folders = Path(step.filename).parts
        if "crm_metrics" in folders:
            inside = Path(*folders[folders.index("crm_metrics") :])
            place = f" in {inside.as_posix()} line {step.lineno}"
    return (
        f"something went wrong that should not have: {type(error).__name__}{place}; "
        "CRM_DEBUG=1 shows more."
    )


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        # The same bytes whatever the locale; a lone surrogate must not stop a listing.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    sys.exit(main(sys.argv[1:]))
