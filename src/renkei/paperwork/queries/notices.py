"""Notices: what is unread, how somebody wants them, what waits to leave, what did not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from renkei.core.rights import Asker, Verb
from renkei.paperwork.models import Notice, NoticePreference
from renkei.paperwork.states import DeliveryProblem, NoticeState, NoticeWay


def unread_count(person_key: str) -> int:
    """For the header of a page."""
    if not person_key:
        return 0
    return Notice.objects.filter(person=person_key, read_at=None).count()


def told_on(template: str, day: date) -> set[str]:
    """Who got a notice by the template on the day."""
    found = Notice.objects.filter(template=template, made_at__date=day).exclude(person="")
    return set(found.order_by().values_list("person", flat=True))


def inbox_of(asker: Asker) -> QuerySet[Notice]:
    return Notice.objects.visible_to(asker, Verb.READ)


def ways_of(persons: Iterable[str], group: str) -> dict[str, str]:
    """How each of them wants the notices of a group; who never said so is left out."""
    keys = {key for key in persons if key}
    found = NoticePreference.objects.filter(person__in=keys, group=group)
    return dict(found.values_list("person", "way"))


def preferences_of(person: str) -> dict[str, str]:
    return dict(NoticePreference.objects.filter(person=person).values_list("group", "way"))


def sent_by_units_of(asker: Asker, state: str = "") -> QuerySet[Notice]:
    """What the units sent in which the asker looks after delivery."""
    found = Notice.objects.visible_to(asker, Verb.MANAGE)
    return found.filter(state=state) if state in NoticeState.values else found


def counts_by_state(asker: Asker) -> dict[str, int]:
    found = Notice.objects.visible_to(asker, Verb.MANAGE).order_by().values_list("state")
    return dict(found.annotate(n=Count("pk")))


def due(now: datetime) -> QuerySet[Notice]:
    """What may be tried: queued or failed, its time has come, and no worker has it."""
    return Notice.objects.filter(
        state__in=[NoticeState.QUEUED, NoticeState.FAILED], due_at__lte=now, claim=""
    ).order_by("due_at", "key")


def due_at_once(now: datetime) -> QuerySet[Notice]:
    return due(now).filter(way=NoticeWay.AT_ONCE)


@dataclass(frozen=True, slots=True)
class Bundle:
    """Whose notices of the day go out in one e-mail."""

    person: str
    email: str
    language: str


def digests_due(now: datetime) -> list[Bundle]:
    found = due(now).filter(way=NoticeWay.DAILY).order_by("person", "email", "language")
    return [Bundle(*row) for row in found.values_list("person", "email", "language").distinct()]


def in_bundle(bundle: Bundle) -> Q:
    return Q(
        way=NoticeWay.DAILY, person=bundle.person, email=bundle.email, language=bundle.language
    )


def refused_about(kind: str) -> set[str]:
    """Keys of the records of a kind about which an address was written to that takes no mail."""
    found = Notice.objects.filter(
        about_kind=kind, state=NoticeState.GIVEN_UP, problem=DeliveryProblem.REFUSED
    )
    return set(found.order_by().values_list("about_key", flat=True))
