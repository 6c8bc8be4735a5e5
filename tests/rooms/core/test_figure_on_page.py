from dataclasses import replace

import pytest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from renkei.charter.text import Text
from renkei.core.figures import Chart, Figure, Source
from renkei.core.tables import Column, Table
from renkei.core.templatetags.figures import written_rows

TABLE = Table(
    title=Text("人口の推移", "Population over time"),
    columns=(
        Column("year", Text("年", "Year")),
        Column("name", Text("地域", "Area")),
        Column("rate", Text("率", "Rate"), Text("%", "percent")),
        Column("persons", Text("人口", "Population"), Text("人", "persons")),
    ),
    rows=(
        (2015, Text("札幌市", "Sapporo"), 24.9, 1_952_356),
        (2020, Text("札幌市", "Sapporo"), 27.25, None),
    ),
)
FIGURE = Figure(
    key="population",
    finding="札幌市の人口は増えた。",
    measure="国勢調査人口(人)",
    table=TABLE,
    sources=(
        Source(
            institution=Text("総務省統計局", "Statistics Bureau of Japan"),
            table=Text("国勢調査", "Population census"),
            as_of=Text("2020年10月1日", "1 October 2020"),
            read_on="2026-11-20",
        ),
    ),
    definition="常住人口",
)
CHART = Chart(SafeString("<svg id='narrow'></svg>"), SafeString("<svg id='wide'></svg>"))


def test_cells_are_written_for_a_reader() -> None:
    written = [list(row) for row in written_rows(TABLE)]

    assert written == [
        ["2015", "札幌市", "24.90", "1,952,356"],
        ["2020", "札幌市", "27.25", "–"],
    ]


def test_figure_shows_what_it_rests_on() -> None:
    page = render_to_string("core/_figure.html", {"figure": FIGURE})

    assert '<h3 class="figure__finding" id="population-finding">札幌市の人口は増えた。</h3>' in page
    assert "定義：常住人口" in page
    assert "<summary>出典：総務省統計局</summary>" in page
    assert "<li>総務省統計局「国勢調査」 2020年10月1日" in page
    assert "（2026-11-20取得）" in page


def test_figure_with_chart_folds_its_table() -> None:
    figure = replace(FIGURE, chart=CHART)

    page = render_to_string("core/_figure.html", {"figure": figure, "level": 2})

    assert "<svg id='narrow'>" in page
    assert "<svg id='wide'>" in page
    assert '<details class="disclosure">' in page
    assert "<h2 " in page


def test_figure_without_chart_opens_its_table() -> None:
    page = render_to_string("core/_figure.html", {"figure": FIGURE})

    assert '<details class="disclosure" open>' in page
    assert "figure__chart" not in page


@pytest.mark.parametrize(("figure_url", "links"), [("/observatory/a", 1), ("", 0)])
def test_figure_offers_its_files_where_there_are_any(figure_url: str, links: int) -> None:
    page = render_to_string("core/_figure.html", {"figure": FIGURE, "figure_url": figure_url})

    assert page.count('href="/observatory/a.csv"') == links
    assert page.count('href="/observatory/a.xlsx"') == links


def test_text_of_a_figure_is_escaped() -> None:
    figure = replace(FIGURE, finding="<script>", notes=("a < b",))

    page = render_to_string("core/_figure.html", {"figure": figure})

    assert "<script>" not in page
    assert "<li>a &lt; b</li>" in page
