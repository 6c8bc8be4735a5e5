"""Choices of activities, and the tables of allowed moves."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Form(TextChoices):
    """What kind of thing was done."""

    SEMINAR = "seminar", _("講座・セミナー")
    TRAINING = "training", _("研修")
    FAIR = "fair", _("合同説明会・フェア")
    CONSULTATION = "consultation", _("相談会")
    EXCHANGE = "exchange", _("交流会")
    TOUR = "tour", _("視察・体験ツアー")
    SALE = "sale", _("販売・展示")
    CAMPAIGN = "campaign", _("広報・普及啓発")
    PUBLICATION = "publication", _("発行物")
    RESEARCH = "research", _("調査・研究")
    MEETING = "meeting", _("会議・打合せ")
    OTHER = "other", _("その他")


class ActivityState(TextChoices):
    DRAFT = "draft", _("下書き")
    RECORDED = "recorded", _("記録済み")
    WITHDRAWN = "withdrawn", _("取消し")


ACTIVITY_MOVES = {
    ActivityState.DRAFT: {ActivityState.RECORDED, ActivityState.WITHDRAWN},
    ActivityState.RECORDED: {ActivityState.WITHDRAWN},
}


class OthersView(TextChoices):
    """What the other government says of a joint record; before that, nothing."""

    SEEN = "seen", _("確認済み")
    OBJECTED = "objected", _("異議あり")
