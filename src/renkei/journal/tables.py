"""The journal as a table for a file: one row an entry, one column a property.

Persons and organisations stand as numbers of this file, so that different ones can be counted and
nobody can be followed from one file to the next.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import count

from django.utils import timezone

from renkei.charter.text import Text
from renkei.core.tables import Cell, Column, Table
from renkei.journal import telling
from renkei.journal.models import Concern, Entry

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
    Column("person", Text("人の番号", "Person number")),
    Column("organisations", Text("企業・団体の番号", "Organisation numbers")),
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
    people, organisations = _numbers(), _numbers()
    return Table(TITLE, COLUMNS, [_row(entry, people, organisations) for entry in entries])


def _numbers() -> Mapping[str, int]:
    """A number for each key, in the order in which they are met."""
    following = count(1)
    return defaultdict(lambda: next(following))


def _concerned(entry: Entry, organisations: Mapping[str, int]) -> str:
    keys = sorted(one.key for one in entry.mentions.all() if one.of == Concern.ORGANISATION)
    return " ".join(str(organisations[key]) for key in keys)


def _row(entry: Entry, people: Mapping[str, int], organisations: Mapping[str, int]) -> list[Cell]:
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
        people[entry.person] if entry.person else None,
        _concerned(entry, organisations),
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
