"""Lists of firms taken in: what is new, what may be a double, and all of it undone."""

from datetime import date

import pytest
from django.core.management import call_command

from renkei.core.errors import NotPermitted, Refused
from renkei.core.tables.imports import importer_named
from renkei.core.tables.imports.actions import confirm_import, undo_import
from renkei.core.tables.imports.checking import check_table
from renkei.directory.actions.organisations import Particulars, register_organisation
from renkei.directory.imports import size_read
from renkei.directory.models import Double, Organisation
from tests.cast import Cast, organisation, standing_cast, unit

TODAY = date(2026, 11, 25)
HEADER = "名称,名称かな,法人番号,市区町村,住所,業種符号,従業者数,ウェブサイト"
NUMBER = "7000020010006"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def checked(cast: Cast, *lines: str, by: str = "city_officer"):
    importer = importer_named("firms")
    assert importer
    content = "\n".join([HEADER, *lines]).encode()
    return check_table(importer, name="firms.csv", content=content, by=cast.asker(by))


def taken_in(cast: Cast, *lines: str):
    batch = checked(cast, *lines).batch
    assert batch is not None
    confirm_import(batch, by=cast.asker("city_officer"), on=TODAY)
    return batch


def known(cast: Cast, name: str, **more: str) -> Organisation:
    return register_organisation(
        Particulars(name_ja=name, kind="company", **more), by=cast.asker("city_officer"), on=TODAY
    )


def test_new_firms_are_entered_with_what_the_list_says(cast: Cast) -> None:
    taken_in(
        cast, "架空電機株式会社,かくうでんき,７０００-０２００１０００６,札幌市,北1条,ｅ,25人,"
    )

    made = Organisation.objects.get(corporate_number=NUMBER)
    assert (made.name_ja, made.kind, made.place) == ("架空電機株式会社", "company", "011002")
    assert (made.industry, made.industry_edition, made.size) == ("E", "14", "10-29")


def test_every_problem_is_told_with_row_and_column(cast: Cast) -> None:
    problems = checked(
        cast,
        "架空一,,7000020010060,札幌市,,,,",
        "架空二,,,ない町,,,,",
        "架空三,,,札幌市,,製造業,,",
        "架空四,,,札幌市,,,たくさん,",
    ).intake.problems

    assert [(one.row, one.header) for one in problems] == [
        (2, "法人番号"),
        (4, "業種符号"),
        (5, "従業者数"),
    ]


def test_unknown_place_and_repetition_are_told(cast: Cast) -> None:
    problems = checked(
        cast,
        "架空二,,,ない町,,,,",
        "架空三,,,札幌市,,,,",
        "架空三(株),,,011002,,,,",
        f"架空五,,{NUMBER},札幌市,,,,",
        f"架空六,,{NUMBER},札幌市,,,,",
    ).intake.problems

    assert [(one.row, one.header) for one in problems] == [
        (2, "市区町村"),
        (4, "名称"),
        (6, "法人番号"),
    ]
    assert not Organisation.objects.filter(name_ja__startswith="架空").exists()


def test_same_number_means_the_entry_that_is_there(cast: Cast) -> None:
    there = known(cast, "架空電機", corporate_number=NUMBER, size="1-4")

    taken_in(cast, f"かくう電機,,{NUMBER},旭川市,,,300-,")

    there.refresh_from_db()
    assert (there.name_ja, there.size, there.place) == ("架空電機", "300-", "012041")


def test_blank_cells_leave_the_entry_as_it_is(cast: Cast) -> None:
    there = known(cast, "架空電機", place="011002", size="1-4", address="北1条")

    taken_in(cast, "(株)架空電機,,,札幌市,,,,https://example.org/")

    there.refresh_from_db()
    assert (there.size, there.address, there.website) == ("1-4", "北1条", "https://example.org/")


def test_same_name_without_place_waits_as_a_possible_double(cast: Cast) -> None:
    there = known(cast, "架空電機")

    batch = taken_in(cast, "架空電機,,,札幌市,,,,")

    assert "重複かもしれません" in batch.rows.get().title
    double = Double.objects.get()
    assert there in (double.first, double.second)


def test_undo_takes_new_ones_away_and_puts_old_ones_back(cast: Cast) -> None:
    there = known(cast, "架空電機", place="011002", size="1-4")
    batch = taken_in(cast, "架空電機,,,札幌市,,,300-,", "架空無線,,,札幌市,,,,")

    batch.refresh_from_db()
    undo_import(batch, by=cast.asker("city_officer"), on=TODAY)

    there.refresh_from_db()
    assert there.size == "1-4"
    assert not Organisation.objects.filter(name_ja="架空無線").exists()


def test_undo_is_refused_when_something_stands_on_a_new_one(cast: Cast) -> None:
    batch = taken_in(cast, "架空無線,,,札幌市,,,,")
    unit(Organisation.objects.get(name_ja="架空無線"), "総務課")

    batch.refresh_from_db()
    with pytest.raises(Refused, match="部署"):
        undo_import(batch, by=cast.asker("city_officer"), on=TODAY)


@pytest.mark.parametrize("name", ["counsellor", "representative", "citizen"])
def test_taking_in_is_for_officers(cast: Cast, name: str) -> None:
    with pytest.raises(NotPermitted):
        checked(cast, "架空電機,,,札幌市,,,,", by=name)


@pytest.mark.parametrize(
    ("written", "size"),
    [("1", "1-4"), ("５人", "5-9"), ("29", "10-29"), ("30～99人", "30-99"), ("1,200", "300-")],
)
def test_number_of_employees_is_brought_into_its_class(written: str, size: str) -> None:
    assert size_read(written)[0] == size


def test_command_finds_doubles_that_nobody_has_seen(cast: Cast) -> None:
    for name in ("架空電機株式会社", "(株)架空電機", "架空無線"):
        organisation(name, place="011002")

    for _time in range(2):
        call_command("find_doubles", verbosity=0)

    assert Double.objects.count() == 1
