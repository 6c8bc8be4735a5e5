"""An entry in plain words: what a page, a timeline and a file say of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.areas import areas
from renkei.core.sides import Side
from renkei.core.writing import is_english, listed, localized, number
from renkei.journal import facts
from renkei.journal.kinds import Fact, Kind, kind_called
from renkei.journal.models import Entry

# Units as entries keep them, and as readers of English read them.
UNITS = {
    "人": Text("人", "people"),
    "円": Text("円", "yen"),
    "時間": Text("時間", "hours"),
    "places": Text("人分", "places"),
    "days": Text("日", "days"),
}
IN_A_SENTENCE = 3  # facts; the page of the entry has all


@dataclass(frozen=True, slots=True)
class Told:
    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An entry in a list or a timeline."""

    entry: Entry
    day: str
    sentence: str
    who: str
    where: str
    late: str  # when it became known, where that was after the period had ended
    taken_back: str  # the reason, where another entry reverses this one
    address: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    name: str
    lines: tuple[Line, ...]


def kind_label(name: str) -> str:
    kind = kind_called(name)
    return localized(kind.label) if kind else name


def sentence(entry: Entry) -> str:
    """協定の締結（当事者の数：3） / Agreement signed (parties: 3)."""
    label = kind_label(entry.kind)
    if entry.reverses_id:
        return _("「%(what)s」の取消：%(reason)s") % {"what": label, "reason": entry.reason}
    told = facts_told(entry, only_named=True)[:IN_A_SENTENCE]
    if quantity := quantity_told(entry):
        told.insert(0, Told("", quantity))
    if not told:
        return label
    parts = listed(f"{one.label}{_('：')}{one.text}" if one.label else one.text for one in told)
    return _("%(what)s（%(facts)s）") % {"what": label, "facts": parts}


def facts_told(entry: Entry, *, only_named: bool = False) -> list[Told]:
    """The facts as pages call them; those without a name of their own by the kind's word."""
    kind = kind_called(entry.kind)
    declared = {fact.name: fact for fact in kind.facts} if kind else {}
    known = facts.read(kind, entry.facts)
    order = [*(name for name in declared if name in known), *sorted(set(known) - set(declared))]
    return [
        Told(_label(name, declared.get(name)), _text(known[name], declared.get(name)))
        for name in order
        if known[name] not in (None, "") and not (only_named and not _is_named(declared.get(name)))
    ]


def quantity_told(entry: Entry) -> str:
    if entry.quantity is None:
        return ""
    text = facts.plain(entry.quantity)
    decimals = len(text.partition(".")[2])
    space = " " if is_english() else ""
    unit = UNITS.get(entry.quantity_unit)
    written = localized(unit) if unit else entry.quantity_unit
    return f"{number(float(entry.quantity), decimals)}{space}{written}"


def fact_types(kind: Kind) -> list[tuple[str, str, str]]:
    """Of each fact its name, how pages call it, and what it can be."""
    return [
        (fact.name, localized(fact.label) if fact.label else "", _type(fact)) for fact in kind.facts
    ]


def lines(
    shown: Iterable[Entry],
    *,
    reversals: Mapping[int, Entry],
    closed: date | None = None,
    addresses: Mapping[int, str] | None = None,
) -> list[Line]:
    """`closed` is the last day of the period asked for; left out, that of each entry's month."""
    entries = list(shown)
    names = areas({entry.place for entry in entries if entry.place})
    return [
        Line(
            entry=entry,
            day=day(entry.on),
            sentence=sentence(entry),
            who=entry.organisation_name,
            where=place_name(entry.place, names),
            late=_late(entry, closed),
            taken_back=reversals[entry.pk].reason if entry.pk in reversals else "",
            address=(addresses or {}).get(entry.pk, ""),
        )
        for entry in entries
    ]


def by_month(shown: Iterable[Line]) -> list[Month]:
    months: dict[tuple[int, int], list[Line]] = {}
    for line in shown:
        months.setdefault((line.entry.on.year, line.entry.on.month), []).append(line)
    return [Month(month_name(*key), tuple(found)) for key, found in months.items()]


def place_name(code: str, names: Mapping[str, Text]) -> str:
    """The code itself for an area that is no more."""
    return localized(names[code]) if code in names else code


def side_name(side: str) -> str:
    return str(Side(side).label) if side else ""


def month_name(year: int, month: int) -> str:
    return f"{date(year, month, 1):%B %Y}" if is_english() else f"{year}年{month}月"


def day(on: date) -> str:
    return f"{on.day} {on:%b} {on.year}" if is_english() else f"{on.year}年{on.month}月{on.day}日"


def moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{day(local.date())} {local:%H:%M}"


def _late(entry: Entry, closed: date | None) -> str:
    known = timezone.localdate(entry.at)
    next_month = (entry.on.replace(day=28) + timedelta(days=4)).replace(day=1)
    if known <= (closed or next_month - timedelta(days=1)):
        return ""
    return _("%(day)sに判明") % {"day": day(known)}


def _is_named(fact: Fact | None) -> bool:
    return fact is not None and fact.label is not None


def _label(name: str, fact: Fact | None) -> str:
    return localized(fact.label) if fact and fact.label else name.replace("_", " ")


def _text(value: Any, fact: Fact | None) -> str:
    if fact and fact.stands_for and (meant := fact.stands_for(value)):
        return localized(meant)
    if isinstance(value, bool):
        return _("はい") if value else _("いいえ")
    if isinstance(value, TextChoices):
        return str(value.label)
    if isinstance(value, int):
        return number(value)
    if isinstance(value, Decimal):
        return number(float(value), len(facts.plain(value).partition(".")[2]))
    return day(value) if isinstance(value, date) else str(value)


def _type(fact: Fact) -> str:
    if issubclass(fact.type, TextChoices):
        text = listed(str(label) for label in fact.type.labels)
    else:
        text = {
            str: _("文字"),
            int: _("整数"),
            bool: _("はい・いいえ"),
            Decimal: _("小数"),
            date: _("日付"),
        }[fact.type]
    return _("%(type)s（不明の場合あり）") % {"type": text} if fact.may_be_unknown else text
