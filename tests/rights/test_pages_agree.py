"""Page, list, file and search of a kind show the same records, to each person her own."""

from dataclasses import dataclass

import pytest

from renkei.core.rights import kind_named, kinds
from renkei.core.search import search
from tests.rights.expectation import Line
from tests.rights.house import ROLES, House, said, undone

pytestmark = pytest.mark.django_db
HOW = "say in tests/rights/test_pages_agree.py where records of this kind are shown"


@dataclass(frozen=True, slots=True)
class Shown:
    """`page`, `list` and `file` name the verb that one needs to see a record there."""

    page: str = ""
    list: tuple[str, str] | None = None  # address and verb
    file: tuple[str, str] | None = None


SHOWN = {
    "agreement": Shown("find", ("/agreements/", "find"), ("/agreements.csv", "export")),
    "organisation": Shown("read", ("/organisations/", "read"), ("/organisations.csv", "export")),
    "charge": Shown(list=("/charges/", "read"), file=("/charges.csv", "export")),
    "answers": Shown("find", ("/paperwork/answers/", "read")),
    "document": Shown("find", ("/paperwork/documents/", "read")),
    "series": Shown(list=("/paperwork/series/", "read")),
    "notice": Shown("read"),
    "reminder": Shown("read", ("/paperwork/reminders/", "read")),
    "disposal": Shown("read"),
    "journal_entry": Shown("read", ("/journal/", "read"), ("/journal/entries.csv", "export")),
    "merge": Shown("read"),
    "membership": Shown("read"),
    "consent": Shown("read"),
    "job": Shown("read", ("/jobs/", "read")),
    # Its page asks the importer of the table as well.
    "import": Shown(list=("/imports/", "read")),
    "meeting": Shown("read", ("/programme/councils/meetings/", "read")),
    "paper": Shown("read"),
    "attendance": Shown("read"),
    "council_decision": Shown(
        "read",
        ("/programme/councils/decisions/", "read"),
        ("/programme/councils/decisions.csv", "export"),
    ),
    "follow_up": Shown("read"),
    "opinion_call": Shown("read", ("/programme/opinions/", "read")),
    "activity": Shown(
        "read", ("/programme/activities/", "read"), ("/programme/activities.csv", "export")
    ),
    "budget_line": Shown(
        list=("/programme/money/?year=2026", "read"), file=("/programme/money.csv", "export")
    ),
    "reconciliation": Shown("read"),
    "report": Shown("read", ("/programme/reports/", "read")),
    "review": Shown("read", ("/programme/reviews/", "read")),
    # The desk’s list leaves out what everybody reads, and the public’s what only desks read.
    "posting": Shown("read"),
    "seeker": Shown("find", ("/opportunities/seekers/", "read")),
    "round": Shown("read", ("/opportunities/rounds/", "read")),
    "placement": Shown("read", ("/opportunities/placements/", "read")),
    # Shown on the pages of what they belong to.
    "unit": Shown(),
    "person": Shown(),
    "invitation": Shown(),
    "term": Shown(),
    "opening": Shown(),
    "look": Shown(),
    "share": Shown(),
    "hold": Shown(),
    "disclosure": Shown(),
    "council_member": Shown(),
    "minutes": Shown(),
    "review_decision": Shown(),
    "measurement": Shown(),
    "approval": Shown(),
    "manual_value": Shown(),
}


def test_every_kind_says_where_it_is_shown() -> None:
    assert sorted({kind.name for kind in kinds()} - set(SHOWN)) == [], HOW


def _lines(house: House, kind: str) -> list[Line]:
    return [line for line in house.sampled.lines if line.kind == kind]


@pytest.mark.parametrize("kind", [name for name, shown in SHOWN.items() if shown.page])
def test_page_is_there_for_those_who_may(house: House, kind: str) -> None:
    declared, wrong = kind_named(kind), []
    assert declared is not None
    for line in _lines(house, kind):
        for who in ROLES:
            with undone():
                status = house.clients[who].get(declared.address(line.record)).status_code
            if (status == 200) != (SHOWN[kind].page in line.may[who]):
                wrong.append(f"{line.label}: {who} {status}")

    assert wrong == []


@pytest.mark.parametrize("kind", [name for name, shown in SHOWN.items() if shown.list])
def test_list_holds_what_one_may(house: House, kind: str) -> None:
    declared, listed = kind_named(kind), SHOWN[kind].list
    assert declared is not None
    assert listed is not None
    address, verb = listed
    wrong = []
    for who in ROLES:
        with undone():
            body = said(house.clients[who].get(address))
        for line in _lines(house, kind):
            is_there = _is_in(body, line, declared.address(line.record))
            if is_there != (verb in line.may[who]):
                wrong.append(f"{line.label}: {who} {'sees' if is_there else 'misses'} it")

    assert wrong == []


@pytest.mark.parametrize("kind", [name for name, shown in SHOWN.items() if shown.file])
def test_file_holds_what_one_may_take_along(house: House, kind: str) -> None:
    asked = SHOWN[kind].file
    assert asked is not None
    wrong = []
    for who in ROLES:
        with undone():
            response = house.clients[who].get(asked[0])
            # A page that says there is no file is none.
            body = said(response) if response.status_code == 200 else ""
        for line in _lines(house, kind):
            is_there = _is_in(body, line, f"/{line.record.pk}/")
            if is_there != (asked[1] in line.may[who]):
                wrong.append(f"{line.label}: {who} {'takes' if is_there else 'misses'} it")

    assert wrong == []


def _is_in(body: str, line: Line, address: str) -> bool:
    """By its address, or by what is written in it."""
    texts = (
        getattr(line.record, name, "")
        for name in ("title_ja", "name_ja", "organisation_name", "note", "source", "text_ja")
    )
    mark = next((text for text in texts if text), address)
    return address in body or mark in body


@pytest.mark.parametrize("kind", [kind.name for kind in kinds() if kind.words is not None])
def test_search_finds_what_one_may_find(house: House, kind: str) -> None:
    wrong = []
    for line in _lines(house, kind):
        declared = kind_named(kind)
        assert declared is not None
        assert declared.words is not None
        text = next(word for word in declared.words(line.record) if word)
        for who in ROLES:
            asker = house.sampled.world.asker(who)
            keys = {found.key for found in search(asker, text, limit=50) if found.kind.name == kind}
            if (str(line.record.pk) in keys) != ("find" in line.may[who]):
                wrong.append(f"{line.label}: {who}")

    assert wrong == []
