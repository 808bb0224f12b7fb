"""The printed pages of the documentation say what the code says."""

import pytest

from crm_metrics.report.documentation import PAGES
from crm_metrics.settings import PROJECT


@pytest.mark.parametrize("name", PAGES)
def test_the_printed_page_is_the_one_the_code_prints(name):
    stored = (PROJECT / "docs" / name).read_text("utf-8")
    assert stored == PAGES[name](), "run 'make docs'"
