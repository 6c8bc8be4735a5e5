"""Pages of numbered documents: drafting, four eyes, numbers, paper and PDF."""

import builtins
import re
import zlib

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from renkei.charter.letters import has_gap, letters
from renkei.core.calendar import fiscal_year_of
from renkei.core.errors import Refused
from renkei.paperwork.models import Document, Series
from renkei.paperwork.printing import pdf as printing
from renkei.paperwork.printing.letter import blocks, letter_of
from renkei.paperwork.states import DocumentState
from tests.cast import Cast, standing_cast
from tests.rooms.paperwork.letters_drafted import (
    SECRET,
    Draft,
    approved,
    drafted,
    issued,
    series,
)
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
SAID = {"addressee": "大学", "title": "件名", "body": "本文", "language": "ja"}


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def at(name: str, *args: str) -> str:
    return reverse(f"paperwork:{name}", args=args)


def text(response) -> str:
    return response.content.decode()


def test_officer_drafts_and_the_office_approves_and_she_issues(client, cast):
    of = series(cast)
    officer, office = signed_in(client, cast.city_officer), signed_in(Client(), cast.city_office)

    officer.post(at("draft_document") + f"?series={of.key}", SAID)
    key = Document.objects.get().key
    to_herself = text(officer.get(at("document", key)))
    to_the_office = text(office.get(at("document", key)))
    office.post(at("decide_document", key), {"choice": "approve", "revision": "1"})
    officer.post(at("decide_document", key), {"choice": "issue"})

    assert 'value="approve"' not in to_herself
    assert 'value="approve"' in to_the_office
    assert Document.objects.get().number_written == "札試第1号"
    assert "札試第1号" in text(officer.get(at("document", key)))


def test_draft_begins_with_the_text_of_a_letter_in_the_readers_language(client, cast):
    of = series(cast)
    address = at("draft_document") + f"?series={of.key}&letter=results_request"

    japanese = text(signed_in(client, cast.city_officer).get(address))
    english = text(client.get("/en" + address))

    assert "実績報告について(依頼)" in japanese
    assert "Request for the results of fiscal" in english


def test_draft_with_something_missing_is_kept_and_says_what(client, cast):
    response = signed_in(client, cast.city_officer).post(
        at("draft_document") + f"?series={series(cast).key}", {**SAID, "addressee": ""}
    )

    assert response.status_code == 422
    assert '<a href="#id_addressee">宛先</a><span>入力してください。' in text(response)
    assert "本文</textarea>" in text(response)


@pytest.mark.parametrize(
    "who", ["prefecture_officer", "counsellor", "representative", "auditor", "outsider"]
)
@pytest.mark.parametrize(
    "name", ["document", "edit_document", "decide_document", "on_paper", "document_pdf"]
)
def test_nobody_else_sees_or_changes_a_letter(client, cast, who, name):
    document = drafted(cast, series(cast))
    other = signed_in(client, cast.people[who])

    for response in (other.get(at(name, document.key)), other.post(at(name, document.key))):
        assert response.status_code in (404, 405)
        assert SECRET not in text(response)


def test_another_section_learns_the_number_and_neither_title_nor_text(client, cast):
    document = issued(cast, series(cast, unit="city_section"))
    cast.city_officer.memberships.update(unit=cast.units["city_desk"].key)

    page = text(signed_in(client, cast.city_officer).get(at("document", document.key)))

    assert "札試第1号" in page
    assert document.title not in page
    assert SECRET not in page


def test_auditor_of_the_side_reads(client, cast):
    document = issued(cast, series(cast))
    Document.objects.update(side="prefecture", unit=cast.units["prefecture_section"].key)

    page = text(signed_in(client, cast.auditor).get(at("document", document.key)))

    assert SECRET in page
    assert 'name="choice"' not in page


