"""Corporate numbers: thirteen digits of which the first checks the others.

Source: ordinance of the Ministry of Finance on corporate numbers: the check digit is 9 less the
remainder by 9 of the sum of the other digits, from the right weighted 1, 2, 1, 2 ...
"""

import re
import unicodedata

from django.utils.translation import gettext as _

DIGITS = 13
SEPARATORS = re.compile(r"[\s\-‐‑‒–—―−ー－]")  # what is typed between groups of digits


def corporate_number(text: str) -> str:
    """The thirteen digits that `text` means, or nothing where it is blank.

    Full-width digits and what stands between groups are repaired, nothing else.

    Errors  ValueError, for whoever typed it, when it is no corporate number
    """
    plain = SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    if not plain:
        return ""
    if not plain.isascii() or not plain.isdigit():
        raise ValueError(
            _("法人番号は数字だけです。「%(text)s」に数字以外の文字があります。") % {"text": text}
        )
    if len(plain) == DIGITS - 1:
        raise ValueError(
            _(
                "法人番号は13桁ですが、12桁です。会社法人等番号(12桁)なら、"
                "その前に検査用の数字を1桁付けた番号が法人番号です。"
            )
        )
    if len(plain) != DIGITS:
        raise ValueError(
            _("法人番号は13桁ですが、%(n)d桁です。桁の抜けや重なりを確かめてください。")
            % {"n": len(plain)}
        )
    if int(plain[0]) != check_digit(plain[1:]):
        raise ValueError(
            _("この13桁は法人番号の検査に合いません。打ち間違いか、隣り合う数字の入れ替わりです。")
        )
    return plain


def check_digit(base: str) -> int:
    """Of the twelve digits that follow it: 1 to 9, never 0."""
    weighted = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(base)))
    return 9 - sum(weighted) % 9
