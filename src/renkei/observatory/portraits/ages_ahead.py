"""Who the people of 2045 will be: their pyramid with its uncertainty over that of today."""

from collections.abc import Iterator

import numpy as np
import polars as pl
from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.charts import Caption, Interval, Pyramid, Sexes, pyramid_chart
from renkei.core.figures import Chart, Figure
from renkei.core.tables import Cell, Column, Table
from renkei.core.tables.spread import spread
from renkei.core.writing import localized, rounded
from renkei.engines.demography import axes
from renkei.observatory import tables
from renkei.observatory.ahead import runs
from renkei.observatory.ahead.runs import LEVELS
from renkei.observatory.ahead.series import PYRAMID_AGES
from renkei.observatory.arrays import Subject, Values
from renkei.observatory.parts import AGE, PERSONS, SERIES, SEX, SEXES, YEAR, long_table
from renkei.observatory.portraits import forecast

KEY = "ages-ahead"
SHOWN = 2045
TITLE = Text("男女別・年齢5歳階級別の将来人口", "Projected population by sex and age group")
REGISTER = Text("住民基本台帳", "Register")


def ages_ahead_figure(subject: Subject) -> Figure | None:
    run = forecast.run_with(subject)
    if run is None:
        return None
    start = run.manifest.start
    ahead, now = run.pyramid(subject.code, SHOWN), registered(subject, start)
    working = run.people(subject.code, "working")
    finding = _(
        "15～64歳は%(start)s年の%(now)s人から、%(year)s年には80%%の確率で%(interval)s人に"
    ) % {
        "start": start,
        "now": rounded(float(working.median[0])),
        "year": SHOWN,
        "interval": forecast.within(working, SHOWN),
    }
    measure = _("%(year)s年1月1日の年齢5歳階級別・男女別の推計人口（人）") % {"year": SHOWN}
    table = long_table(
        TITLE, subject, (YEAR, SERIES, SEX, AGE, PERSONS), [*_counted(start, now), *_rows(ahead)]
    )
    return Figure(
        key=KEY,
        finding=finding,
        measure=measure,
        table=table,
        reading=_reading(subject, ahead, now, start),
        sources=forecast.sources_of(run, "register_population"),
        definition=_(
            "棒は本推計の中央値、棒の先の横線はその年齢・性別の人数が80%の確率で入る範囲、"
            "輪郭は住民基本台帳人口。外国人を含む。"
        ),
        chart=_chart(Caption(KEY, finding, measure), ahead, now, start),
        notes=(
            _(
                "子どもの棒の幅が広いのは、これから生まれる人の数が、出生率だけでなく親になる世代の移動にも左右されるためです。"
            ),
        ),
    )


def registered(subject: Subject, year: int) -> Values:
    """(sex, age) of the register with the open group of our pyramids, 100 and over."""
    frame = tables.table("register_population").filter(pl.col("year") == year)
    has_own = frame["area"].eq(subject.code).any()
    codes = (subject.code,) if has_own else subject.members
    cells = frame.filter(
        pl.col("area").is_in(codes) & (pl.col("age") != "unknown") & pl.col("sex").is_in(axes.SEXES)
    )
    persons = np.zeros((len(axes.SEXES), len(PYRAMID_AGES)))
    for sex, age, n in cells.select("sex", "age", "persons").iter_rows():
        persons[axes.SEXES.index(sex), PYRAMID_AGES.labels.index(age)] += n
    return persons


def _chart(caption: Caption, ahead: runs.Pyramid, now: Values, start: int) -> Chart:
    levels = [LEVELS.index(level) for level in (forecast.LOW, forecast.MEDIAN, forecast.HIGH)]
    low, middle, high = ahead.values[levels].tolist()
    women, men = (list(zip(low[sex], high[sex], strict=True)) for sex in (0, 1))
    return pyramid_chart(
        Pyramid(
            caption,
            ahead.ages,
            Sexes(_("%(year)s年（本推計）") % {"year": ahead.year}, *middle),
            localized(SEXES[0]),
            localized(SEXES[1]),
            outlined=Sexes(_("%(year)s年") % {"year": start}, *now.tolist()),
            interval=Interval(localized(forecast.WITHIN_80), women, men),
            tick_every=2,
            unit=_("人"),
        )
    )


def _counted(year: int, persons: Values) -> Iterator[tuple[Cell, ...]]:
    for sex, name in enumerate(SEXES):
        for age, value in zip(PYRAMID_AGES.labels, persons[sex].tolist(), strict=True):
            yield year, REGISTER, name, age, round(value)


def _rows(ahead: runs.Pyramid) -> Iterator[tuple[Cell, ...]]:
    for level, values in zip(LEVELS, ahead.values.tolist(), strict=True):
        for sex, name in enumerate(SEXES):
            for age, value in zip(ahead.ages, values[sex], strict=True):
                yield ahead.year, forecast.NAMES[level], name, age, value


def _reading(subject: Subject, ahead: runs.Pyramid, now: Values, start: int) -> Table:
    """One row an age; of each sex the register, then the median between its bounds."""
    side = Column("side", Text("年・性別", "Year and sex"))
    shown = [(Text(str(start), str(start)), now)]
    heads = {
        forecast.LOW: Text("下限（10%点）", "low (10% quantile)"),
        forecast.MEDIAN: Text("中央値", "median"),
        forecast.HIGH: Text("上限（90%点）", "high (90% quantile)"),
    }
    shown += [
        (
            Text(f"{ahead.year} {head.ja}", f"{ahead.year} {head.en}"),
            ahead.values[LEVELS.index(level)],
        )
        for level, head in heads.items()
    ]
    rows = [
        (age, Text(f"{name.ja} {head.ja}", f"{name.en} {head.en}"), round(float(values[sex][i])))
        for i, age in enumerate(ahead.ages)
        for sex, name in enumerate(SEXES)
        for head, values in shown
    ]
    long = long_table(TITLE, subject, (AGE, side, PERSONS), rows)
    return spread(long, down=["age"], across="side", value="persons")
