"""Choices of councils, and the tables of allowed moves."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MemberRole(TextChoices):
    """As what somebody belongs to a council; a secretary keeps its papers."""

    CHAIR = "chair", _("議長")
    MEMBER = "member", _("委員")
    OBSERVER = "observer", _("オブザーバー")
    SECRETARY = "secretary", _("事務局")


class MeetingState(TextChoices):
    PLANNED = "planned", _("準備中")
    CALLED = "called", _("開催案内済み")
    HELD = "held", _("開催済み")
    CANCELLED = "cancelled", _("中止")


MEETING_MOVES = {
    MeetingState.PLANNED: {MeetingState.CALLED, MeetingState.CANCELLED},
    MeetingState.CALLED: {MeetingState.HELD, MeetingState.CANCELLED},
}


class Reply(TextChoices):
    """Of whoever was asked to a meeting."""

    ATTENDS = "attends", _("出席")
    ABSENT = "absent", _("欠席")
    DEPUTY = "deputy", _("代理出席")


class Audience(TextChoices):
    """Who may see a paper of a council."""

    PUBLIC = "public", _("公開")
    MEMBERS = "members", _("委員と両自治体の職員")
    PREFECTURE = "prefecture", _("道の職員だけ")
    CITY = "city", _("市の職員だけ")


class PaperState(TextChoices):
    AWAITED = "awaited", _("提出待ち")
    GIVEN = "given", _("提出済み")
    WITHDRAWN = "withdrawn", _("取下げ")


PAPER_MOVES = {
    PaperState.AWAITED: {PaperState.GIVEN, PaperState.WITHDRAWN},
    # Taken back to be replaced, as long as the meeting was not held.
    PaperState.GIVEN: {PaperState.AWAITED},
}


class MinutesState(TextChoices):
    DRAFT = "draft", _("案")
    CHECKED = "checked", _("確認済み")
    PUBLISHED = "published", _("公表")


MINUTES_MOVES = {
    MinutesState.DRAFT: {MinutesState.CHECKED},
    MinutesState.CHECKED: {MinutesState.DRAFT, MinutesState.PUBLISHED},
}


class Ruling(TextChoices):
    """What a council did with a matter."""

    AGREED = "agreed", _("合意")
    APPROVED = "approved", _("承認")
    REQUESTED = "requested", _("依頼")
    NOTED = "noted", _("了承")
    CONTINUED = "continued", _("継続審議")


class FollowUpState(TextChoices):
    OPEN = "open", _("対応中")
    DONE = "done", _("完了")
    DROPPED = "dropped", _("取りやめ")


FOLLOW_UP_MOVES = {FollowUpState.OPEN: {FollowUpState.DONE, FollowUpState.DROPPED}}
