"""Roles: as what a person sits somewhere. Source: the roles of the joint programme."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    PROGRAMME_OFFICE = "programme_office", _("総括担当")
    OFFICER = "officer", _("担当職員")
    BUREAU_OFFICER = "bureau_officer", _("振興局職員")
    DESK_MANAGER = "desk_manager", _("窓口責任者")
    COUNSELLOR = "counsellor", _("相談員")
    COORDINATOR = "coordinator", _("コーディネーター")
    EXPERT = "expert", _("専門家")
    MUNICIPALITY_OFFICER = "municipality_officer", _("市町村職員")
    REPRESENTATIVE = "representative", _("企業・大学等の担当者")
    ADMINISTRATOR = "administrator", _("利用者の管理者")
    AUDITOR = "auditor", _("監査担当")


# Whoever sits in one of these works for a government and must show a second factor.
STAFF = frozenset(Role) - {Role.REPRESENTATIVE}
