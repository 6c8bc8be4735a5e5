"""Organisations, the places where they work, and the units inside them."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from simple_history.models import HistoricalRecords

from renkei.core.keys import KeyField
from renkei.core.rights import RuledManager
from renkei.core.sides import Side
from renkei.core.writing import is_english
from renkei.directory.states import AliasKind, OrganisationKind, Size, UnitKind


class Named(models.Model):
    name_ja = models.CharField(max_length=120)
    name_kana = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return (is_english() and self.name_en) or self.name_ja


class Organisation(Named):
    """A legal or acting body, known once for both governments.

    One that was merged into another stays as a redirect: whoever kept its key still arrives.
    """

    key = KeyField(primary_key=True)
    kind = models.CharField(max_length=15, choices=OrganisationKind)
    # Of one of the two governments; empty for everybody else.
    side = models.CharField(max_length=10, choices=Side, blank=True)
    corporate_number = models.CharField(max_length=13, blank=True)
    industry = models.CharField(max_length=6, blank=True)
    industry_edition = models.CharField(max_length=10, blank=True)
    size = models.CharField(max_length=8, choices=Size, blank=True)
    place = models.CharField(max_length=6, blank=True)  # area code of the head office
    address = models.CharField(max_length=200, blank=True)
    website = models.URLField(blank=True)
    is_public = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="absorbed"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    objects = RuledManager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["name_kana", "name_ja", "key"]
        constraints = [
            # A redirect gives its number to the one that goes on.
            UniqueConstraint(
                fields=["corporate_number"],
                condition=Q(merged_into=None) & ~Q(corporate_number=""),
                name="organisation_corporate_number_once",
            ),
            CheckConstraint(
                condition=Q(corporate_number="") | Q(corporate_number__regex=r"^[1-9][0-9]{12}$"),
                name="organisation_corporate_number_13_digits",
            ),
            CheckConstraint(condition=~Q(name_ja=""), name="organisation_has_a_name"),
            CheckConstraint(
                condition=Q(industry="", industry_edition="")
                | (~Q(industry="") & ~Q(industry_edition="")),
                name="organisation_industry_with_edition",
            ),
        ]


class Alias(models.Model):
    key = KeyField(primary_key=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=AliasKind)

    class Meta:
        ordering = ["name", "key"]


class Establishment(models.Model):
    """A branch as a place where the organisation works."""

    key = KeyField(primary_key=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="establishments"
    )
    name = models.CharField(max_length=120)
    place = models.CharField(max_length=6)
    address = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["place", "name", "key"]


class Unit(Named):
    """A division, section or desk inside an organisation: what owns records and gets credit."""

    key = KeyField(primary_key=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="units")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    kind = models.CharField(max_length=10, choices=UnitKind)
    side = models.CharField(max_length=10, choices=Side, blank=True)
    place = models.CharField(max_length=6, blank=True)
    # Keys from the top unit down to this one, each followed by a slash: one comparison finds
    # everything below a unit.
    lineage = models.CharField(max_length=270, db_index=True)
    may_place_jobs = models.BooleanField(default=False)  # licensed for job placement
    closed_on = models.DateField(null=True, blank=True)

    objects = RuledManager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["lineage"]


class Merge(models.Model):
    """Two entries that turned out to be one organisation, with all that is needed to undo it."""

    key = KeyField(primary_key=True)
    survivor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="merges")
    absorbed = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    # What was moved: {"directory.Unit": [keys], ...}, and the survivor's fields before.
    moved = models.JSONField()
    before = models.JSONField()
    merged_by = models.CharField(max_length=26)
    merged_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.CharField(max_length=26, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-merged_at"]
        constraints = [
            CheckConstraint(
                condition=~Q(survivor=models.F("absorbed")), name="merge_of_two_organisations"
            ),
            CheckConstraint(
                condition=Q(undone_at=None, undone_by="")
                | (Q(undone_at__isnull=False) & ~Q(undone_by="")),
                name="merge_undone_by_somebody",
            ),
        ]
