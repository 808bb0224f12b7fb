"""Charts: what is drawn is what was measured, and what looks the same means the same."""

from datetime import date

import polars as pl
import pytest

from crm_metrics import charts
from crm_metrics.calendar import Period
from crm_metrics.charts import bars, style
from crm_metrics.metrics import METRICS
from crm_metrics.report import scopes
from crm_metrics.report.asked import Asked
from crm_metrics.report.comparing import Curve
from crm_metrics.report.scopes import whole
from crm_metrics.report.segments import with_rest
from crm_metrics.settings import Business

QUARTER = Period(date(2026, 1, 1), date(2026, 4, 1))
ASKED = Asked(QUARTER, date(2026, 3, 31), Business(), {"region": ["EMEA"]})
WIN_RATE = METRICS["win_rate"]
CURVE_SCHEMA = {
    "day": pl.Int64,
    "share": pl.Float64,
    "share_low": pl.Float64,
    "share_high": pl.Float64,
    "at_risk": pl.Int64,
}


def _rates(**columns: list[object]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            **columns,
            "won": [60, 20, 3],
            "decided": [100, 100, 7],
            "win_rate": [0.6, 0.2, 3 / 7],
            "win_rate_low": [0.502, 0.133, 0.158],
            "win_rate_high": [0.691, 0.289, 0.75],
        }
    )


def _teams() -> pl.DataFrame:
    return with_rest(_rates(team=["North", "South", "West"]), WIN_RATE, "team")


def _curve(*rows: tuple[object, ...]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=CURVE_SCHEMA, orient="row")


def test_a_title_says_what_of_whom_in_which_unit_and_when():
    figure = charts.bars_with_whiskers(_teams(), WIN_RATE, ASKED, "team")
    assert figure.layout.meta["title"] == "Win rate by team"
    assert figure.layout.meta["subtitle"] == (
        "%, by the day the deal was decided, Jan – Mar 2026, Region EMEA"
    )
    assert "Win rate by team" in figure.layout.title.text


def test_a_running_period_is_marked_to_date():
    asked = Asked(QUARTER, date(2026, 2, 10), Business())
    figure = charts.bars_with_whiskers(_teams(), WIN_RATE, asked, "team")
    assert figure.layout.meta["subtitle"].endswith("1 Jan – 10 Feb 2026 to date")


def test_bars_show_the_interval_and_only_colour_what_stands_out():
    bars, labels = charts.bars_with_whiskers(_teams(), WIN_RATE, ASKED, "team").data
    assert list(bars.y) == ["North", "West", "South"]
    assert list(bars.x) == pytest.approx([0.6, 3 / 7, 0.2])
    assert list(bars.marker.color) == [style.BETTER, style.SAME, style.WORSE]
    assert list(bars.error_x.array) == pytest.approx([0.091, 0.75 - 3 / 7, 0.089])
    assert list(bars.error_x.arrayminus) == pytest.approx([0.098, 3 / 7 - 0.158, 0.067])
    assert [text.strip() for text in labels.text] == ["▲ 60.0 %", "3 of 7", "▼ 20.0 %"]


def test_bars_start_at_zero_and_hovering_reads_as_a_sentence():
    figure = charts.bars_with_whiskers(_teams(), WIN_RATE, ASKED, "team")
    assert figure.layout.xaxis.range[0] == 0
    assert figure.data[0].customdata[0] == (
        "<b>North</b>: 60.0 %, 60 of 100 decided deals<br>95 %: 50.2–69.1 %<br>all others: 21.5 %"
    )


def test_a_longer_time_is_worse_and_red():
    metric = METRICS["sales_cycle"]
    frame = pl.DataFrame(
        {
            "team": ["Slow"],
            "segment": ["Slow"],
            "count": [40],
            "sales_cycle_median": [90.0],
            "sales_cycle_median_low": [80.0],
            "sales_cycle_median_high": [99.0],
            "rest": [50.0],
            "verdict": ["higher"],
        }
    )
    figure = charts.bars_with_whiskers(frame, metric, ASKED, "team")
    assert list(figure.data[0].marker.color) == [style.WORSE]