def test_text_that_was_rewritten_meanwhile_is_not_approved_from_an_old_page(client, cast):
    document = drafted(cast, series(cast))
    signed_in(client, cast.city_officer).post(
        at("edit_document", document.key), {**SAID, "revision": "1"}
    )

    response = signed_in(Client(), cast.city_office).post(
        at("decide_document", document.key), {"choice": "approve", "revision": "1"}
    )

    assert response.status_code == 409
    assert Document.objects.get().state == DocumentState.DRAFTED


def test_letter_that_cancels_says_so_while_it_is_drafted(client, cast):
    of = series(cast)
    target = issued(cast, of)
    officer = signed_in(client, cast.city_officer)
    address = at("draft_document") + f"?series={of.key}&cancels={target.key}"

    page = text(officer.get(address))
    officer.post(address, SAID)

    assert "札試第1号「試験について(通知)」が取り消されます" in page
    assert Document.objects.get(cancels=target).state == DocumentState.DRAFTED


def test_list_filters_and_needs_the_same_queries_with_one_row_and_with_three(client, cast):
    of = series(cast)
    issued(cast, of)
    officer = signed_in(client, cast.city_officer)
    officer.get(at("documents"))
    with CaptureQueriesContext(connection) as with_one:
        officer.get(at("documents"))
    issued(cast, of)
    drafted(cast, of)

    with CaptureQueriesContext(connection) as with_three:
        page = text(officer.get(at("documents")))
    year = fiscal_year_of(timezone.localdate())
    only_issued = text(officer.get(at("documents") + f"?state=issued&year={year}"))

    assert (len(with_three), len(with_three) <= 8) == (len(with_one), True)
    assert (page.count("data-row>"), only_issued.count("data-row>")) == (3, 2)


# --- series -----------------------------------------------------------------------------------

NAMED = {"sign": "札験", "name_ja": "試験", "sender_ja": "課長"}


def test_administrator_sets_a_series_and_an_officer_does_not(client, cast):
    unit = cast.units["city_section"].key
    administrator = signed_in(client, cast.city_administrator)
    officer = signed_in(Client(), cast.city_officer)

    made = administrator.post(at("new_series"), {**NAMED, "unit": unit})
    refused = officer.post(at("new_series"), {**NAMED, "sign": "別", "unit": unit})

    assert (made.status_code, refused.status_code) == (302, 403)
    assert officer.get(at("new_series")).status_code == 403
    assert list(Series.objects.values_list("sign", flat=True)) == ["札験"]
    assert "札験" in text(officer.get(at("all_series")))


def test_series_is_closed_and_its_letters_stay(client, cast):
    of = series(cast)
    document = issued(cast, of)

    signed_in(client, cast.city_administrator).post(
        at("one_series", of.key), {**NAMED, "is_closed": "on"}
    )

    of.refresh_from_db()
    document.refresh_from_db()
    assert (of.is_closed, document.number_written) == (True, "札試第1号")


# --- on paper ---------------------------------------------------------------------------------


def test_letter_stands_in_the_order_of_an_official_document(cast):
    letter = letter_of(issued(cast, series(cast), Draft(**{**SAID, "body": "前文\n\n記\n\n以上"})))

    assert letter.number == "札試第1号"
    assert re.fullmatch(r"令和\d+年\d+月\d+日", letter.date)
    assert [(block.place, block.text) for block in letter.blocks] == [
        ("text", "前文"),
        ("centre", "記"),
        ("end", "以上"),
    ]
    assert letter.warning == ""


def test_english_letter_has_english_date_and_sender_in_any_readers_language(cast):
    letter = letter_of(issued(cast, series(cast), Draft(**{**SAID, "language": "en"})))

    assert letter.sender == "Mayor of the tests"
    assert re.fullmatch(r"\d+ \w+ \d{4} \(\w{3}\)", letter.date)


def test_draft_and_cancelled_letter_say_what_they_are(cast):
    of = series(cast)
    draft = letter_of(drafted(cast, of))
    target = issued(cast, of)
    issued(cast, of, cancels=target)
    target.refresh_from_db()

    assert draft.warning == "案:まだ発出されていません。"
    assert letter_of(target).warning == "この文書は札試第2号により取り消されました。"


