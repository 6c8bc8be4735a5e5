"""A table of organisations for the tests: matched by name, placed by a known code."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from io import BytesIO

import xlsxwriter

from renkei.charter.text import Text
from renkei.core.errors import Refused
from renkei.core.models import ImportBatch
from renkei.core.rights import Asker, Role, Seat
from renkei.core.tables import Column
from renkei.core.tables.cells import Wanted
from renkei.core.tables.imports import (
    Change,
    ChangeKind,
    Checked,
    Difference,
    Importer,
    Misfit,
    Snapshot,
    check_table,
    declare_importer,
    importer_named,
)
from renkei.core.tables.intake import Row
from renkei.directory.models import Organisation

DAY = date(2026, 11, 25)
KNOWN_PLACES = {"011002", "012076"}
HEADER = "名称,所在地,住所"


@declare_importer
class TestedOrganisations(Importer):
    __test__ = False
    name = "tested-organisations"
    label = Text("試験の団体", "Organisations of the tests")
    kind = "organisation"
    columns = (
        Wanted(Column("name", Text("名称", "Name")), "text", is_key=True),
        Wanted(Column("place", Text("所在地", "Place")), "text", is_key=False),
        Wanted(Column("address", Text("住所", "Address")), "text", is_key=False),
    )

    def may_import(self, asker: Asker) -> bool:
        return asker.has_role(Role.OFFICER)

    def check(self, rows: Sequence[Row], *, by: Asker) -> Iterable[Misfit]:
        for row in rows:
            if (place := row.values["place"]) and place not in KNOWN_PLACES:
                yield Misfit(row.number, "place", f"「{place}」というコードはありません。")
            if row.values["name"] == row.values["address"]:
                yield Misfit(row.number, "", "名称と住所が同じです。")

    def plan(self, rows: Sequence[Row], *, by: Asker) -> Sequence[Change]:
        names = [row.values["name"] for row in rows]
        there = {one.name_ja: one for one in Organisation.objects.filter(name_ja__in=names)}
        return [self._change(row, there.get(str(row.values["name"]))) for row in rows]

    def _change(self, row: Row, there: Organisation | None) -> Change:
        title = str(row.values["name"])
        if there is None:
            return Change(row=row, kind=ChangeKind.NEW, title=title)
        differences = tuple(
            Difference(column, getattr(there, column), row.values[column] or "")
            for column in ("place", "address")
            if getattr(there, column) != (row.values[column] or "")
        )
        kind = ChangeKind.CHANGED if differences else ChangeKind.SAME
        return Change(row=row, kind=kind, title=title, key=there.key, differences=differences)

    def apply(self, change: Change, *, by: Asker, on: date) -> str:
        if change.row.values["address"] == "refused":
            raise Refused("この住所は登録できません。")
        said = {name: change.row.values[name] or "" for name in ("place", "address")}
        if not change.key:
            return Organisation.objects.create(name_ja=change.title, kind="company", **said).key
        record = Organisation.objects.get(key=change.key)
        record.place, record.address = said["place"], said["address"]
        record.save()
        return record.key

    def snapshot(self, keys: Sequence[str]) -> Mapping[str, Snapshot]:
        found = Organisation.objects.filter(key__in=keys)
        return {
            one.key: {"place": one.place, "address": one.address, "made_at": one.made_at}
            for one in found
        }

    def undo(self, key: str, before: Snapshot | None, *, by: Asker, on: date) -> None:
        record = Organisation.objects.get(key=key)
        if before is None:
            record.delete()
            return
        record.place, record.address = before["place"], before["address"]
        record.save()

    def address(self, key: str) -> str:
        return f"/organisations/{key}/"


def csv_of(*lines: str) -> bytes:
    return "\r\n".join([HEADER, *lines, ""]).encode("utf-8-sig")


def xlsx_of(rows: Sequence[Sequence[object]]) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("団体")
        for y, row in enumerate([HEADER.split(","), *rows]):
            for x, cell in enumerate(row):
                sheet.write(y, x, cell)
    return out.getvalue()


def officer(person: str = "officer", unit: str = "u1") -> Asker:
    seat = Seat(role=Role.OFFICER, unit=unit, units=frozenset({unit}), organisation="o")
    return Asker(person=person, name=person, seats=(seat,), on=DAY)


OFFICER, COLLEAGUE = officer(), officer("colleague")
ELSEWHERE = officer("elsewhere", unit="u2")
CITIZEN = Asker(person="citizen")


def checked(content: bytes, *, name: str = "団体.csv", by: Asker = OFFICER) -> Checked:
    importer = importer_named("tested-organisations")
    assert importer
    return check_table(importer, name=name, content=content, by=by)


def batch_of(*lines: str) -> ImportBatch:
    batch = checked(csv_of(*lines)).batch
    assert batch
    return batch


def places() -> dict[str, tuple[str, str]]:
    return {one.name_ja: (one.place, one.address) for one in Organisation.objects.all()}