def test_two_owners_of_one_name_keep_their_own_bars():
    frame = _rates(owner_id=["1", "2", "3"], owner=["Kim", "Kim", "Lee"])
    figure = charts.bars_with_whiskers(
        with_rest(frame, WIN_RATE, "owner"), WIN_RATE, ASKED, "owner"
    )
    assert len(set(figure.data[0].y)) == 3


def test_of_many_segments_both_ends_are_drawn_and_it_is_said():
    many = pl.concat([_teams()] * 10)
    figure = charts.bars_with_whiskers(many, WIN_RATE, ASKED, "team")
    assert len(figure.data[0].y) == bars.MOST_BARS
    assert figure.layout.meta["title"] == "Win rate by team"
    assert figure.layout.meta["subtitle"].endswith("12 of 30 shown")


def test_a_month_without_decisions_is_a_gap_in_the_line_and_its_band():
    frame = _rates(month=[date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)])
    frame = frame.filter(pl.col("month") != date(2026, 2, 1))
    *bands, line = charts.line_with_band(frame, WIN_RATE, ASKED).data
    assert list(line.x) == [date(2026, month, 1) for month in (1, 2, 3)]
    assert line.y[1] is None
    assert line.customdata[1] == "Feb 2026: nothing to count"
    assert len(bands) == 2


def test_a_month_that_is_not_over_is_a_hollow_point():
    frame = _rates(month=[date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)])
    asked = Asked(QUARTER, date(2026, 3, 10), Business())
    line = charts.line_with_band(frame, WIN_RATE, asked).data[-1]
    assert list(line.marker.color) == [style.ACTUAL, style.ACTUAL, "rgba(0,0,0,0)"]
    assert charts.line_with_band(frame, WIN_RATE, asked).layout.yaxis.rangemode == "tozero"


def test_columns_stand_beside_the_year_before_and_the_running_month_is_hatched():
    frame = pl.DataFrame(
        {
            "month": [date(2026, 2, 1), date(2026, 3, 1)],
            "revenue_added": [300.0, 120.0],
            "revenue_added_last_year": [200.0, None],
            "revenue_added_last_year_growth": [0.5, None],
        }
    )
    asked = Asked(QUARTER, date(2026, 3, 10), Business())
    figure = charts.columns_this_and_last_year(frame, METRICS["revenue_added"], asked)
    earlier, now = figure.data
    assert list(earlier.y) == [None, 200.0, None]
    assert list(now.y) == [None, 300.0, 120.0]
    assert list(now.marker.pattern.shape) == ["", "", "/"]
    assert now.customdata[1] == "<b>Feb 2026</b>: 300 USD<br>+50.0 % against a year before"
    assert figure.layout.meta["subtitle"].startswith("USD, ")
    # What is behind begins further to the left, and shows.
    assert earlier.offset < now.offset
    assert earlier.offset + earlier.width < now.offset + now.width


def test_a_curve_is_dotted_where_fewer_than_ten_are_followed():
    curve = _curve((10, 0.2, 0.1, 0.3, 40), (30, 0.4, 0.3, 0.5, 10), (60, 0.7, 0.3, 0.9, 4))
    figure = charts.curve_with_band(
        [_named("this cohort", curve)], METRICS["win_curve"], ASKED, event="won"
    )
    drawn = {trace.line.dash: trace for trace in figure.data if trace.line.width}
    assert list(drawn["solid"].x) == [0, 10, 30]
    assert list(drawn["dot"].x) == [30, 60]
    # Whichever point is clicked, all whom the curve is of are opened.
    number = list(figure.data).index(drawn["dot"])
    for mark in (0, 1):
        assert scopes.scope_of_mark(figure, number, mark) == whole(METRICS["win_curve"], ASKED)
    assert drawn["dot"].customdata[-1] == (
        "<b>this cohort</b>: 70.0 % won by day 60<br>95 %: 30.0–90.0 %<br>4 deals followed so long"
    )


