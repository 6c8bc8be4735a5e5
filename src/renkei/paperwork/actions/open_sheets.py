"""Sheets that a unit has opened to whoever wants to answer: nobody is asked by name.

Whether the unit has done so, until when and for whom, is the business of the room that calls.
"""

import secrets
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from renkei.core.errors import Refused, WrongState
from renkei.core.rights import NOBODY
from renkei.core.writing import is_english
from renkei.journal.actions import record
from renkei.paperwork.actions.answers import About, about, kept_version
from renkei.paperwork.actions.deciding import SECRET_BYTES
from renkei.paperwork.events.sheets import SheetRequested
from renkei.paperwork.models import AnswerLink, Answers
from renkei.paperwork.queries.answers import digest_of
from renkei.paperwork.queries.sheets import sheets, version_in_use


@transaction.atomic
def begin_open_answers(sheet: str, *, unit: str, side: str, on: date, belongs: About) -> Answers:
    """An empty draft for whoever came; the unit reads it once it is submitted.

    Errors  WrongState when no version of the sheet can be answered on that day
    """
    version = version_in_use(sheet, on)
    if version is None:
        raise WrongState(_("この様式は、いま使える版がありません。担当課にお尋ねください。"))
    return Answers.objects.create(
        sheet=sheet,
        version=version.version,
        used=kept_version(sheet, version),
        unit=unit,
        side=side,
        about_kind=belongs.kind,
        about_key=belongs.key,
        organisation=belongs.organisation,
        language="en" if is_english() else "ja",
    )


@transaction.atomic
def open_link(answers: Answers, *, until: datetime, on: date) -> str:
    """The secret of a link to a draft of nobody in particular; it is told only now.

    Errors  Refused when the sheet is not for people without an account
    """
    if not sheets()[answers.sheet].by_link:
        raise Refused(_("この様式は、登録した人だけが回答できます。"))
    secret = secrets.token_urlsafe(SECRET_BYTES)
    AnswerLink.objects.create(
        answers=answers, digest=digest_of(secret), made_by="", expires_at=until
    )
    record(SheetRequested(**about(answers)), by=NOBODY, on=on)
    return secret
