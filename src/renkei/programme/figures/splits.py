"""What a figure can be told apart by: the value each entry has, and how it is called."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db.models import F, TextChoices

from renkei.charter.counts import BREAKDOWNS
from renkei.charter.terms import Indicator
from renkei.charter.text import Text
from renkei.core.calendar import fiscal_year_of
from renkei.core.writing import in_both_languages
from renkei.journal import tallies
from renkei.journal.kinds import Fact
from renkei.programme.figures.entries import Scope, declared_fact, stored_type
from renkei.programme.figures.gazetteer import Gazetteer
from renkei.programme.periods import Period

AGES = (20, 30, 40, 50, 60)  # each band begins with one, the first with 0
UNKNOWN = Text("不明", "Unknown")
SIDES = {"prefecture": Text("道", "Prefecture"), "city": Text("市", "City")}
SEXES = {
    "female": Text("女", "Female"),
    "male": Text("男", "Male"),
    "other": Text("その他", "Other"),
}
YES_NO = {"yes": Text("はい", "Yes"), "no": Text("いいえ", "No")}
ALIASES = {"place": "municipality"}
# Without saying so in the charter; a level is of one day, so months tell nothing of it.
ALWAYS = ("side", "unit", "month")


@dataclass(frozen=True, slots=True)
class Split:
    """`value` is read from each entry, `key` makes the cell of it, empty where it is unknown."""

    value: Any
    key: Callable[[Any], str]
    label: Callable[[str], Text]
    expected: tuple[str, ...] = ()  # cells that stand there also with nothing in them


def offered(indicator: Indicator) -> tuple[str, ...]:
    """The break-downs that a page may offer for the indicator."""
    if indicator.count is None:
        return ()
    always = [one for one in ALWAYS if one != "month" or indicator.count.measure != "level"]
    return tuple(dict.fromkeys([*always, *indicator.count.by]))


def split_by(indicator: Indicator, by: str, scope: Scope) -> Split:
    """Errors  ValueError for what no entry of the indicator tells"""
    by = ALIASES.get(by, by)
    if by in BREAKDOWNS:
        return _known(by, scope)
    count = indicator.count
    fact = declared_fact(count, by) if count else None
    if count is None or fact is None:
        raise ValueError(f"{indicator.id} cannot be told apart by “{by}”")
    return Split(tallies.Told(by, stored_type(count, by)), _fact_key, partial(_fact_label, fact))


def _known(by: str, scope: Scope) -> Split:
    gazetteer = scope.gazetteer
    named = partial(_place_label, gazetteer)
    return {
        "unit": lambda: Split(F("organisation"), str, lambda key: Text(key, key)),
        "bureau": lambda: Split(F("place"), gazetteer.bureau, named),
        "municipality": lambda: Split(F("place"), gazetteer.municipality, named),
        "sex": lambda: Split(F("sex"), str, partial(_named, SEXES)),
        "age_band": lambda: Split(F("age"), age_band, _age_label),
        "fiscal_year": lambda: Split(tallies.Month(), _fiscal_year, _year_label),
        "month": lambda: Split(tallies.Month(), str, _month_label),
    }[by]()


def months(period: Period) -> tuple[str, ...]:
    first = period.first.year * 12 + period.first.month - 1
    last = period.last.year * 12 + period.last.month - 1
    return tuple(f"{n // 12}-{n % 12 + 1:02}" for n in range(first, last + 1))


def age_band(age: int | None) -> str:
    """ "0-19", "20-29" ... "60-"."""
    if age is None:
        return ""
    first = max((start for start in AGES if start <= age), default=0)
    following = next((start for start in AGES if start > age), None)
    return f"{first}-{following - 1}" if following else f"{first}-"


def _age_label(key: str) -> Text:
    if not key:
        return UNKNOWN
    first, last = key.split("-")
    if not last:
        return Text(f"{first}歳以上", f"{first} and over")
    return Text(f"{first}～{last}歳", f"{first} to {last}")


def _fiscal_year(month: str) -> str:
    return str(fiscal_year_of(date.fromisoformat(f"{month}-01")))


def _year_label(key: str) -> Text:
    return Text(f"{key}年度", f"Fiscal {key}")


def _month_label(key: str) -> Text:
    year, month = map(int, key.split("-"))
    return Text(f"{year}年{month}月", f"{date(year, month, 1):%B %Y}")


def _named(names: Mapping[str, Text], key: str) -> Text:
    return names.get(key) or (Text(key, key) if key else UNKNOWN)


def _place_label(gazetteer: Gazetteer, key: str) -> Text:
    return gazetteer.name(key) or (Text(key, key) if key else UNKNOWN)


def _fact_key(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _fact_label(fact: Fact, key: str) -> Text:
    if not key:
        return UNKNOWN
    if fact.type is bool:
        return YES_NO[key]
    if issubclass(fact.type, TextChoices) and key in fact.type.values:
        return in_both_languages(lambda: str(fact.type(key).label))
    meant = fact.stands_for(fact.type(key)) if fact.stands_for else None
    return meant or Text(key, key)
