"""Where people go and come from: moves between Hokkaido and every other prefecture."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.charts import Caption, Row, Rows, Side, Tone, row_chart
from renkei.core.figures import Figure
from renkei.core.tables import Column
from renkei.core.writing import localized, number
from renkei.observatory import tables
from renkei.observatory.arrays import Subject
from renkei.observatory.parts import YEAR, long_table, sources
from renkei.places import queries as places
from renkei.places.codes import HOKKAIDO

KEY = "prefectures"
TABLE = "migration_matrix"
SHOWN = 12  # rows in the picture; the table has all 46
PREFECTURE = Column("prefecture", Text("相手の都道府県", "Other prefecture"))
CODE = Column("prefecture_code", Text("相手の都道府県コード", "Code of the other prefecture"))
IN = Column("in_migrants", Text("転入", "In-migrants"), Text("人", "persons"))
OUT = Column("out_migrants", Text("転出", "Out-migrants"), Text("人", "persons"))
NET = Column("net_migration", Text("転入超過", "Net in-migration"), Text("人", "persons"))


@dataclass(frozen=True, slots=True)
class Exchange:
    """Moves between Hokkaido and one other prefecture, or several together."""

    code: str
    name: Text
    arrived: int
    left: int

    @property
    def net(self) -> int:
        return self.arrived - self.left


def prefectures_figure(subject: Subject) -> Figure | None:
    """Only for the prefecture: origin and destination are published for moves between them."""
    if subject.code != HOKKAIDO:
        return None
    year, exchanges = _exchanges()
    finding = _finding(exchanges)
    measure = _("都道府県別の転入と転出（人、%(year)s年）") % {"year": year}
    table = long_table(
        Text("都道府県別の転入・転出", "Moves from and to each prefecture"),
        subject,
        (YEAR, CODE, PREFECTURE, IN, OUT, NET),
        [(year, e.code, e.name, e.arrived, e.left, e.net) for e in exchanges],
    )
    return Figure(
        key=KEY,
        finding=finding,
        measure=measure,
        table=table,
        sources=sources(TABLE),
        definition=_(
            "都道府県の境をこえて住所を移した人。外国人を含む。1～12月。国外との移動は含まない。"
        ),
        chart=row_chart(
            Rows(
                Caption(KEY, finding, measure),
                _drawn(exchanges),
                Side(_("転出"), Tone.DEPARTURES),
                Side(_("転入"), Tone.ARRIVALS),
                net=_("差引"),
            )
        ),
    )


def _exchanges() -> tuple[int, list[Exchange]]:
    """The newest year and the exchange with every other prefecture, the busiest first."""
    frame = tables.table(TABLE).filter(pl.col("year") == pl.col("year").max())
    arrived = dict(frame.filter(pl.col("destination") == HOKKAIDO)["origin", "persons"].rows())
    left = dict(frame.filter(pl.col("origin") == HOKKAIDO)["destination", "persons"].rows())
    names = {p.code: Text(p.full_name_ja, p.full_name_en) for p in places.prefectures()}
    found = [Exchange(code, names[code], arrived[code], left[code]) for code in left]
    return frame["year"][0], sorted(found, key=lambda e: -(e.arrived + e.left))


def _drawn(exchanges: Sequence[Exchange]) -> list[Row]:
    most = [
        Row(localized(e.name), e.left, e.arrived, e.net, is_strong=i == 0)
        for i, e in enumerate(exchanges[:SHOWN])
    ]
    rest = exchanges[SHOWN:]
    others = _("ほか%(n)s府県") % {"n": len(rest)}
    left, arrived = sum(e.left for e in rest), sum(e.arrived for e in rest)
    return [*most, Row(others, left, arrived, arrived - left)]


def _finding(exchanges: Sequence[Exchange]) -> str:
    losing = min(exchanges, key=lambda e: e.net)
    return _("%(in)s人が来て%(out)s人が出た。差が最も大きいのは%(name)s（%(net)s人）") % {
        "in": number(sum(e.arrived for e in exchanges)),
        "out": number(sum(e.left for e in exchanges)),
        "name": localized(losing.name),
        "net": number(losing.net, signed=True),
    }
