"""Choices of calls for opinions, and the tables of allowed moves."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CallState(TextChoices):
    """Of a call for opinions."""

    DRAFT = "draft", _("準備中")
    OPEN = "open", _("募集中")
    CLOSED = "closed", _("締切り")
    ANSWERED = "answered", _("結果公表")


CALL_MOVES = {
    CallState.DRAFT: {CallState.OPEN},
    CallState.OPEN: {CallState.CLOSED},
    CallState.CLOSED: {CallState.ANSWERED},
}


class Voice(TextChoices):
    """Who gives an opinion; the codes are those of the question sheet."""

    MUNICIPALITY = "municipality", _("市町村")
    COMPANY = "company", _("企業・団体")
    CITIZEN = "citizen", _("住民")


class Fate(TextChoices):
    """What became of an opinion."""

    ADOPTED = "adopted", _("反映する")
    PARTLY = "partly", _("一部反映する")
    NOTED = "noted", _("今後の参考にする")
    NOT = "not", _("反映しない")
