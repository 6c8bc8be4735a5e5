"""One look at a whole file: what it is, under which name, how large, and its digest."""

import hashlib
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _

from renkei.core.writing import listed, localized, number
from renkei.paperwork.content.images import check_picture
from renkei.paperwork.content.kinds import KINDS, RUN_AS, SUFFIXES, FileKind
from renkei.paperwork.content.names import cleaned_name, inner_suffixes, suffix_of
from renkei.paperwork.content.pdfs import check_pdf
from renkei.paperwork.content.texts import PIECE, check_text
from renkei.paperwork.content.unwelcome import Unwelcome
from renkei.paperwork.content.zips import check_zip

MEBI = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    most_bytes: int


@dataclass(frozen=True, slots=True)
class Checked:
    kind: FileKind
    name: str
    size: int
    sha256: str


# First bytes of what is known and not taken in: each with what its sender can do.
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"L\x00\x00\x00\x01",
)
_ARCHIVES = (b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"BZh", b"\xfd7zXZ", b"MSCF")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def checked(file: BinaryIO, name: str, limits: Limits) -> Checked:
    """Errors  Unwelcome when the file is not taken in"""
    shown = cleaned_name(name)
    kind = _promised(shown)
    size, sha256 = _measured(file, limits)
    found = _found(file, kind)
    if found is not kind:
        raise Unwelcome(
            _(
                "名前の末尾は「.%(suffix)s」ですが、中身は%(found)sです。末尾を「.%(right)s」に直すか、正しいファイルを選んでください。"
            )
            % {
                "suffix": suffix_of(shown),
                "found": localized(found.label),
                "right": found.suffixes[0],
            }
        )
    return Checked(kind, shown, size, sha256)


def _promised(name: str) -> FileKind:
    """The kind that the name promises; the content must keep it."""
    kind = SUFFIXES.get(suffix_of(name))
    if kind is None:
        raise _not_taken()
    hidden = [suffix for suffix in inner_suffixes(name) if suffix in RUN_AS]
    if hidden:
        raise Unwelcome(
            _("名前の途中に、プログラムの末尾「.%(suffix)s」があります。名前を付け直してください。")
            % {"suffix": hidden[0]}
        )
    return kind


def _not_taken() -> Unwelcome:
    return Unwelcome(
        _("この種類のファイルは受け取れません。受け取れるもの: %(kinds)s。")
        % {"kinds": listed(sorted(f".{suffix}" for suffix in SUFFIXES))}
    )


def _measured(file: BinaryIO, limits: Limits) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while piece := file.read(PIECE):
        size += len(piece)
        if size > limits.most_bytes:
            raise too_large(limits.most_bytes)
        digest.update(piece)
    if not size:
        raise Unwelcome(_("ファイルが空です。中身を保存してから選んでください。"))
    return size, digest.hexdigest()


def too_large(most_bytes: int) -> Unwelcome:
    return Unwelcome(
        _("ファイルが大きすぎます。%(most)sMB以下にするか、分けて添付してください。")
        % {"most": number(most_bytes // MEBI)}
    )


def _found(file: BinaryIO, promised: FileKind) -> FileKind:
    """The kind that the content shows."""
    file.seek(0)
    head = file.read(16)
    _refuse_known(head)
    if head.startswith(b"PK"):
        return check_zip(file)
    kind = next((kind for kind in KINDS.values() if _begins(head, kind)), None)
    if kind is None:
        # A table of values separated by commas is a text; which of both it is, its name says.
        check_text(file)
        return promised if promised.name in ("csv", "txt") else KINDS["txt"]
    if kind.name == "pdf":
        check_pdf(file)
    else:
        check_picture(file, kind.name)
    return kind


def _begins(head: bytes, kind: FileKind) -> bool:
    if kind.name == "webp":
        return head.startswith(b"RIFF") and head[8:12] == b"WEBP"
    if kind.name == "gif":
        return head.startswith((b"GIF87a", b"GIF89a"))
    return bool(kind.magic) and head.startswith(kind.magic)


def _refuse_known(head: bytes) -> None:
    if head.startswith(_PROGRAMS):
        raise Unwelcome(
            _("プログラム(実行ファイル)は受け取れません。文書はPDFなどにして添付してください。")
        )
    if head.startswith(_ARCHIVES):
        raise Unwelcome(
            _("圧縮ファイル(ZIPなど)は受け取れません。中のファイルを一つずつ添付してください。")
        )
    if head.startswith(_OLD_OFFICE):
        raise Unwelcome(
            _(
                "古い形式のOffice文書か、パスワード付きの文書です。パスワードなしの新しい形式(.xlsx、.docx、.pptx)で保存し直してください。"
            )
        )
