"""Choices of the programme, and the tables of allowed moves."""

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


class Scope(TextChoices):
    """Of what a report tells."""

    PROGRAMME = "programme", _("プログラム全体")
    THEME = "theme", _("テーマ")
    INITIATIVE = "initiative", _("取組")
    MUNICIPALITY = "municipality", _("市町村")


class ReportState(TextChoices):
    DRAFT = "draft", _("案")
    CHECKED = "checked", _("一方が確認済み")
    PUBLISHED = "published", _("公表")
    SUPERSEDED = "superseded", _("新しい版に差替え")
    WITHDRAWN = "withdrawn", _("取下げ")


REPORT_MOVES = {
    ReportState.DRAFT: {ReportState.CHECKED, ReportState.WITHDRAWN},
    ReportState.CHECKED: {ReportState.PUBLISHED, ReportState.WITHDRAWN},
    # What was published stays readable for good.
    ReportState.PUBLISHED: {ReportState.SUPERSEDED},
}
OUT = (ReportState.PUBLISHED, ReportState.SUPERSEDED)


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


class ApprovalState(TextChoices):
    """Of one government's part of a figure."""

    COMPUTED = "computed", _("算出済み")
    SUBMITTED = "submitted", _("承認待ち")
    RETURNED = "returned", _("差戻し")
    APPROVED = "approved", _("承認済み")


APPROVAL_MOVES = {
    ApprovalState.COMPUTED: {ApprovalState.SUBMITTED},
    # Whose own value changes before both have approved begins again.
    ApprovalState.SUBMITTED: {
        ApprovalState.RETURNED,
        ApprovalState.APPROVED,
        ApprovalState.COMPUTED,
    },
    ApprovalState.RETURNED: {ApprovalState.SUBMITTED, ApprovalState.COMPUTED},
    ApprovalState.APPROVED: {ApprovalState.COMPUTED},
}


class ManualState(TextChoices):
    """Of a value that somebody entered: a second person looks at it before it counts."""

    ENTERED = "entered", _("確認待ち")
    CONFIRMED = "confirmed", _("確認済み")
    WITHDRAWN = "withdrawn", _("取下げ")


MANUAL_MOVES = {
    ManualState.ENTERED: {ManualState.CONFIRMED, ManualState.WITHDRAWN},
    ManualState.CONFIRMED: {ManualState.WITHDRAWN},
}


class ReviewState(TextChoices):
    FOUND = "found", _("所見あり")
    DECIDED = "decided", _("決定")
    WITHDRAWN = "withdrawn", _("取下げ")


REVIEW_MOVES = {ReviewState.FOUND: {ReviewState.DECIDED, ReviewState.WITHDRAWN}}


class Outcome(TextChoices):
    """What becomes of an initiative."""

    CONTINUE = "continue", _("継続")
    WIDEN = "widen", _("拡充")
    CHANGE = "change", _("見直し")
    MERGE = "merge", _("統合")
    END = "end", _("終了")


ENDING = (Outcome.MERGE, Outcome.END)


class DecisionState(TextChoices):
    PROPOSED = "proposed", _("署名待ち")
    SIGNED = "signed", _("一方が署名済み")
    RETURNED = "returned", _("差戻し")
    IN_FORCE = "in_force", _("発効")
    WITHDRAWN = "withdrawn", _("取下げ")


DECISION_MOVES = {
    # A changed proposal waits for both signatures anew.
    DecisionState.PROPOSED: {
        DecisionState.SIGNED,
        DecisionState.RETURNED,
        DecisionState.PROPOSED,
        DecisionState.WITHDRAWN,
    },
    DecisionState.SIGNED: {
        DecisionState.IN_FORCE,
        DecisionState.RETURNED,
        DecisionState.PROPOSED,
        DecisionState.WITHDRAWN,
    },
    DecisionState.RETURNED: {DecisionState.PROPOSED, DecisionState.WITHDRAWN},
}
