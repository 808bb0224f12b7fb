"""Definition cards and lists of settings."""

from collections.abc import Sequence

import streamlit as st

from crm_metrics.metric import Metric
from crm_metrics.report.definitions import definition


def show_definition(metric: Metric) -> None:
    """A metric's meaning in one line; the rest of its card when opened."""
    with st.expander(f"**{metric.title}** · {metric.says}"):
        st.markdown("\n\n".join(f"**{name}:** {text}" for name, text in definition(metric)))


def show_pairs(pairs: Sequence[tuple[str, str]]) -> None:
    """Names and values, one line each."""
    st.markdown("  \n".join(f":gray[{name}:] {value}" for name, value in pairs))
