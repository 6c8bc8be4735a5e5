"""Up to four places on one chart and in one table."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.charts import COMPARED, Caption, Lines, Series, line_chart
from renkei.core.figures import Figure
from renkei.core.tables import Column, Table, download
from renkei.core.tables.spread import spread
from renkei.core.writing import listed, localized, number, with_unit
from renkei.observatory.arrays import Subject
from renkei.observatory.asked import Asked, options
from renkei.observatory.measures import Measure, measures
from renkei.observatory.parts import AREA_CODE, AREA_NAME, YEAR, sources
from renkei.observatory.queries import measure_series, subject
from renkei.observatory.withheld import published
from renkei.places import queries as places
from renkei.places.codes import HOKKAIDO, SAPPORO
from renkei.places.queries import Place, UnknownPlace

MOST = len(COMPARED)
# Measures that are drawn over years, and those of which the newest value stands in the table.
DRAWN = (
    "population_census",
    "population_projected",
    "population_since_1980",
    "projected_change",
    "projected_aged_share",
    "natural_change_rate",
    "social_change_rate",
    "births_vital",
    "marriages",
    "net_migration_japanese",
)
TABLED = (
    "population_register",
    "population_since_1980",
    "projected_change",
    "child_share",
    "aged_share",
    "dependency",
    "women_20_39",
    "natural_change_rate",
    "social_change_rate",
    "births_vital",
    "marriages",
    "foreign_residents",
)
KEY = "compare"


def compare(request: HttpRequest) -> HttpResponse:
    asked = Asked(request)
    subjects = _chosen(asked)
    measure = asked.measure(DRAWN)
    context = {
        "subjects": subjects,
        "slots": [subjects[i].code if i < len(subjects) else "" for i in range(MOST)],
        "offered": _offered(),
        "measure": measure,
        "measure_options": options([(key, measures()[key].name) for key in DRAWN], measure.key),
        "figure": _figure(measure, subjects) if subjects else None,
        "newest": _newest(subjects) if subjects else None,
        "files": reverse("observatory:compare").removesuffix("/"),
        "problems": asked.problems,
        "query": request.GET.urlencode(),
    }
    return render(request, "observatory/compare.html", context)


def compare_file(request: HttpRequest, kind: str) -> HttpResponse:
    asked = Asked(request)
    measure = asked.measure(DRAWN)
    subjects = _chosen(asked)
    return download(
        _table(measure, subjects),
        sources(*measure.tables),
        f"renkei-compare-{measure.key}",
        kind,
        localized(measure.definition),
    )


def _chosen(asked: Asked) -> list[Subject]:
    """The places named by `area` in the address, each once, the first four."""
    codes = list(dict.fromkeys(code for code in asked.request.GET.getlist("area") if code))
    if len(codes) > MOST:
        asked.problems.append(
            _("比べられるのは%(n)sつまでです。初めの%(n)sつを表示しています。") % {"n": MOST}
        )
    found = []
    for code in codes[:MOST]:
        try:
            found.append(subject(places.place(_name(code))))
        except UnknownPlace:
            asked.problems.append(_("「%(code)s」という地域はありません。") % {"code": code})
    return found


def _name(code: str) -> str:
    """What may be looked for; a database does not take every character as text."""
    if not code.isprintable():
        raise UnknownPlace(code)
    return code


def _offered() -> list[tuple[str, Sequence[Place]]]:
    """Every place with a page, in groups for a list of choices."""
    try:
        hokkaido = places.area(HOKKAIDO)
    except UnknownPlace as error:
        raise Http404("the places are not loaded") from error
    return [
        (_("北海道と圏域"), [hokkaido, *places.area_sets()]),
        (_("市町村"), sorted(places.municipalities(), key=lambda town: town.name_kana)),
        (_("振興局"), places.bureaus()),
        (_("札幌市の区"), places.children(places.area(SAPPORO))),
    ]


def _table(measure: Measure, subjects: Sequence[Subject]) -> Table:
    value = Column("value", measure.name, measure.unit)
    rows = [
        (of.code, of.name, year, round(found, measure.decimals + 2))
        for of in subjects
        for year, found in measure_series(measure.key, of).items()
    ]
    return Table(measure.name, (AREA_CODE, AREA_NAME, YEAR, value), rows)


def _figure(measure: Measure, subjects: Sequence[Subject]) -> Figure:
    table = _table(measure, subjects)
    finding = _finding(measure, subjects)
    caption = Caption(KEY, finding, localized(measure.name))
    lines = [
        Series(localized(of.name), sorted(measure_series(measure.key, of).items()), tone)
        for of, tone in zip(subjects, COMPARED, strict=False)
    ]
    return Figure(
        key=KEY,
        finding=finding,
        measure=with_unit(measure.name, measure.unit),
        table=table,
        reading=spread(table, down=["year"], across="area_name", value="value", sort=True),
        sources=sources(*measure.tables),
        definition=localized(measure.definition),
        chart=line_chart(
            Lines(
                caption,
                lines,
                decimals=measure.decimals,
                signed=measure.is_signed,
                unit=localized(measure.unit),
            )
        ),
    )


def _finding(measure: Measure, subjects: Sequence[Subject]) -> str:
    newest = [(of, found) for of in subjects if (found := measure_series(measure.key, of))]
    if not newest:
        return _("この範囲の値は公表されていません")
    return listed(
        _("%(name)s %(value)s（%(year)s年）")
        % {
            "name": localized(of.name),
            "value": measure.spoken(found[max(found)]),
            "year": max(found),
        }
        for of, found in newest
    )


def _newest(subjects: Sequence[Subject]) -> Table:
    """The newest value of each measure, one row a measure, one column a place."""
    measure_column = Column("measure", Text("項目", "Measure"))
    columns = [Column(of.code, of.name) for of in subjects]
    return Table(
        Text("新しい値で比べる", "The newest values"),
        (measure_column, *columns),
        [_row(measures()[key], subjects) for key in TABLED],
    )


def _row(measure: Measure, subjects: Sequence[Subject]) -> list[str]:
    cells = [with_unit(measure.name, measure.unit)]
    for of in subjects:
        found = published(measure, of) if measure.small_cells else measure_series(measure.key, of)
        year = max(found, default=None)
        if year is None:
            cells.append(number(None))
        else:
            value = number(found[year], measure.decimals, signed=measure.is_signed)
            cells.append(_("%(value)s（%(year)s年）") % {"value": value, "year": year})
    return cells
