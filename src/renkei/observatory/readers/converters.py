"""Texts in the cells of an office's file, as this product writes them."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from renkei.core.tables.cells import Convert
from renkei.core.writing import listed
from renkei.places.codes import is_valid_code, six_digits

# What offices write for the words of the tables; folded as `_folded` does.
SYNONYMS = {
    "女": "female",
    "女性": "female",
    "男": "male",
    "男性": "male",
    "不詳": "unknown",
    "不明": "unknown",
    "年齢不詳": "unknown",
}
DASHES = re.compile("[~〜‐‑–—−ー]")
OPEN_AGE = re.compile(r"(\d+)歳?以上")


def area_code(text: str) -> tuple[str, str]:
    """A six-digit code; a lost leading zero is put back where the check digit proves it."""
    plain = unicodedata.normalize("NFKC", text)
    repairs = [] if plain == text else [_("全角の数字や記号を半角にしました")]
    if re.fullmatch(r"[1-9]\d{4}", plain) and is_valid_code("0" + plain):
        plain = "0" + plain
        repairs.append(_("団体コードの先頭の0を補いました（検査数字で確認）"))
    if re.fullmatch(r"0\d{4}", plain):
        # Any five digits can be given a check digit, so it would prove nothing.
        raise ValueError(
            _("「%(text)s」には検査数字がありません。6桁のコード（%(code)s）か確かめてください。")
            % {"text": text, "code": six_digits(plain)}
        )
    if not is_valid_code(plain):
        raise ValueError(
            _("「%(text)s」は6桁の団体コードではないか、検査数字が違います。") % {"text": text}
        )
    return plain, listed(repairs)


def iso_date(text: str) -> tuple[str, str]:
    """A day written year first: 2026-01-01; 2026/1/1 and 2026年1月1日 are rewritten."""
    parts = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", text)
    if parts:
        try:
            written = date(*(int(part) for part in parts.groups())).isoformat()
        except ValueError:
            parts = None
    if not parts:
        raise ValueError(
            _("「%(text)s」は日付ではありません。2026-01-01の形で入力してください。")
            % {"text": text}
        )
    return written, "" if written == text else _("日付を%(day)sに改めました") % {"day": written}


def choice(words: Sequence[str]) -> Convert:
    """One of the words of the table, or what offices write for it (女, 20~24歳, 100歳以上)."""

    def convert(text: str) -> tuple[str, str]:
        folded = _folded(text)
        word = SYNONYMS.get(folded, folded)
        if word not in words:
            raise ValueError(
                _("「%(text)s」はこの列にありません。次のいずれかにしてください：%(words)s")
                % {"text": text, "words": ", ".join(words)}
            )
        return word, "" if word == text else _("「%(word)s」と読みました") % {"word": word}

    return convert


def _folded(text: str) -> str:
    plain = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    plain = OPEN_AGE.sub(r"\1+", plain)
    return DASHES.sub("-", plain.removesuffix("歳")) if plain[:1].isdigit() else plain
