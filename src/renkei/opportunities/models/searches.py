"""Searches that somebody keeps to be told by mail of what is new, and what was announced when."""

from django.db import models
from django.db.models import CheckConstraint, Q, TextChoices, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from renkei.core.keys import KeyField
from renkei.opportunities.models.postings import Posting


class HowOften(TextChoices):
    DAILY = "daily", _("毎日")
    WEEKLY = "weekly", _("週に1回")


class SavedSearch(models.Model):
    """Conditions of the public search with an address to write to; nobody's account.

    Whoever asked says once more, by the link in a letter, that she wants it: until then nothing is
    told. It is deleted with its address when it ends, so that nothing has to be emptied.
    """

    CONDITIONS = ("words", "market", "region", "place", "is_beyond", "is_remote")

    key = KeyField(primary_key=True)
    email = models.EmailField()
    language = models.CharField(max_length=2, default="ja")
    how_often = models.CharField(max_length=6, choices=HowOften, default=HowOften.DAILY)
    words = models.CharField(max_length=100, blank=True)
    market = models.CharField(max_length=20, blank=True)
    region = models.CharField(max_length=6, blank=True)
    place = models.CharField(max_length=6, blank=True)
    is_beyond = models.BooleanField(default=False)
    is_remote = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)
    confirmed_on = models.DateField(null=True, blank=True)
    # The last day on which somebody said that she wants it; it runs for a time from then on.
    used_on = models.DateField(null=True, blank=True)
    # The night up to which it has been told. Of two workers one moves it on, and that one writes.
    told_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["key"]
        indexes = [
            models.Index(fields=["told_until"], name="search_to_be_told"),
            models.Index(fields=["email"], name="search_of_an_address"),
        ]
        constraints = [
            UniqueConstraint(
                fields=["email", "words", "market", "region", "place", "is_beyond", "is_remote"],
                condition=Q(confirmed_on__isnull=False),
                name="search_once_for_an_address",
            ),
            CheckConstraint(
                condition=Q(confirmed_on=None, used_on=None, told_until=None)
                | Q(confirmed_on__isnull=False, used_on__isnull=False, told_until__isnull=False),
                name="search_told_once_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Night(models.Model):
    """A night whose new postings were announced; which they are is settled with the row."""

    on = models.DateField(primary_key=True)


class Announcement(models.Model):
    """The night in which a posting was first there to be told of. It has no other one, however
    often it is changed, closed and renewed: so nobody is told of it twice."""

    posting = models.OneToOneField(
        Posting, primary_key=True, on_delete=models.CASCADE, related_name="announcement"
    )
    night = models.ForeignKey(Night, on_delete=models.PROTECT, related_name="+")
