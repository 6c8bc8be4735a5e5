"""Forgetting a person, and keeping what was counted."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.errors import Refused
from renkei.core.moves import locked
from renkei.core.periods import not_over
from renkei.core.rights import Asker, Verb, must
from renkei.core.search import forget as forget_in_search
from renkei.core.tables.imports import forget as forget_in_imports
from renkei.directory.actions.accounts import end_sessions
from renkei.directory.actions.identities import forget_identities
from renkei.directory.events import people as events
from renkei.directory.models import Invitation, Membership, Person
from renkei.directory.states import InvitationState
from renkei.journal.actions import record
from renkei.paperwork.actions.notices import forget_notices_of


@transaction.atomic
def anonymise_person(person: Person, *, reason: str, by: Asker, on: date) -> Person:
    """Empty everything of a person but the key, under which the journal has counted.

    Errors  NotPermitted when `by` is neither the person nor of the programme office;
            Refused without a reason, or while the person still has a seat
    """
    person = locked(person)
    must(by, Verb.ERASE, person)
    if not reason.strip():
        raise Refused(_("消す理由を書いてください。"))
    forget_person(person, on=on)
    event = events.PersonAnonymised(
        subject_kind="person", subject_key=person.key, person=person.key, reason=reason.strip()
    )
    record(event, by=by, on=on)
    return person


def forget_person(person: Person, *, on: date) -> None:
    """Errors  Refused while the person still has a seat, or one that is to begin."""
    from allauth.account.models import EmailAddress
    from allauth.mfa.models import Authenticator

    if Membership.objects.filter(person=person).filter(not_over(on)).exists():
        raise Refused(_("まだ席があります。先に所属先の管理者に席を終えてもらってください。"))
    addresses = [*EmailAddress.objects.filter(user=person).values_list("email", flat=True)]
    _forget_invitations(person, [*addresses, person.email])
    forget_notices_of(person.key)
    end_sessions(person)
    forget_identities(person)
    Authenticator.objects.filter(user=person).delete()
    EmailAddress.objects.filter(user=person).delete()
    person.email = None
    person.name = person.name_kana = ""
    person.last_login = None
    person.is_active = False
    person.anonymised_at = timezone.now()
    person.set_unusable_password()
    person.save()
    forget_in_search("person", person.key)
    forget_in_imports("person", person.key)


def _forget_invitations(person: Person, addresses: list[str | None]) -> None:
    theirs = Invitation.objects.filter(Q(email__in=addresses) | Q(accepted_by=person))
    theirs.filter(state=InvitationState.SENT).update(state=InvitationState.WITHDRAWN)
    theirs.update(email="", name="")
