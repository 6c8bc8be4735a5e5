"""The documents of an initiative: which there are, who reads which, and in what order."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from renkei.core.rights import NOBODY
from renkei.core.sides import Side
from renkei.directory.actions.charges import Work, take_charge
from renkei.directory.models import Agreement
from renkei.paperwork.actions.attachments import attach
from renkei.paperwork.models import Attachment, Document
from renkei.programme.actions.minutes import check_minutes, publish_minutes, write_minutes
from renkei.programme.models import Activity, Meeting, Report
from renkei.programme.queries.documents import DocumentRow, document_row, documents_of
from tests.rights.documents import sent_about
from tests.rights.samples import MAKERS, Where
from tests.rights.samples_of_reports import report_payload
from tests.rooms.programme.councils import TODAY, Council, asked_for, council, given, held, planned
from tests.rooms.programme.doing import SPRING, recorded
from tests.rooms.programme.doing import TODAY as DONE
from tests.rooms.programme.reviewing import found
from tests.signing_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
OF, ADDRESS = "II-3", "/programme/II-3/documents/"  # the first item of every agenda here


@pytest.fixture
def of() -> Council:
    made = council()
    section, office = made.cast.units["city_section"], made.cast.asker("city_office")
    for reference in (OF, "I-3"):
        take_charge(section, Work(initiative=reference, valid_from=SPRING), by=office, on=DONE)
    return made


@dataclass(frozen=True)
class Reader:
    of: Council

    def __call__(self, who: str = "", initiative: str = OF) -> list[DocumentRow]:
        asker = self.of.asker(who) if who else NOBODY
        return [document_row(one) for one in documents_of(initiative, asker)]

    def titles(self, who: str = "", initiative: str = OF) -> list[str]:
        return [one.title for one in self(who, initiative)]


@pytest.fixture
def read(of: Council) -> Reader:
    return Reader(of)


def on_agenda(of: Council, meeting: Meeting, title: str, audience: str = "public") -> Model:
    return given(of, meeting, audience, title_ja=title, item=meeting.items.get(number=1))


def published_minutes(of: Council, meeting: Meeting) -> None:
    minutes = write_minutes(meeting, ("開会した。", ""), by=of.office, on=TODAY)
    other = of.asker("prefecture_office")
    publish_minutes(check_minutes(minutes, by=other, on=TODAY), by=other, on=TODAY)


def with_file(of: Council, record: Model, name: str, who: str = "city_officer") -> Attachment:
    file = SimpleUploadedFile(f"{name}.txt", name.encode(), "text/plain")
    return attach(record, file, by=of.asker(who))


def agreement(of: Council, **more: object) -> Agreement:
    values = {"title_ja": "就職協定", "side": Side.JOINT, "unit": of.cast.units["city_section"]}
    signed = {"state": "signed", "signed_on": date(2026, 4, 1), "initiatives": ["II-30", OF]}
    return Agreement.objects.create(**{**values, **signed, **more})


def letter(of: Council, record: Model, kind: str, title: str = "通知") -> Document:
    unit = of.cast.units["city_section"]
    where = Where(mark=title, unit=unit, receiver=unit, organisation=unit.organisation, side="city")
    made = MAKERS["document"](where)
    sent_about(kind, record, made, number=7)
    return Document.objects.get(pk=made.pk)


def report(*, is_public: bool = True, **more: object) -> Report:
    at = timezone.now()
    agreed = {"prefecture_by": "p", "prefecture_at": at, "city_by": "c", "city_at": at}
    out = {"state": "published", "is_public": True, "published_at": at, **agreed}
    told = {"scope": "initiative", "about": OF, "fiscal_year": 2025, "payload": report_payload("")}
    said = {"title_ja": "報告書", "title_en": "Report", "digest": "0" * 64, "made_by": "p"}
    made = {**told, **said, "known_at": at, "charter_version": "1"}
    return Report.objects.create(**{**made, **(out if is_public else {}), **more})


# --- which ------------------------------------------------------------------------------------


def test_every_sort_of_document_stands_in_one_list(of: Council, read: Reader) -> None:
    meeting = held(of)
    on_agenda(of, meeting, "資料1")
    published_minutes(of, meeting)
    report()
    activity = recorded(of.cast, initiatives=(OF,), title_ja="合同説明会")
    with_file(of, activity, "写真")
    with_file(of, found(of.cast, initiative=OF), "所見の図")
    letter(of, agreement(of), "agreement")

    told = {(one.sort, one.title, one.of) for one in read("city_officer")}

    assert told == {
        ("会議資料", "資料1", "第1回協議会"),
        ("議事録", "第1回協議会", ""),
        ("年次報告", "報告書", ""),
        ("協定", "就職協定", ""),
        ("文書", "札経第7号 通知", "就職協定"),
        ("添付ファイル", "写真.txt", "合同説明会"),
        ("添付ファイル", "所見の図.txt", "II-3 2025年度（令和7年度）"),
    }


def test_every_row_leads_to_the_document_and_to_its_record(of: Council, read: Reader) -> None:
    meeting = held(of)
    on_agenda(of, meeting, "資料1")
    published_minutes(of, meeting)
    activity = recorded(of.cast, initiatives=(OF,))
    with_file(of, activity, "写真")
    letter(of, agreement(of), "agreement")
    report()
    client = signed_in(Client(), of.cast.city_officer)

    rows = read("city_officer")

    leading = [one.address for one in rows] + [one.of_address for one in rows if one.of]
    assert len(leading) == 6 + 3
    for address in leading:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert b"".join(answer)  # a file is closed when it was read


def test_document_of_another_initiative_is_not_there(of: Council, read: Reader) -> None:
    meeting = held(of)
    given(of, meeting, "public", title_ja="ほかの議題", item=meeting.items.get(number=2))
    with_file(of, recorded(of.cast, initiatives=("I-3",)), "ほか")
    agreement(of, initiatives=["II-30"])
    report(about="II-30")
    report(scope="theme", about="II")

    assert read("city_office") == []
    assert read.titles("city_office", "I-3") == ["ほか.txt"]


def test_draft_is_no_document_yet(of: Council, read: Reader) -> None:
    meeting = held(of)
    asked_for(of, meeting, "public", item=meeting.items.get(number=1))
    write_minutes(meeting, ("開会した。", ""), by=of.office, on=TODAY)
    report(is_public=False)
    signed = agreement(of, state="negotiating", signed_on=None)
    open_again = {"state": "drafted", "approved_by": "", "approved_at": None}
    no_number = {"number": None, "fiscal_year": None, "issued_on": None, "number_written": ""}
    sent = letter(of, signed, "agreement")
    Document.objects.filter(pk=sent.pk).update(**open_again, **no_number)

    assert read("city_office") == []


def test_file_that_was_taken_away_is_gone(of: Council, read: Reader) -> None:
    activity = recorded(of.cast, initiatives=(OF,))
    with_file(of, activity, "写真")
    Attachment.objects.update(removed_at=timezone.now(), removed_by="x")

    assert read("city_officer") == []


# --- who --------------------------------------------------------------------------------------


def test_everybody_reads_only_what_was_published(of: Council, read: Reader) -> None:
    meeting, closed = held(of), held(of, title_ja="非公開の会議", is_public=False)
    on_agenda(of, meeting, "公開資料")
    on_agenda(of, meeting, "委員の資料", "members")
    on_agenda(of, closed, "非公開の会議の資料", "members")
    published_minutes(of, meeting)
    published_minutes(of, closed)
    report()
    activity = recorded(of.cast, initiatives=(OF,), title_ja="公表した活動")
    Activity.objects.update(is_public=True)
    with_file(of, activity, "名簿")
    letter(of, agreement(of, is_public=True), "agreement")
    agreement(of, title_ja="未公表の協定")

    expected = ["公開資料", "報告書", "就職協定", "第1回協議会"]
    for who in ("", "citizen", "representative"):
        assert sorted(read.titles(who)) == sorted(expected), who
    page = Client().get(ADDRESS).content.decode()
    for hidden in ("委員の資料", "非公開の会議", "名簿", "通知", "未公表の協定"):
        assert hidden not in page


def test_member_of_a_council_reads_its_papers(of: Council, read: Reader) -> None:
    meeting = held(of)
    on_agenda(of, meeting, "委員の資料", "members")

    assert read.titles("outsider") == ["委員の資料"]


def test_paper_for_one_side_is_for_that_side(of: Council, read: Reader) -> None:
    on_agenda(of, held(of), "市の資料", "city")

    assert read.titles("city_officer") == ["市の資料"]
    assert read.titles("prefecture_officer") == []


def test_paper_under_embargo_waits(of: Council, read: Reader) -> None:
    meeting = held(of)
    until = timezone.now() + timedelta(days=3)
    item = meeting.items.get(number=1)
    given(of, meeting, "public", title_ja="発表前", item=item, embargo_until=until)

    assert read.titles("prefecture_officer") == []
    assert read.titles("city_office") == ["発表前"]


def test_letter_stays_with_its_unit(of: Council, read: Reader) -> None:
    letter(of, agreement(of), "agreement")

    assert read.titles("city_officer") == ["就職協定", "札経第7号 通知"]
    assert read.titles("prefecture_officer") == ["就職協定"]


def test_tie_is_not_told_to_whoever_may_not_see_the_record(of: Council, read: Reader) -> None:
    """The section gave the paper itself; the agenda of a meeting is not out before it is called."""
    on_agenda(of, planned(of), "準備中の資料")

    assert read.titles("city_officer") == []
    assert read.titles("city_office") == ["準備中の資料"]


# --- the page ---------------------------------------------------------------------------------


def test_newest_stands_first_and_pages_are_turned(of: Council) -> None:
    for n in range(22):
        agreement(of, title_ja=f"協定{n:02}", signed_on=date(2026, 1, 1 + n), is_public=True)

    first, second = (Client().get(ADDRESS, {"page": n}) for n in (1, 2))

    titles = [row.title for one in (first, second) for row in one.context["page"].rows]
    assert titles == [f"協定{n:02}" for n in reversed(range(22))]
    assert len(first.context["page"].rows) == 20
    assert "全22件のうち1～20件目" in first.content.decode()


def test_days_are_those_of_japan(of: Council, read: Reader) -> None:
    activity = recorded(of.cast, initiatives=(OF,))
    with_file(of, activity, "夜の写真")
    late = datetime(2026, 5, 31, 20, 0, tzinfo=timezone.get_fixed_timezone(0))
    Attachment.objects.update(added_at=late)

    assert [one.day for one in read("city_officer")] == ["2026年6月1日（月）"]


def test_list_speaks_english(of: Council) -> None:
    agreement(of, title_en="Agreement on jobs", is_public=True)

    page = Client().get(f"/en{ADDRESS}").content.decode()

    assert "Agreement on jobs" in page
    assert "Documents of II-3" in page


@pytest.mark.parametrize(
    ("who", "words"), [("", "公表されると、ここに並びます"), ("city_office", "取組を書いておくと")]
)
def test_empty_list_says_what_will_come(of: Council, who: str, words: str) -> None:
    client = signed_in(Client(), of.cast.people[who]) if who else Client()

    page = client.get(ADDRESS).content.decode()

    assert words in page
    assert "<table" not in page


def test_page_of_the_initiative_leads_there(of: Council) -> None:
    assert f'href="{ADDRESS}"' in Client().get("/programme/II-3/").content.decode()
    assert Client().get("/programme/II-99/documents/").status_code == 404
