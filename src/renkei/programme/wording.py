"""The charter's terms as a reader of the programme's pages meets them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from renkei.charter.terms import Period, Value
from renkei.core import writing

LEVELS = {
    "activity": gettext_lazy("活動（行ったこと）"),
    "output": gettext_lazy("産出（できたもの）"),
    "outcome": gettext_lazy("成果（起きた変化）"),
}
DIRECTIONS = {
    "up": ("↑", gettext_lazy("増えるほどよい")),
    "down": ("↓", gettext_lazy("減るほどよい")),
    "neutral": ("→", gettext_lazy("増減のよしあしを決めない")),
}
SOURCES = {
    "journal": gettext_lazy("取組の記録"),
    "statistics": gettext_lazy("公的統計"),
    "survey": gettext_lazy("調査"),
    "manual": gettext_lazy("担当者の報告"),
}
CONFIDENCES = {
    "verified": gettext_lazy("確認済み"),
    "seed": gettext_lazy("本文にあり"),
    "assumed": gettext_lazy("仮に置いた"),
}
CONFIDENCES_EXPLAINED = {
    "verified": gettext_lazy("公表された資料で数値を確かめた指標です。"),
    "seed": gettext_lazy(
        "プログラムの本文が挙げている事柄ですが、数値は公表された資料に見つかっていません。"
    ),
    "assumed": gettext_lazy(
        "本文になく、取組の進みを見るためにこのシステムで加えた指標です。公式のものではありません。"
    ),
}


def period(years: Period) -> str:
    first, last = writing.fiscal_year(years.first), writing.fiscal_year(years.last)
    if first == last:
        return first
    return _("%(first)sから%(last)sまで") % {"first": first, "last": last}


def value(figure: Value) -> str:
    """12,345, 1.14 or 約400: with as many decimals as the source gives."""
    decimals = len(str(figure.value).partition(".")[2]) if isinstance(figure.value, float) else 0
    written = writing.number(figure.value, decimals)
    return _("約%(n)s") % {"n": written} if figure.approximate else written


def when(figure: Value) -> str:
    if figure.year is None:
        return _("時点の記載なし")
    return writing.fiscal_year(figure.year) if figure.fiscal else writing.year(figure.year)