def test_page_for_printing_needs_no_extra(client, cast, monkeypatch):
    document = issued(cast, series(cast))
    without(monkeypatch, "typst")

    page = text(signed_in(client, cast.city_officer).get(at("on_paper", document.key)))

    assert "札試第1号" in page
    assert SECRET in page


@pytest.mark.parametrize("name", letters())
def test_shipped_letter_has_gaps_to_fill_and_its_list_is_readable(name):
    letter = letters()[name]

    assert has_gap(letter.body.ja)
    assert has_gap(letter.body.en)
    assert list(blocks(letter.body.ja))
    assert "想定" in letter.origin.ja


# --- PDF --------------------------------------------------------------------------------------


def without(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    original = builtins.__import__

    def refuse(wanted: str, *args: object, **more: object):
        if wanted == name:
            raise ImportError(name)
        return original(wanted, *args, **more)

    monkeypatch.setattr(builtins, "__import__", refuse)


def readable(pdf: bytes) -> set[str]:
    """The characters that a reader of the PDF may copy: those of its tables to Unicode."""
    found: set[str] = set()
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            stream = zlib.decompress(packed)
        except zlib.error:
            continue
        for table in re.findall(rb"beginbfchar(.*?)endbfchar", stream, re.DOTALL):
            for code in re.findall(rb"<[0-9A-Fa-f]+>\s*<([0-9A-Fa-f]+)>", table):
                found |= set(bytes.fromhex(code.decode()).decode("utf-16-be"))
    return found


@pytest.fixture
def typst():
    return pytest.importorskip("typst", reason="the extra “pdf” is not installed")


@pytest.fixture
def fonts(typst):
    printing.japanese_fonts.cache_clear()
    if not printing.japanese_fonts():
        pytest.skip("this machine has no Japanese font")
    yield
    printing.japanese_fonts.cache_clear()


def test_pdf_is_accessible_and_every_character_can_be_read_back(client, cast, fonts):
    document = issued(cast, series(cast), Draft(**{**SAID, "body": f"{SECRET}と𠮷野家、髙﨑。"}))

    response = signed_in(client, cast.city_officer).get(at("document_pdf", document.key))

    pdf = response.content
    wanted = set("札試第1号令和試験市長大学件名" + SECRET + "𠮷髙﨑")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/pdf")
    assert pdf.startswith(b"%PDF-")
    assert wanted - readable(pdf) == set()
    assert b"pdfuaid" in pdf


def test_character_that_no_font_has_is_named_and_no_pdf_is_made(cast, fonts):
    letter = letter_of(issued(cast, series(cast), Draft(**{**SAID, "body": "文字 ᚠ です"})))

    with pytest.raises(Refused) as said:
        printing.pdf_of(letter)

    assert "ᚠ" in str(said.value)


def test_without_a_japanese_font_no_pdf_is_made_and_what_to_install_is_said(
    client, cast, typst, monkeypatch
):
    document = issued(cast, series(cast))
    monkeypatch.setattr(printing, "japanese_fonts", list)

    response = signed_in(client, cast.city_officer).get(at("document_pdf", document.key))

    assert response.status_code == 409
    assert "fonts-noto-cjk" in text(response)


def test_without_the_extra_no_pdf_is_made_and_the_page_for_printing_is_named(
    client, cast, monkeypatch
):
    document = issued(cast, series(cast))
    without(monkeypatch, "typst")

    response = signed_in(client, cast.city_officer).get(at("document_pdf", document.key))

    assert response.status_code == 409
    assert "追加の部品「pdf」" in text(response)


def test_letter_with_marks_of_typst_is_set_as_text(cast, fonts):
    draft = Draft(**{**SAID, "body": '#read("/etc/passwd") $x^2$ *太字* <a> @b'})

    pdf = printing.pdf_of(letter_of(approved(cast, series(cast), draft)))

    assert {"#", "$", "*", "@", "<"} <= readable(pdf)
