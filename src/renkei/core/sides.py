"""The two governments, and who answers for an act: one of them, or both together."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Side(TextChoices):
    """Neither stands above the other; what both do together counts once in the total."""

    PREFECTURE = "prefecture", _("道")
    CITY = "city", _("市")
    JOINT = "joint", _("道市共同")


OTHER = {Side.PREFECTURE: Side.CITY, Side.CITY: Side.PREFECTURE}
