"""The one place where an error a reader can act on becomes a sentence instead of a page."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from crm_metrics.errors import CrmMetricsError, NotMappedError, SnapshotBusyError, SnapshotError


@contextmanager
def explained() -> Iterator[None]:
    """Say in one sentence what is missing and what to do; anything unexpected goes on its way."""
    try:
        yield
    except NotMappedError as error:
        st.info(
            f"{_sentence(error)} Definitions shows what each number needs; a mapping in "
            "`queries/` can add it.",
            icon=":material/info:",
        )
    except SnapshotBusyError as error:
        st.info(
            f"{_sentence(error)} The last good numbers stay until then.",
            icon=":material/hourglass_top:",
        )
    except SnapshotError as error:
        st.warning(_sentence(error), icon=":material/database:")
        st.markdown(
            "Press **Refresh now** above, or run `python -m crm_metrics sync`; "
            "`python -m crm_metrics check` says whether the CRM can be read."
        )
    except CrmMetricsError as error:
        st.error(_sentence(error), icon=":material/error:")


def _sentence(error: CrmMetricsError) -> str:
    text = str(error).strip()
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?")) else f"{text}."
