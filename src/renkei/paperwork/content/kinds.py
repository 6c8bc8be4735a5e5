"""The kinds of file that are taken in: by what their first bytes and their members say."""

from dataclasses import dataclass

from renkei.charter.text import Text


@dataclass(frozen=True, slots=True)
class FileKind:
    name: str
    label: Text
    suffixes: tuple[str, ...]
    media_type: str
    magic: bytes = b""
    # Of a zip: the member, and for OpenDocument what it says, that makes it this kind.
    member: str = ""
    is_picture: bool = False  # shown on a page


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."

KINDS: dict[str, FileKind] = {
    kind.name: kind
    for kind in (
        FileKind("pdf", Text("PDF", "PDF"), ("pdf",), "application/pdf", b"%PDF-"),
        FileKind(
            "png",
            Text("画像(PNG)", "Picture (PNG)"),
            ("png",),
            "image/png",
            b"\x89PNG\r\n\x1a\n",
            is_picture=True,
        ),
        FileKind(
            "jpeg",
            Text("画像(JPEG)", "Picture (JPEG)"),
            ("jpg", "jpeg"),
            "image/jpeg",
            b"\xff\xd8\xff",
            is_picture=True,
        ),
        FileKind(
            "webp",
            Text("画像(WebP)", "Picture (WebP)"),
            ("webp",),
            "image/webp",
            is_picture=True,
        ),
        FileKind("gif", Text("画像(GIF)", "Picture (GIF)"), ("gif",), "image/gif", is_picture=True),
        FileKind(
            "xlsx",
            Text("Excel", "Excel"),
            ("xlsx",),
            f"{_OFFICE}spreadsheetml.sheet",
            member="xl/workbook.xml",
        ),
        FileKind(
            "docx",
            Text("Word", "Word"),
            ("docx",),
            f"{_OFFICE}wordprocessingml.document",
            member="word/document.xml",
        ),
        FileKind(
            "pptx",
            Text("PowerPoint", "PowerPoint"),
            ("pptx",),
            f"{_OFFICE}presentationml.presentation",
            member="ppt/presentation.xml",
        ),
        FileKind(
            "ods",
            Text("表(OpenDocument)", "Spreadsheet (OpenDocument)"),
            ("ods",),
            f"{_OPEN}spreadsheet",
            member="content.xml",
        ),
        FileKind(
            "odt",
            Text("文書(OpenDocument)", "Document (OpenDocument)"),
            ("odt",),
            f"{_OPEN}text",
            member="content.xml",
        ),
        FileKind(
            "odp",
            Text("スライド(OpenDocument)", "Slides (OpenDocument)"),
            ("odp",),
            f"{_OPEN}presentation",
            member="content.xml",
        ),
        FileKind("csv", Text("CSV", "CSV"), ("csv",), "text/csv"),
        FileKind("txt", Text("テキスト", "Text"), ("txt",), "text/plain"),
    )
}
SUFFIXES: dict[str, FileKind] = {
    suffix: kind for kind in KINDS.values() for suffix in kind.suffixes
}
# What a suffix between name and suffix would run as, where somebody's system hides the last one.
_RUN_AS = """
app bat cmd com cpl dll dmg docm exe hta htm html iso jar js jse lnk msc msi pif pptm ps1 reg scr
sh svg swf url vb vbe vbs wsf xlsm xltm xlam
"""
RUN_AS = frozenset(_RUN_AS.split())


def kind_of_file(name: str) -> FileKind:
    """Errors  KeyError when a kept file has a kind that is taken in no longer."""
    return KINDS[name]


def accepted_suffixes() -> str:
    """For the `accept` of a field: .pdf,.png,…"""
    return ",".join(f".{suffix}" for suffix in SUFFIXES)
