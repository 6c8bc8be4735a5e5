"""Tables of the journal. Rows are only ever added: triggers refuse every other statement."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from renkei.core.keys import LENGTH
from renkei.core.rights import RuledManager
from renkei.core.sides import Side

KEY = 40  # natural keys are longer than our own


class Sex(models.TextChoices):
    FEMALE = "female", _("女")
    MALE = "male", _("男")
    OTHER = "other", _("その他")


class Concern(models.TextChoices):
    ORGANISATION = "organisation", _("組織")
    INITIATIVE = "initiative", _("取組")


class Entry(models.Model):
    """One thing that happened. Keys are texts: what was counted stays counted, whatever becomes
    of the record, the person or the organisation behind a key."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=60)
    on = models.DateField()  # decides the period
    at = models.DateTimeField()  # became known
    by = models.CharField(max_length=LENGTH, blank=True)  # empty where the house itself acted
    unit = models.CharField(max_length=LENGTH, blank=True)  # of the acting seat
    # Names as they were on the day: units are renamed and closed.
    unit_name = models.CharField(max_length=200, blank=True)
    side = models.CharField(max_length=10, choices=Side, blank=True)
    organisation = models.CharField(max_length=LENGTH, blank=True)  # the unit with the credit
    organisation_name = models.CharField(max_length=200, blank=True)
    initiatives = models.CharField(max_length=200, blank=True)  # " I-2 II-1 "
    place = models.CharField(max_length=6, blank=True)
    origin = models.CharField(max_length=6, blank=True)
    person = models.CharField(max_length=LENGTH, blank=True)
    sex = models.CharField(max_length=6, choices=Sex, blank=True)
    age = models.PositiveSmallIntegerField(null=True, blank=True)
    # Fifteen digits are what SQLite keeps exactly.
    quantity = models.DecimalField(max_digits=15, decimal_places=3, null=True, blank=True)
    quantity_unit = models.CharField(max_length=20, blank=True)
    subject_kind = models.CharField(max_length=30)
    subject_key = models.CharField(max_length=KEY)
    facts = models.TextField(default="{}")  # canonical JSON, byte for byte what was written
    reverses = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversal"
    )
    reason = models.CharField(max_length=300, blank=True)

    objects = RuledManager()

    class Meta:
        ordering = ["-on", "-id"]
        indexes = [
            models.Index(fields=["kind", "on"], name="entry_of_a_kind"),
            models.Index(fields=["on", "id"], name="entry_of_a_day"),
            models.Index(fields=["at"], name="entry_known_at"),
            models.Index(fields=["subject_kind", "subject_key", "on"], name="entry_about"),
            models.Index(fields=["person", "on"], name="entry_of_a_person"),
            models.Index(fields=["organisation", "on"], name="entry_of_a_unit"),
            models.Index(fields=["by", "on"], name="entry_by"),
        ]
        constraints = [
            CheckConstraint(condition=~Q(kind=""), name="entry_has_a_kind"),
            CheckConstraint(
                condition=~Q(subject_kind="") & ~Q(subject_key=""), name="entry_has_a_subject"
            ),
            CheckConstraint(condition=Q(side__in=["", *Side.values]), name="entry_side_known"),
            CheckConstraint(condition=Q(sex__in=["", *Sex.values]), name="entry_sex_known"),
            CheckConstraint(
                condition=Q(age=None) | Q(age__gte=0, age__lte=130), name="entry_age_possible"
            ),
            CheckConstraint(
                condition=Q(quantity=None, quantity_unit="")
                | Q(quantity__isnull=False) & ~Q(quantity_unit=""),
                name="entry_quantity_has_a_unit",
            ),
            CheckConstraint(
                condition=Q(reverses=None, reason="") | Q(reverses__isnull=False) & ~Q(reason=""),
                name="entry_reversal_has_a_reason",
            ),
            CheckConstraint(
                condition=Q(reverses=None) | ~Q(reverses=F("id")), name="entry_reverses_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"


class Mention(models.Model):
    """An organisation or an initiative that an entry concerns, so that timelines are found fast."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="mentions")
    of = models.CharField(max_length=12, choices=Concern)
    key = models.CharField(max_length=LENGTH)
    on = models.DateField()  # of the entry: a timeline is read in this order

    class Meta:
        indexes = [models.Index(fields=["of", "key", "on", "entry"], name="mention_timeline")]
        constraints = [
            UniqueConstraint(fields=["entry", "of", "key"], name="mention_once"),
            CheckConstraint(condition=Q(of__in=Concern.values), name="mention_of_known"),
            CheckConstraint(condition=~Q(key=""), name="mention_has_a_key"),
        ]


class Seal(models.Model):
    """A batch of entries closed with a digest that also covers the seal before it."""

    number = models.BigIntegerField(primary_key=True)
    previous = models.CharField(max_length=64, unique=True)  # digest of the seal before
    digest = models.CharField(max_length=64, unique=True)
    covered = models.TextField()  # ids of the entries: "1-1000 1002 1005-1010"
    count = models.PositiveIntegerField()
    # The first eight bytes of each entry's digest in the order of ids: they tell which one differs.
    marks = models.TextField()
    sealed_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        # Not at the field: altering one makes SQLite copy the table, without its triggers.
        indexes = [models.Index(fields=["sealed_at", "number"], name="seal_made_at")]
        constraints = [
            CheckConstraint(condition=Q(number__gte=1), name="seal_number_from_one"),
            CheckConstraint(condition=Q(count__gte=1), name="seal_covers_something"),
        ]
