"""Files made for people who asked what the house holds about them."""

from django.db import models

from renkei.core.keys import LENGTH, KeyField
from renkei.core.rights import RuledManager


class Disclosure(models.Model):
    """Everything about one person, as a file that waits for that person for some days."""

    key = KeyField(primary_key=True)
    person = models.CharField(max_length=LENGTH, db_index=True)
    stored = models.CharField(max_length=32, unique=True)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    objects = RuledManager()

    class Meta:
        ordering = ["-made_at", "key"]
