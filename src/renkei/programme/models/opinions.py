"""Calls for opinions: who is asked about what until when, and what became of the opinions.

The opinions themselves are answers to a question sheet and stay with the unit that gathers them.
"""

from datetime import date

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from renkei.core.keys import LENGTH, KeyField
from renkei.core.rights import RuledManager
from renkei.core.sides import Side
from renkei.programme.models.councils import CouncilDecision, in_language
from renkei.programme.states import CALL_MOVES, CallState, Fate, Voice


class OpinionCall(models.Model):
    """Both days count. It is public from the moment it is opened."""

    MOVES = CALL_MOVES

    key = KeyField(primary_key=True)
    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=10, choices=Side)  # of the unit
    state = models.CharField(max_length=10, choices=CallState, default=CallState.DRAFT)
    title_ja = models.CharField(max_length=120)
    title_en = models.CharField(max_length=200, blank=True)
    text_ja = models.TextField()
    text_en = models.TextField(blank=True)
    initiatives = models.CharField(max_length=200, blank=True)  # " II-1 II-3 "
    voices = models.CharField(max_length=60)  # " municipality citizen "
    first_day = models.DateField()
    last_day = models.DateField()
    sheet = models.CharField(max_length=40, default="opinion")
    is_public = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)
    answered_on = models.DateField(null=True, blank=True)

    objects = RuledManager()

    class Meta:
        ordering = ["-first_day", "key"]
        constraints = [
            CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="opinion_call_ends_after_start"
            ),
            CheckConstraint(
                condition=Q(is_public=False) | ~Q(state=CallState.DRAFT),
                name="opinion_call_public_once_open",
            ),
        ]

    @property
    def title(self) -> str:
        return in_language(self.title_ja, self.title_en)

    @property
    def text(self) -> str:
        return in_language(self.text_ja, self.text_en)

    @property
    def references(self) -> tuple[str, ...]:
        return tuple(self.initiatives.split())

    @property
    def asked(self) -> list[Voice]:
        return [Voice(one) for one in self.voices.split()]

    def is_open_on(self, day: date) -> bool:
        return self.state == CallState.OPEN and self.first_day <= day <= self.last_day


class OpinionAnswer(models.Model):
    """What the governments say to one opinion, or to several that say the same; without names."""

    key = KeyField(primary_key=True)
    call = models.ForeignKey(OpinionCall, on_delete=models.CASCADE, related_name="answers")
    number = models.PositiveSmallIntegerField()
    summary_ja = models.CharField(max_length=600)
    summary_en = models.CharField(max_length=900, blank=True)
    fate = models.CharField(max_length=8, choices=Fate)
    reason_ja = models.CharField(max_length=600)
    reason_en = models.CharField(max_length=900, blank=True)
    decision = models.ForeignKey(
        CouncilDecision, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number", "key"]
        constraints = [
            UniqueConstraint(fields=["call", "number"], name="opinion_answer_number_once")
        ]

    @property
    def summary(self) -> str:
        return in_language(self.summary_ja, self.summary_en)

    @property
    def reason(self) -> str:
        return in_language(self.reason_ja, self.reason_en)


class Opinion(models.Model):
    """One opinion, by the key of the filled-in sheet, and the answer that was given to it."""

    answer = models.ForeignKey(OpinionAnswer, on_delete=models.CASCADE, related_name="opinions")
    sheet_answers = models.CharField(max_length=LENGTH, unique=True)
    voice = models.CharField(max_length=12, choices=Voice)
