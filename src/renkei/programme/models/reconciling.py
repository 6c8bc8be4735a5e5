"""Kept figures held against the records: what was found on a moment."""

from django.db import models

from renkei.core.addresses import address_of_record
from renkei.core.keys import KeyField
from renkei.core.rights import RuledManager
from renkei.core.sides import Side
from renkei.programme.periods import Period


class Reconciliation(models.Model):
    """Says only; no figure is another one because of it. Each run stays as it was found."""

    key = KeyField(primary_key=True)
    period = models.CharField(max_length=8)  # key of a period: "2025Q3"
    side = models.CharField(max_length=10, choices=Side, default=Side.JOINT)
    made_at = models.DateTimeField(auto_now_add=True)
    n_compared = models.PositiveSmallIntegerField()
    n_left_out = models.PositiveSmallIntegerField(default=0)  # cannot be computed today
    differences = models.JSONField(default=list)  # `queries.reconciling.Difference`

    objects = RuledManager()

    class Meta:
        ordering = ["-made_at", "-key"]
        indexes = [models.Index(fields=["period", "-made_at"], name="reconciliation_of_period")]

    def __str__(self) -> str:
        return f"{self.period} {self.made_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return address_of_record("programme:reconciliation", self.key)

    @property
    def of(self) -> Period:
        return Period.called(self.period)
