"""Choices of postings, seekers and placements, and the tables of allowed moves."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PostingState(TextChoices):
    DRAFT = "draft", _("下書き")
    CHECKED = "checked", pgettext_lazy("posting", "確認済み")
    OPEN = "open", _("公開中")
    FILLED = "filled", _("満員")
    CLOSED = "closed", _("終了")


POSTING_MOVES = {
    PostingState.DRAFT: {PostingState.CHECKED, PostingState.CLOSED},
    PostingState.CHECKED: {PostingState.OPEN, PostingState.DRAFT, PostingState.CLOSED},
    PostingState.OPEN: {PostingState.FILLED, PostingState.CLOSED},
    PostingState.FILLED: {PostingState.OPEN, PostingState.CLOSED},
    # Renewed: the same posting, published again.
    PostingState.CLOSED: {PostingState.OPEN},
}


class CloseReason(TextChoices):
    """Why a posting is published no more."""

    FILLED = "filled", _("決まった")
    EXPIRED = "expired", _("掲載期限が過ぎた")
    WITHDRAWN = "withdrawn", _("取り下げた")
    DONE = "done", _("終わった")


class SeekerState(TextChoices):
    DRAFT = "draft", _("記入中")
    ACTIVE = "active", _("探している")
    PLACED = "placed", _("決まった")
    LEFT = "left", _("やめた")


SEEKER_MOVES = {
    SeekerState.DRAFT: {SeekerState.ACTIVE, SeekerState.LEFT},
    SeekerState.ACTIVE: {SeekerState.PLACED, SeekerState.LEFT},
    # What was agreed may fail, and whoever left may come back.
    SeekerState.PLACED: {SeekerState.ACTIVE, SeekerState.LEFT},
    SeekerState.LEFT: {SeekerState.ACTIVE},
}


class Sex(TextChoices):
    """As population figures count it; whoever does not say stays uncounted there."""

    FEMALE = "female", _("女性")
    MALE = "male", _("男性")


class Nationality(TextChoices):
    JAPANESE = "japanese", _("日本")
    OTHER = "other", _("日本以外")


class Step(TextChoices):
    """How far a placement is; a market takes some of the steps and calls them its own names."""

    INTRODUCED = "introduced", _("紹介した")
    APPLIED = "applied", _("応募した")
    MET = "met", _("会った")
    OFFERED = "offered", _("内定")
    ACCEPTED = "accepted", _("承諾")
    STARTED = "started", _("始まった")
    COMPLETED = "completed", _("修了")
    ENDED = "ended", _("終わった")


# A step may be left out on the way, never taken back: who was offered a place after the first
# letter has not been interviewed. What a market has no name for it never reaches.
STEP_MOVES = {
    Step.INTRODUCED: {
        Step.APPLIED,
        Step.MET,
        Step.OFFERED,
        Step.ACCEPTED,
        Step.ENDED,
    },
    Step.APPLIED: {Step.MET, Step.OFFERED, Step.ACCEPTED, Step.ENDED},
    Step.MET: {Step.OFFERED, Step.ACCEPTED, Step.ENDED},
    Step.OFFERED: {Step.ACCEPTED, Step.ENDED},
    Step.ACCEPTED: {Step.STARTED, Step.ENDED},
    Step.STARTED: {Step.COMPLETED, Step.ENDED},
}
# From these on a place is taken.
HOLDING = (Step.ACCEPTED, Step.STARTED, Step.COMPLETED)
LIVE = (Step.INTRODUCED, Step.APPLIED, Step.MET, Step.OFFERED, Step.ACCEPTED, Step.STARTED)


class EndReason(TextChoices):
    """Why a placement came to its end before it was completed."""

    SEEKER_DECLINED = "seeker_declined", _("本人が断った")
    POSTING_DECLINED = "posting_declined", _("募集した側が断った")
    TERMS = "terms", _("条件が合わなかった")
    ELSEWHERE = "elsewhere", _("ほかで決まった")
    NOT_REACHED = "not_reached", _("連絡がつかない")
    ABSENT = "absent", _("来なかった")
    LEFT = "left", _("始めてから離れた")
    PERIOD_OVER = "period_over", _("期間が終わった")
    TOO_LATE = "too_late", _("期限までに返事がなかった")


class RoundState(TextChoices):
    """How far a round is: wishes are collected, a proposal stands, people were told, it is over."""

    OPEN = "open", _("希望を受付中")
    PROPOSED = "proposed", _("案がある")
    PUBLISHED = "published", _("発表した")
    CLOSED = "closed", _("終わった")
    CANCELLED = "cancelled", _("取りやめた")


ROUND_MOVES = {
    RoundState.OPEN: {RoundState.PROPOSED, RoundState.CANCELLED},
    RoundState.PROPOSED: {RoundState.PUBLISHED, RoundState.CANCELLED},
    # A place that came free is proposed to whoever waits.
    RoundState.PUBLISHED: {RoundState.PROPOSED, RoundState.CLOSED},
}
RUNNING = (RoundState.OPEN, RoundState.PROPOSED, RoundState.PUBLISHED)


class Ruled(TextChoices):
    """What a desk decides of a pair before a proposal is made."""

    PINNED = "pinned", _("この組に決める")
    FORBIDDEN = "forbidden", _("この組にしない")


class Way(TextChoices):
    """How a proposal is made anew."""

    IMPROVE = "improve", _("はじめから、いちばん良い案を")
    STAY = "stay", _("いまの案をなるべく変えずに")
    FREEZE = "freeze", _("いまの案はそのままで、空いたところだけ")


class Whose(TextChoices):
    """The two sides that say yes."""

    SEEKER = "seeker", _("応募した側")
    POSTING = "posting", _("募集した側")
