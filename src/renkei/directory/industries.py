"""Industries by code and edition of the Japan Standard Industrial Classification.

Sections (大分類) are known by name. A code of a lower level is the letter of its section and two to
four digits (E09, E0911); it is kept as it is written and read as its section.
"""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.writing import localized

FILE = Path(__file__).with_name("industries.toml")
CODE = re.compile(r"[A-T](?:[0-9]{2,4})?")
PRESENT_EDITION = "14"


@cache
def _file() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads(FILE.read_text("utf-8"))


def editions() -> dict[str, Text]:
    return {key: Text(**names) for key, names in _file()["editions"].items()}


def sections() -> dict[str, Text]:
    return {letter: Text(**names) for letter, names in _file()["sections"].items()}


def industry_code(text: str) -> str:
    """The code that `text` means, in half width and capitals, or nothing where it is blank.

    Errors  ValueError, for whoever typed it, when it has not the shape of a code
    """
    code = "".join(unicodedata.normalize("NFKC", text).upper().split())
    if code and not CODE.fullmatch(code):
        raise ValueError(
            _(
                "「%(text)s」は日本標準産業分類の符号ではありません。大分類の英字(A～T)か、"
                "それに中・小・細分類の数字2～4桁を続けた形(例 E09)で記入してください。"
            )
            % {"text": text}
        )
    return code


def industry_name(code: str) -> str:
    """The section's name, with the code where it says more: 製造業 (E09)."""
    if not code:
        return ""
    name = localized(sections()[code[0]])
    return name if len(code) == 1 else f"{name} ({code})"
