"""Which unit of a government works at which initiative, as what, from a day to a day."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from renkei.core.keys import KeyField
from renkei.core.rights import RuledManager
from renkei.core.sides import OTHER, Side
from renkei.directory.models.organisations import Unit
from renkei.directory.states import ChargeRole


class Charge(models.Model):
    """A unit in charge of an initiative; both days count. It ends, and is never overwritten.

    That periods of two leads do not overlap is looked at under a lock on the side; the constraint
    is what two databases can say of it.
    """

    key = KeyField(primary_key=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="charges")
    # Of the unit, kept here because each side has one lead.
    side = models.CharField(max_length=10, choices=Side)
    initiative = models.CharField(max_length=8)  # reference: "II-3"
    role = models.CharField(max_length=8, choices=ChargeRole)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = RuledManager()

    class Meta:
        ordering = ["initiative", "-side", "role", "valid_from", "key"]
        indexes = [models.Index(fields=["initiative", "side"], name="charge_of_initiative")]
        constraints = [
            CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="charge_ends_after_it_begins",
            ),
            CheckConstraint(condition=Q(side__in=list(OTHER)), name="charge_of_one_government"),
            UniqueConstraint(
                fields=["initiative", "side"],
                condition=Q(role=ChargeRole.LEAD, valid_to=None),
                name="charge_one_open_lead",
            ),
            UniqueConstraint(
                fields=["initiative", "unit"],
                condition=Q(valid_to=None),
                name="charge_of_a_unit_open_once",
            ),
        ]
