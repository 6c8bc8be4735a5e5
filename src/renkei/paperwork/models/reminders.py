"""Reminders: what somebody wants to be told of on a day."""

from django.db import models
from django.db.models import CheckConstraint, Q

from renkei.core.keys import LENGTH, KeyField
from renkei.core.rights import RuledManager
from renkei.paperwork.states import REMINDER_MOVES, ReminderState


class Reminder(models.Model):
    """For one person, or for a unit where anybody may take it up."""

    MOVES = REMINDER_MOVES

    key = KeyField(primary_key=True)
    person = models.CharField(max_length=LENGTH, blank=True)
    unit = models.CharField(max_length=LENGTH, blank=True)
    about_kind = models.CharField(max_length=30, blank=True)
    about_key = models.CharField(max_length=LENGTH, blank=True)
    text = models.CharField(max_length=200)
    due_on = models.DateField()
    state = models.CharField(max_length=5, choices=ReminderState, default=ReminderState.OPEN)
    made_by = models.CharField(max_length=LENGTH)
    made_at = models.DateTimeField(auto_now_add=True)
    done_by = models.CharField(max_length=LENGTH, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = RuledManager()

    class Meta:
        ordering = ["due_on", "key"]
        indexes = [
            models.Index(fields=["person", "state", "due_on"], name="reminder_of_a_person"),
            models.Index(fields=["unit", "state", "due_on"], name="reminder_of_a_unit"),
        ]
        constraints = [
            CheckConstraint(
                condition=(Q(person="") & ~Q(unit="")) | (~Q(person="") & Q(unit="")),
                name="reminder_for_a_person_or_a_unit",
            ),
            CheckConstraint(
                condition=Q(about_kind="", about_key="") | (~Q(about_kind="") & ~Q(about_key="")),
                name="reminder_about_kind_and_key",
            ),
            CheckConstraint(
                condition=Q(state=ReminderState.OPEN, done_by="", done_at=None)
                | (Q(state=ReminderState.DONE, done_at__isnull=False) & ~Q(done_by="")),
                name="reminder_done_by_somebody",
            ),
        ]
