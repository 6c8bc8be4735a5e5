"""Letters of the directory that leave the house.

A letter that holds a secret link goes straight to the mail server and is kept nowhere: the table of
notices, and the inbox with it, would be a list of open doors. The others are notices.
"""

from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.errors import Refused
from renkei.core.rights import Asker
from renkei.core.writing import long_date
from renkei.directory.models import Invitation, Opening, Person, Unit
from renkei.directory.queries.seats import keepers_of


def send_account_mail(template: str, email: str, context: dict[str, Any]) -> None:
    """One of the letters that allauth asks for, with addresses of the configured host."""
    _post(template, email, context)


def send_invitation(invitation: Invitation, secret: str, *, by: str) -> None:
    """Errors  Refused when the letter could not be sent; the invitation stays and may be resent."""
    language = _language_for(invitation.email)
    with override(language):
        context = {
            "invitation": invitation,
            "organisation": invitation.unit.organisation.name,
            "unit": invitation.unit.name,
            "role": invitation.get_role_display(),
            "by": by,
            "until": long_date(invitation.expires_at.astimezone().date()),
            "link": settings.ADDRESS + reverse("directory:invitation", args=[secret]),
        }
        try:
            _post("directory/letters/invitation", invitation.email, context)
        except (SMTPException, OSError) as error:
            raise Refused(
                _(
                    "招待は登録しましたが、メールを送れませんでした。あとで「もう一度送る」を押してください。"
                )
            ) from error


def send_factor_reset(person: Person, *, reason: str, by: Asker, about: tuple[str, str]) -> None:
    from renkei.paperwork.actions.notices import Recipient, send

    send(
        "directory.factor_reset",
        to=[Recipient(person=person.key, email=person.email, language=person.language)],
        context={"by": by.name, "reason": reason},
        about=about,
    )


def tell_owner(opening: Opening, kind: Text, *, by: Asker) -> None:
    """To those who answer for the owning unit: somebody from outside has opened a record."""
    from renkei.paperwork.actions.notices import Recipient, send

    unit = Unit.objects.select_related("organisation").get(pk=opening.unit)
    keepers = keepers_of(opening.owner_unit, on=timezone.localdate())
    send(
        "directory.access_opened",
        to=[Recipient(person=one.key, email=one.email, language=one.language) for one in keepers],
        context={
            "by": by.name,
            "unit": f"{unit.organisation.name} {unit.name}",
            "kind": kind,
            "reason": opening.reason,
            "until": opening.until,
        },
        about=("opening", opening.key),
        unit=opening.owner_unit,
    )


def _language_for(email: str) -> str:
    known = Person.objects.filter(email__iexact=email).values_list("language", flat=True).first()
    return known or get_language() or "ja"


def _post(template: str, email: str, context: dict[str, Any]) -> None:
    context = {**context, "address": settings.ADDRESS, "email": email}
    subject = " ".join(render_to_string(f"{template}_subject.txt", context).split())
    body = render_to_string(f"{template}_message.txt", context).strip() + "\n"
    EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [email]).send()
