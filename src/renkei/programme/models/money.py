"""Money of an initiative: what each government planned and spent in a fiscal year."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from simple_history.models import HistoricalRecords

from renkei.core.keys import KeyField
from renkei.core.rights import RuledManager
from renkei.core.sides import OTHER, Side


class BudgetLine(models.Model):
    """Whole yen; what is not known is empty and never nought. Earlier amounts stay in the history,
    and in the journal as entries that were taken back."""

    key = KeyField(primary_key=True)
    initiative = models.CharField(max_length=8)
    side = models.CharField(max_length=10, choices=Side)
    fiscal_year = models.PositiveSmallIntegerField()
    planned_yen = models.PositiveBigIntegerField(null=True, blank=True)
    spent_yen = models.PositiveBigIntegerField(null=True, blank=True)
    source = models.CharField(max_length=200)
    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    planned_entry = models.BigIntegerField(null=True, blank=True)  # of the journal, standing
    spent_entry = models.BigIntegerField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = RuledManager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["initiative", "-side", "fiscal_year"]
        constraints = [
            UniqueConstraint(
                fields=["initiative", "side", "fiscal_year"], name="money_of_a_side_and_year_once"
            ),
            CheckConstraint(condition=Q(side__in=list(OTHER)), name="money_of_one_government"),
            CheckConstraint(condition=~Q(source=""), name="money_has_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.initiative} {self.side} {self.fiscal_year}"
