"""The picture of nothing: says that there are no figures instead of drawing bare axes."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from renkei.core.charts.svg import Caption, Width, document, words


def empty_chart(caption: Caption, width: Width) -> SafeString:
    height = 96.0
    text = _("示せる数値がありません")
    at = (width.px / 2, height / 2 + width.letter * 0.36)
    return document(caption, width, height, [words(text, at, "mark-empty", "middle")])
