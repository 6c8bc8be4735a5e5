"""Choices and tables of moves of the directory."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganisationKind(TextChoices):
    GOVERNMENT = "government", _("道・市")
    MUNICIPALITY = "municipality", _("市町村")
    STATE = "state", _("国の機関")
    COMPANY = "company", _("企業")
    UNIVERSITY = "university", _("大学")
    SCHOOL = "school", _("専修学校・高専・高校")
    NPO = "npo", _("NPO")
    ECONOMIC = "economic", _("経済団体")
    FOUNDATION = "foundation", _("財団・社団")
    OTHER = "other", _("その他")


class Size(TextChoices):
    """Number of regular employees, in the classes of the economic census."""

    UNDER_5 = "1-4", _("1～4人")
    UNDER_10 = "5-9", _("5～9人")
    UNDER_30 = "10-29", _("10～29人")
    UNDER_100 = "30-99", _("30～99人")
    UNDER_300 = "100-299", _("100～299人")
    FROM_300 = "300-", _("300人以上")


class UnitKind(TextChoices):
    BUREAU = "bureau", _("部局・振興局")
    SECTION = "section", _("課・係")
    DESK = "desk", _("窓口")
    OFFICE = "office", _("事業所・担当")


class AliasKind(TextChoices):
    FORMER = "former", _("旧名称")
    SHORT = "short", _("略称")
    OTHER = "other", _("別の表記")


class Likeness(TextChoices):
    """Why two entries may be one organisation."""

    NAME_AND_PLACE = "name_place", _("名称と所在地が同じ")
    NAME = "name", _("名称が同じ")
    ALIAS = "alias", _("一方の名称がもう一方の別名と同じ")


class AgreementState(TextChoices):
    NEGOTIATING = "negotiating", _("協議中")
    SIGNED = "signed", _("締結")
    ACTIVE = "active", _("実施中")
    RENEWED = "renewed", _("更新済み")
    ENDED = "ended", _("終了")
    BROKEN_OFF = "broken_off", _("見送り")


AGREEMENT_MOVES = {
    AgreementState.NEGOTIATING: {AgreementState.SIGNED, AgreementState.BROKEN_OFF},
    AgreementState.SIGNED: {AgreementState.ACTIVE, AgreementState.ENDED},
    # Renewed: another agreement goes on in its place.
    AgreementState.ACTIVE: {AgreementState.RENEWED, AgreementState.ENDED},
}


class ChargeRole(TextChoices):
    """As what a unit works at an initiative: one of each government leads."""

    LEAD = "lead", _("主担当")
    SUPPORT = "support", _("副担当")


class InvitationState(TextChoices):
    SENT = "sent", _("招待中")
    ACCEPTED = "accepted", _("承諾")
    WITHDRAWN = "withdrawn", _("取消")


INVITATION_MOVES = {
    InvitationState.SENT: {InvitationState.ACCEPTED, InvitationState.WITHDRAWN},
}


class ConsentWay(TextChoices):
    WRITTEN = "written", _("書面")
    ORAL = "oral", _("窓口で口頭")
    SCREEN = "screen", _("画面で入力")


class LegalGround(TextChoices):
    """Why something personal may be handed on. Source: APPI, articles 18, 27 and 69."""

    CONSENT = "consent", _("本人の同意")
    LAW = "law", _("法令に基づく")
    OWN_DUTY = "appi_69_2_2", _("法69条2項2号(所掌事務に必要な内部利用)")
    OTHER_BODY = "appi_69_2_3", _("法69条2項3号(他の行政機関等への提供)")
    SPECIAL_REASON = "appi_69_2_4", _("法69条2項4号(統計・学術研究、本人の利益等)")


# Access from outside the owning unit: long enough to be read, short enough to be asked for again.
SHORTEST_REASON = 10
LONGEST_HOURS = 72
SHORTEST_DETAIL = 10
