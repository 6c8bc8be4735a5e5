"""A break-down as a file: what the page of the indicator shows, for the same reader."""

import csv
import io
from datetime import date
from zipfile import ZipFile

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from renkei.core.tables.readability import machine_readability_problems
from tests.cast import Cast
from tests.rooms.programme.doing import charged_cast, recorded
from tests.rooms.programme.measuring import FIRMS, PERIOD, QUARTER, locked, quarter_cast, taken
from tests.signing_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
PEOPLE = "I-6.1"  # who came to what both held
FEW = "人数が少ないため非公表"


def asked(
    cast: Cast, who: str, indicator: str, by: str, kind: str = "csv", prefix: str = ""
) -> HttpResponse:
    client = signed_in(Client(), cast.people[who]) if who else Client()
    address = reverse("programme:breakdown_file", args=[indicator, kind])
    return client.get(f"{prefix}{address}", {**PERIOD, "by": by})


def rows(answer: HttpResponse) -> list[dict[str, str]]:
    assert answer.status_code == 200
    assert machine_readability_problems(answer.content) == []
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def on_the_page(cast: Cast, who: str, indicator: str, by: str) -> dict[str, str]:
    client = signed_in(Client(), cast.people[who]) if who else Client()
    page = client.get(reverse("programme:indicator", args=[indicator]), {**PERIOD, "by": by})
    return {part.label: part.value.replace("−", "-") for part in page.context["parts"]}


def in_the_file(cast: Cast, who: str, indicator: str, by: str) -> dict[str, str]:
    return {row["区分"]: row["値"] or row["備考"] for row in rows(asked(cast, who, indicator, by))}


@pytest.mark.parametrize("by", ["side", "unit", "month", "form", "municipality", "bureau"])
def test_file_is_the_page(by: str) -> None:
    cast = quarter_cast()
    locked(cast)
    recorded(cast, first_day=date(2026, 9, 1), firms=3)  # known after the lock

    public, official = (in_the_file(cast, who, FIRMS, by) for who in ("", "city_officer"))

    assert public == on_the_page(cast, "", FIRMS, by)
    assert official == on_the_page(cast, "city_officer", FIRMS, by)
    assert public
    assert public != official


def test_row_says_unit_period_source_and_as_known_when() -> None:
    cast = quarter_cast()
    locked(cast)

    first = rows(asked(cast, "", FIRMS, "side"))[0]

    assert first == {
        "指標番号": FIRMS,
        "指標名": "普及啓発イベントの参加企業数",
        "単位": "社",
        "期間": QUARTER.key,
        "内訳": "道・市",
        "区分": "道",
        "値": "27",
        "備考": "",
        "値のもと": "取組の記録",
        "いつまでの記録か": timezone.localdate().isoformat(),
    }


def test_nothing_is_in_the_file_before_both_have_approved() -> None:
    cast = quarter_cast()
    taken(cast)

    for who in ("", "outsider", "municipality_officer", "counsellor"):
        assert rows(asked(cast, who, FIRMS, "side")) == []
    assert rows(asked(cast, "auditor", FIRMS, "side")) != []


def test_small_cells_of_people_are_withheld_from_everybody_else() -> None:
    cast = charged_cast("I-6")
    for form, n in (("seminar", 4), ("exchange", 30), ("fair", 20)):
        recorded(
            cast,
            initiatives=("I-6",),
            first_day=date(2026, 8, 3),
            form=form,
            participants=n,
            is_joint=True,
        )
    locked(cast, (PEOPLE,))

    public = in_the_file(cast, "", PEOPLE, "form")
    official = in_the_file(cast, "city_officer", PEOPLE, "form")

    assert public == on_the_page(cast, "", PEOPLE, "form")
    assert sorted(public.values()) == ["30", FEW, FEW]
    assert sorted(official.values()) == ["20", "30", "4"]


@pytest.mark.parametrize(("who", "is_told"), [("", True), ("city_officer", False)])
def test_workbook_says_what_is_counted_and_withheld(who: str, is_told: bool) -> None:
    cast = quarter_cast()
    locked(cast)

    with ZipFile(io.BytesIO(asked(cast, who, FIRMS, "side", "xlsx").content)) as book:
        texts = book.read("xl/sharedStrings.xml").decode()

    assert "参加企業数を足しあげます。" in texts
    assert ("人についての数は、10に満たない区分" in texts) is is_told


def test_file_speaks_the_language_of_the_page() -> None:
    cast = quarter_cast()
    locked(cast)

    first = rows(asked(cast, "", FIRMS, "side", prefix="/en"))[0]

    assert (first["unit"], first["broken down by"], first["part"]) == (
        "firms",
        "side",
        "Prefecture",
    )


def test_name_of_a_unit_is_no_formula() -> None:
    cast = charged_cast("I-3")
    unit = cast.units["city_section"]
    unit.name_ja = unit.name_en = "=1+1"
    unit.save()
    recorded(cast, first_day=date(2026, 9, 1), firms=3)
    locked(cast)

    assert in_the_file(cast, "city_officer", FIRMS, "unit") == {"'=1+1": "3"}


@pytest.mark.parametrize("by", ["", "sex", "nonsense"])
def test_what_the_figure_does_not_tell_is_not_found(by: str) -> None:
    cast = quarter_cast()

    assert asked(cast, "city_officer", FIRMS, by).status_code == 404
    assert asked(cast, "city_officer", FIRMS, "side", "pdf").status_code == 404
