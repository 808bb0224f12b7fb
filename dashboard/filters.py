"""The row of filters: shared by the pages, kept in the address in plain text.

Every widget is bound to the address by its key, so a shared link reopens the view and the
browser's back button works. A wrong value in the address falls back, and a sentence says so.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

import streamlit as st

from crm_metrics.calendar import Period, twelve_months_to
from crm_metrics.fields import Where
from crm_metrics.report.asked import Asked
from crm_metrics.report.choices import Choice
from crm_metrics.report.periods import COMPARISONS, CUSTOM, PRESETS
from crm_metrics.report.segments import NO_VALUE
from crm_metrics.report.wording import field_title
from crm_metrics.snapshot.tables import Tables

# So many fields stand in the row, the first ones that the data have; the others behind a button.
_IN_THE_ROW = 4
_EARLIEST = date(1990, 1, 1)
_NARROW, _WIDE = 140, 165
_PERIOD = next(iter(PRESETS))
_COMPARISON = next(iter(COMPARISONS))
# Which fields this session's filters are drawn for.
_FIELDS = "_filters"


def filters(tables: Tables, choices: Sequence[Choice]) -> Asked:
    """Draw the filters and return what they ask for."""
    _warn_of_wrong_values(tables, choices)
    st.session_state[_FIELDS] = tuple(choice.field for choice in choices)
    defaults = {"period": _PERIOD, "compare": _COMPARISON, "as_of": tables.as_of}
    _fold(_used([*st.session_state[_FIELDS], *defaults], defaults))
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="bottom", key="filters"):
        _choose_custom_when_days_are_given()
        preset = _choice_of("period", "Period", [*PRESETS, CUSTOM])
        days = _custom_days(tables) if preset == CUSTOM else None
        comparison = _choice_of("compare", "Compare with", list(COMPARISONS))
        where = {choice.field: _values(choice) for choice in choices[:_IN_THE_ROW]}
        more = choices[_IN_THE_ROW:]
        used = _used([*(choice.field for choice in more), "as_of"], defaults)
        with st.popover(_with_count("More", used), width="content"):
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
    return Asked(
        _period(preset, days, as_of, tables),
        as_of,
        tables.business,
        chosen,
        COMPARISONS[comparison],
    )


def clear(as_of: date) -> None:
    """Take all filters off; the period goes back to the last 12 months to this day."""
    # Set, not taken away: a widget without a value takes it from the address again.
    st.session_state["period"] = _PERIOD
    st.session_state["compare"] = _COMPARISON
    st.session_state["as_of"] = as_of
    for name in ("from", "through"):
        st.session_state.pop(name, None)
    for name in st.session_state.get(_FIELDS, ()):
        st.session_state[name] = []


@st.fragment
def _fold(used: int) -> None:
    """On a phone the filters stand behind this button; elsewhere it is not there.

    The style sheet shows the one or the other, so that folding asks nothing of the server.
    """
    st.toggle(_with_count("Filters", used), key="filters_unfolded")


def _choice_of(key: str, title: str, options: list[str]) -> str:
    chosen: str = st.selectbox(
        title,
        options,
        key=key,
        bind="query-params",
        label_visibility="collapsed",
        width=_WIDE,
    )
    return chosen


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


def _used(names: Sequence[str], defaults: Mapping[str, object]) -> int:
    """How many of these filters are set; before they are drawn for the first time the address says.

    The labels of the buttons are drawn before the filters behind them.
    """
    unset = {name: defaults.get(name, []) for name in names}
    return sum(
        st.session_state[name] != unset[name]
        if name in st.session_state
        else name in st.query_params
        for name in names
    )


def _with_count(label: str, used: int) -> str:
    """A button's label, with how many of the filters behind it are in use."""
    return f"{label} · {used}" if used else label


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
    _warn_of("compare", COMPARISONS.__contains__)
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
