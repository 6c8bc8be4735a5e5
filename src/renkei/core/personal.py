"""What a record may tell of a person, in the words of a consent."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PersonalData(TextChoices):
    CONTACT = "contact", _("氏名と連絡先")
    WORK = "work", _("職歴・資格・希望する仕事")
    STUDY = "study", _("学歴・在学の状況")
    CONSULTATION = "consultation", _("相談の内容")
    HOUSEHOLD = "household", _("家族と世帯の状況")
    INCOME = "income", _("収入と給付の状況")
    RESIDENCE = "residence", _("在留資格・国籍")
    HEALTH = "health", _("健康・障害の状況")


# The law asks for particular care (APPI, article 2(3), and the programme's own rule on residence).
SENSITIVE = frozenset(
    {PersonalData.HOUSEHOLD, PersonalData.INCOME, PersonalData.RESIDENCE, PersonalData.HEALTH}
)
