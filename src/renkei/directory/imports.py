"""A list of firms as it comes from an office: each line becomes an entry, or adds to one.

A line with a corporate number means the entry with that number; without one it means the entry of
the same name at the same place. Where only the name is the same, a new entry is made and the pair
waits for an officer. Blank cells leave an entry as it is.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.rights import Asker
from renkei.core.tables.cells import Wanted
from renkei.core.tables.imports import (
    Change,
    ChangeKind,
    Difference,
    Importer,
    Misfit,
    Snapshot,
    declare_importer,
)
from renkei.core.tables.intake import Row
from renkei.core.tables.table import Column
from renkei.directory.actions.organisations import (
    Particulars,
    change_organisation,
    register_organisation,
    remove_organisation,
)
from renkei.directory.industries import PRESENT_EDITION, industry_code
from renkei.directory.models import Organisation
from renkei.directory.names import folded
from renkei.directory.numbers import corporate_number
from renkei.directory.queries.organisations import entries_bearing, entries_called
from renkei.directory.queries.places import places_by_name
from renkei.directory.rules.organisations import may_register
from renkei.directory.states import OrganisationKind, Size

BOUNDS = (
    *((5, Size.UNDER_5), (10, Size.UNDER_10), (30, Size.UNDER_30)),
    *((100, Size.UNDER_100), (300, Size.UNDER_300)),
)
# Columns of the table that are fields of an entry, as they are.
PLAIN = ("name_kana", "corporate_number", "industry", "size", "address", "website")


def number_read(text: str) -> tuple[str, str]:
    number = corporate_number(text)
    return number, "" if number == text else _("法人番号を半角の13桁にしました")


def industry_read(text: str) -> tuple[str, str]:
    code = industry_code(text)
    return code, "" if code == text else _("業種の符号を半角の大文字にしました")


def size_read(text: str) -> tuple[str, str]:
    """A class by value or label, or a number of employees, which is brought into its class."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    for value, label in Size.choices:
        if plain in (value, unicodedata.normalize("NFKC", str(label)).replace(" ", "")):
            return value, ""
    count = plain.removesuffix("人").replace(",", "")
    if not count.isdecimal() or int(count) == 0:
        raise ValueError(
            _("「%(text)s」は従業者数の区分でも人数でもありません。例: 10-29、または 25")
            % {"text": text}
        )
    size = next((size for bound, size in BOUNDS if int(count) < bound), Size.FROM_300)
    return size.value, _("%(n)s人を区分「%(size)s」にしました") % {"n": count, "size": size.label}


