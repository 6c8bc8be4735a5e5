"""Organisations, the places where they work, and the units inside them."""

from typing import Any

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from simple_history.models import HistoricalRecords

from renkei.core.keys import LENGTH, KeyField
from renkei.core.rights import RuledManager
from renkei.core.sides import Side
from renkei.core.writing import as_read
from renkei.directory.names import folded
from renkei.directory.states import AliasKind, Likeness, OrganisationKind, Size, UnitKind


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
        return as_read(self.name_ja, self.name_en)


class Organisation(Named):
    """A legal or acting body, known once for both governments.

    One that was merged into another stays as a redirect: whoever kept its key still arrives.
    """

    key = KeyField(primary_key=True)
    kind = models.CharField(max_length=15, choices=OrganisationKind)
    # Of one of the two governments; empty for everybody else.
    side = models.CharField(max_length=10, choices=Side, blank=True)
    # Whose officers look after the entry: each government after its own, both after all others.
    kept_by = models.CharField(max_length=10, choices=Side, default=Side.JOINT, editable=False)
    folded_name = models.CharField(max_length=200, default="", db_index=True, editable=False)
    # By which lists are in order: the reading where it is known.
    sort_name = models.CharField(max_length=200, default="", editable=False)
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
        ordering = ["sort_name", "key"]
        indexes = [models.Index(fields=["sort_name", "key"], name="organisation_in_order")]
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
            CheckConstraint(
                condition=Q(side="", kept_by=Side.JOINT) | Q(kept_by=models.F("side")),
                name="organisation_kept_by_its_side",
            ),
        ]

    def save(self, *arguments: Any, **options: Any) -> None:
        self.kept_by = self.side or Side.JOINT
        self.folded_name = folded(self.name_ja)
        self.sort_name = self.name_kana or self.name_ja
        super().save(*arguments, **options)


class Alias(models.Model):
    key = KeyField(primary_key=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)
    folded_name = models.CharField(max_length=200, default="", db_index=True, editable=False)
    kind = models.CharField(max_length=10, choices=AliasKind)

    class Meta:
        ordering = ["name", "key"]

    def save(self, *arguments: Any, **options: Any) -> None:
        self.folded_name = folded(self.name)
        super().save(*arguments, **options)


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
    # Keys of the rows that were moved, by table, and of the aliases that were made of names.
    moved = models.JSONField()
    # What the survivor had in the fields that it took over.
    before = models.JSONField()
    merged_by = models.CharField(max_length=LENGTH)
    merged_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.CharField(max_length=LENGTH, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = RuledManager()

    class Meta:
        ordering = ["-merged_at", "-key"]
        constraints = [
            CheckConstraint(
                condition=~Q(survivor=models.F("absorbed")), name="merge_of_two_organisations"
            ),
            CheckConstraint(
                condition=Q(undone_at=None, undone_by="")
                | (Q(undone_at__isnull=False) & ~Q(undone_by="")),
                name="merge_undone_by_somebody",
            ),
            UniqueConstraint(
                fields=["absorbed"], condition=Q(undone_at=None), name="merge_absorbed_once"
            ),
        ]


class Double(models.Model):
    """Two entries that may be one organisation, until an officer says what they are."""

    key = KeyField(primary_key=True)
    # The one with the lesser key first, so that a pair has one row.
    first = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    likeness = models.CharField(max_length=12, choices=Likeness)
    found_at = models.DateTimeField(auto_now_add=True)
    dismissed_by = models.CharField(max_length=LENGTH, blank=True)

    class Meta:
        ordering = ["-found_at", "-key"]
        constraints = [
            UniqueConstraint(fields=["first", "second"], name="double_once"),
            CheckConstraint(condition=Q(first__lt=models.F("second")), name="double_in_order"),
        ]
