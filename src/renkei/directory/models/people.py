"""People, their accounts, and where they sit from when to when."""

import unicodedata
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from renkei.core.keys import LENGTH, KeyField, new_pseudonym
from renkei.core.rights import Role, RuledManager
from renkei.directory.models.organisations import Organisation, Unit
from renkei.directory.states import INVITATION_MOVES, InvitationState


def normalised(password: str) -> str:
    """One password, however a keyboard writes its letters: ＡＢＣ is ABC, ｶﾞ is ガ."""
    return unicodedata.normalize("NFKC", password)


class PersonManager(BaseUserManager["Person"], RuledManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email=username)


class Person(AbstractBaseUser):
    """Somebody with an account. The key is a pseudonym: it says nothing and is never given again.

    Anonymising empties everything but the key, so that what was counted stays counted.
    """

    key = KeyField(primary_key=True, default=new_pseudonym)
    # Unique, so who was anonymised has none rather than an empty one.
    email = models.EmailField(unique=True, null=True)  # noqa: DJ001
    name = models.CharField(max_length=80, blank=True)
    name_kana = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, default="ja")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    anonymised_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = PersonManager()

    class Meta:
        ordering = ["name_kana", "name", "key"]
        constraints = [
            CheckConstraint(
                condition=Q(anonymised_at=None) | Q(email=None, name="", name_kana=""),
                name="person_anonymised_entirely",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(raw_password and normalised(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        return super().check_password(raw_password and normalised(raw_password))

    # Django asks whoever has an account for these; our rights know no superusers.
    is_staff = False
    is_superuser = False

    def has_perm(self, _permission: str, _record: object = None) -> bool:
        return False

    def has_module_perms(self, _label: str) -> bool:
        return False


class Term(models.Model):
    """The time for which a contractor operates a desk; another may follow.

    The desk keeps its records; the people come with the term and leave with it.
    """

    key = KeyField(primary_key=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="terms")
    contractor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="terms")
    valid_from = models.DateField()
    valid_to = models.DateField()  # its last day

    objects = RuledManager()

    class Meta:
        ordering = ["unit", "valid_from"]
        constraints = [
            CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="term_has_days"),
        ]


class Membership(models.Model):
    """A person sits at a unit in a role, from a day to a day, both counted."""

    key = KeyField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=22, choices=Role)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    # A contractor's seat never outlasts the term.
    term = models.ForeignKey(
        Term, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    given_by = models.CharField(max_length=LENGTH, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    # When somebody was last told that it ends.
    warned_on = models.DateField(null=True, blank=True)

    objects = RuledManager()

    class Meta:
        ordering = ["unit", "role", "person"]
        constraints = [
            CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="membership_ends_after_it_begins",
            ),
            CheckConstraint(
                condition=Q(term=None) | Q(valid_to__isnull=False),
                name="membership_of_a_term_ends",
            ),
            UniqueConstraint(
                fields=["person", "unit", "role"],
                condition=Q(valid_to=None),
                name="membership_open_once",
            ),
        ]


class Invitation(models.Model):
    """A seat offered to an address; the link holds a secret of which only the digest is kept."""

    MOVES = INVITATION_MOVES

    key = KeyField(primary_key=True)
    email = models.EmailField()
    name = models.CharField(max_length=80, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="invitations")
    role = models.CharField(max_length=22, choices=Role)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    term = models.ForeignKey(Term, null=True, blank=True, on_delete=models.PROTECT)
    state = models.CharField(max_length=10, choices=InvitationState, default=InvitationState.SENT)
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.CharField(max_length=LENGTH)
    invited_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = RuledManager()

    class Meta:
        ordering = ["-invited_at"]
