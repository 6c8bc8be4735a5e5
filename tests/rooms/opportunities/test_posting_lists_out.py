"""Lists of postings: written out, read again as the same, and the page where they are."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from renkei.charter.market_reader import markets
from renkei.core.rights import Role
from renkei.core.tables.imports import confirm_import, importer_named
from renkei.core.tables.imports.template import empty_workbook, filled_workbook
from renkei.opportunities.actions.postings import (
    close_posting,
)
from renkei.opportunities.imports.filled import rows_of
from renkei.opportunities.models import Posting
from tests.cast import Cast, person, seat
from tests.rooms.opportunities.doing import (
    JOB,
    TODAY,
    desk_cast,
    entered,
    filled,
    published,
)
from tests.rooms.opportunities.listing_postings import (
    checked,
    listed,
)
from tests.signing_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded", "on_that_day")]
EVERY = list(markets())
LISTS = "/opportunities/lists/"


# --- written out --------------------------------------------------------------------------------


@pytest.mark.parametrize("market", EVERY)
def test_what_was_written_out_is_read_again_as_the_same(market: str) -> None:
    cast = desk_cast(*markets()[market].initiatives)
    cast.people["runner"] = person("runner")
    seat(cast.people["runner"], cast.units["city_desk"], Role(markets()[market].runs[0]))
    posting = entered(
        cast,
        "runner",
        market=market,
        answers=filled(market, "posting"),
        capacity=4,
        title_en="In English",
        first_day=TODAY,
        last_day=TODAY + timedelta(days=3),
        partners=(cast.organisations["university"].key,),
    )
    importer = importer_named(f"postings-{market}")
    assert importer
    content = filled_workbook(importer, rows_of([posting], markets()[market].versions[-1], market))

    told = checked(cast, content, "runner", market)

    assert told.intake.problems == []
    assert told.batch
    assert told.batch.rows.get().change == "same"


def test_last_years_list_becomes_this_years_drafts(cast: Cast) -> None:
    by = cast.asker("counsellor")
    last = published(cast, valid_until=TODAY, answers={**JOB, "duties": "=1+1\n二行目"})
    close_posting(last, reason="done", by=by, on=TODAY)
    client = signed_in(Client(), cast.counsellor)

    file = client.get(f"{LISTS}jobs/ended.xlsx")

    told = checked(cast, file.content)
    assert told.batch
    assert [row.change for row in told.batch.rows.all()] == ["new"]
    confirm_import(told.batch, by=by, on=TODAY)
    made = Posting.objects.exclude(pk=last.pk).get()
    assert (made.state, made.answers, made.title_ja) == ("draft", last.answers, last.title_ja)
    assert made.valid_until == TODAY + timedelta(days=90)


def test_workbook_has_the_columns_of_the_market_and_its_choices() -> None:
    importer = importer_named("postings-jobs")
    assert importer

    book = CalamineWorkbook.from_filelike(BytesIO(empty_workbook(importer)))

    header = book.get_sheet_by_index(0).to_python()[0]
    assert header[:4] == ["募集する組織", "題名", "英語の題名", "市町村名"]
    assert "月給（下限）(円)" in header
    assert "はい" in {cell for row in book.get_sheet_by_index(2).to_python() for cell in row}


# --- pages --------------------------------------------------------------------------------------


def test_page_offers_each_market_with_what_stands_and_what_has_ended(cast: Cast) -> None:
    entered(cast)
    last = published(cast)
    close_posting(last, reason="done", by=cast.asker("counsellor"), on=TODAY)

    page = signed_in(Client(), cast.counsellor).get(LISTS)

    [line] = page.context["lines"]
    assert (line.market, line.standing, line.ended) == ("jobs", "1", "1")
    assert "いまの募集1件を書いた表" in page.content.decode()


def test_firm_may_use_every_market_that_is_in_use(cast: Cast) -> None:
    page = signed_in(Client(), cast.people["representative"]).get(LISTS)

    assert [line.market for line in page.context["lines"]] == EVERY


@pytest.mark.parametrize("who", ["citizen", "outsider"])
def test_nobody_else_comes_there(cast: Cast, who: str) -> None:
    client = signed_in(Client(), cast.people[who])

    assert client.get(LISTS).status_code == 404
    assert client.get(f"{LISTS}jobs/standing.xlsx").status_code == 404


def test_file_holds_what_the_asker_writes_herself(cast: Cast) -> None:
    entered(cast, title_ja="市の窓口の募集")
    entered(cast, "prefecture_counsellor", title_ja="道の窓口の募集")
    client = signed_in(Client(), cast.counsellor)

    rows = CalamineWorkbook.from_filelike(
        BytesIO(client.get(f"{LISTS}jobs/standing.xlsx").content)
    ).get_sheet_by_index(0)

    assert [row[1] for row in rows.to_python()] == ["題名", "市の窓口の募集"]
    assert client.get(f"{LISTS}jobs/everything.xlsx").status_code == 404
    assert client.get(f"{LISTS}projects/standing.xlsx").status_code == 404


def test_number_of_queries_does_not_grow_with_the_lines(cast: Cast, django_assert_max_num_queries):
    lines = [{"title_ja": f"募集{n}"} for n in range(30)]
    with django_assert_max_num_queries(30):
        told = checked(cast, listed(*lines))
    assert told.batch
