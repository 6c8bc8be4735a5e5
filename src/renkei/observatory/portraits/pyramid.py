"""Who the people are: the pyramids of two years over each other."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.charts import Caption, Pyramid, Sexes, pyramid_chart
from renkei.core.figures import Figure
from renkei.core.tables import Cell, Column, Table
from renkei.core.tables.spread import spread
from renkei.core.writing import localized, number
from renkei.observatory.arrays import AGES, Subject, Values
from renkei.observatory.parts import (
    AGE,
    PERSONS,
    SERIES,
    SEX,
    SEXES,
    YEAR,
    long_table,
    sources,
)
from renkei.observatory.portraits.snapshots import Snapshot, newest_count, snapshots

KEY = "pyramid"
TITLE = Text("男女別・年齢5歳階級別人口", "Population by sex and five-year age group")
UNKNOWN_AGE = Text("不詳", "Not stated")
CHILDREN, AGED = AGES.span(0, 15), AGES.span(65)
# (sex, age) of those known and the number of the others.
People = Mapping[Snapshot, tuple[Values, float]]


def pyramid_figure(subject: Subject, *, then: str = "", now: str = "") -> Figure:
    """Two years over each other; `then` and `now` are keys of snapshots."""
    offered = snapshots(subject)
    filled, outlined = chosen(offered, now, then)
    shown = [outlined, filled]
    people = {snapshot: snapshot.of(subject) for snapshot in shown}
    earlier, later = sorted(shown, key=lambda snapshot: snapshot.year)
    finding = _pyramid_finding(earlier, later, people[earlier][0], people[later][0])
    measure = _("年齢5歳階級別・男女別の人口（人）")
    table = long_table(
        TITLE,
        subject,
        (YEAR, SERIES, SEX, AGE, PERSONS),
        [row for snapshot in shown for row in _rows(snapshot, *people[snapshot])],
    )
    return Figure(
        key=KEY,
        finding=finding,
        measure=measure,
        table=table,
        reading=_reading(subject, shown, people),
        sources=sources(*(snapshot.table for snapshot in shown)),
        definition=_("年齢5歳階級別の人口。90歳以上は一つにまとめています。外国人を含む。"),
        chart=pyramid_chart(
            Pyramid(
                Caption(KEY, finding, measure),
                AGES.labels,
                _sexes(filled, people[filled][0]),
                localized(SEXES[0]),
                localized(SEXES[1]),
                outlined=_sexes(outlined, people[outlined][0]),
                tick_every=2,
                unit=_("人"),
            )
        ),
        notes=tuple(
            _("%(name)s：年齢または性別の分からない%(n)s人を図に含みません。")
            % {"name": snapshot.name, "n": number(people[snapshot][1])}
            for snapshot in shown
            if people[snapshot][1]
        ),
    )


def chosen(offered: Sequence[Snapshot], now: str, then: str) -> tuple[Snapshot, Snapshot]:
    """(filled, outlined): the newest count over the oldest, or under what is projected last."""
    by_key = {snapshot.key: snapshot for snapshot in offered}
    filled = by_key.get(now, newest_count(offered))
    other = offered[0] if offered[0] != filled else offered[-1]
    return filled, by_key.get(then, other)


def _sexes(snapshot: Snapshot, persons: Values) -> Sexes:
    return Sexes(str(snapshot.year), persons[0].tolist(), persons[1].tolist())


def _rows(snapshot: Snapshot, persons: Values, unknown: float) -> Iterator[tuple[Cell, ...]]:
    for sex, name in enumerate(SEXES):
        for age, value in zip(AGES.labels, persons[sex], strict=True):
            yield snapshot.year, snapshot.series, name, age, round(float(value))
    if unknown:
        yield snapshot.year, snapshot.series, UNKNOWN_AGE, localized(UNKNOWN_AGE), round(unknown)


def _reading(subject: Subject, shown: Sequence[Snapshot], people: People) -> Table:
    side = Column("side", Text("年・性別", "Year and sex"))
    rows = [
        (
            age,
            Text(f"{s.year} {name.ja}", f"{s.year} {name.en}"),
            round(float(people[s][0][sex, i])),
        )
        for i, age in enumerate(AGES.labels)
        for s in shown
        for sex, name in enumerate(SEXES)
    ]
    return spread(
        long_table(TITLE, subject, (AGE, side, PERSONS), rows),
        down=["age"],
        across="side",
        value="persons",
    )


def _pyramid_finding(a: Snapshot, b: Snapshot, then: Values, now: Values) -> str:
    def share(persons: Values, ages: slice) -> str:
        return number(100 * persons[:, ages].sum() / persons.sum())

    return _("65歳以上は%(then)sに%(a)s%%、%(now)sに%(b)s%%。15歳未満は%(c)s%%から%(d)s%%に") % {
        "then": a.spoken_year,
        "now": b.spoken_year,
        "a": share(then, AGED),
        "b": share(now, AGED),
        "c": share(then, CHILDREN),
        "d": share(now, CHILDREN),
    }
