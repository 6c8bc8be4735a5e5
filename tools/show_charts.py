"""Draw every chart of the grammar with real-looking figures on one sheet, for looking at.

    python tools/show_charts.py [--language en] sheet.html

The figures are made up for the eye; no page of the product uses them.
"""

import argparse
import csv
import math
import os
import sys
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "renkei.settings")
os.environ.setdefault("RENKEI_DEMO", "1")

import django  # noqa: E402

django.setup()

from django.utils import translation  # noqa: E402

from renkei.core import charts, writing  # noqa: E402
from renkei.core.charts import Caption, Tone  # noqa: E402
from renkei.core.figures import Chart  # noqa: E402

STYLES = ROOT / "src/renkei/web/static/web"
FILES = (
    "vendor/digital-agency-tokens.css",
    "tokens.css",
    "base.css",
    "components.css",
    "charts.css",
)


def population() -> charts.Lines:
    actual = [5576, 5644, 5692, 5683, 5628, 5506, 5382, 5225, 5045]
    newer = [5225, 5007, 4792, 4562, 4319, 4068, 3820]
    older = [5382, 5217, 5017, 4791, 4546, 4280, 4005]
    return charts.Lines(
        Caption("population", "北海道の人口", "1980年から2050年まで。公式推計2つ。"),
        [
            charts.Series("実績", _every(1980, 5, actual), Tone.PREFECTURE),
            charts.Series("公式推計(2018年)", _every(2015, 5, older), Tone.OFFICIAL_EARLIER, True),
            charts.Series("公式推計(2023年)", _every(2020, 5, newer), Tone.OFFICIAL, True),
        ],
        unit="人",
        breaks=[charts.Break(2025, "現在")],
    )


def compared() -> charts.Lines:
    names = ("札幌市", "函館市", "旭川市", "帯広市")
    shares = (28.9, 37.2, 36.0, 31.1)
    series = [
        charts.Series(
            name,
            [(year, share - (2025 - year) * (0.6 + i / 20)) for year in range(1995, 2026)],
            charts.COMPARED[i],
        )
        for i, (name, share) in enumerate(zip(names, shares, strict=True))
    ]
    return charts.Lines(
        Caption("compared", "高齢化率", "4市の比較"), series, unit="%", decimals=1, from_zero=False
    )


def with_target() -> charts.Lines:
    points = [
        (year, None if year in (2012, 2013) else 1.25 - (year - 2015) ** 2 / 400)
        for year in range(2005, 2024)
    ]
    fan = [(2023 + i, 1.06 - 0.05 * i / 3, 1.06 + 0.08 * i / 3) for i in range(8)]
    inner = [(x, (low + 1.06) / 2, (high + 1.06) / 2) for x, low, high in fan]
    return charts.Lines(
        Caption("target", "合計特殊出生率", "帯は推計の幅"),
        [charts.Series("北海道", points, Tone.PREFECTURE)],
        decimals=2,
        from_zero=False,
        bands=[charts.Band(fan, depth=1), charts.Band(inner, depth=2)],
        breaks=[charts.Break(2012, "定義の変更"), charts.Break(2020, "感染症")],
        target=charts.Target(2030, 1.3, "目標 1.30"),
    )


def _every(first: int, step: int, thousands: list[float]) -> list[tuple[float, float | None]]:
    return [(first + i * step, value * 1000) for i, value in enumerate(thousands)]


def natural_change() -> charts.Bars:
    years = [year for year in range(2005, 2025) if year not in (2011, 2012)]
    births = [44_000 - (year - 2005) * 1_050 for year in years]
    deaths = [49_000 + (year - 2005) * 1_300 for year in years]
    net = [b - d for b, d in zip(births, deaths, strict=True)]
    return charts.Bars(
        Caption("natural", "自然増減", "出生と死亡"),
        years,
        up=[charts.Part("出生", births, Tone.BIRTHS)],
        down=[charts.Part("死亡", deaths, Tone.DEATHS)],
        net=charts.Net("自然増減", net),
        unit="人",
    )


def social_change() -> charts.Bars:
    years = list(range(2014, 2025))
    inside = [52_000 + 800 * (i % 3) for i in range(11)]
    abroad = [6_000 + 1_300 * i for i in range(11)]
    outside = [59_000 + 600 * (i % 4) for i in range(11)]
    away = [4_000 + 500 * i for i in range(11)]
    sums = zip(inside, abroad, outside, away, strict=True)
    return charts.Bars(
        Caption("social", "社会増減", "転入と転出"),
        years,
        up=[
            charts.Part("国内から", inside, Tone.ARRIVALS),
            charts.Part("国外から", abroad, Tone.ARRIVALS_ABROAD),
        ],
        down=[
            charts.Part("国内へ", outside, Tone.DEPARTURES),
            charts.Part("国外へ", away, Tone.DEPARTURES_ABROAD),
        ],
        net=charts.Net("社会増減", [a + b - c - d for a, b, c, d in sums]),
        unit="人",
        breaks=[charts.Break(2020, "感染症")],
    )


def three_ages() -> charts.Bars:
    years = list(range(1980, 2051, 5))
    aged = [450 + 95 * i - 3.5 * i * i for i in range(15)]
    children = [1_300 - 70 * i for i in range(15)]
    working = [3_800 - 135 * i for i in range(15)]
    return charts.Bars(
        Caption("three-ages", "3区分の人口", "年少、生産年齢、老年"),
        years,
        up=[
            charts.Part("65歳以上", [v * 1000 for v in aged], Tone.AGED),
            charts.Part("15–64歳", [v * 1000 for v in working], Tone.WORKING),
            charts.Part("0–14歳", [v * 1000 for v in children], Tone.CHILDREN),
        ],
        unit="人",
        breaks=[charts.Break(2022.5, "ここから公式推計")],
    )


