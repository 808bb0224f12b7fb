"""What does each number mean, and what does it rest on?"""

import streamlit as st

from crm_metrics.metrics import METRICS
from crm_metrics.report.definitions import rows_dropped, rows_read, settings_in_force
from dashboard.definitions import show_definition, show_pairs
from dashboard.tables import show_table
from dashboard.view import current

view = current()
left, right = st.columns([3, 2], gap="medium")
with left:
    st.subheader("Metrics", anchor=False)
    for metric in METRICS.values():
        show_definition(metric)
with right:
    st.subheader("Settings in force", anchor=False)
    show_pairs(settings_in_force(view.settings.business))
    st.subheader("Rows read", anchor=False)
    show_table(rows_read(view.snapshot), "rows_read")
    st.subheader("Rows left out when the CRM was read", anchor=False)
    show_table(rows_dropped(view.snapshot), "rows_left_out")
