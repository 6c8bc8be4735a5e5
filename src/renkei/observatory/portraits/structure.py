"""How old people are: the pyramids of two years, and children, working age and aged over time."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.charts import (
    Caption,
    Lines,
    Pyramid,
    Series,
    Sexes,
    Tone,
    line_chart,
    pyramid_chart,
)
from renkei.core.figures import Figure
from renkei.core.tables import Column
from renkei.core.tables.spread import spread
from renkei.core.writing import localized, number
from renkei.observatory.arrays import AGES, Subject, Values, counted
from renkei.observatory.portraits.parts import (
    AGE,
    PERSONS,
    SERIES,
    SEX,
    SEXES,
    YEAR,
    long_table,
    sources,
)

PYRAMID, AGE_GROUPS = "pyramid", "age-groups"
# Tables of people by sex and age, the name of the series, whether it is a projection.
TABLES = (
    ("census", Text("国勢調査", "Census"), False),
    ("register_population", Text("住民基本台帳", "Resident register"), False),
    ("projection_2018", Text("2018年推計", "Projection of 2018"), True),
)
GROUPS = (
    (Text("0～14歳", "0-14"), Tone.CHILDREN, slice(0, 3)),
    (Text("15～64歳", "15-64"), Tone.WORKING, slice(3, 13)),
    (Text("65歳以上", "65 and over"), Tone.AGED, slice(13, None)),
)
SHARE = Column("share", Text("割合", "Share"), Text("%", "%"))
UNKNOWN_AGE = Text("不詳", "Not stated")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The people of one year in one table."""

    table: str
    series: Text
    year: int
    is_projection: bool

    @property
    def key(self) -> str:
        return f"{self.table.split('_')[0]}-{self.year}"

    @property
    def name(self) -> str:
        return _("%(year)s年（%(series)s）") % {"year": self.year, "series": localized(self.series)}

    def of(self, subject: Subject) -> tuple[Values, float]:
        found = counted(self.table).of(subject, self.year)
        assert found, f"{self.key} was offered for {subject.code} without figures"
        return found


def snapshots(subject: Subject) -> list[Snapshot]:
    """Every year for which the people of a subject are known by sex and age, counts first."""
    found = [
        Snapshot(table, series, year, is_projection)
        for table, series, is_projection in TABLES
        for year in counted(table).known.years
        if counted(table).of(subject, year)
    ]
    # A projection begins with the census it starts from; where that is held it is the one to show.
    counted_years = {snapshot.year for snapshot in found if not snapshot.is_projection}
    return [s for s in found if not (s.is_projection and s.year in counted_years)]


