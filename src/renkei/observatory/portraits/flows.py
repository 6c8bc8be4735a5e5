"""Where people go and come from: moves between Hokkaido and every other prefecture."""

from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.charts import Caption, Row, Rows, Side, Tone, row_chart
from renkei.core.figures import Figure
from renkei.core.tables import Column
from renkei.core.writing import localized, number
from renkei.observatory import tables
from renkei.observatory.arrays import Subject
from renkei.observatory.portraits.parts import YEAR, long_table, sources
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


def prefectures_figure(subject: Subject) -> Figure | None:
    """Only for the prefecture: origin and destination are published for moves between them."""
    if subject.code != HOKKAIDO:
        return None
    frame = tables.table(TABLE)
    year = int(frame["year"].max())  # type: ignore[arg-type]
    frame = frame.filter(frame["year"] == year)
    arrived = dict(
        frame.filter(frame["destination"] == HOKKAIDO).select("origin", "persons").iter_rows()
    )
    left = dict(
        frame.filter(frame["origin"] == HOKKAIDO).select("destination", "persons").iter_rows()
    )
    names = {p.code: Text(p.full_name_ja, p.full_name_en) for p in places.prefectures()}
    order = sorted(left, key=lambda code: -left[code] - arrived[code])
    rows = [
        (year, code, names[code], arrived[code], left[code], arrived[code] - left[code])
        for code in order
    ]
    finding = _finding(rows, sum(arrived.values()), sum(left.values()))
    measure = _("都道府県別の転入と転出（人、%(year)s年）") % {"year": year}
    table = long_table(
        Text("都道府県別の転入・転出", "Moves from and to each prefecture"),
        subject,
        (YEAR, CODE, PREFECTURE, IN, OUT, NET),
        rows,
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
                _drawn(rows),
                Side(_("転出"), Tone.DEPARTURES),
                Side(_("転入"), Tone.ARRIVALS),
                net=_("差引"),
            )
        ),
    )


def _drawn(rows):  # type: ignore[no-untyped-def]
    most = [
        Row(localized(name), out, into, net, is_strong=i == 0)
        for i, (_year, _code, name, into, out, net) in enumerate(rows[:SHOWN])
    ]
    rest = rows[SHOWN:]
    others = _("ほか%(n)s府県") % {"n": len(rest)}
    return [*most, Row(others, *(sum(row[i] for row in rest) for i in (4, 3, 5)))]


def _finding(rows, arrived: int, left: int) -> str:  # type: ignore[no-untyped-def]
    losing = min(rows, key=lambda row: row[5])
    return _("%(in)s人が来て%(out)s人が出た。差が最も大きいのは%(name)s（%(net)s人）") % {
        "in": number(arrived),
        "out": number(left),
        "name": localized(losing[2]),
        "net": number(losing[5], signed=True),
    }
