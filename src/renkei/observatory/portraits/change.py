"""Why the number of people changes: births and deaths, arrivals and departures, by year."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.charts import Bars, Caption, Net, Part, Tone, bar_chart
from renkei.core.figures import Chart, Figure
from renkei.core.tables import Table
from renkei.core.tables.spread import spread
from renkei.core.writing import localized, number, rounded
from renkei.observatory.arrays import Subject, quantity
from renkei.observatory.measures import Part as TablePart
from renkei.observatory.measures import Quantity
from renkei.observatory.parts import PERSONS, SERIES, YEAR, long_table, sources

TABLE = "register_flows"
NATURAL, SOCIAL = "natural-change", "social-change"


@dataclass(frozen=True, slots=True)
class Flow:
    column: str
    name: Text
    tone: Tone


BIRTHS = Flow("births", Text("出生", "Births"), Tone.BIRTHS)
DEATHS = Flow("deaths", Text("死亡", "Deaths"), Tone.DEATHS)
IN_DOMESTIC = Flow("in_domestic", Text("国内からの転入", "From within Japan"), Tone.ARRIVALS)
IN_ABROAD = Flow("in_abroad", Text("国外からの転入", "From abroad"), Tone.ARRIVALS_ABROAD)
OUT_DOMESTIC = Flow("out_domestic", Text("国内への転出", "To within Japan"), Tone.DEPARTURES)
OUT_ABROAD = Flow("out_abroad", Text("国外への転出", "To abroad"), Tone.DEPARTURES_ABROAD)
OTHER_IN = Flow("other_entries", Text("その他の記載", "Other entries"), Tone.TOTAL)
OTHER_OUT = Flow("other_removals", Text("その他の消除", "Other removals"), Tone.TOTAL)
NATURAL_NET = Flow("natural_change", Text("自然増減", "Natural change"), Tone.TOTAL)
SOCIAL_NET = Flow("social_change", Text("社会増減", "Social change"), Tone.TOTAL)


def natural_change_figure(subject: Subject) -> Figure:
    flows = _Flows(subject, (BIRTHS, DEATHS, NATURAL_NET))
    finding = _natural_finding(flows.newest)
    measure = _("1年間の出生と死亡（人）")
    return Figure(
        key=NATURAL,
        finding=finding,
        measure=measure,
        table=flows.table(Text("出生・死亡・自然増減", "Births, deaths and natural change")),
        reading=flows.reading(Text("出生・死亡・自然増減", "Births, deaths and natural change")),
        sources=sources(TABLE),
        definition=_("住民基本台帳に記載・消除された1～12月の出生と死亡。外国人を含む。"),
        chart=flows.chart(Caption(NATURAL, finding, measure), (BIRTHS,), (DEATHS,), NATURAL_NET),
        notes=flows.notes(),
    )


def social_change_figure(subject: Subject) -> Figure:
    up, down = (IN_DOMESTIC, IN_ABROAD), (OUT_DOMESTIC, OUT_ABROAD)
    flows = _Flows(subject, (*up, OTHER_IN, *down, OTHER_OUT, SOCIAL_NET))
    finding = _social_finding(flows.newest)
    measure = _("1年間の転入と転出（人）")
    title = Text("転入・転出・社会増減", "In- and out-migration and social change")
    notes = [
        *flows.notes(),
        _(
            "社会増減には、図に描いていないその他の記載・消除（国籍の取得や職権によるものなど）を含みます。"
        ),
    ]
    if subject.is_whole:
        notes.append(
            _(
                "転入と転出には、域内の市町村・区どうしの移動を含みます。差し引きの社会増減には影響しません。"
            )
        )
    return Figure(
        key=SOCIAL,
        finding=finding,
        measure=measure,
        table=flows.table(title),
        reading=flows.reading(title),
        sources=sources(TABLE),
        definition=_("住民基本台帳に記載・消除された1～12月の転入・転出など。外国人を含む。"),
        chart=flows.chart(Caption(SOCIAL, finding, measure), up, down, SOCIAL_NET),
        notes=tuple(notes),
    )


class _Flows:
    """The flows of one subject in the years for which all are known."""

    def __init__(self, subject: Subject, flows: Sequence[Flow]) -> None:
        self.subject = subject
        self.flows = flows
        found = {flow: _by_year(flow.column, subject) for flow in flows}
        self.years = sorted(set.intersection(*(set(values) for values in found.values())))
        self.values = {
            flow: [values[year] for year in self.years] for flow, values in found.items()
        }

    @property
    def newest(self) -> dict[str, float]:
        return {flow.column: values[-1] for flow, values in self.values.items()} | {
            "year": self.years[-1]
        }

    def table(self, title: Text) -> Table:
        rows = [
            (year, flow.name, round(self.values[flow][i]))
            for i, year in enumerate(self.years)
            for flow in self.flows
        ]
        return long_table(title, self.subject, (YEAR, SERIES, PERSONS), rows)

    def reading(self, title: Text) -> Table:
        return spread(self.table(title), down=["year"], across="series", value="persons")

    def chart(self, caption: Caption, up: Sequence[Flow], down: Sequence[Flow], net: Flow) -> Chart:
        return bar_chart(
            Bars(
                caption,
                self.years,
                [Part(localized(flow.name), self.values[flow], flow.tone) for flow in up],
                [Part(localized(flow.name), self.values[flow], flow.tone) for flow in down],
                Net(localized(net.name), self.values[net]),
                unit=_("人"),
            )
        )

    def notes(self) -> tuple[str, ...]:
        missing = sorted(set(range(self.years[0], self.years[-1])) - set(self.years))
        if not missing:
            return ()
        span = f"{missing[0]}–{missing[-1]}"
        return (
            _("%(years)s年の値は、この収録データにありません。図では空けてあります。")
            % {"years": span},
        )


def _by_year(column: str, subject: Subject) -> dict[int, float]:
    return quantity(Quantity(column, (TablePart(TABLE, column),))).by_year(subject)


def _natural_finding(newest: dict[str, float]) -> str:
    natural = newest["natural_change"]
    words = {
        "year": int(newest["year"]),
        "births": rounded(newest["births"]),
        "deaths": rounded(newest["deaths"]),
        "net": number(abs(natural)),
    }
    if newest["births"] == 0:
        return _("%(year)s年は生まれた人がなく、%(deaths)s人が亡くなりました") % words
    if natural < 0:
        return (
            _("%(year)s年は%(births)s人が生まれ、%(deaths)s人が亡くなり、差し引き%(net)s人の自然減")
            % words
        )
    return (
        _("%(year)s年は%(births)s人が生まれ、%(deaths)s人が亡くなり、差し引き%(net)s人の自然増")
        % words
    )


def _social_finding(newest: dict[str, float]) -> str:
    social = newest["social_change"]
    words = {
        "year": int(newest["year"]),
        "net": number(abs(social)),
        "abroad": number(newest["in_abroad"] - newest["out_abroad"], signed=True),
        "home": number(newest["in_domestic"] - newest["out_domestic"], signed=True),
        "other": number(newest["other_entries"] - newest["other_removals"], signed=True),
    }
    if social < 0:
        return (
            _(
                "%(year)s年は%(net)s人の社会減（国内との移動 %(home)s人、"
                "国外との移動 %(abroad)s人、その他 %(other)s人）"
            )
            % words
        )
    return (
        _(
            "%(year)s年は%(net)s人の社会増（国内との移動 %(home)s人、"
            "国外との移動 %(abroad)s人、その他 %(other)s人）"
        )
        % words
    )
