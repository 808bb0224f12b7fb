"""The row of filters: shared by the pages, kept in the address in plain text.

Every widget is bound to the address by its key, so a shared link reopens the view and the
browser's back button works. A wrong value in the address falls back, and a sentence says so.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import streamlit as st

from crm_metrics.calendar import Period, twelve_months_to
from crm_metrics.fields import Where
from crm_metrics.report.asked import Asked
from crm_metrics.report.choices import Choice
from crm_metrics.report.periods import CUSTOM, PRESETS
from crm_metrics.report.segments import NO_VALUE
from crm_metrics.report.wording import field_title
from crm_metrics.snapshot.tables import Tables

_IN_THE_ROW = ("team", "owner", "region", "source")
_EARLIEST = date(1990, 1, 1)
_NARROW, _WIDE = 150, 170
_DEFAULT = next(iter(PRESETS))


def filters(tables: Tables, choices: Sequence[Choice]) -> Asked:
    """Draw the filters and return what they ask for."""
    _warn_of_wrong_values(tables, choices)
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="bottom", key="filters"):
        _choose_custom_when_days_are_given()
        preset = st.selectbox(
            "Period",
            [*PRESETS, CUSTOM],
            key="period",
            bind="query-params",
            label_visibility="collapsed",
            width=_WIDE,
        )
        days = _custom_days(tables) if preset == CUSTOM else None
        in_the_row = [choice for choice in choices if choice.field in _IN_THE_ROW]
        where = {choice.field: _values(choice) for choice in in_the_row}
        more = [choice for choice in choices if choice.field not in _IN_THE_ROW]
        with st.popover(_more_label(more), width="content"):
            where |= {choice.field: _values(choice, in_a_popover=True) for choice in more}
            as_of = st.date_input(
                "As of, the last day that is known",
                value=tables.as_of,
                min_value=_EARLIEST,
                max_value=tables.day,
                key="as_of",
                bind="query-params",
                format="YYYY-MM-DD",
            )
            st.button(
                "Clear the filters", on_click=clear, args=(tables.as_of,), key="clear_in_more"
            )
    chosen: Where = {name: values for name, values in where.items() if values}
    return Asked(_period(preset, days, as_of, tables), as_of, tables.business, chosen)


def clear(as_of: date) -> None:
    """Take all filters off; the period goes back to the last 12 months to this day."""
    # Set, not taken away: a widget without a value takes it from the address again.
    st.session_state["period"] = _DEFAULT
    st.session_state["as_of"] = as_of
    for name in ("from", "through"):
        st.session_state.pop(name, None)
    for name in [key for key in st.session_state if key in _FILTER_KEYS]:
        st.session_state[name] = []


def choose_by(fields: Sequence[str], default: str) -> str:
    """The field by which a page's segments are cut, kept in the address as `by`."""
    # Data without a single label can still be cut by owner: one group, without an owner.
    names = {field_title(name): name for name in fields or ("owner",)}
    _warn_of("by", names.__contains__)
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.caption("Compare by", width="content")
        title = st.segmented_control(
            "Compare by",
            list(names),
            default=field_title(default) if default in fields else next(iter(names)),
            key="by",
            bind="query-params",
            label_visibility="collapsed",
            required=True,
        )
    return names[str(title)]


_FILTER_KEYS = ("team", "owner", "region", "source", "product", "pipeline", "segment")


def _values(choice: Choice, *, in_a_popover: bool = False) -> list[str | None]:
    title = field_title(choice.field)
    chosen = st.multiselect(
        title,
        _options(choice),
        key=choice.field,
        bind="query-params",
        placeholder=f"{title}: all",
        label_visibility="visible" if in_a_popover else "collapsed",
        width="stretch" if in_a_popover else _NARROW,
        wrap=in_a_popover,
    )
    return [None if value == NO_VALUE else value for value in chosen]


def _options(choice: Choice) -> list[str]:
    return [NO_VALUE if value is None else value for value in choice.values]


def _more_label(more: Sequence[Choice]) -> str:
    """The button's label, with how many of the filters behind it are in use."""
    names = [choice.field for choice in more]
    used = sum(1 for name in names if st.session_state.get(name))
    used += "as_of" in st.query_params
    return f"More · {used}" if used else "More"


def _choose_custom_when_days_are_given() -> None:
    has_days = "from" in st.query_params or "through" in st.query_params
    if has_days and "period" not in st.query_params and "period" not in st.session_state:
        st.session_state["period"] = CUSTOM


def _custom_days(tables: Tables) -> tuple[date, date]:
    """First and last day of a period of one's own; both are included."""
    default = twelve_months_to(tables.as_of)
    ends = (("from", "First day", default.start), ("through", "Last day", tables.as_of))
    first, last = (
        st.date_input(
            title,
            value=value,
            min_value=_EARLIEST,
            max_value=tables.day + timedelta(days=3660),
            key=name,
            bind="query-params",
            format="YYYY-MM-DD",
            label_visibility="collapsed",
            help="Included.",
            width=_NARROW - 20,
        )
        for name, title, value in ends
    )
    return first, last


def _period(preset: str, days: tuple[date, date] | None, as_of: date, tables: Tables) -> Period:
    if days is None:
        return PRESETS[preset](as_of, tables.business)
    first, last = days
    if last < first:
        st.warning(f"The last day, {last}, lies before the first, {first}; showing 12 months.")
        return twelve_months_to(as_of)
    return Period(first, last + timedelta(days=1))


def _warn_of_wrong_values(tables: Tables, choices: Sequence[Choice]) -> None:
    """A sentence for every value in the address that cannot be used; the widgets drop them."""
    _warn_of("period", lambda text: text in (*PRESETS, CUSTOM))
    _warn_of("as_of", lambda text: _is_day(text) and date.fromisoformat(text) <= tables.day)
    _warn_of("from", _is_day)
    _warn_of("through", _is_day)
    for choice in choices:
        _warn_of(choice.field, set(_options(choice)).__contains__)


def _warn_of(name: str, is_known: Callable[[str], bool]) -> None:
    wrong = [text for text in st.query_params.get_all(name) if text and not is_known(text)]
    if wrong:
        listed = ", ".join(f"'{text}'" for text in wrong[:3])
        st.warning(f"The address asks for {name} {listed}, which does not exist here; left out.")


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
