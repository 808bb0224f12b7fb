"""The door: settings, snapshot, shared filters, menu. `streamlit run app.py` opens it."""

from datetime import UTC, datetime

import streamlit as st

from crm_metrics.configured import configured
from crm_metrics.report.shown import Shown
from crm_metrics.snapshot.refresh import refresh_facts
from dashboard.downloads import page_downloads
from dashboard.filters import filters
from dashboard.frame import ICON, asks_to_refresh, freshness, heading, refresh, say_when_refreshed
from dashboard.guard import explained
from dashboard.plots import style_charts
from dashboard.shown import begin
from dashboard.view import View, choices_of, set_current, tables_of

QUESTIONS = {
    "Overview": "How are we doing, and where is the problem?",
    "Win rate": "Are we winning?",
    "Sales cycle": "How fast do we win?",
    "Retention": "Do customers stay?",
    "Repeat business": "Do customers come back?",
    "Data quality": "Can the numbers be trusted?",
    "Definitions": "What does each number mean?",
}
PAGES = [
    st.Page("pages/overview.py", title="Overview", default=True),
    st.Page("pages/win_rate.py", title="Win rate"),
    st.Page("pages/sales_cycle.py", title="Sales cycle"),
    st.Page("pages/retention.py", title="Retention"),
    st.Page("pages/repeat_business.py", title="Repeat business"),
    st.Page("pages/data_quality.py", title="Data quality"),
    st.Page("pages/definitions.py", title="Definitions"),
]

now = datetime.now(UTC)
st.set_page_config(layout="wide", page_icon=ICON)
page = st.navigation(PAGES, position="top")

with explained():
    settings = configured()
    place = heading(QUESTIONS[page.title], settings)
    say_when_refreshed()
    if asks_to_refresh(place):
        refresh(settings, now)
    snapshot = refresh_facts(settings)
    tables = tables_of(snapshot, settings)
    choices = choices_of(snapshot, settings)
    asked = filters(tables, choices)
    freshness(place, snapshot, asked.as_of, now)
    fields = tuple(choice.field for choice in choices)
    begin(Shown(page.title, QUESTIONS[page.title], asked, snapshot.synced_at))
    set_current(View(settings, snapshot, tables, asked, fields))
    style_charts()
    page.run()
    page_downloads()