AGES = [f"{low}–{low + 4}" for low in range(0, 90, 5)] + ["90+"]


def pyramid() -> charts.Pyramid:
    def bell(peak: float, size: float) -> list[float]:
        return [size * math.exp(-(((i - peak) / 7) ** 2)) for i in range(len(AGES))]

    return charts.Pyramid(
        Caption("pyramid", "人口ピラミッド", "2020年と2050年"),
        AGES,
        charts.Sexes("2020年", bell(11, 205_000), bell(10, 190_000)),
        women="女性",
        men="男性",
        outlined=charts.Sexes("2050年(公式推計)", bell(14, 160_000), bell(12, 130_000)),
        tick_every=2,
        unit="人",
    )


def by_age() -> charts.Panels:
    def period(name: str, shift: float) -> charts.Lines:
        def course(size: float) -> list[tuple[float, float | None]]:
            return [
                (i, size * (shift * math.exp(-((i - 3.5) ** 2)) - math.exp(-((i - 4.6) ** 2))))
                for i in range(1, 17)
            ]

        ticks = [(i, AGES[i].split("–")[0]) for i in range(4, 17, 4)]
        series = [
            charts.Series("女性", course(9_000), Tone.WOMEN, shows_last=False),
            charts.Series("男性", course(7_000), Tone.MEN, shows_last=False),
        ]
        return charts.Lines(Caption(name, name, ""), series, x_ticks=ticks, signed=True)

    periods = [period(f"{y}–{y + 5}年", 0.3 + i / 5) for i, y in enumerate((2000, 2005, 2010))]
    return charts.Panels(Caption("by-age", "純移動", "年齢別"), periods)


def flows() -> charts.Rows:
    named = [
        ("東京都", 13_948, 11_200),
        ("神奈川県", 5_900, 5_100),
        ("埼玉県", 4_300, 3_900),
        ("千葉県", 4_200, 3_800),
        ("愛知県", 3_100, 2_700),
        ("大阪府", 3_050, 2_900),
        ("青森県", 1_900, 2_300),
        ("宮城県", 2_100, 2_150),
        ("その他", 20_320, 19_606),
    ]
    rows = [charts.Row(n, left, right, right - left, n == "東京都") for n, left, right in named]
    return charts.Rows(
        Caption("flows", "都府県との移動", "転出と転入"),
        rows,
        charts.Side("転出", Tone.DEPARTURES),
        charts.Side("転入", Tone.ARRIVALS),
        net="差引き",
    )


def cells(layout: str) -> list[charts.Cell]:
    places = ROOT / "src/renkei/places/reference"
    with (places / "areas.csv").open(encoding="utf-8") as file:
        areas = {row["code"]: row for row in csv.DictReader(file)}
    with (places / "hexagons.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["layout"] == layout]
    return [_cell(row, areas[row["code"]], i) for i, row in enumerate(rows)]


def _cell(row: dict[str, str], area: dict[str, str], i: int) -> charts.Cell:
    value = None if i % 40 == 7 else round(14 * math.sin(i * 1.7) - 9, 1)
    return charts.Cell(
        code=row["code"],
        column=int(row["column"]),
        row=int(row["row"]),
        label=area["name_ja"][:-1][:3],
        name=area["name_ja"],
        value=value,
        figure=writing.number(value, 1, signed=True) + "%",
        href=f"#{row['code']}",
        group=area["parent_code"],
    )


def maps() -> list[charts.HexMap]:
    main, wards = cells("main"), cells("sapporo")
    sizes = [replace(c, value=None if c.value is None else (c.value + 30) ** 3) for c in main]
    return [
        charts.HexMap(
            Caption("change", "人口の増減率", "地図"),
            main,
            charts.diverging_bins((c.value for c in main), decimals=1),
            charts.Inset("札幌市の区", wards),
            current="012025",
        ),
        charts.HexMap(
            Caption("size", "人口", "地図"), sizes, charts.sequential_bins(c.value for c in sizes)
        ),
    ]


def sheet() -> list[Chart]:
    return [
        *(charts.line_chart(spec) for spec in (population(), compared(), with_target())),
        *(charts.bar_chart(spec) for spec in (natural_change(), social_change(), three_ages())),
        charts.panel_chart(by_age()),
        charts.pyramid_chart(pyramid()),
        charts.row_chart(flows()),
        *(charts.hexagon_map(spec) for spec in maps()),
        charts.line_chart(charts.Lines(Caption("empty", "空", "数値なし"), [])),
    ]


SECTION = """<section><div class="figure__chart figure__chart--narrow">{chart.narrow}</div>
<div class="figure__chart figure__chart--wide">{chart.wide}</div></section>"""
PAGE = """<!doctype html><html lang="{language}"><meta charset="utf-8"><title>Charts</title>
<meta name="viewport" content="width=device-width"><style>{style}
body {{ margin: 16px; background: var(--paper); color: var(--ink); }}
section {{ margin: 0 0 48px }}</style>{charts}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--language", default="ja")
    parser.add_argument("file", type=Path)
    options = parser.parse_args()
    with translation.override(options.language):
        drawn = "".join(SECTION.format(chart=chart) for chart in sheet())
    style = "".join((STYLES / name).read_text() for name in FILES)
    options.file.write_text(PAGE.format(language=options.language, style=style, charts=drawn))


if __name__ == "__main__":
    main()
