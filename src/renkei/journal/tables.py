"""The journal as a table for a file: one row an entry, one column a property."""

from collections.abc import Sequence

from django.utils import timezone

from renkei.charter.text import Text
from renkei.core.tables import Cell, Column, Table
from renkei.journal import telling
from renkei.journal.models import Entry

MOST_ROWS = 50_000
TITLE = Text("活動の記録", "Journal")
COLUMNS = (
    Column("number", Text("番号", "Number")),
    Column("on", Text("日付", "Date")),
    Column("known", Text("判明日時", "Known at")),
    Column("kind", Text("種類の名", "Name of kind")),
    Column("kind_name", Text("種類", "Kind")),
    Column("side", Text("側", "Side")),
    Column("unit", Text("実績部署", "Credited unit")),
    Column("acting_unit", Text("記録部署", "Acting unit")),
    Column("initiatives", Text("取組", "Initiatives")),
    Column("place", Text("地域コード", "Area code")),
    Column("origin", Text("移動前地域コード", "Origin area code")),
    Column("sex", Text("性別", "Sex")),
    Column("age", Text("年齢", "Age"), Text("歳", "years")),
    Column("quantity", Text("数量", "Quantity")),
    Column("quantity_unit", Text("数量の単位", "Unit of quantity")),
    Column("subject_kind", Text("元記録の種類", "Kind of record")),
    Column("subject_key", Text("元記録のキー", "Key of record")),
    Column("facts", Text("事実JSON", "Facts as JSON")),
    Column("reverses", Text("取消対象の番号", "Number reversed")),
    Column("reversed_by", Text("取消記録の番号", "Number of reversal")),
    Column("reason", Text("取消理由", "Reason of reversal")),
)


def table_of(entries: Sequence[Entry]) -> Table:
    return Table(TITLE, COLUMNS, [_row(entry) for entry in entries])


def _row(entry: Entry) -> list[Cell]:
    reversal = getattr(entry, "reversal", None)
    return [
        entry.pk,
        entry.on,
        timezone.localtime(entry.at).isoformat(timespec="seconds"),
        entry.kind,
        telling.kind_label(entry.kind),
        telling.side_name(entry.side),
        entry.organisation_name,
        entry.unit_name,
        entry.initiatives.strip(),
        entry.place,
        entry.origin,
        str(entry.get_sex_display()) if entry.sex else "",
        entry.age,
        float(entry.quantity) if entry.quantity is not None else None,
        entry.quantity_unit,
        entry.subject_kind,
        entry.subject_key,
        entry.facts,
        entry.reverses_id,
        reversal.pk if reversal else None,
        entry.reason,
    ]
