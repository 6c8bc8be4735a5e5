"""Choices of figures and of values entered by hand, and the tables of allowed moves."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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