def test_the_names_of_curves_stand_where_no_curve_can_be():
    rising, falling = _curve((10, 0.2, 0.1, 0.3, 40)), _curve((10, 0.8, 0.7, 0.9, 40))
    for curve, falls, side in ((rising, False, "right"), (falling, True, "left")):
        named = [_named("this cohort", curve), _named("before", curve), _named("nobody", _curve())]
        figure = charts.curve_with_band(
            named, METRICS["win_curve"], ASKED, event="won", falls=falls
        )
        before, this = figure.layout.annotations
        assert [this.text, before.text] == ["━ this cohort", "━ before"]
        assert this.font.color == style.ACTUAL
        assert this.xanchor == before.xanchor == side
        assert this.yshift > before.yshift


def test_the_marks_of_a_histogram_stand_one_below_another():
    days = pl.DataFrame({"day": [0, 1, 5, 40, 41], "count": [3, 4, 5, 200, 1]})
    marks = [("median", 40.0), ("P80", 41.0), ("P90", 41.5)]
    figure = charts.histogram(days, METRICS["sales_cycle"], ASKED, marks)
    heights = [note.y for note in figure.layout.annotations]
    assert heights == sorted(heights, reverse=True)
    assert [line.y1 for line in figure.layout.shapes] == heights
    # Beyond the middle of the axis a name would be cut off on the right.
    assert {note.xanchor for note in figure.layout.annotations} == {"right"}


def test_the_histogram_counts_every_deal_once():
    days = pl.DataFrame({"day": [0, 1, 5, 40, 400], "count": [3, 4, 5, 200, 1]})
    figure = charts.histogram(
        days, METRICS["sales_cycle"], ASKED, [("median", 40.0), ("P80", 40.0), ("P90", None)]
    )
    assert sum(figure.data[0].y) == 213
    assert [note.text for note in figure.layout.annotations] == ["median, P80 40 days"]
    assert figure.data[0].customdata[-1].endswith("days or more")


@pytest.mark.parametrize(
    "draw",
    [
        lambda: charts.line_with_band(
            _rates(month=[date(2026, 1, 1)] * 3).head(0), WIN_RATE, ASKED
        ),
        lambda: charts.bars_with_whiskers(_teams().head(0), WIN_RATE, ASKED, "team"),
        lambda: charts.curve_with_band(
            [_named("none", _curve())], METRICS["win_curve"], ASKED, event="won"
        ),
        lambda: charts.histogram(
            pl.DataFrame(schema={"day": pl.Int64, "count": pl.Int64}),
            METRICS["sales_cycle"],
            ASKED,
            [],
        ),
    ],
    ids=["line", "bars", "curve", "histogram"],
)
def test_without_rows_a_chart_keeps_its_title(draw):
    assert draw().layout.meta["title"]


def test_colours_keep_their_contrast_on_white_and_on_near_black():
    for colour in (style.ACTUAL, style.OTHER, style.BETTER, style.WORSE):
        assert _contrast(colour, "#ffffff") >= 3, colour
        assert _contrast(colour, "#12161c") >= 3, colour


