"""Letters for tests: a series of numbers, and documents in each state."""

from datetime import date

from django.utils import timezone

from renkei.core.rights import Role
from renkei.paperwork.actions.documents import (
    Draft,
    approve_document,
    draft_document,
    issue_document,
)
from renkei.paperwork.models import Document, Series
from tests.cast import Cast, seat

SECRET = "秘密の本文"  # what must not be seen by those who may not
LETTER = Draft(addressee="試験大学 学長 様", title="試験について(通知)", body=f"{SECRET}です。")


def series(cast: Cast, unit: str = "city_section", sign: str = "札試") -> Series:
    return Series.objects.create(
        unit=cast.units[unit].key,
        side=cast.units[unit].side,
        name_ja="試験の文書",
        sign=sign,
        sender_ja="試験市長",
        sender_en="Mayor of the tests",
    )


def drafted(cast: Cast, of: Series, letter: Draft = LETTER, **more: Document) -> Document:
    return draft_document(
        letter, by=cast.asker("city_officer"), series=of, on=timezone.localdate(), **more
    )


def approved(cast: Cast, of: Series, letter: Draft = LETTER, **more: Document) -> Document:
    document = drafted(cast, of, letter, **more)
    return approve_document(
        document,
        by=cast.asker("city_office"),
        on=timezone.localdate(),
        revision=document.revision,
    )


def issued(
    cast: Cast, of: Series, letter: Draft = LETTER, *, on: date | None = None, **more: Document
) -> Document:
    return issue_document(
        approved(cast, of, letter, **more),
        by=cast.asker("city_officer"),
        on=on or timezone.localdate(),
    )


def also_officer(cast: Cast, name: str = "city_administrator") -> None:
    """A second officer of the section."""
    seat(cast.people[name], cast.units["city_section"], Role.OFFICER)
