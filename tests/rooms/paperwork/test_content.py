"""What a file is, told by its content; and each attack that the house knows, refused."""

import io

import pytest

from renkei.paperwork.content import Limits, Unwelcome, checked, cleaned_name
from renkei.paperwork.content.names import LONGEST
from tests.rooms.paperwork import files

LIMITS = Limits(most_bytes=2 * 1024 * 1024)


def look(content: bytes, name: str) -> str:
    return checked(io.BytesIO(content), name, LIMITS).kind.name


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("報告書.pdf", files.pdf(), "pdf"),
        ("写真.PNG", files.png(), "png"),
        ("写真.jpeg", files.jpeg(), "jpeg"),
        ("写真.jpg", files.jpeg(), "jpeg"),
        ("写真.gif", files.gif(), "gif"),
        ("写真.webp", files.webp(), "webp"),
        ("名簿.xlsx", files.xlsx(), "xlsx"),
        ("要綱.docx", files.docx(), "docx"),
        ("説明.pptx", files.pptx(), "pptx"),
        ("表.ods", files.ods(), "ods"),
        ("表.csv", "市町村,人口\n札幌市,1\n".encode(), "csv"),
        ("表.csv", "市町村,人口\r\n札幌市,1\r\n".encode("cp932"), "csv"),
        ("覚え書き.txt", "\ufeff一行\n".encode(), "txt"),
        ("要綱 ver1.2.docx", files.docx(), "docx"),
    ],
)
def test_file_is_told_by_its_content(name: str, content: bytes, kind: str) -> None:
    assert look(content, name) == kind


def test_checked_file_says_size_and_digest() -> None:
    found = checked(io.BytesIO(b"abc"), "a.txt", LIMITS)

    assert (found.size, found.sha256[:8]) == (3, "ba7816bf")


