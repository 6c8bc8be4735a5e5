"""One answer: from what was typed to a value, and from the value to what is shown.

A value is plain JSON, and reading what `typed` gives back for it yields the same value again.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from renkei.charter.sheets import NO, YES, Choice, Question
from renkei.charter.text import Text
from renkei.core.areas import areas
from renkei.core.writing import is_english, listed, localized, long_date, number

Value = str | int | bool | list[str]

LONGEST = {"text": 200, "long_text": 4000}
HOKKAIDO = "01"
LONGEST_NUMBER = 15  # digits; more cannot be counted exactly by every reader of the file
DASHES = str.maketrans(dict.fromkeys("ー−‐‑–—―", "-"))
# Joins the parts of one sign of some scripts; every other unseen character is refused.
JOINERS = "\u200c\u200d"


class UnreadableError(ValueError):
    """What was typed is no answer to the question; the message says what would be one."""


def read_value(question: Question, sent: Sequence[str]) -> Value | None:
    """The value, or None where nothing was answered.

    Errors  UnreadableError with a sentence for the one who typed it
    """
    texts = [text for text in sent if text.strip()]
    return READERS[question.kind](question, texts) if texts else None


def typed(value: Value) -> list[str]:
    """What a form field holds for the value."""
    if isinstance(value, list):
        return value
    if isinstance(value, bool):
        return [YES if value else NO]
    return [str(value)]


def shown(question: Question, value: Value) -> str:
    """The value as a person reads it, in the reader's language."""
    if isinstance(value, list):
        return listed(_label(question, code) for code in value)
    if isinstance(value, bool):
        return pgettext("answer", "はい") if value else pgettext("answer", "いいえ")
    if isinstance(value, int):
        return number(value) + _unit(question)
    if question.kind == "date":
        return long_date(date.fromisoformat(value))
    return _label(question, value)


def _unit(question: Question) -> str:
    unit = localized(question.unit) if question.unit else ""
    if question.kind == "yen":
        unit = _("円")
    return f" {unit}" if unit and is_english() else unit


def _label(question: Question, value: str) -> str:
    if question.kind == "area":
        name = areas({value}).get(value)
        return localized(name) if name else value
    labels = {choice.code: choice.label for choice in question.choices}
    return localized(labels[value]) if value in labels else value


# --- reading, one function for each kind ------------------------------------------------------


def _text(question: Question, texts: Sequence[str]) -> str:
    return _of_length(question, " ".join(texts[0].split()))


def _long_text(question: Question, texts: Sequence[str]) -> str:
    return _of_length(question, "\n".join(texts[0].strip().splitlines()))


def _of_length(question: Question, text: str) -> str:
    longest = question.longest or LONGEST[question.kind]
    if len(text) > longest:
        raise UnreadableError(
            _("%(most)s字までにしてください（今は%(n)s字）。")
            % {"most": number(longest), "n": number(len(text))}
        )
    for sign in text:
        if unicodedata.category(sign)[0] == "C" and sign not in ("\n", "\t", *JOINERS):
            raise UnreadableError(_("画面に表示できない文字があります。その文字を消してください。"))
    return text


def _number(question: Question, texts: Sequence[str]) -> int:
    digits = unicodedata.normalize("NFKC", texts[0]).translate(DASHES)
    digits = "".join(digits.split()).replace(",", "")
    if not re.fullmatch(rf"-?[0-9]{{1,{LONGEST_NUMBER}}}", digits):
        raise UnreadableError(_("数字だけで入れてください。例：120"))
    value = int(digits)
    lowest = 0 if question.kind == "yen" and question.lowest is None else question.lowest
    if lowest is not None and value < lowest:
        raise UnreadableError(_("%(low)s以上の数を入れてください。") % {"low": number(lowest)})
    if question.highest is not None and value > question.highest:
        raise UnreadableError(
            _("%(high)s以下の数を入れてください。") % {"high": number(question.highest)}
        )
    return value


def _date(_question: Question, texts: Sequence[str]) -> str:
    written = unicodedata.normalize("NFKC", texts[0]).strip().translate(DASHES)
    parts = re.fullmatch(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?", written)
    try:
        return date(*map(int, parts.groups())).isoformat() if parts else _no_date()
    except ValueError:
        return _no_date()


def _no_date() -> str:
    raise UnreadableError(_("年月日を西暦で入れてください。例：2026-04-01"))


def _one_of(question: Question, texts: Sequence[str]) -> str:
    return _codes(question.choices, texts[:1])[0]


def _several_of(question: Question, texts: Sequence[str]) -> list[str]:
    return _codes(question.choices, texts)


def _codes(choices: Sequence[Choice], texts: Sequence[str]) -> list[str]:
    """In the order of the sheet, each once."""
    known = [choice.code for choice in choices]
    if not set(texts) <= set(known):
        raise UnreadableError(_("選択肢の中から選んでください。"))
    return [code for code in known if code in texts]


def _yes_no(_question: Question, texts: Sequence[str]) -> bool:
    if texts[0] not in (YES, NO):
        raise UnreadableError(_("「はい」か「いいえ」を選んでください。"))
    return texts[0] == YES


def _consent(_question: Question, texts: Sequence[str]) -> bool | None:
    # A box that is not ticked sends nothing, and no is no answer to a request for consent.
    return True if texts[0] == YES else None


def _area(_question: Question, texts: Sequence[str]) -> str:
    if texts[0] not in areas_of_hokkaido():
        raise UnreadableError(_("一覧の中から地域を選んでください。"))
    return texts[0]


def _email(_question: Question, texts: Sequence[str]) -> str:
    address = unicodedata.normalize("NFKC", texts[0]).strip()
    try:
        validate_email(address)
    except ValidationError:
        raise UnreadableError(_("メールアドレスの形ではありません。例：namae@example.jp")) from None
    return address


def _telephone(_question: Question, texts: Sequence[str]) -> str:
    written = unicodedata.normalize("NFKC", texts[0]).strip().translate(DASHES)
    plus = "+" if written.startswith("+") else ""
    groups = [group for group in re.split(r"[-() ]+", written.removeprefix("+")) if group]
    # Letters are refused, not dropped: an extension that is lost reaches somebody else.
    if (
        not all(re.fullmatch("[0-9]+", group) for group in groups)
        or not 9 <= sum(map(len, groups)) <= 15
    ):
        raise UnreadableError(_("電話番号を市外局番から入れてください。例：011-000-0000"))
    return plus + "-".join(groups)


def areas_of_hokkaido() -> dict[str, Text]:
    """What a question for an area offers: codes of Hokkaido begin with 01."""
    return {code: name for code, name in areas().items() if code.startswith(HOKKAIDO)}


READERS: dict[str, Callable[[Question, Sequence[str]], Value | None]] = {
    "text": _text,
    "long_text": _long_text,
    "whole_number": _number,
    "yen": _number,
    "date": _date,
    "one_of": _one_of,
    "several_of": _several_of,
    "yes_no": _yes_no,
    "area": _area,
    "email": _email,
    "telephone": _telephone,
    "consent": _consent,
}
