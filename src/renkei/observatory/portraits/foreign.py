"""Foreign residents: how many, and for the prefecture since when and from where."""

from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.charts import Caption, Lines, Series, Tone, line_chart
from renkei.core.figures import Figure
from renkei.core.tables import Column
from renkei.core.writing import localized, number
from renkei.observatory import queries, tables
from renkei.observatory.arrays import Subject
from renkei.observatory.measures import measures
from renkei.observatory.parts import PERSONS, SERIES, YEAR, long_table, sources
from renkei.observatory.withheld import published
from renkei.places.codes import HOKKAIDO

KEY = "foreign-residents"
SHARE = Column("share", Text("住民に占める割合", "Share of residents"), Text("%", "%"))
ORIGINS = {
    "asia": Text("アジア", "Asia"),
    "europe": Text("ヨーロッパ", "Europe"),
    "north_america": Text("北米", "North America"),
    "south_america": Text("南米", "South America"),
}


def foreign_figure(subject: Subject) -> Figure:
    if subject.code == HOKKAIDO:
        return _series_figure(subject)
    return _present_figure(subject)


def _present_figure(subject: Subject) -> Figure:
    measure = measures()["foreign_residents"]
    residents = queries.series("register", subject)
    rows = []
    for year, persons in published(measure, subject).items():
        # Counted at the end of a year, residents at its beginning: the nearest there is.
        base = residents.get(year)
        share = None if persons is None or not base else round(100 * persons / base, 2)
        rows.append((year, None if persons is None else round(persons), share))
    table = long_table(measure.name, subject, (YEAR, PERSONS, SHARE), rows)
    year, persons, share = rows[-1]
    if persons is None:
        finding = _("外国人住民の数は、少人数の値が分かることを防ぐため示していません")
    else:
        finding = _("外国人住民は%(year)s年末に%(n)s人、住民100人あたり%(share)s人") % {
            "year": year,
            "n": number(persons),
            "share": number(share, 1),
        }
    return Figure(
        key=KEY,
        finding=finding,
        measure=_("在留外国人の数（人）と住民に占める割合（%）"),
        table=table,
        sources=sources("foreign_residents", "register_population"),
        definition=localized(measure.definition),
        notes=(
            _("割合の分母は同じ年の1月1日の住民基本台帳人口です。"),
            _("1～9人の市町村・区と、差し引きでそれが分かってしまう市町村・区の値は示しません。"),
        ),
    )


def _series_figure(subject: Subject) -> Figure:
    frame = tables.table("foreign_residents_series")
    frame = frame.filter(
        (frame["basis"] == "residence") & frame["origin"].is_in(["total", *ORIGINS])
    )
    found: dict[str, list[tuple[int, float]]] = {}
    for year, origin, persons in frame.select("year", "origin", "persons").sort("year").iter_rows():
        found.setdefault(origin, []).append((year, persons))
    total = found.pop("total")
    names = {origin: ORIGINS[origin] for origin in ORIGINS if origin in found}
    rows = [
        (year, name, persons)
        for name, points in [(Text("総数", "Total"), total)]
        + [(name, found[origin]) for origin, name in names.items()]
        for year, persons in points
    ]
    finding = _("外国人住民は%(first)s年の%(then)s人から%(last)s年の%(now)s人になった") % {
        "first": total[0][0],
        "then": number(total[0][1]),
        "last": total[-1][0],
        "now": number(total[-1][1]),
    }
    measure = _("在留外国人の数（人、各年末）")
    return Figure(
        key=KEY,
        finding=finding,
        measure=measure,
        table=long_table(
            measures()["foreign_residents"].name, subject, (YEAR, SERIES, PERSONS), rows
        ),
        sources=sources("foreign_residents_series", "foreign_residents"),
        definition=localized(measures()["foreign_residents"].definition),
        chart=line_chart(
            Lines(
                Caption(KEY, finding, measure),
                [
                    Series(_("総数"), total, Tone.TOTAL),
                    Series(localized(ORIGINS["asia"]), found["asia"], Tone.ARRIVALS_ABROAD),
                ],
                unit=_("人"),
            )
        ),
    )
