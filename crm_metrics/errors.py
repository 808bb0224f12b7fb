"""Errors a user can act on: what was given, what was expected, the nearest valid choice."""

from collections.abc import Iterable
from difflib import get_close_matches


class CrmMetricsError(Exception):
    """Base of every error this library raises on purpose; its text is one sentence for the user."""


class UnknownNameError(CrmMetricsError, LookupError):
    """A name (metric, column, table, field, option) that does not exist."""


class BadInputError(CrmMetricsError, ValueError):
    """A value that cannot be used as given."""


class NotMappedError(CrmMetricsError, LookupError):
    """A table or column that this CRM's mapping does not provide."""


class SourceError(CrmMetricsError):
    """The CRM database could not be read."""


class SourceLostError(SourceError):
    """The CRM database did not answer, or no longer: trying again may help."""


class SnapshotError(CrmMetricsError):
    """There is no usable snapshot at the place the settings name."""


class SnapshotBusyError(SnapshotError):
    """Another sync is writing at the place the settings name; it will end by itself."""


def nearest(given: str, choices: Iterable[str]) -> str | None:
    """The choice most like `given`, or None when nothing is close."""
    by_folded = {choice.casefold(): choice for choice in choices}
    close = get_close_matches(given.casefold(), list(by_folded), n=1, cutoff=0.6)
    return by_folded[close[0]] if close else None


def unknown(kind: str, given: str, choices: Iterable[str]) -> UnknownNameError:
    """The error for a name that does not exist.

    >>> print(unknown("metric", "winrate", ["win_rate", "deal_size"]))
    no metric 'winrate'. Did you mean 'win_rate'?
    >>> print(unknown("metric", "zzz", ["win_rate", "deal_size"]))
    no metric 'zzz'. Choose one of: deal_size, win_rate.
    """
    names = sorted(choices)
    close = nearest(given, names)
    if close:
        return UnknownNameError(f"no {kind} '{given}'. Did you mean '{close}'?")
    listed = ", ".join(names) if names else "none is available"
    return UnknownNameError(f"no {kind} '{given}'. Choose one of: {listed}.")
