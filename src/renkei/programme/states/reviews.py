"""Choices of reviews and decisions, and the tables of allowed moves."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReviewState(TextChoices):
    FOUND = "found", _("所見あり")
    DECIDED = "decided", _("決定済み")
    WITHDRAWN = "withdrawn", _("取下げ")


REVIEW_MOVES = {ReviewState.FOUND: {ReviewState.DECIDED, ReviewState.WITHDRAWN}}


class Outcome(TextChoices):
    """What becomes of an initiative."""

    CONTINUE = "continue", _("継続")
    WIDEN = "widen", _("拡充")
    CHANGE = "change", _("内容の変更")
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
