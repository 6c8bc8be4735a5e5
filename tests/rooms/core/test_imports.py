"""A table becomes records only without a problem and confirmed; and it can be taken back."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.utils import timezone
from python_calamine import CalamineWorkbook

from renkei.charter.text import Text
from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.core.models import ImportBatch, ImportRow
from renkei.core.rights import Asker, Role, Seat
from renkei.core.tables.imports import (
    Misfit,
    confirm_import,
    drop_import,
    forget,
    importer_named,
    undo_import,
)
from renkei.core.tables.imports.template import empty_workbook, filled_workbook
from renkei.core.tables.intake import read
from renkei.directory.models import Organisation
from tests.cast import organisation
from tests.concurrency import at_once, refusals, shared_database
from tests.rooms.core.importing import (
    CITIZEN,
    COLLEAGUE,
    DAY,
    ELSEWHERE,
    OFFICER,
    batch_of,
    checked,
    csv_of,
    places,
    xlsx_of,
)

pytestmark = pytest.mark.django_db

# --- the dry run -------------------------------------------------------------------------------


def test_dry_run_says_what_would_be_new_changed_and_same_and_changes_nothing():
    organisation("甲", place="011002", address="一条")
    organisation("乙", place="011002", address="二条")
    before = places()

    batch = batch_of("甲,012076,一条", "乙,011002,二条", "丙,012076,")

    rows = list(batch.rows.values_list("number", "title", "change", "differences"))
    assert rows == [
        (2, "甲", "changed", [["place", "011002", "012076"]]),
        (3, "乙", "same", []),
        (4, "丙", "new", []),
    ]
    assert (batch.state, batch.n_rows, batch.file_name) == ("checked", 3, "団体.csv")
    assert places() == before


def test_every_problem_is_told_with_its_place_and_nothing_is_stored():
    found = checked(csv_of("甲,999999,一条", ",011002,二条", "丙,011002,丙", "甲,011002,三条"))

    told = [(p.row, p.column, p.header, p.text) for p in found.intake.problems]
    assert told == [
        (3, "A", "名称", "空欄です。この列は必ず記入してください。"),
        (5, "", "", "2行目と同じ行です(甲)。どちらかを削除してください。"),
    ]
    assert found.batch is None
    assert (ImportBatch.objects.count(), ImportRow.objects.count()) == (0, 0)


def test_problems_of_references_are_told_with_their_place():
    found = checked(csv_of("甲,999999,一条", "乙,011002,二条", "丙,011002,丙"))

    told = [(p.row, p.column, p.header, p.text) for p in found.intake.problems]
    assert told == [
        (2, "B", "所在地", "「999999」というコードはありません。"),
        (4, "", "", "名称と住所が同じです。"),
    ]
    assert (found.batch, ImportBatch.objects.count()) == (None, 0)


def test_repairs_are_reported():
    batch = checked(xlsx_of([[" 甲 ", "011002", "一条"]]), name="団体.xlsx").batch

    assert batch.repairs == [
        {
            "text": "前後の空白を除きました",
            "sheet": "団体",
            "row": 2,
            "column": "A",
            "header": "名称",
        }
    ]


@pytest.mark.parametrize("asker", [CITIZEN, Asker()])
def test_who_may_not_import_is_refused(asker):
    with pytest.raises(NotPermitted, match="試験の団体"):
        checked(csv_of("甲,011002,"), by=asker)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/団体.csv", "団体.csv"),
        ("C:\\表\\団体.csv", "団体.csv"),
        ("団\n体.csv", "団体.csv"),
        ("", "-"),
        ("あ" * 300 + ".csv", "あ" * 196 + ".csv"),
    ],
)
def test_file_name_is_kept_without_folders_and_signs(name, kept):
    assert checked(csv_of("甲,011002,"), name=name).batch.file_name == kept


def test_what_was_only_looked_at_is_let_go_after_a_week():
    with time_machine.travel(timezone.now() - timedelta(days=8)):
        old = batch_of("甲,011002,")

    new = batch_of("乙,011002,")

    assert not ImportBatch.objects.filter(pk=old.pk).exists()
    assert ImportBatch.objects.filter(pk=new.pk).exists()


# --- confirming ----------------------------------------------------------------------------------


def test_confirmed_table_makes_and_changes_records():
    there = organisation("甲", place="011002", address="一条")
    batch = batch_of("甲,012076,一条", "丙,012076,")

    confirm_import(batch, by=OFFICER, on=DAY)

    stored = ImportBatch.objects.get(pk=batch.pk)
    new = Organisation.objects.get(name_ja="丙")
    assert places() == {"甲": ("012076", "一条"), "丙": ("012076", "")}
    assert (stored.state, stored.on, stored.applied_by) == ("applied", DAY, "officer")
    assert list(batch.rows.values_list("record_key", "is_applied", "values")) == [
        (there.key, True, {}),
        (new.key, True, {}),
    ]


def test_confirming_twice_is_refused():
    batch = batch_of("丙,012076,")
    confirm_import(batch, by=OFFICER, on=DAY)

    with pytest.raises(WrongState):
        confirm_import(batch, by=OFFICER, on=DAY)

    assert Organisation.objects.count() == 1


def test_record_that_changed_after_the_check_refuses_the_whole_table():
    there = organisation("甲", place="011002")
    batch = batch_of("丙,012076,", "甲,012076,")
    there.place = "012076"
    there.save()

    with pytest.raises(Refused, match="3行目の「甲」は、確認のあとに変わりました"):
        confirm_import(batch, by=OFFICER, on=DAY)

    assert places() == {"甲": ("012076", "")}
    assert ImportBatch.objects.get(pk=batch.pk).state == "checked"


def test_row_that_the_room_refuses_leaves_nothing_behind():
    batch = batch_of("丙,012076,", "丁,012076,refused")

    with pytest.raises(Refused, match="この住所は登録できません。"):
        confirm_import(batch, by=OFFICER, on=DAY)

    assert places() == {}
    assert ImportBatch.objects.get(pk=batch.pk).state == "checked"


@pytest.mark.parametrize("asker", [ELSEWHERE, CITIZEN, Asker()])
def test_table_of_others_cannot_be_confirmed(asker):
    batch = batch_of("丙,012076,")

    with pytest.raises(NotPermitted):
        confirm_import(batch, by=asker, on=DAY)

    assert places() == {}


@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_at_once_one_is_told():
    with shared_database():
        batch = batch_of("丙,012076,")
        act = lambda: confirm_import(batch, by=OFFICER, on=DAY)  # noqa: E731

        outcomes = at_once(act, act)
        n = Organisation.objects.count()

    assert (refusals(outcomes), n) == (1, 1)


# --- taking back ---------------------------------------------------------------------------------


def test_undo_brings_everything_back():
    organisation("甲", place="011002", address="一条")
    before = places()
    batch = batch_of("甲,012076,", "丙,012076,")
    confirm_import(batch, by=OFFICER, on=DAY)

    undo_import(batch, by=COLLEAGUE, on=DAY)

    stored = ImportBatch.objects.get(pk=batch.pk)
    assert places() == before
    assert (stored.state, stored.undone_by) == ("undone", "colleague")
    assert set(batch.rows.values_list("before", "after")) == {(None, None)}


def test_undo_is_refused_when_a_record_changed_since_and_names_it():
    organisation("甲", place="011002")
    batch = batch_of("甲,012076,", "丙,012076,", "丁,012076,")
    confirm_import(batch, by=OFFICER, on=DAY)
    Organisation.objects.filter(name_ja="丙").update(address="三条")
    after = places()

    with pytest.raises(Refused, match=r"1件あるので、取り消せません: 丙$"):
        undo_import(batch, by=OFFICER, on=DAY)

    assert places() == after
    assert ImportBatch.objects.get(pk=batch.pk).state == "applied"


def test_undo_is_refused_when_a_record_is_gone():
    batch = batch_of("丙,012076,")
    confirm_import(batch, by=OFFICER, on=DAY)
    Organisation.objects.all().delete()

    with pytest.raises(Refused, match="丙"):
        undo_import(batch, by=OFFICER, on=DAY)


def test_undo_of_what_was_not_taken_in_is_refused():
    batch = batch_of("丙,012076,")

    with pytest.raises(WrongState):
        undo_import(batch, by=OFFICER, on=DAY)


def test_undone_import_is_not_undone_again():
    batch = batch_of("丙,012076,")
    confirm_import(batch, by=OFFICER, on=DAY)
    undo_import(batch, by=OFFICER, on=DAY)

    with pytest.raises(WrongState):
        undo_import(batch, by=OFFICER, on=DAY)


def test_table_that_was_only_looked_at_can_be_dropped():
    batch = batch_of("丙,012076,")

    drop_import(batch, by=OFFICER)

    assert ImportBatch.objects.count() == 0


def test_table_that_was_taken_in_cannot_be_dropped():
    batch = batch_of("丙,012076,")
    confirm_import(batch, by=OFFICER, on=DAY)

    with pytest.raises(WrongState, match="取り消してください"):
        drop_import(batch, by=OFFICER)


def test_forgotten_record_leaves_no_content_and_the_import_cannot_be_undone():
    organisation("甲", place="011002")
    batch = batch_of("甲,012076,", "丙,012076,")
    confirm_import(batch, by=OFFICER, on=DAY)

    forget("organisation", Organisation.objects.get(name_ja="甲").key)

    kept = batch.rows.get(number=2)
    assert (kept.title, kept.differences, kept.before, kept.after) == ("", [], None, None)
    with pytest.raises(Refused, match="以前の内容が残っていない"):
        undo_import(batch, by=OFFICER, on=DAY)


def test_previous_values_are_let_go_after_ninety_days():
    organisation("甲", place="011002")
    with time_machine.travel(timezone.now() - timedelta(days=91)):
        batch = batch_of("甲,012076,")
        confirm_import(batch, by=OFFICER, on=DAY)

    batch_of("丙,012076,")

    assert set(batch.rows.values_list("before", "after")) == {(None, None)}


def test_table_belongs_to_the_unit_from_which_it_may_be_handed_in():
    other = Seat(role=Role.REPRESENTATIVE, unit="a1", units=frozenset({"a1"}), organisation="a")
    by = replace(OFFICER, seats=(other, *OFFICER.seats))

    found = checked(csv_of("丙,011002,"), by=by)

    assert found.batch.unit == "u1"


# --- what is to be looked at, and the workbook ---------------------------------------------------


def test_notice_stops_nothing_and_is_shown_with_its_place(monkeypatch):
    importer = importer_named("tested-organisations")
    said = [
        Misfit(2, "place", "遠くの町です。", is_notice=True),
        Misfit(2, "", "行", is_notice=True),
    ]
    monkeypatch.setattr(importer, "check", lambda _rows, by: said)

    batch = batch_of("甲,012076,一条")

    told = [(one["text"], one["column"], one["is_notice"]) for one in batch.repairs]
    assert told == [("遠くの町です。", "B", True), ("行", "", True)]


def test_workbook_is_read_again_as_it_was_filled():
    importer = importer_named("tested-organisations")
    rows = [["甲", "011002", "一条\n二条"], ["=乙", None, ""]]

    found = read(filled_workbook(importer, rows), importer.columns)

    assert [list(row.values.values()) for row in found.rows] == [
        ["甲", "011002", "一条\n二条"],
        ["=乙", None, None],
    ]


def test_workbook_offers_the_choices_of_a_column(monkeypatch):
    importer = importer_named("tested-organisations")
    choices = (Text("札幌", "Sapporo"), Text("帯広", "Obihiro"))
    name, place, address = importer.columns
    columns = (
        name,
        replace(place, choices=choices),
        replace(address, choices=choices, takes_several=True, note=Text("住所です。", "Where.")),
    )
    monkeypatch.setattr(type(importer), "columns", columns)

    book = CalamineWorkbook.from_filelike(BytesIO(empty_workbook(importer)))

    data, about, offered = (book.get_sheet_by_index(n).to_python() for n in range(3))
    assert data == [["名称", "所在地", "住所"]]
    assert [row[4] for row in about[2:]] == [
        "次から1つ：札幌 / 帯広",
        "住所です。 次から、いくつでも（「、」か「;」で区切る）：札幌 / 帯広",
    ]
    assert offered == [["所在地"], ["札幌"], ["帯広"]]
