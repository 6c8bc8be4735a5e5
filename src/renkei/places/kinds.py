"""The kinds of area, largest first: search lists them in this order."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    COUNTRY = "country", _("国")
    PREFECTURE = "prefecture", _("都道府県")
    AREA_SET = "area_set", _("圏域")
    BUREAU = "bureau", _("振興局")
    DESIGNATED_CITY = "designated_city", _("政令指定都市")
    CITY = "city", _("市")
    WARD = "ward", _("区")
    TOWN = "town", _("町")
    VILLAGE = "village", _("村")


AREA_KINDS = tuple(kind for kind in Kind if kind != Kind.AREA_SET)
MUNICIPAL_KINDS = (Kind.DESIGNATED_CITY, Kind.CITY, Kind.TOWN, Kind.VILLAGE)
# What readers of English add to a plain name when they look for it.
ENGLISH_WORDS = {
    Kind.DESIGNATED_CITY: "City",
    Kind.CITY: "City",
    Kind.TOWN: "Town",
    Kind.VILLAGE: "Village",
    Kind.WARD: "Ward",
}
SIZE_ORDER = {kind: rank for rank, kind in enumerate(Kind)}