def pyramid_figure(subject: Subject, *, then: str = "", now: str = "") -> Figure:
    """Two years over each other; `then` and `now` are keys of snapshots."""
    offered = snapshots(subject)
    filled, outlined = _chosen(offered, now, then)
    shown = [outlined, filled]
    people = {snapshot: snapshot.of(subject) for snapshot in shown}
    finding = _pyramid_finding(outlined, filled, people[outlined][0], people[filled][0])
    measure = _("年齢5歳階級別・男女別の人口（人）")
    table = long_table(
        Text("男女別・年齢5歳階級別人口", "Population by sex and five-year age group"),
        subject,
        (YEAR, SERIES, SEX, AGE, PERSONS),
        [row for snapshot in shown for row in _rows(snapshot, *people[snapshot])],
    )
    return Figure(
        key=PYRAMID,
        finding=finding,
        measure=measure,
        table=table,
        reading=_reading(subject, shown, people),
        sources=sources(*(snapshot.table for snapshot in shown)),
        definition=_("年齢5歳階級別の人口。90歳以上は一つにまとめています。外国人を含む。"),
        chart=pyramid_chart(
            Pyramid(
                Caption(PYRAMID, finding, measure),
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


def newest_count(offered: Sequence[Snapshot]) -> Snapshot:
    counts = [snapshot for snapshot in offered if not snapshot.is_projection]
    return max(counts, key=lambda snapshot: snapshot.year)


def _chosen(offered: Sequence[Snapshot], now: str, then: str) -> tuple[Snapshot, Snapshot]:
    by_key = {snapshot.key: snapshot for snapshot in offered}
    return by_key.get(now, newest_count(offered)), by_key.get(then, offered[0])


def _sexes(snapshot: Snapshot, persons: Values) -> Sexes:
    return Sexes(str(snapshot.year), persons[0].tolist(), persons[1].tolist())


def _rows(snapshot: Snapshot, persons: Values, unknown: float):  # type: ignore[no-untyped-def]
    for sex, name in enumerate(SEXES):
        for age, value in zip(AGES.labels, persons[sex], strict=True):
            yield snapshot.year, snapshot.series, name, age, round(float(value))
    if unknown:
        yield snapshot.year, snapshot.series, UNKNOWN_AGE, localized(UNKNOWN_AGE), round(unknown)


def _reading(subject, shown, people):  # type: ignore[no-untyped-def]
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
    title = Text("男女別・年齢5歳階級別人口", "Population by sex and five-year age group")
    return spread(
        long_table(title, subject, (AGE, side, PERSONS), rows),
        down=["age"],
        across="side",
        value="persons",
    )


def _pyramid_finding(a: Snapshot, b: Snapshot, then: Values, now: Values) -> str:
    def share(persons: Values, ages: slice) -> str:
        return number(100 * persons[:, ages].sum() / persons.sum(), 0)

    return _(
        "%(then)s年に%(a)s%%だった65歳以上は、%(now)s年に%(b)s%%。15歳未満は%(c)s%%から%(d)s%%に"
    ) % {
        "then": a.year,
        "now": b.year,
        "a": share(then, slice(13, None)),
        "b": share(now, slice(13, None)),
        "c": share(then, slice(0, 3)),
        "d": share(now, slice(0, 3)),
    }


def age_groups_figure(subject: Subject) -> Figure:
    """Shares of children, working age and aged in every year held."""
    offered = sorted(snapshots(subject), key=lambda snapshot: snapshot.year)
    shares = {
        snapshot: [
            float(100 * people[:, ages].sum() / people.sum()) for _name, _tone, ages in GROUPS
        ]
        for snapshot in offered
        for people, _unknown in [snapshot.of(subject)]
    }
    rows = [
        (snapshot.year, snapshot.series, name, round(shares[snapshot][i], 2))
        for snapshot in offered
        for i, (name, *_rest) in enumerate(GROUPS)
    ]
    table = long_table(
        Text("年齢3区分別人口の割合", "Shares of three age groups"),
        subject,
        (YEAR, SERIES, AGE, SHARE),
        rows,
    )
    finding = _groups_finding(offered, shares)
    measure = _("年齢が分かる人に占める割合（%）")
    return Figure(
        key=AGE_GROUPS,
        finding=finding,
        measure=measure,
        table=table,
        reading=spread(table, down=["year", "series"], across="age", value="share"),
        sources=sources(*(table for table, *_rest in TABLES)),
        definition=_("15歳未満、15～64歳、65歳以上の人口を、年齢が分かる人口で割った値。"),
        chart=line_chart(
            Lines(
                Caption(AGE_GROUPS, finding, measure),
                _group_lines(offered, shares),
                decimals=0,
                unit="%",
            )
        ),
        notes=(
            _(
                "破線は2018年推計（2015年国勢調査を基準とする公的な推計）。2023年推計の年齢別の値は市町村については収録していません。"
            ),
        ),
    )


def _group_lines(offered: Sequence[Snapshot], shares: dict[Snapshot, list[float]]) -> list[Series]:
    lines = []
    for i, (name, tone, _ages) in enumerate(GROUPS):
        counts = [(s.year, shares[s][i]) for s in offered if not s.is_projection]
        last = counts[-1:] if counts else []
        later = [
            (s.year, shares[s][i])
            for s in offered
            if s.is_projection and (not last or s.year > last[0][0])
        ]
        if counts:
            lines.append(
                Series("" if later else localized(name), counts, tone, shows_last=not later)
            )
        if later:
            lines.append(Series(localized(name), last + later, tone, dashed=True))
    return lines


def _groups_finding(offered: Sequence[Snapshot], shares: dict[Snapshot, list[float]]) -> str:
    counts = [s for s in offered if not s.is_projection]
    newest, end = counts[-1], offered[-1]
    return _("65歳以上の割合は%(now)s年に%(a)s%%。%(end)s年には%(b)s%%になると推計されていた") % {
        "now": newest.year,
        "a": number(shares[newest][2], 0),
        "end": end.year,
        "b": number(shares[end][2], 0),
    }
