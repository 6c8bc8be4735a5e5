"""Who leaves and who comes, and when in life: net migration by age and sex between censuses."""

from collections.abc import Mapping

import numpy as np
from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.charts import (
    Caption,
    Lines,
    Panels,
    Series,
    Tone,
    line_chart,
    panel_chart,
)
from renkei.core.figures import Figure
from renkei.core.tables import Column, Table
from renkei.core.tables.spread import spread
from renkei.core.writing import localized, number
from renkei.observatory.arrays import AGES, Subject, Values
from renkei.observatory.intercensal import net_migration
from renkei.observatory.parts import AGE, PERIOD, SEX, SEXES, long_table, sources

KEY, SINCE = "who-leaves", "who-leaves-since"
TABLES = ("census", "death_rates")
YOUNG = AGES.span(15, 30)
# Ages the sentence speaks of: children move with their parents and the youngest are undercounted
# by the census, which would show them as arriving five years later; of the oldest most change is
# death, and where they die more or less often than in all Hokkaido that would look like moves.
SPOKEN_OF = AGES.span(15, 75)
# A gain below this part of the largest loss is within the errors of two censuses.
WORTH_SAYING = 0.05
NET = Column("net_migration", Text("転入超過", "Net in-migration"), Text("人", "persons"))
TITLE = Text("年齢別の転入超過", "Net migration by age")
Periods = Mapping[tuple[int, int], Values]


def ages() -> list[str]:
    """The ages at the end of a period for which moves can be known: all but the newborn."""
    return list(AGES.labels[1:])


def leaving_finding(period: tuple[int, int], persons: Values) -> str:
    """Which ages lose most and which gain most, in one sentence; persons (sex, age)."""
    by_age = persons.sum(axis=0)[SPOKEN_OF]
    most, least = int(np.argmax(by_age)), int(np.argmin(by_age))
    words = {
        **_span(period),
        "leave": _age_words(least),
        "lost": number(abs(by_age[least])),
        "come": _age_words(most),
        "gained": number(by_age[most]),
    }
    if by_age[least] >= 0:
        return (
            _(
                "%(start)s～%(end)s年は15～74歳のどの年齢でも来る人が多く、最も増えたのは%(come)s（%(gained)s人の転入超過）"
            )
            % words
        )
    if by_age[most] <= 0:
        return (
            _(
                "%(start)s～%(end)s年は15～74歳のどの年齢でも出て行く人が多く、最も減ったのは%(leave)sになった人たち（%(lost)s人の転出超過）"
            )
            % words
        )
    if by_age[most] < WORTH_SAYING * -by_age[least]:
        return (
            _(
                "%(start)s～%(end)s年に最も減ったのは%(leave)sになった人たち（%(lost)s人の転出超過）。はっきり増えた年齢はない"
            )
            % words
        )
    return (
        _(
            "%(start)s～%(end)s年に最も減ったのは%(leave)sになった人たち（%(lost)s人の転出超過）、最も増えたのは%(come)s（%(gained)s人の転入超過）"
        )
        % words
    )


def _age_words(position: int) -> str:
    low, high = AGES.labels[SPOKEN_OF.start + position].split("-")
    return _("%(low)s～%(high)s歳") % {"low": low, "high": high}


def table_of(subject: Subject, periods: Periods) -> Table:
    rows = [
        (f"{start}-{end}", age, name, round(float(value)))
        for (start, end), persons in periods.items()
        for sex, name in enumerate(SEXES)
        for age, value in zip(ages(), persons[sex, 1:], strict=True)
    ]
    return long_table(TITLE, subject, (PERIOD, AGE, SEX, NET), rows)


def leaving_figure(subject: Subject) -> Figure | None:
    """The newest period: women and men by the age they had reached at its end."""
    periods = net_migration(subject)
    if not periods:
        return None
    newest = max(periods)
    persons = periods[newest]
    finding = leaving_finding(newest, persons)
    measure = _("%(start)s年から%(end)s年までの転入超過（人）、%(end)s年の年齢・男女別") % _span(
        newest
    )
    table = table_of(subject, {newest: persons})
    return Figure(
        key=KEY,
        finding=finding,
        measure=measure,
        table=table,
        reading=spread(table, down=["age"], across="sex", value="net_migration"),
        sources=sources(*TABLES),
        definition=_definition(),
        chart=line_chart(_lines(Caption(KEY, finding, measure), persons)),
        notes=_notes(),
    )


def leaving_since_figure(subject: Subject) -> Figure | None:
    """All periods side by side: what changed in who leaves and who comes."""
    periods = net_migration(subject)
    if len(periods) < 2:
        return None
    young = {period: float(persons[:, YOUNG].sum()) for period, persons in periods.items()}
    first, last = min(young), max(young)
    finding = _(
        "15～29歳になった若者の移動による増減は、%(a)s年までの5年で%(n)s人、%(b)s年までの5年で%(m)s人"
    ) % {
        "a": first[1],
        "b": last[1],
        "n": number(young[first], signed=True),
        "m": number(young[last], signed=True),
    }
    measure = _("5年間の転入超過（人）、期間の終わりの年齢・男女別")
    table = table_of(subject, periods)
    return Figure(
        key=SINCE,
        finding=finding,
        measure=measure,
        table=table,
        reading=spread(
            _both_sexes(subject, periods), down=["age"], across="period", value="net_migration"
        ),
        sources=sources(*TABLES),
        definition=_definition(),
        chart=panel_chart(
            Panels(
                Caption(SINCE, finding, measure),
                [
                    _lines(Caption(f"{SINCE}-{end}", f"{start}–{end}", measure), persons)
                    for (start, end), persons in sorted(periods.items())
                ],
            )
        ),
        notes=_notes()[:1],
    )


def _both_sexes(subject: Subject, periods: Periods) -> Table:
    rows = [
        (age, f"{start}–{end}", round(float(value)))
        for (start, end), persons in sorted(periods.items())
        for age, value in zip(ages(), persons[:, 1:].sum(axis=0), strict=True)
    ]
    return long_table(TITLE, subject, (AGE, PERIOD, NET), rows)


def _lines(caption: Caption, persons: Values) -> Lines:
    return Lines(
        caption,
        [
            Series(
                localized(name), list(enumerate(persons[sex, 1:].tolist())), tone, shows_last=False
            )
            for sex, (name, tone) in enumerate(zip(SEXES, (Tone.WOMEN, Tone.MEN), strict=True))
        ],
        unit=_("人"),
        signed=True,
        x_ticks=[(i, AGES.labels[i + 1].split("-")[0]) for i in range(0, len(ages()), 3)],
    )


def _span(period: tuple[int, int]) -> dict[str, int]:
    return {"start": period[0], "end": period[1]}


def _definition() -> str:
    return _(
        "期間の終わりの国勢調査人口から、期間の初めの人口が死亡だけで変わった場合の人数を引いた値"
        "（前進法と後退法の平均）。生き残る割合は北海道の死亡率による。外国人を含む。"
    )


def _notes() -> tuple[str, ...]:
    return (
        _("届け出られた転出入ではなく、二つの国勢調査から推し量った値です。調査の誤差も含みます。"),
        _("期間中に生まれた0～4歳は、市町村別の出生数を収録していないため示していません。"),
        _(
            "年齢の分からない人は、分かる人と同じ割合で各年齢に振り分けています。"
            "幼い子どもは国勢調査で数え落とされやすく、5～14歳の値は大きめに出ることがあるため、"
            "また高齢では死亡率の地域差が移動のように見えることがあるため、"
            "見出しの文は15～74歳について述べています。"
        ),
    )
