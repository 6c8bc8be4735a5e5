"""How many people: counted since 1980, projected by us with its uncertainty and officially."""

from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.charts import Caption, Lines, Series, Tone, line_chart
from renkei.core.figures import Chart, Figure
from renkei.core.tables import Table
from renkei.core.tables.spread import spread
from renkei.core.writing import localized, number, rounded
from renkei.observatory import queries
from renkei.observatory.ahead.runs import Fan
from renkei.observatory.arrays import Subject
from renkei.observatory.parts import PERSONS, SERIES, YEAR, long_table, sources
from renkei.observatory.portraits import forecast

KEY = "population"
# Quantity, name, tone, whether it is an official projection.
DRAWN = (
    ("census", Text("国勢調査", "Census"), Tone.TOTAL, False),
    ("register", Text("住民基本台帳", "Register"), Tone.SECOND, False),
    ("projection_2018", Text("2018年推計", "2018 edition"), Tone.OFFICIAL_EARLIER, True),
    ("projection_2023", Text("2023年推計", "2023 edition"), Tone.OFFICIAL, True),
)
WRITTEN = "register"  # the series whose last figure stands at its line
TABLES = (
    "census",
    "census_2020_totals",
    "register_flows",
    "register_population",
    "projection_2018",
    "projection_2023",
)
TITLE = Text("人口の推移と将来推計", "Population and projections")
Found = dict[str, dict[int, float]]


def population_figure(subject: Subject) -> Figure:
    found = {key: queries.series(key, subject) for key, *_rest in DRAWN}
    run = forecast.run_with(subject)
    fan = run.people(subject.code, "everyone") if run else None
    finding = _finding(found, fan)
    measure = _("人口の推移と将来推計（人）")
    notes = [_("国勢調査と住民基本台帳は数える人が違うため、線をつないでいません。")]
    if run:
        notes += [
            forecast.drawn_note(run),
            _(
                "本推計は%(start)s年1月1日の住民基本台帳人口、公的な推計（破線）は2015年と2020年の国勢調査（10月1日）を起点とするため、水準が少し違います。"
            )
            % {"start": run.manifest.start},
        ]
    return Figure(
        key=KEY,
        finding=finding,
        measure=measure,
        table=_table(subject, found, fan, forecast.LEVELS),
        reading=spread(
            _table(subject, found, fan, forecast.READ),
            down=["year"],
            across="series",
            value="persons",
            sort=True,
        ),
        sources=forecast.sources_of(run, *TABLES) if run else sources(*TABLES),
        definition=_(
            "国勢調査と公的な推計は10月1日に常住する人、住民基本台帳と本推計は1月1日に登録されている人。"
            "いずれも外国人を含む。2015年までの国勢調査は2016年の境域による。"
        ),
        chart=_chart(Caption(KEY, finding, measure), found, fan),
        notes=tuple(notes),
    )


def _table(subject: Subject, found: Found, fan: Fan | None, levels: tuple[float, ...]) -> Table:
    published = [
        (year, name, round(value))
        for key, name, *_rest in DRAWN
        for year, value in found[key].items()
    ]
    ours = forecast.level_rows(fan, levels) if fan else ()
    return long_table(TITLE, subject, (YEAR, SERIES, PERSONS), [*published, *ours])


def _chart(caption: Caption, found: Found, fan: Fan | None) -> Chart:
    series = [
        # A phone has no room for every last figure; lead, finding and table have the others.
        Series(localized(name), sorted(found[key].items()), tone, is_projection, key == WRITTEN)
        for key, name, tone, is_projection in DRAWN
        if found[key]
    ]
    bands = []
    if fan:
        series.append(Series(localized(forecast.OURS), forecast.line(fan), Tone.OURS))
        bands = [
            forecast.band(fan, low, high, tone=Tone.OURS, depth=depth, name=localized(name))
            for depth, (low, high, name) in enumerate(forecast.INTERVALS, start=1)
        ]
    return line_chart(Lines(caption, series, unit=_("人"), bands=bands))


def _finding(found: Found, fan: Fan | None) -> str:
    past, future = _past(found["census"]), _future(found["projection_2023"], fan)
    return _("%(past)s。%(future)s") % {"past": past, "future": future} if past else future


def _past(census: dict[int, float]) -> str:
    """Empty where too few censuses are held to speak of a peak."""
    if len(census) < 3:
        return ""
    peak, last = max(census, key=lambda year: census[year]), max(census)
    most, now = rounded(census[peak]), rounded(census[last])
    if most == now and peak != last:  # "about 170,000, now about 170,000" tells nothing
        most, now = number(census[peak]), number(census[last])
    # Many towns had more people before the first census that is held: the sentence says since when.
    words = {"first": min(census), "peak": peak, "most": most, "last": last, "now": now}
    if peak == last:
        return _("%(first)s年以降で最も多いのは%(peak)s年の%(most)s人") % words
    if peak == min(census):
        return _("%(peak)s年の%(most)s人から%(last)s年は%(now)s人に") % words
    return _("%(first)s年以降で最も多いのは%(peak)s年の%(most)s人、%(last)s年は%(now)s人") % words


def _future(official: dict[int, float], fan: Fan | None) -> str:
    """In the last year of the official projection, so that both can be compared."""
    end = max(official)
    if fan:
        words = {"year": end, "interval": forecast.within(fan, end)}
        return _("%(year)s年は80%%の確率で%(interval)s人") % words
    return _("公的な推計では%(year)s年に%(n)s人") % {"year": end, "n": rounded(official[end])}
