"""A letter as PDF/UA by Typst, an extra that an installation may leave out.

Typst compiles a text for which it has no letters without a word, and prints boxes. So a Japanese
font is looked for first, and the standard for accessible documents, which allows no missing letter,
makes the compiler refuse what it cannot draw.
"""

import re
from dataclasses import asdict
from functools import cache
from json import dumps
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from renkei.core.errors import Refused
from renkei.paperwork.printing.letter import Letter

TEMPLATE = Path(__file__).with_name("letter.typ")
# Fonts with all letters of Japanese offices, serif before sans, free before those of a system.
FONTS = (
    "Noto Serif CJK JP",
    "Source Han Serif JP",
    "IPAexMincho",
    "IPAMincho",
    "BIZ UDMincho",
    "Hiragino Mincho ProN",
    "Yu Mincho",
    "MS Mincho",
    "Noto Sans CJK JP",
    "Source Han Sans JP",
    "IPAexGothic",
    "IPAGothic",
    "BIZ UDGothic",
    "Hiragino Sans",
    "Yu Gothic",
    "Meiryo",
)
NO_LETTER = re.compile(r"the text [`\"]*(.+?)[`\"]* could not be displayed")


class MissingSign(Refused):
    """The fonts that are there cannot write this sign."""

    def __init__(self, sign: str) -> None:
        self.sign = sign
        text = _("「%(sign)s」はこのサーバーのフォントで書けません。別の文字に替えてください。")
        super().__init__(text % {"sign": sign})


def pdf_of(letter: Letter) -> bytes:
    """Errors  Refused when Typst, a Japanese font or a letter of the text is missing; says what
    to install or to change
    """
    return compiled(TEMPLATE, letter=asdict(letter))


def compiled(template: Path, **said: object) -> bytes:
    """A template with data, as a PDF that a screen reader can read; each as `sys.inputs.name`.

    Errors  Refused when Typst or a Japanese font is missing; MissingSign for a sign without letters
    """
    typst = _typst()
    fonts = japanese_fonts()
    if not fonts:
        raise Refused(
            _(
                "このサーバーには日本語のフォントがないため、PDFを作れません。"
                "管理者に fonts-noto-cjk などの導入を頼むか、印刷用の画面を使ってください。"
            )
        )
    try:
        made: bytes = typst.compile(
            template.read_bytes(),
            format="pdf",
            font_paths=_font_folders(),
            pdf_standards=["ua-1"],
            sys_inputs={name: dumps(one) for name, one in {**said, "fonts": fonts}.items()},
        )
    except typst.TypstError as problem:
        raise _refusal(str(problem)) from problem
    return made


@cache
def japanese_fonts() -> list[str]:
    """Those of our list that are there, best first."""
    there = set(_typst().Fonts(True, False, _font_folders()).families())
    return [font for font in FONTS if font in there]


def _font_folders() -> list[str]:
    return [str(settings.FONTS)] if settings.FONTS else []


def _typst():  # type: ignore[no-untyped-def]
    try:
        import typst
    except ImportError:
        raise Refused(
            _(
                "PDFを作る部品(typst)が入っていません。管理者に追加の部品「pdf」の導入を頼むか、"
                "印刷用の画面を使ってください。"
            )
        ) from None
    return typst


def _refusal(problem: str) -> Refused:
    found = NO_LETTER.search(problem)
    if found:
        return MissingSign(found[1])
    return Refused(_("PDFを作れませんでした。印刷用の画面を使ってください。"))
