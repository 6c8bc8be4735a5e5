"""One small example of each kind of chart, with figures of the size of Hokkaido."""

from dataclasses import replace

from renkei.core import charts
from renkei.core.charts import Caption, Tone
from renkei.core.figures import Chart

LINES = charts.Lines(
    Caption("population", "人口は減る", "1980年から2050年まで"),
    [
        charts.Series("実績", [(1980, 5_575_989), (2000, 5_683_062), (2025, 5_044_825)]),
        charts.Series(
            "公式推計(2018年)", [(2015, 5_381_733), (2045, 4_004_973)], Tone.OFFICIAL_EARLIER, True
        ),
        charts.Series(
            "公式推計(2023年)", [(2020, 5_224_614), (2050, 3_820_016)], Tone.OFFICIAL, True
        ),
    ],
    unit="人",
    breaks=[charts.Break(2025, "現在"), charts.Break(2026, "境界の変更")],
)
BARS = charts.Bars(
    Caption("natural", "死亡が出生を上回る", "2016年から2024年まで"),
    [2016, 2017, 2019, 2020],
    up=[charts.Part("出生", [35_125, 34_040, 31_020, 29_523], Tone.BIRTHS)],
    down=[charts.Part("死亡", [61_906, 62_417, 65_078, 65_078], Tone.DEATHS)],
    net=charts.Net("自然増減", [-26_781, -28_377, -34_058, -35_555]),
    unit="人",
)
PYRAMID = charts.Pyramid(
    Caption("pyramid", "高齢者が増える", "2020年と2050年"),
    ["0–29", "30–59", "60+"],
    charts.Sexes("2020年", [600_000, 950_000, 1_150_000], [630_000, 930_000, 900_000]),
    women="女性",
    men="男性",
    outlined=charts.Sexes("2050年", [350_000, 600_000, 1_000_000], [370_000, None, 800_000]),
    unit="人",
)
ROWS = charts.Rows(
    Caption("flows", "東京都への転出が最も多い", "2025年"),
    [
        charts.Row("東京都", 13_948, 11_000, -2_948, is_strong=True),
        charts.Row("その他", 44_870, 42_656, -2_214),
    ],
    charts.Side("転出", Tone.DEPARTURES),
    charts.Side("転入", Tone.ARRIVALS),
    net="差引き",
)
PANELS = charts.Panels(
    Caption("by-age", "20代が出ていく", "年齢別の純移動"),
    [
        charts.Lines(
            Caption(period, period, ""),
            [
                charts.Series("女性", [(15, size), (20, -8 * size), (25, 0)], Tone.WOMEN),
                charts.Series("男性", [(15, size), (20, -6 * size), (25, 0)], Tone.MEN),
            ],
            signed=True,
            x_ticks=[(15, "15"), (20, "20"), (25, "25")],
        )
        for period, size in (("2000–2005年", 900), ("2005–2010年", 500))
    ],
)


def cell(code: str, column: int, row: int, value: float | None, group: str = "a") -> charts.Cell:
    figure = "不明" if value is None else f"{value}人"
    return charts.Cell(code, column, row, code, f"{code}町", value, figure, f"/{code}/", group)


CELLS = [
    cell("い", 1, 1, 30),
    cell("あ", 0, 1, 10),
    cell("う", 0, 2, None, "b"),
    cell("え", 1, 2, 20, "b"),
]
MAP = charts.HexMap(
    Caption("map", "人口の地図", "4つの町"),
    CELLS,
    charts.sequential_bins(c.value for c in CELLS),
    charts.Inset("区", [cell("区", 0, 0, 5)]),
    current="え",
)

FAN = replace(
    LINES,
    caption=Caption("fan", "幅のある推計", "2025年から2060年まで"),
    bands=[
        charts.Band(
            [(2025, 5_044_825, 5_044_825), (2060, middle - half, middle + half)],
            depth=depth,
            name=name,
        )
        for depth, (name, half, middle) in enumerate(
            [("95%", 600_000, 3_100_000), ("80%", 380_000, 3_100_000), ("50%", 200_000, 3_100_000)],
            start=1,
        )
    ],
)
WITH_INTERVAL = replace(
    PYRAMID,
    caption=Caption("interval", "幅のある年齢構成", "2045年"),
    interval=charts.Interval(
        "80%の幅",
        women=[(550_000, 660_000), (900_000, 1_000_000), (1_100_000, 1_300_000)],
        men=[(580_000, 690_000), (880_000, 990_000), (850_000, 960_000)],
    ),
)
DOTS = charts.Dots(
    Caption("dots", "小さなまちほど外れる", "人口規模別の誤差"),
    [charts.Kind("本推計", Tone.OURS), charts.Kind("公的な推計", Tone.OFFICIAL)],
    [
        charts.DotRow("5千人未満", [charts.Dot(3.2, 9.5), charts.Dot(3.5, 10.2)]),
        charts.DotRow("10万人以上", [charts.Dot(0.8, 2.1), charts.Dot(None)]),
    ],
    unit="%",
    decimals=1,
)
IN_ENGLISH = replace(
    PYRAMID,
    caption=Caption("english", "More aged, fewer young", "2020 and 2050"),
    filled=replace(PYRAMID.filled, name="2020 (census)"),
    outlined=replace(PYRAMID.filled, name="2050 (official projection)"),
    women="Women",
    men="Men",
    unit="persons",
)
BROAD_AGES = charts.Bars(
    Caption("broad-ages", "Half are 65 or older", "1980 to 2020"),
    [1980, 2000, 2020],
    up=[
        charts.Part("Aged 65 and over", [451_727, 1_031_552, 1_664_023], Tone.AGED),
        charts.Part("Working age", [3_823_808, 3_832_902, 2_945_727], Tone.WORKING),
        charts.Part("Children", [1_298_324, 792_352, 555_804], Tone.CHILDREN),
    ],
    unit="persons",
)

ALL: dict[str, Chart] = {
    "lines": charts.line_chart(LINES),
    "bars": charts.bar_chart(BARS),
    "pyramid": charts.pyramid_chart(PYRAMID),
    "fan": charts.line_chart(FAN),
    "interval": charts.pyramid_chart(WITH_INTERVAL),
    "dots": charts.dot_chart(DOTS),
    "english": charts.pyramid_chart(IN_ENGLISH),
    "broad-ages": charts.bar_chart(BROAD_AGES),
    "rows": charts.row_chart(ROWS),
    "panels": charts.panel_chart(PANELS),
    "map": charts.hexagon_map(MAP),
    "empty": charts.line_chart(charts.Lines(Caption("empty", "空", "数値なし"), [])),
}
