"""Areas in their periods of validity, what became of them, and sets of areas."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from renkei.core.writing import is_english
from renkei.places.kinds import AREA_KINDS, MUNICIPAL_KINDS, Kind


class Named(models.Model):
    """The names of a place, and what it is called on the page being read."""

    name_ja = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    full_name_ja = models.CharField(max_length=60)
    full_name_en = models.CharField(max_length=90)
    name_kana = models.CharField(max_length=60)
    search_terms = models.TextField()

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        return self.name_en if is_english() else self.name_ja

    @property
    def full_name(self) -> str:
        """With the city before (after, in English) a ward: 札幌市中央区, Chuo Ward, Sapporo."""
        return self.full_name_en if is_english() else self.full_name_ja


class Area(Named):
    """An area as it was from one day to another.

    A merger gives the town that keeps its code a new row: its figures before and after are those
    of two different territories. The key is therefore code and first day; on any one day a code
    names one row at most. The parent is kept as a code, for parents have periods of their own.
    """

    key = models.CharField(primary_key=True, max_length=17)
    code = models.CharField(max_length=6, db_index=True)
    kind = models.CharField(max_length=15, choices=[(kind, kind.label) for kind in AREA_KINDS])
    parent_code = models.CharField(max_length=6, blank=True)
    # The codes from the largest area down to this one, each followed by a slash: one comparison
    # finds everything inside an area.
    lineage = models.CharField(max_length=35, db_index=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        ordering = ["code", "valid_from"]
        constraints = [
            UniqueConstraint(fields=["code", "valid_from"], name="area_code_from_unique"),
            UniqueConstraint(
                fields=["code"], condition=Q(valid_to=None), name="area_one_present_row"
            ),
            CheckConstraint(condition=Q(kind__in=AREA_KINDS), name="area_kind_known"),
            CheckConstraint(condition=Q(code__regex=r"^[0-9]{6}$"), name="area_code_six_digits"),
            CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="area_ends_after_it_begins",
            ),
            CheckConstraint(
                # Without "is not null" a lone coordinate would make the condition null, which
                # the database lets pass.
                condition=Q(latitude=None, longitude=None)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(20, 46),
                    longitude__range=(122, 154),
                ),
                name="area_coordinates_both_in_japan",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.full_name_ja}"

    @property
    def is_municipality(self) -> bool:
        return self.kind in MUNICIPAL_KINDS

    @property
    def is_former(self) -> bool:
        return self.valid_to is not None


class Succession(models.Model):
    """One area (or a part of it) became another on the day the successor's period begins."""

    predecessor = models.ForeignKey(Area, models.CASCADE, related_name="later")
    successor = models.ForeignKey(Area, models.CASCADE, related_name="earlier")

    class Meta:
        constraints = [
            UniqueConstraint(fields=["predecessor", "successor"], name="succession_unique"),
            CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="succession_of_two_areas"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class AreaSet(Named):
    """Municipalities that act together by agreement, such as the Sapporo area."""

    key = models.SlugField(primary_key=True, max_length=40)
    formed_on = models.DateField()

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return f"{self.key} {self.name_ja}"

    @property
    def code(self) -> str:
        """What stands in addresses where an area has its code."""
        return self.key

    @property
    def kind(self) -> str:
        return Kind.AREA_SET

    def get_kind_display(self) -> str:
        return str(Kind.AREA_SET.label)


class AreaSetMember(models.Model):
    area_set = models.ForeignKey(AreaSet, models.CASCADE, related_name="memberships")
    area = models.ForeignKey(Area, models.PROTECT, related_name="memberships")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        ordering = ["area"]
        constraints = [
            UniqueConstraint(
                fields=["area_set", "area", "valid_from"], name="area_set_member_from_unique"
            ),
            CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="area_set_member_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_set_id}: {self.area_id}"
