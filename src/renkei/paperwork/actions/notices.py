"""Writing notices: rows in the transaction of the act, e-mail when it is sure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from renkei.core.rights import Asker, Verb, must
from renkei.paperwork.actions.delivery import deliver_soon
from renkei.paperwork.letters import LANGUAGES, Template, Value, template
from renkei.paperwork.models import Notice, NoticePreference
from renkei.paperwork.queries.notices import ways_of
from renkei.paperwork.states import NoticeGroup, NoticeState, NoticeWay


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a notice is for. Somebody with an account has a person's key and finds it in the inbox;
    an address alone is reached by e-mail only, and ends such letters at the page `stop`."""

    person: str = ""
    email: str | None = ""
    language: str = "ja"
    stop: str = ""


@transaction.atomic
def send(
    name: str,
    *,
    to: Iterable[Recipient],
    context: Mapping[str, Value],
    about: tuple[str, str] = ("", ""),
    unit: str = "",
) -> list[Notice]:
    """Write a notice to each recipient, in the transaction of the act that it tells of.

    E-mails leave after that transaction is committed; when it is not, none was written. `unit` is
    the unit that sends: its officers see whether the notice left.

    Errors  LookupError when there is no such template; ValueError when `context` does not fit it
    """
    chosen = template(name)
    recipients = list(dict.fromkeys(one for one in to if one.person or one.email))
    ways = ways_of((one.person for one in recipients), chosen.group)
    notices = [
        _notice(chosen, one, context, ways.get(one.person, NoticeWay.AT_ONCE), about, unit)
        for one in recipients
    ]
    Notice.objects.bulk_create(notices)
    keys = [one.key for one in notices if one.due_at and one.way == NoticeWay.AT_ONCE]
    if keys:
        # Where the queue cannot be reached the act stays done; `deliver_notices` finds the rows.
        transaction.on_commit(partial(deliver_soon, keys), robust=True)
    return notices


def _notice(
    chosen: Template,
    recipient: Recipient,
    context: Mapping[str, Value],
    way: str,
    about: tuple[str, str],
    unit: str,
) -> Notice:
    language = recipient.language if recipient.language in LANGUAGES else LANGUAGES[0]
    letter = chosen.written(context, language)
    email = _checked(recipient.email)
    if chosen.is_obligatory or not recipient.person:
        way = NoticeWay.AT_ONCE
    leaves = bool(email) and way != NoticeWay.INBOX and settings.SENDS_EMAIL
    return Notice(
        template=chosen.name,
        version=chosen.version,
        group=chosen.group,
        is_obligatory=chosen.is_obligatory,
        person=recipient.person,
        email=email,
        language=language,
        unit=unit,
        stop_address=recipient.stop,
        about_kind=about[0],
        about_key=about[1],
        subject=letter.subject[:200],
        body=letter.body,
        way=way,
        state=NoticeState.QUEUED if leaves else NoticeState.NO_EMAIL,
        due_at=timezone.now() if leaves else None,
    )


def _checked(email: str | None) -> str:
    """The address, or nothing where it is none: a line break in one would be a header of its own.

    Errors  ValueError when something is there that is no address
    """
    if not email:
        return ""
    try:
        validate_email(email)
    except ValidationError:
        raise ValueError("a recipient's e-mail address is no address") from None
    return email


@transaction.atomic
def mark_read(notice: Notice, *, by: Asker) -> None:
    """Errors  NotPermitted when the notice is not for `by`."""
    must(by, Verb.READ, notice)
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=timezone.now())


@transaction.atomic
def mark_all_read(*, by: Asker) -> int:
    """The number of notices that were unread."""
    unread = Notice.objects.visible_to(by, Verb.READ).filter(read_at=None)
    return unread.update(read_at=timezone.now())


@transaction.atomic
def prefer(person: str, ways: Mapping[NoticeGroup, NoticeWay]) -> None:
    """Keep how a person wants the notices of some groups. What waits already is not changed."""
    for group, way in ways.items():
        NoticePreference.objects.update_or_create(person=person, group=group, defaults={"way": way})


@transaction.atomic
def forget_notices_of(person: str) -> None:
    """Empty what was written to somebody who is forgotten; that something was sent stays."""
    _forget(Notice.objects.filter(person=person))
    NoticePreference.objects.filter(person=person).delete()


@transaction.atomic
def forget_notices_about(kind: str, keys: Collection[str]) -> None:
    """Empty what was written about these records to people without an account; what waits still
    to be sent is not sent."""
    _forget(Notice.objects.filter(about_kind=kind, about_key__in=keys, person=""))


@transaction.atomic
def forget_letters_that_left(kind: str, *, but_about: QuerySet[Any]) -> None:
    """Empty what was written about records of a kind to people without an account, and is not to
    be sent any more; but what is about the records whose keys are given."""
    left = Notice.objects.filter(about_kind=kind, person="", due_at=None)
    _forget(left.exclude(about_key__in=but_about))


def _forget(notices: QuerySet[Notice]) -> None:
    notices.filter(anonymised_at=None).update(
        email="",
        body="",
        subject="―",
        stop_address="",
        due_at=None,
        anonymised_at=timezone.now(),
    )
