"""Answers: the open ones behind a link, the ones of a list."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from renkei.core.rights import Asker, Verb
from renkei.core.writing import localized, long_date
from renkei.paperwork.models import AnswerLink, Answers
from renkei.paperwork.queries.sheets import title_of
from renkei.paperwork.states import AnswersState

OPEN = (AnswersState.DRAFT, AnswersState.RETURNED)  # may be filled in


@dataclass(frozen=True, slots=True)
class Row:
    """Answers as a list shows them."""

    key: str
    title: str
    reference: str
    state: str
    state_name: str
    version: str
    unit: str
    on: str


def is_open(answers: Answers) -> bool:
    return answers.state in OPEN


def reference(answers: Answers) -> str:
    """What is said on the telephone: the last ten signs of the key, which are random."""
    return reference_of(answers.key)


def reference_of(key: str) -> str:
    tail = key[-10:].upper()
    return f"{tail[:5]}-{tail[5:]}"


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def link_with(secret: str) -> AnswerLink | None:
    """The link with this secret, whether or not it still opens anything."""
    return (
        AnswerLink.objects.select_related("answers__used").filter(digest=digest_of(secret)).first()
    )


def opens(link: AnswerLink, at: datetime | None = None) -> bool:
    return link.withdrawn_at is None and (at or timezone.now()) < link.expires_at


def links_of(answers: Answers) -> list[AnswerLink]:
    return [link for link in answers.links.all() if opens(link)]


def answers_list(
    asker: Asker, *, sheet: str = "", state: str = "", first: date | None, last: date | None
) -> QuerySet[Answers]:
    """What the asker may read, newest first; days count by when it was begun."""
    found = Answers.objects.visible_to(asker, Verb.READ)
    if sheet:
        found = found.filter(sheet=sheet)
    if state:
        found = found.filter(state=state)
    if first:
        found = found.filter(made_at__gte=_midnight(first))
    if last:
        found = found.filter(made_at__lt=_midnight(last + timedelta(days=1)))
    return found


def row(answers: Answers, unit_names: dict[str, str]) -> Row:
    return Row(
        key=answers.key,
        title=localized(title_of(answers.sheet)),
        reference=reference(answers),
        state=answers.state,
        state_name=str(AnswersState(answers.state).label),
        version=answers.version,
        unit=unit_names.get(answers.unit, ""),
        on=long_date(timezone.localdate(answers.submitted_at or answers.made_at)),
    )


def answers_about(kind: str, key: str) -> QuerySet[Answers]:
    return Answers.objects.filter(about_kind=kind, about_key=key)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
