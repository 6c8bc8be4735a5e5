"""Office files are zips: which one, and nothing in them that runs, hides or unfolds without end."""

import re
import zipfile
from typing import BinaryIO

from django.utils.translation import gettext as _

from renkei.core.writing import number
from renkei.paperwork.content.kinds import KINDS, FileKind
from renkei.paperwork.content.unwelcome import Unwelcome

MOST_MEMBERS = 4000
MOST_UNPACKED = 300 * 1024 * 1024
MOST_RATIO = 200  # unpacked to packed; sheets of numbers reach 50
RATIO_FROM = 1024 * 1024  # smaller members may repeat themselves as they like
MOST_RELATIONS = 4 * 1024 * 1024

_MACROS = re.compile(
    r"(?i)(vbaproject|vbadata|macrosheets/|activex/|(^|/)basic/|(^|/)scripts/|\.bin$|xl/dialogsheets/)"
)
# Printers' settings are kept as .bin and are inert.
_INERT = re.compile(r"(?i)printersettings[0-9]*\.bin$")
_PATH = re.compile(r"(^/)|(^[A-Za-z]:)|\\|(^|/)\.\.(/|$)|[\x00-\x1f]")
_INNER = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"MZ", b"\x7fELF")
_RELATION = re.compile(rb"<Relationship\b[^>]*>")
_OUTSIDE = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']", re.IGNORECASE)
_LINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']")


def check_zip(file: BinaryIO) -> FileKind:
    """The kind of Office file that it is.

    Errors  Unwelcome when it is another zip, or one that holds what is not taken in
    """
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as opened:
            _check_members(opened.infolist())
            kind = _kind(opened)
            _check_contents(opened)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise Unwelcome(
            _(
                "ファイルが壊れているか、暗号化されています。開けることを確かめ、パスワードなしで保存し直してください。"
            )
        ) from error
    return kind


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    """What can be told without unpacking anything."""
    if len(members) > MOST_MEMBERS:
        raise Unwelcome(
            _("中の部品が多すぎます(%(n)s個)。内容を分けたファイルにしてください。")
            % {"n": number(len(members))}
        )
    if len({member.filename for member in members}) < len(members):
        raise ValueError("two members of one name")
    for member in members:
        _check_member(member)
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        raise _unfolds()


def _check_member(member: zipfile.ZipInfo) -> None:
    # zipfile cuts a name at its NUL; the name as it stands in the file is the one to judge.
    if _PATH.search(member.orig_filename):
        raise Unwelcome(
            _(
                "中の部品の名前が、フォルダーの外を指しています。Officeで開いて保存し直したファイルを選んでください。"
            )
        )
    if member.flag_bits & 0x1:
        raise RuntimeError("encrypted")
    if member.file_size > RATIO_FROM and member.file_size > MOST_RATIO * member.compress_size:
        raise _unfolds()
    if _MACROS.search(member.filename) and not _INERT.search(member.filename):
        raise _acts()


def _unfolds() -> Unwelcome:
    return Unwelcome(
        _(
            "中身が、広げると大きすぎます(圧縮で小さく見せたファイル)。不要なシートや画像を除いて保存し直してください。"
        )
    )


def _acts() -> Unwelcome:
    return Unwelcome(
        _(
            "マクロなど、開いた人の端末で動くプログラムが入っています。マクロのない形式(.xlsx、.docx、.pptx)で保存し直してください。"
        )
    )


def _kind(opened: zipfile.ZipFile) -> FileKind:
    names = set(opened.namelist())
    if "mimetype" in names:
        stated = _read(opened, "mimetype", 200).decode("ascii", "ignore").strip()
        found = [kind for kind in KINDS.values() if kind.media_type == stated and kind.member]
    elif "[Content_Types].xml" in names:
        found = [kind for kind in KINDS.values() if kind.member and kind.name[-1] == "x"]
    else:
        found = []
    for kind in found:
        if kind.member in names:
            return kind
    raise Unwelcome(
        _("圧縮ファイル(ZIPなど)は受け取れません。中のファイルを一つずつ添付してください。")
    )


def _check_contents(opened: zipfile.ZipFile) -> None:
    for member in opened.infolist():
        if member.is_dir():
            continue
        if _read(opened, member.filename, 8).startswith(_INNER):
            raise Unwelcome(
                _(
                    "中に、別のファイル(圧縮ファイルやプログラム)が埋め込まれています。それを除き、必要なら別に添付してください。"
                )
            )
        if member.filename == "[Content_Types].xml":
            if b"macroenabled" in _read(opened, member.filename, MOST_RELATIONS).lower():
                raise _acts()
        elif member.filename.endswith(".rels"):
            _check_relations(_read(opened, member.filename, MOST_RELATIONS))


def _check_relations(content: bytes) -> None:
    """A document that fetches its template or a picture from elsewhere acts when it is opened."""
    for relation in _RELATION.findall(content):
        if _OUTSIDE.search(relation) and not _LINK.search(relation):
            raise Unwelcome(
                _(
                    "開いたときに外部から読み込む部品(リンクされた画像やひな形など)があります。部品を文書に埋め込んで保存し直してください。"
                )
            )


def _read(opened: zipfile.ZipFile, name: str, most: int) -> bytes:
    with opened.open(name) as member:
        return member.read(most)
