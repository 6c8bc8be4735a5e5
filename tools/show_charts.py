"""Draw every chart of the grammar with real-looking figures on one sheet, for looking at.

    python tools/show_charts.py [--language en] sheet.html

The figures are made up for the eye; no page of the product uses them.
"""

import argparse
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "renkei.settings")
os.environ.setdefault("RENKEI_DEMO", "1")

import django  # noqa: E402

django.setup()

from django.utils import translation  # noqa: E402

from renkei.core import charts  # noqa: E402
from renkei.core.charts import Caption, Tone  # noqa: E402
from renkei.core.figures import Chart  # noqa: E402

STYLES = ROOT / "src/renkei/web/static/web"
FILES = ("vendor/digital-agency-tokens.css", "tokens.css", "charts.css")


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


def sheet() -> list[Chart]:
    return [charts.line_chart(spec) for spec in (population(), compared(), with_target())] + [
        charts.line_chart(charts.Lines(Caption("empty", "空", "数値なし"), []))
    ]


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
        drawn = "".join(f"<section>{c.narrow}{c.wide}</section>" for c in sheet())
    style = "".join((STYLES / name).read_text() for name in FILES)
    options.file.write_text(PAGE.format(language=options.language, style=style, charts=drawn))


if __name__ == "__main__":
    main()