def _contrast(one: str, other: str) -> float:
    """Contrast as WCAG 2.1 defines it; 3 is what graphics need."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


STEPS = [
    charts.Step("mrr_at_start", "start"),
    charts.Step("new", "new", 1),
    charts.Step("churn", "lost", -1),
    charts.Step("mrr_at_end", "end"),
]


def _movements(**columns: float) -> pl.DataFrame:
    return pl.DataFrame({name: [value] for name, value in columns.items()})


def test_the_bars_of_a_balance_hang_on_one_another():
    frame = _movements(mrr_at_start=300.0, new=290.0, churn=50.0, mrr_at_end=540.0)
    bars, labels = charts.waterfall(frame, METRICS["mrr_movements"], ASKED, STEPS).data
    assert list(bars.y) == ["start", "new", "lost", "end"]
    assert list(bars.base) == [0, 300, 540, 0]
    assert list(bars.x) == [300, 290, 50, 540]
    assert [colour == style.ACTUAL for colour in bars.marker.color] == [True, False, False, True]
    assert bars.marker.color[1] == style.BETTER
    assert bars.marker.color[2] == style.WORSE
    assert [text.strip() for text in labels.text] == ["300", "+290", "−50", "540"]
    assert list(labels.x) == [300, 590, 590, 540]
    assert bars.customdata[2] == "<b>lost</b>: −50 USD<br>16.7 % of the start"


def test_a_balance_of_nothing_is_not_drawn():
    frame = _movements(mrr_at_start=0.0, new=0.0, churn=0.0, mrr_at_end=0.0)
    assert not charts.waterfall(frame, METRICS["mrr_movements"], ASKED, STEPS).data
    frame = _movements(mrr_at_start=0.0, new=5.0, churn=0.0, mrr_at_end=5.0)
    bars, _ = charts.waterfall(frame, METRICS["mrr_movements"], ASKED, STEPS).data
    assert bars.customdata[1] == "<b>new</b>: +5 USD"


def _cohorts(*rows: tuple[object, ...]) -> pl.DataFrame:
    schema = {
        "cohort": pl.Date,
        "month": pl.Int32,
        "customers": pl.Int64,
        "customers_kept": pl.Int64,
        "is_ripe": pl.Boolean,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _named(name: str, rows: pl.DataFrame) -> Curve:
    return Curve(name, rows, whole(METRICS["win_curve"], ASKED))


def _cohort_chart(frame: pl.DataFrame):
    metric = METRICS["retention_cohorts"]
    return charts.cohort_table(
        frame,
        metric,
        ASKED,
        kept="customers_kept",
        of="customers",
        title="Kept",
        who=METRICS["customer_survival"],
    )


def test_unripe_cells_are_hatched_and_small_cohorts_counted():
    january, february = date(2026, 1, 1), date(2026, 2, 1)
    figure = _cohort_chart(
        _cohorts(
            (january, 1, 20, 19, True),
            (january, 2, 12, 9, False),
            (february, 1, 7, 3, True),
        )
    )
    first, second = figure.data
    assert list(first.y) == ["Jan 2026", "Feb 2026"]
    assert list(first.text) == ["95 %", "3 of 7"]
    assert list(first.marker.pattern.shape) == ["", ""]
    assert list(second.marker.pattern.shape) == ["/"]
    assert "unripe" in second.customdata[0]
    opened = scopes.scope_of_mark(figure, 1, 0)
    assert (opened.metric, opened.period.start) == ("customer_survival", january)
    assert "9 of 12" in second.customdata[0]
    # The newest cohort stands on top, and its cells are the paler the fewer are kept.
    assert list(figure.layout.yaxis.categoryarray) == ["Jan 2026", "Feb 2026"]
    assert list(first.marker.color) == ["rgb(161, 193, 236)", "rgb(206, 223, 245)"]


def test_only_the_newest_cohorts_are_drawn():
    rows = [(date(2000 + n, 1, 1), 1, 20, 19, True) for n in range(30)]
    (cells,) = _cohort_chart(_cohorts(*rows)).data
    assert len(cells.y) == 24
    assert cells.y[-1] == "Jan 2029"


def test_without_a_cohort_nothing_is_drawn():
    assert not _cohort_chart(_cohorts()).data


def test_a_curve_of_those_who_stay_starts_with_all_of_them():
    curve = _curve((10, 0.8, 0.6, 0.9, 20), (30, 0.5, 0.3, 0.7, 12))
    figure = charts.curve_with_band(
        [_named("annual terms", curve)],
        METRICS["customer_survival"],
        ASKED,
        event="still customers",
        falls=True,
    )
    steps = figure.data[-1]
    assert list(steps.y) == [1, 0.8, 0.5]
    assert list(steps.x) == [0, 10, 30]
    assert "20 customers followed so long" in steps.customdata[1]


def test_segments_that_are_not_judged_are_drawn_as_they_are():
    rows = _teams().with_columns(verdict=pl.lit(None, pl.String), rest=pl.lit(None, pl.Float64))
    drawn, labels = charts.bars_with_whiskers(rows, WIN_RATE, ASKED, "team").data
    assert set(drawn.marker.color) == {style.ACTUAL}
    assert all("▲" not in label and "▼" not in label for label in labels.text)
