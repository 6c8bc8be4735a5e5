"""A report on paper: tagged for screen readers, and no sign of it lost on the way."""

from dataclasses import replace

import pytest
from django.test import Client
from django.utils.translation import override

from renkei.core.errors import Refused
from renkei.paperwork.printing import pdf
from renkei.programme.reporting import printing
from renkei.programme.reporting.paper import Head, Paper, Part, grid, prose
from renkei.programme.reporting.printing import pdf_of
from tests.cast import standing_cast
from tests.rooms.programme.reporting import held, published

typst = pytest.importorskip("typst")
needs_font = pytest.mark.skipif(
    not pdf.japanese_fonts(), reason="no Japanese font is installed here"
)
PAPER = Paper("ja", "年次報告", "令和7年度は、3件でした。", "", (("年度", "2025年度"),), ())


def with_cell(text: str) -> Paper:
    table = grid("取組ごとの活動", (Head("取組"), Head("件数", is_number=True)), [("I-1", text)])
    return replace(PAPER, parts=(Part("done", "行ったこと", (prose("前書き"), table)),))


@needs_font
@pytest.mark.django_db
@pytest.mark.parametrize("language", ["", "/en"])
def test_pdf_is_tagged_for_screen_readers(client: Client, language: str) -> None:
    cast = standing_cast()
    held(cast)
    report = published(cast, scope="theme", about="II")

    answer = client.get(f"{language}/programme/reports/{report.key}/file.pdf")

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert b"/MarkInfo" in answer.content
    assert b"pdfuaid" in answer.content


@pytest.mark.parametrize("sign", ["\ue000", "\u0007", "\U000e0fff"])
def test_sign_that_nobody_can_read_is_named_with_its_place(sign: str) -> None:
    with override("ja"), pytest.raises(Refused) as refused:
        pdf_of(with_cell(f"3{sign}"))

    assert str(refused.value) == (
        f"PDFに書けない文字があります：「U+{ord(sign):04X}」（U+{ord(sign):04X}）。"
        "場所：行ったこと、「取組ごとの活動」の1行目、「件数」の列。"
    )


@needs_font
def test_sign_that_the_font_lacks_is_named_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "japanese_fonts", lambda: ["Noto Serif CJK JP"])

    with override("ja"), pytest.raises(Refused) as refused:
        pdf_of(with_cell("3🧿"))

    assert str(refused.value) == (
        "PDFに書けない文字があります：「🧿」（U+1F9FF）。"
        "場所：行ったこと、「取組ごとの活動」の1行目、「件数」の列。"
    )


def test_every_text_of_the_paper_is_looked_at() -> None:
    texts = [text for _where, text in printing.texts_of(with_cell("3件"))]

    assert texts == [
        "年次報告",
        "令和7年度は、3件でした。",
        "",
        "年度",
        "2025年度",
        "行ったこと",
        "前書き",
        "取組ごとの活動",
        "取組",
        "件数",
        "I-1",
        "3件",
    ]
