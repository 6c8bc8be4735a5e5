"""Lists of what was done, and tables of money, as offices hand them in; and taken back."""

from datetime import date

import pytest

from renkei.core.errors import NotPermitted
from renkei.core.tables.imports import (
    Checked,
    check_table,
    confirm_import,
    importer_named,
    undo_import,
)
from renkei.journal.models import Entry
from renkei.journal.queries import standing_entries
from renkei.programme.models import Activity, BudgetLine
from tests.cast import Cast
from tests.rooms.programme.doing import TODAY, charged_cast, counted, recorded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
HEADER = (
    "行った日,終わりの日,取組番号,題名,形式,片方か共同か,市区町村,会場,"
    "参加者数,参加企業数,参加市町村数,時間数,費用,内容"
)
FIRST = "令和7年10月3日,,I-3,秋の講座,講座・セミナー,共同,旭川市,市民ホール,45,12,,2.5,,満席だった"
SECOND = '2025-11-08,,"I-3 II-1",相談会,相談会,片方,札幌市,,,,,,,'
MONEY = "取組番号,側,年度,予算額,決算額,出典\n"


@pytest.fixture
def cast() -> Cast:
    return charged_cast("I-3", "II-1")


def checked(cast: Cast, *lines: str, who: str = "city_officer") -> Checked:
    importer = importer_named("activities")
    assert importer
    content = "\n".join([HEADER, *lines]).encode("utf-8-sig")
    return check_table(importer, name="昨年度.csv", content=content, by=cast.asker(who))


def checked_money(cast: Cast, *lines: str, who: str = "city_office") -> Checked:
    importer = importer_named("money")
    assert importer
    content = (MONEY + "\n".join(lines)).encode("utf-8-sig")
    return check_table(importer, name="予算.csv", content=content, by=cast.asker(who))


def taken_in(cast: Cast, told: Checked, who: str = "city_officer") -> None:
    assert told.intake.problems == []
    assert told.batch
    confirm_import(told.batch, by=cast.asker(who), on=TODAY)


# --- activities ---------------------------------------------------------------------------------


def test_list_becomes_recorded_activities(cast: Cast) -> None:
    told = checked(cast, FIRST, SECOND)
    assert Activity.objects.count() == 0
    assert "日付を2025-10-03と読みました" in [one.text for one in told.intake.repairs]

    taken_in(cast, told)

    autumn, advice = Activity.objects.order_by("first_day")
    assert counted(autumn) == [("joint", 45, "I-3")]
    assert (autumn.place, autumn.form, autumn.firms) == ("012041", "seminar", 12)
    assert counted(advice) == [("city", None, "I-3 II-1")]
    assert Entry.objects.get(pk=autumn.entry).on == date(2025, 10, 3)


@pytest.mark.parametrize(
    ("line", "column", "said"),
    [
        (FIRST.replace("令和7年10月3日", "令和7年13月3日"), "A", "日はありません"),
        (FIRST.replace("令和7年10月3日", "2099-01-01"), "A", "まだ来ていない"),
        (FIRST.replace("I-3", "Z-9"), "C", "Z-9"),
        (FIRST.replace("講座・セミナー", "宴会"), "E", "選べません"),
        (FIRST.replace("旭川市", "架空市"), "G", "架空市"),
        (FIRST.replace(",45,", ",-4,"), "I", "0より小さい"),
        (FIRST.replace("I-3", "II-5"), "C", "担当する取組がありません"),
        (FIRST.replace(",2.5,", ",0,"), "L", "0より大きい"),
    ],
)
def test_every_problem_has_its_place_and_remedy(
    cast: Cast, line: str, column: str, said: str
) -> None:
    told = checked(cast, SECOND, line)

    assert told.batch is None
    problem = told.intake.problems[0]
    assert (problem.row, problem.column) == (3, column)
    assert said in problem.text


def test_line_of_a_known_activity_corrects_it_and_leaves_what_is_blank(cast: Cast) -> None:
    made = recorded(cast, title_ja="秋の講座", first_day=date(2025, 10, 3), venue="前の会場")
    line = "2025-10-03,,I-3,秋の講座,,,,,45,,,,,"

    told = checked(cast, line)
    assert told.batch
    row = told.batch.rows.get()
    assert (row.change, row.differences) == ("changed", [["participants", 40, 45]])
    taken_in(cast, told)

    made.refresh_from_db()
    assert counted(made) == [("city", 45, "I-3")]
    assert made.venue == "前の会場"
    assert checked(cast, line).batch.rows.get().change == "same"  # type: ignore[union-attr]


def test_undoing_takes_every_entry_back(cast: Cast) -> None:
    made = recorded(cast, title_ja="秋の講座", first_day=date(2025, 10, 3), participants=40)
    told = checked(cast, FIRST, SECOND)
    taken_in(cast, told)

    assert told.batch
    told.batch.refresh_from_db()
    undo_import(told.batch, by=cast.asker("city_officer"), on=TODAY)

    made.refresh_from_db()
    assert counted(made) == [("city", 40, "I-3")]
    assert standing_entries().filter(kind="activity.held").count() == 1
    assert Activity.objects.get(title_ja="相談会").state == "withdrawn"


def test_programme_office_enters_in_the_name_of_the_unit_in_charge(cast: Cast) -> None:
    taken_in(cast, checked(cast, FIRST, who="city_office"), "city_office")

    assert Activity.objects.get().unit_id == cast.units["city_section"].key


@pytest.mark.parametrize("who", ["counsellor", "representative", "auditor", "bureau_officer"])
def test_others_hand_no_list_in(cast: Cast, who: str) -> None:
    with pytest.raises(NotPermitted):
        checked(cast, FIRST, who=who)


# --- money --------------------------------------------------------------------------------------


def test_table_of_money_is_taken_in_and_back(cast: Cast) -> None:
    told = checked_money(cast, "I-3,市,2026,1200000,,当初予算", "II-5,city,2026,0,,当初予算")

    taken_in(cast, told, "city_office")
    first = {one.initiative: one.planned_yen for one in BudgetLine.objects.all()}
    assert told.batch
    told.batch.refresh_from_db()
    undo_import(told.batch, by=cast.asker("city_office"), on=TODAY)

    assert first == {"I-3": 1_200_000, "II-5": 0}
    assert {one.planned_yen for one in BudgetLine.objects.all()} == {None}
    assert standing_entries().filter(kind="money.planned").count() == 0


def test_blank_amount_leaves_what_is_known(cast: Cast) -> None:
    taken_in(cast, checked_money(cast, "I-3,市,2026,1200000,,当初予算"), "city_office")

    taken_in(cast, checked_money(cast, "I-3,市,2026,,900000,決算書"), "city_office")

    line = BudgetLine.objects.get()
    assert (line.planned_yen, line.spent_yen, line.source) == (1_200_000, 900_000, "決算書")


@pytest.mark.parametrize(
    ("line", "column", "said"),
    [
        ("Z-9,市,2026,1,,当初予算", "A", "Z-9"),
        ("I-3,道,2026,1,,当初予算", "A", "担当部署と総括担当"),
        ("I-3,国,2026,1,,当初予算", "B", "選べません"),
        ("I-3,市,26,1,,当初予算", "C", "西暦4桁"),
        ("I-3,市,2026,-1,,当初予算", "D", "0円以上"),
        ("I-3,市,2026,1,,", "F", "出典"),
    ],
)
def test_problems_of_money_have_their_place(cast: Cast, line: str, column: str, said: str) -> None:
    problem = checked_money(cast, line).intake.problems[0]

    assert (problem.row, problem.column) == (2, column)
    assert said in problem.text
