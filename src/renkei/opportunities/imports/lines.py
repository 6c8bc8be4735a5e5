"""One line of a list of postings: what its cells mean, and what is wrong with it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from renkei.charter.markets import Market, MarketVersion
from renkei.core.rights import Asker
from renkei.core.tables.imports import Misfit
from renkei.core.tables.imports.cells import said
from renkei.core.tables.intake import Row
from renkei.core.writing import listed, number
from renkei.directory.queries.organisations import entries_meant
from renkei.directory.queries.places import places_by_name
from renkei.opportunities.actions.postings import LONGEST_DAYS, Offered
from renkei.opportunities.facts import Entry
from renkei.opportunities.forms.postings import MOST
from renkei.opportunities.imports.columns import SEPARATORS, answer_in
from renkei.opportunities.queries.places import region_of
from renkei.opportunities.queries.postings import desk_for
from renkei.opportunities.rules.offering import USUAL_DAYS, enters_for_a_desk, own_organisations
from renkei.paperwork.sheets.reading import (
    PREFIX,
    Given,
    answers_to_what_is_asked,
    problems,
)
from renkei.places.queries import UnknownPlace

# Beside the cells of a row: the keys that its names were found to mean.
ORGANISATION, PLACE, PARTNERS = "organisation_key", "place_code", "partner_keys"


@dataclass(frozen=True, slots=True)
class Known:
    """What the names in a table mean, looked up for all of its rows at once.

    `own` are the organisations of whoever enters for a firm or a town; a desk enters for all.
    `kept` are the places at which a desk keeps what is entered.
    """

    meant: Mapping[str, Sequence[Entry]]
    places: Mapping[str, str]
    kept: frozenset[str]
    own: frozenset[str]
    is_desk: bool
    on: date

    @property
    def names(self) -> dict[str, str]:
        return {one.key: one.name for some in self.meant.values() for one in some}


@dataclass(frozen=True, slots=True)
class Line:
    row: Row
    meant: Mapping[str, str]
    offered: Offered
    given: Given


def known_to(rows: Sequence[Row], by: Asker, market: Market, on: date) -> Known:
    named = {said(row, "organisation") for row in rows}
    named |= {name for row in rows for name in names_in(row)}
    places = places_by_name(said(row, "place") for row in rows)
    is_desk = enters_for_a_desk(by)
    return Known(
        meant=entries_meant(named, by),
        places=places,
        kept=frozenset(one for one in {*places.values()} if _is_kept(market, one, on, is_desk)),
        own=frozenset(key for key, _name in own_organisations(by)),
        is_desk=is_desk,
        on=on,
    )


def lines_of(rows: Iterable[Row], version: MarketVersion, known: Known) -> Iterator[Line]:
    for row in rows:
        meant = {
            ORGANISATION: _one(known, said(row, "organisation")),
            PLACE: known.places.get(said(row, "place"), ""),
            PARTNERS: " ".join(dict.fromkeys(_one(known, name) for name in names_in(row))),
        }
        given = Given(dict(_answers(row, version)))
        offered = as_offered(Row(row.number, {**row.values, **meant}), version, known.on)
        yield Line(row, meant, offered, given)


def names_in(row: Row) -> list[str]:
    """The organisations with which it is offered together."""
    return [name for one in SEPARATORS.split(said(row, "partners")) if (name := one.strip())]


def as_offered(row: Row, version: MarketVersion, on: date) -> Offered:
    """A row with the keys of `Line.meant` among its values."""
    organisation = said(row, ORGANISATION)
    partners = [key for key in said(row, PARTNERS).split() if key != organisation]
    sheet = version.sheet("posting")
    return Offered(
        organisation=organisation,
        title_ja=said(row, "title_ja"),
        title_en=said(row, "title_en"),
        place=said(row, PLACE),
        capacity=_count(row, "capacity", 1),
        minimum=_count(row, "minimum", 0),
        first_day=_day(row, "first_day"),
        last_day=_day(row, "last_day"),
        valid_until=_day(row, "valid_until") or on + timedelta(days=USUAL_DAYS),
        partners=tuple(partners),
        answers=answers_to_what_is_asked(sheet, dict(_answers(row, version))),
    )


def wrong_in(line: Line, known: Known, version: MarketVersion) -> Iterator[Misfit]:
    """Everything that stands in the way of entering it."""
    found = (
        *_wrong_organisation(line, known),
        *_wrong_partners(line, known),
        *_wrong_place(line, known),
        *_wrong_numbers(line),
        *_wrong_days(line, known.on),
        *_wrong_answers(line, version),
    )
    for column, text in found:
        yield Misfit(line.row.number, column, text)


Wrong = Iterator[tuple[str, str]]  # key of the column, and what to mend


def _wrong_organisation(line: Line, known: Known) -> Wrong:
    name = said(line.row, "organisation")
    found = known.meant.get(name, ())
    if len(found) != 1:
        yield "organisation", _none_or_several([name], is_several=len(found) > 1)
    elif not known.is_desk and found[0].key not in known.own:
        yield "organisation", _("あなたの席からは、この組織の募集を入力できません。")


def _wrong_partners(line: Line, known: Known) -> Wrong:
    names = names_in(line.row)
    if names and not known.is_desk:
        yield "partners", _("いっしょに募集する組織は、窓口が書きます。空欄にしてください。")
        return
    if missing := [name for name in names if not known.meant.get(name)]:
        yield "partners", _none_or_several(missing, is_several=False)
    if several := [name for name in names if len(known.meant.get(name, ())) > 1]:
        yield "partners", _none_or_several(several, is_several=True)


def _wrong_place(line: Line, known: Known) -> Wrong:
    name, code = said(line.row, "place"), line.meant[PLACE]
    if not code:
        text = _("「%(text)s」という市区町村はありません。名称か6桁のコードで書いてください。")
        yield "place", text % {"text": name}
    elif code not in known.kept:
        text = _("「%(text)s」の募集を受け付ける窓口がありません。北海道の市町村を書いてください。")
        yield "place", text % {"text": name}


def _wrong_numbers(line: Line) -> Wrong:
    capacity, minimum = line.offered.capacity, line.offered.minimum
    if not 1 <= capacity <= MOST:
        yield "capacity", _("1から%(most)sまでの人数にしてください。") % {"most": number(MOST)}
    elif not 0 <= minimum <= capacity:
        yield "minimum", _("0以上、定員以下にしてください。")


def _wrong_days(line: Line, on: date) -> Wrong:
    first, last = line.offered.first_day, line.offered.last_day
    if last and (first is None or last < first):
        yield "last_day", _("始まる日より前です。日付を直してください。")
    until = line.offered.valid_until
    if until < on:
        yield "valid_until", _("もう過ぎた日です。新しい日にするか、空欄にしてください。")
    elif until > on + timedelta(days=LONGEST_DAYS):
        yield "valid_until", _("1年以内の日にしてください。")


def _wrong_answers(line: Line, version: MarketVersion) -> Wrong:
    """What contradicts itself; what is not there yet is no mistake in a draft."""
    for one in problems(version.sheet("posting"), line.given):
        if not one.is_missing:
            yield PREFIX + one.question.key, one.message


def _none_or_several(names: Sequence[str], *, is_several: bool) -> str:
    if is_several:
        text = _("同じ名称の組織がいくつもあります：%(names)s。法人番号で書いてください。")
    else:
        text = _("組織の一覧にない名称です：%(names)s。一覧の名称か法人番号で書いてください。")
    return text % {"names": listed(names)}


def _one(known: Known, name: str) -> str:
    found = known.meant.get(name, ())
    return found[0].key if len(found) == 1 else ""


def _answers(row: Row, version: MarketVersion) -> Iterator[tuple[str, Any]]:
    for key, question in version.questions("posting").items():
        value = answer_in(question, row.values.get(PREFIX + key))
        if value is not None:
            yield key, value


def _count(row: Row, name: str, usual: int) -> int:
    value = row.values.get(name)
    return value if isinstance(value, int) else usual


def _day(row: Row, name: str) -> date | None:
    written = said(row, name)
    return date.fromisoformat(written) if written else None


def _is_kept(market: Market, place: str, on: date, is_desk: bool) -> bool:
    """A desk keeps what it enters itself, wherever in Hokkaido that lies."""
    try:
        return bool(region_of(place)) and (is_desk or bool(desk_for(market, place, on)))
    except UnknownPlace:
        return False
