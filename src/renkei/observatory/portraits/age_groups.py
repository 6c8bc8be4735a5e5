"""How old a place is: children, working age and aged, and its median age, year by year."""

from collections.abc import Sequence

import numpy as np
from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.charts import Caption, Lines, Series, Tone, line_chart
from renkei.core.figures import Figure
from renkei.core.tables import Column
from renkei.core.tables.spread import spread
from renkei.core.writing import localized, number
from renkei.engines.demography import ratios
from renkei.engines.demography.arrays import PopulationArray
from renkei.observatory.arrays import AGES, Subject, Values
from renkei.observatory.parts import AGE, SERIES, YEAR, long_table, sources
from renkei.observatory.portraits.snapshots import TABLES, Snapshot, newest_count, snapshots

KEY = "age-groups"
GROUPS = (
    (Text("0～14歳", "0-14"), Tone.CHILDREN, ratios.CHILDREN),
    (Text("15～64歳", "15-64"), Tone.WORKING, ratios.WORKING_AGE),
    (Text("65歳以上", "65 and over"), Tone.AGED, ratios.AGED),
)
SHARE = Column("share", Text("割合", "Share"), Text("%", "%"))


def age_groups_figure(subject: Subject) -> Figure:
    """Shares of children, working age and aged in every year held."""
    offered = sorted(snapshots(subject), key=lambda snapshot: snapshot.year)
    people = _people(subject, offered)
    shares = np.stack([100 * ratios.share_of_ages(people, ages)[:, 0] for *_n, ages in GROUPS])
    finding = _finding(offered, ratios.median_age(people)[:, 0], shares[-1])
    measure = _("年齢が分かる人に占める割合（%）")
    table = long_table(
        Text("年齢3区分別人口の割合", "Shares of three age groups"),
        subject,
        (YEAR, SERIES, AGE, SHARE),
        [
            (snapshot.year, snapshot.series, name, round(float(shares[group, i]), 2))
            for i, snapshot in enumerate(offered)
            for group, (name, *_rest) in enumerate(GROUPS)
        ],
    )
    return Figure(
        key=KEY,
        finding=finding,
        measure=measure,
        table=table,
        reading=spread(table, down=["year", "series"], across="age", value="share"),
        sources=sources(*(table for table, *_rest in TABLES)),
        definition=_(
            "15歳未満、15～64歳、65歳以上の人口を、年齢が分かる人口で割った値。"
            "年齢中位数は、人口を同じ数に分ける年齢。"
        ),
        chart=line_chart(Lines(Caption(KEY, finding, measure), _lines(offered, shares), unit="%")),
        notes=(
            _(
                "破線は2018年推計（2015年国勢調査を基準とする公的な推計）。"
                "2023年推計の年齢別の値は市町村については収録していません。"
            ),
        ),
    )


def _people(subject: Subject, offered: Sequence[Snapshot]) -> PopulationArray:
    persons = np.stack([snapshot.of(subject)[0] for snapshot in offered])
    years = tuple(snapshot.year for snapshot in offered)
    return PopulationArray(persons[:, np.newaxis], years, (subject.code,), AGES)


def _lines(offered: Sequence[Snapshot], shares: Values) -> list[Series]:
    """Each group counted, then dashed from the last count on as projected."""
    last = offered.index(newest_count(offered))
    counts = [i for i, snapshot in enumerate(offered) if not snapshot.is_projection]
    ahead = range(last, len(offered))
    lines = []
    for group, (name, tone, _ages) in enumerate(GROUPS):
        points = [(snapshot.year, float(shares[group, i])) for i, snapshot in enumerate(offered)]
        lines.append(Series("", [points[i] for i in counts], tone, shows_last=False))
        lines.append(Series(localized(name), [points[i] for i in ahead], tone, dashed=True))
    return lines


def _finding(offered: Sequence[Snapshot], medians: Values, aged: Values) -> str:
    now = offered.index(newest_count(offered))
    words = {
        "now": offered[now].year,
        "median": number(float(medians[now])),
        "end": offered[-1].spoken_year,
        "aged": number(float(aged[now])),
        "later": number(float(aged[-1])),
        "then": offered[0].year,
        "younger": number(float(medians[0])),
    }
    if now == 0:
        return (
            _("%(now)s年の年齢中位数は%(median)s歳。65歳以上は%(aged)s%%から%(end)sに%(later)s%%へ")
            % words
        )
    return (
        _(
            "年齢中位数は%(then)s年の%(younger)s歳から%(now)s年の%(median)s歳へ。65歳以上は%(aged)s%%から%(end)sに%(later)s%%へ"
        )
        % words
    )
