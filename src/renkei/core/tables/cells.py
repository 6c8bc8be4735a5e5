"""One cell as a typed value: what was repaired is said, what is ambiguous is refused."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.tables.table import Column

Value = str | int | float | None
# From the text of a cell to its value and, if it was mended, what was mended; ValueError when it
# cannot be used, with a message for the person who corrects the file.
Convert = Callable[[str], tuple[str, str]]

GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
NEGATIVE = re.compile(r"[△▲−](?=\d)")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A column that a file must have.

    `choices` and `note` are for whoever fills the empty workbook: what may be chosen there, of
    several of which one or more go into a cell, and how the column is meant.
    """

    column: Column
    type: Literal["text", "integer", "number"]
    is_key: bool  # the key columns together name a row and are never blank
    convert: Convert | None = None
    choices: tuple[Text, ...] = ()
    takes_several: bool = False
    note: Text | None = None


def read_cell(raw: object, wanted: Wanted) -> tuple[Value, list[str]]:
    """The value of a cell and what was repaired in it; None when it is blank.

    Errors  ValueError when the cell cannot be used
    """
    text = _as_text(raw, wanted)
    stripped = text.strip()
    repairs = [] if stripped == text else [_("前後の空白を除きました")]
    if not stripped:
        if wanted.is_key:
            raise ValueError(_("空欄です。この列は必ず記入してください。"))
        return None, []
    if wanted.type == "text":
        value, repair = wanted.convert(stripped) if wanted.convert else (stripped, "")
        return value, repairs + ([repair] if repair else [])
    number, repaired = _number(stripped, wanted.type)
    return number, repairs + repaired


def _as_text(raw: object, wanted: Wanted) -> str:
    if isinstance(raw, str):
        return raw
    if isinstance(raw, date) and wanted.type == "text":
        return raw.isoformat()[:10]
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise ValueError(
            _("日付や論理値になっています。セルの書式を文字列か数値にして入力し直してください。")
        )
    # Excel keeps every number as a float: 11002.0 is the number 11002.
    return str(int(raw)) if float(raw).is_integer() else repr(raw)


def _number(text: str, kind: str) -> tuple[int | float, list[str]]:
    repairs = []
    plain = unicodedata.normalize("NFKC", text)
    if plain != text:
        repairs.append(_("全角の数字や記号を半角にしました"))
    signed = NEGATIVE.sub("-", plain)
    if signed != plain:
        repairs.append(_("負の記号を「-」と読みました"))
    if GROUPED.fullmatch(signed):
        signed = signed.replace(",", "")
        repairs.append(_("桁区切りを除きました"))
    if not NUMBER.fullmatch(signed):
        raise ValueError(
            _("「%(text)s」は数ではありません。不明なら空欄に、ないなら0にしてください。")
            % {"text": text}
        )
    value = float(signed)
    if kind == "number":
        return value, repairs
    if not value.is_integer():
        raise ValueError(_("「%(text)s」は整数ではありません。") % {"text": text})
    return int(value), repairs
