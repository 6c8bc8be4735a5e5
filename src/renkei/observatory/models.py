"""What-ifs that readers have given a name, so that they can be found, shared and compared again."""

from django.db import models
from django.db.models import CheckConstraint, Q

LONGEST_NAME = 60
LONGEST_QUERY = 500


class Scenario(models.Model):
    """A what-if under an address that cannot be guessed; nobody is named as its owner.

    `figures` names the official figures on which its answer rested when it was saved, and `base`
    and `people` are what it said then of its place in its year: without and with the change.
    """

    key = models.CharField(primary_key=True, max_length=32)
    name = models.CharField(max_length=LONGEST_NAME)
    query = models.CharField(max_length=LONGEST_QUERY)
    figures = models.CharField(max_length=40)
    base = models.FloatField()
    people = models.FloatField()
    saved_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["saved_at", "key"]
        constraints = [
            CheckConstraint(condition=~Q(name=""), name="scenario_has_a_name"),
            CheckConstraint(condition=~Q(query=""), name="scenario_asks_something"),
        ]

    def __str__(self) -> str:
        return self.name

    def says_now(self, base: float, people: float) -> bool:
        """Whether these figures are, in whole persons, those it was saved with."""
        return (round(self.base), round(self.people)) == (round(base), round(people))
