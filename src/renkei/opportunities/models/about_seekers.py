"""What is known of a seeker that no score may read: year of birth, sex, nationality, home.

It is held to count results and to check them for fairness. `arrays` does not import this module,
and a house test keeps it so.
"""

from django.db import models
from django.db.models import CheckConstraint, Q

from renkei.opportunities.models.seekers import Seeker
from renkei.opportunities.states import Nationality, Sex


class SeekerProfile(models.Model):
    seeker = models.OneToOneField(
        Seeker, primary_key=True, on_delete=models.CASCADE, related_name="profile"
    )
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    sex = models.CharField(max_length=6, choices=Sex, blank=True)
    nationality = models.CharField(max_length=8, choices=Nationality, blank=True)
    home = models.CharField(max_length=6, blank=True)  # area code of where somebody lives now

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(birth_year=None) | Q(birth_year__range=(1900, 2100)),
                name="seeker_born_in_a_year",
            ),
        ]
