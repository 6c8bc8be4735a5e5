"""Choices of reports, and the tables of allowed moves."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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