FROM_OUTSIDE = '<Relationship Type="http://x/image" TargetMode="External" Target=""/>'
ACTS = "/S /JavaScript /JS (app.alert(1))"
ATTACKS = {
    "nothing in it": ("a.txt", b"", "空です"),
    "larger than the limit": ("a.txt", b"a" * (LIMITS.most_bytes + 1), "大きすぎます"),
    "a page": ("a.html", b"<html><script>1</script></html>", "受け取れません"),
    "a page called a text": ("a.txt", b"<!DOCTYPE html><p>", "Webページ"),
    "a picture that is a program": ("a.svg", b"<svg onload='x()'/>", "受け取れません"),
    "such a picture called a text": ("a.txt", b"<?xml version='1.0'?><svg>", "Webページ"),
    "such a picture called a picture": ("a.png", b"<svg onload='x()'/>", "Webページ"),
    "a program": ("a.exe", b"MZ\x90\x00", "受け取れません"),
    "a program called a PDF": ("a.pdf", b"MZ\x90\x00", "プログラム"),
    "a script called a text": ("a.txt", b"#!/bin/sh\nrm x\n", "プログラム"),
    "a program behind a second suffix": ("請求書.pdf.exe", files.pdf(), "受け取れません"),
    "a program before the last suffix": ("請求書.exe.pdf", files.pdf(), "途中"),
    "the same in wide letters": ("請求書.ｅｘｅ.pdf", files.pdf(), "途中"),
    "no suffix": ("報告書", files.pdf(), "受け取れません"),
    "only a suffix": (".pdf", files.pdf(), "受け取れません"),
    "a picture called a PDF": ("a.pdf", files.png(), "「.png」に直す"),
    "a document called a sheet": ("a.xlsx", files.docx(), "「.docx」に直す"),
    "bytes called a table": ("a.csv", b"a,b\x00\x01\n", "文字として読めない"),
    "half a character": ("a.txt", b"\x82", "文字として読めない"),
    "an old Office file": ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "古い形式"),
    "an archive": ("a.zip", files.zipped({"a.txt": "a"}), "受け取れません"),
    "an archive called a sheet": ("a.xlsx", files.zipped({"a.txt": "a"}), "圧縮ファイル"),
    "another archive called a sheet": ("a.xlsx", b"7z\xbc\xaf\x27\x1c", "圧縮ファイル"),
    "a broken zip": ("a.xlsx", files.xlsx()[:40], "壊れている"),
    "a sheet with macros": ("a.xlsx", files.xlsx(xl__vbaProject_bin=b"x"), "マクロ"),
    "a sheet that is a macro sheet": ("a.xlsm", files.xlsx(), "受け取れません"),
    "a sheet typed as one with macros": (
        "a.xlsx",
        files.zipped(
            {
                "[Content_Types].xml": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                "xl/workbook.xml": "",
            }
        ),
        "マクロ",
    ),
    "an old macro sheet": ("a.xlsx", files.xlsx(xl__macrosheets__sheet1_xml="<x/>"), "マクロ"),
    "an embedded object": ("a.xlsx", files.xlsx(xl__embeddings__oleObject1_bin=b"x"), "マクロ"),
    "a zip in a zip": ("a.xlsx", files.xlsx(xl__media__a_png=files.docx()), "埋め込まれて"),
    "a program in a zip": ("a.xlsx", files.xlsx(xl__media__a_png=b"MZ\x90"), "埋め込まれて"),
    "a bomb of zeros": ("a.xlsx", files.xlsx(xl__a_xml=b"0" * 3 * 1024 * 1024), "広げると"),
    "a path out of the folder": ("a.xlsx", files.xlsx(**{"..__..__etc__passwd": "x"}), "外を指し"),
    "a path from the root": ("a.xlsx", files.xlsx(__etc__passwd="x"), "外を指し"),
    "a path with backslashes": ("a.xlsx", files.xlsx(**{"xl\\..\\a": "x"}), "外を指し"),
    "a picture fetched from outside": (
        "a.xlsx",
        files.xlsx(xl___rels__w_rels=FROM_OUTSIDE),
        "外部から読み込む",
    ),
    "a PDF with a program": ("a.pdf", files.pdf(f"1 0 obj << {ACTS} >> endobj"), "プログラム"),
    "the same, written in numbers": (
        "a.pdf",
        files.pdf("1 0 obj << /S /J#61va#53cript >> endobj"),
        "プログラム",
    ),
    "the same, packed": ("a.pdf", files.pdf_with_packed(f"<< {ACTS} >>"), "プログラム"),
    "the same, packed under a numbered name": (
        "a.pdf",
        files.pdf_with_packed(f"<< {ACTS} >>", kind="/Obj#53tm"),
        "プログラム",
    ),
    "a PDF that starts something": ("a.pdf", files.pdf("<< /S /Launch /F (cmd) >>"), "プログラム"),
    "a PDF that carries a file": ("a.pdf", files.pdf("<< /Type /EmbeddedFile >>"), "埋め込まれて"),
    "a locked PDF": ("a.pdf", files.pdf("trailer << /Encrypt 9 0 R >>"), "パスワード"),
    "a PDF that unfolds": (
        "a.pdf",
        files.pdf_with_packed(" " * (65 * 1024 * 1024)),
        "広げると大きすぎ",
    ),
    "a picture of too many pixels": ("a.png", files.png(50_000, 50_000), "画素"),
    "another of too many pixels": ("a.jpg", files.jpeg(60_000, 60_000), "画素"),
    "a third of too many pixels": ("a.webp", files.webp(16_000, 16_000), "画素"),
    "a fourth of too many pixels": ("a.gif", files.gif(60_000, 60_000), "画素"),
    "a picture without a size": ("a.gif", files.gif(0, 3), "画素"),
    "a picture cut off": ("a.png", files.png()[:20], "壊れています"),
    "a picture without a frame": ("a.jpg", b"\xff\xd8\xff\xda\x00\x02", "壊れています"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_attack_is_refused_with_what_to_do(attack: str) -> None:
    name, content, said = ATTACKS[attack]

    with pytest.raises(Unwelcome, match=said):
        look(content, name)


def test_links_in_a_document_are_no_attack() -> None:
    link = '<Relationship Type="http://x/hyperlink" TargetMode="External" Target="https://a"/>'

    assert look(files.xlsx(xl___rels__w_rels=link), "a.xlsx") == "xlsx"


def test_zip_of_very_many_members_is_refused() -> None:
    many = files.zipped({f"xl/{n}": "" for n in range(4001)})

    with pytest.raises(Unwelcome, match="部品が多すぎます"):
        look(many, "a.xlsx")


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("C:\\Users\\tanaka\\報告.pdf", "報告.pdf"),
        ("../../etc/passwd", "passwd"),
        ("報告\u202efdp.exe", "報告fdp.exe"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie_ x=1.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ("  報告   書 .pdf  ", "報告 書 .pdf"),
        ("か\u3099.pdf", "が.pdf"),
        ('"><script>.pdf', "___script_.pdf"),
        ("con.pdf", "_con.pdf"),
        ("...", ""),
    ],
)
def test_name_is_cleaned(sent: str, shown: str) -> None:
    assert cleaned_name(sent) == shown


def test_very_long_name_keeps_its_suffix() -> None:
    name = cleaned_name("長" * 500 + ".pdf")

    assert (len(name), name[-5:]) == (LONGEST, "….pdf")