@declare_importer
class Firms(Importer):
    name = "firms"
    label = Text("企業の名簿", "Lists of firms")
    kind = "organisation"
    columns = (
        Wanted(Column("name", Text("名称", "Name")), "text", is_key=True),
        Wanted(Column("name_kana", Text("名称かな", "Name in kana")), "text", is_key=False),
        Wanted(
            Column("corporate_number", Text("法人番号", "Corporate number")),
            "text",
            is_key=False,
            convert=number_read,
        ),
        Wanted(Column("place", Text("市区町村", "Municipality")), "text", is_key=True),
        Wanted(Column("address", Text("住所", "Address")), "text", is_key=False),
        Wanted(
            Column("industry", Text("業種符号", "Industry code")),
            "text",
            is_key=False,
            convert=industry_read,
        ),
        Wanted(
            Column("size", Text("従業者数", "Employees")), "text", is_key=False, convert=size_read
        ),
        Wanted(Column("website", Text("ウェブサイト", "Website")), "text", is_key=False),
    )

    def may_import(self, asker: Asker) -> bool:
        return may_register(asker)

    def check(self, rows: Sequence[Row], *, by: Asker) -> Iterable[Misfit]:  # noqa: ARG002 - the same for everybody
        places = places_by_name(_text(row, "place") for row in rows)
        yield from self._unknown_places(rows, places)
        yield from _repeated(
            rows,
            "corporate_number",
            lambda row: _text(row, "corporate_number"),
            _("%(row)d行目と同じ法人番号です。どちらかを消してください。"),
        )
        yield from _repeated(
            rows,
            "name",
            lambda row: _stem(row, places),
            _("%(row)d行目と同じ名称・所在地です。どちらかを消してください。"),
        )

    def plan(self, rows: Sequence[Row], *, by: Asker) -> Sequence[Change]:  # noqa: ARG002 - the same for everybody
        places = places_by_name(_text(row, "place") for row in rows)
        by_number = entries_bearing(_text(row, "corporate_number") for row in rows)
        by_name = entries_called(_text(row, "name") for row in rows)
        return [self._change(row, places, by_number, by_name) for row in rows]

    def apply(self, change: Change, *, by: Asker, on: date) -> str:
        wanted = self._wanted(change)
        if not change.key:
            # Pairs that may be doubles wait for an officer; the list is not held up by them.
            return register_organisation(wanted, by=by, on=on, is_known_to_differ=True).key
        organisation = Organisation.objects.get(pk=change.key)
        change_organisation(organisation, wanted, by=by, on=on, reason=_("名簿の取込"))
        return organisation.key

    def snapshot(self, keys: Sequence[str]) -> Mapping[str, Snapshot]:
        found = Organisation.objects.filter(pk__in=keys).order_by()
        return {one.key: asdict(particulars_of(one)) for one in found}

    def undo(self, key: str, before: Snapshot | None, *, by: Asker, on: date) -> None:
        organisation = Organisation.objects.get(pk=key)
        if before is None:
            remove_organisation(organisation, by=by, on=on)
            return
        change_organisation(
            organisation, Particulars(**before), by=by, on=on, reason=_("名簿の取込の取消")
        )

    def address(self, key: str) -> str:
        return reverse("directory:organisation", args=[key])

    def _unknown_places(self, rows: Sequence[Row], places: Mapping[str, str]) -> Iterator[Misfit]:
        for row in rows:
            if _text(row, "place") not in places:
                yield Misfit(
                    row.number,
                    "place",
                    _("「%(text)s」という市区町村はありません。名称か6桁のコードで書いてください。")
                    % {"text": _text(row, "place")},
                )

    def _change(
        self,
        row: Row,
        places: Mapping[str, str],
        by_number: Mapping[str, Organisation],
        by_name: Mapping[str, Sequence[Organisation]],
    ) -> Change:
        known = by_number.get(_text(row, "corporate_number"))
        place = places.get(_text(row, "place"), "")
        alike = by_name.get(folded(_text(row, "name")), ())
        if known is None:
            known = _same_without_number(alike, place, _text(row, "corporate_number"))
        if known is None:
            return Change(row=row, kind=ChangeKind.NEW, title=_title(row, alike, place))
        differences = tuple(_differences(row, known, place))
        return Change(
            row=row,
            kind=ChangeKind.CHANGED if differences else ChangeKind.SAME,
            title=known.name,
            key=known.key,
            differences=differences,
        )

    def _wanted(self, change: Change) -> Particulars:
        row = change.row
        given = {name: value for name in PLAIN if (value := _text(row, name))}
        given["place"] = places_by_name([_text(row, "place")])[_text(row, "place")]
        if "industry" in given:
            given["industry_edition"] = PRESENT_EDITION
        if change.key:
            return replace(particulars_of(Organisation.objects.get(pk=change.key)), **given)
        return Particulars(name_ja=_text(row, "name"), kind=OrganisationKind.COMPANY, **given)


def particulars_of(organisation: Organisation) -> Particulars:
    return Particulars(**{name: getattr(organisation, name) for name in Particulars.__slots__})


def _same_without_number(
    alike: Sequence[Organisation], place: str, number: str
) -> Organisation | None:
    """The one entry of this name at the place, unless its number says that it is another."""
    same = [
        one
        for one in alike
        if one.place == place and not (number and one.corporate_number) and not one.side
    ]
    return same[0] if len(same) == 1 else None


def _title(row: Row, alike: Sequence[Organisation], place: str) -> str:
    """A new entry that may be a double says so before anything is stored."""
    likely = [one.name for one in alike if not one.place or one.place == place]
    if not likely:
        return _text(row, "name")
    return _("%(name)s(「%(other)s」と重複かもしれません)") % {
        "name": _text(row, "name"),
        "other": likely[0],
    }


def _differences(row: Row, known: Organisation, place: str) -> Iterator[Difference]:
    for name in PLAIN:
        before, after = getattr(known, name), _text(row, name)
        if after and before != after:
            yield Difference(name, before or None, after)
    if known.place != place:
        yield Difference("place", known.place or None, place)


def _stem(row: Row, places: Mapping[str, str]) -> str:
    place = places.get(_text(row, "place"), "")
    # Two numbers are two firms, whatever they are called.
    number = _text(row, "corporate_number")
    return f"{folded(_text(row, 'name'))}|{place}|{number}" if place else ""


def _repeated(rows: Sequence[Row], column: str, value_of: object, text: str) -> Iterator[Misfit]:
    first: dict[str, int] = {}
    for row in rows:
        value = value_of(row)  # type: ignore[operator]
        if value and first.setdefault(value, row.number) != row.number:
            yield Misfit(row.number, column, text % {"row": first[value]})


def _text(row: Row, name: str) -> str:
    value = row.values.get(name)
    return "" if value is None else str(value)
