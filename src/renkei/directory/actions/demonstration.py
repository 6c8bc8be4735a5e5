"""Invented organisations and people, for a demonstration and nothing else.

What they do afterwards goes through the same actions as everybody's acts; only that they are there
is laid directly, because somebody must be the first.
"""

from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from renkei.core.errors import Refused
from renkei.core.rights import Role
from renkei.directory.models import Membership, Organisation, Person, Unit
from renkei.directory.queries.demonstration import has_real_people


def must_be_demonstration() -> None:
    """Errors  Refused when this is no demonstration, or when real people have accounts here."""
    if not settings.DEMO:
        raise Refused(_("デモではないため、架空の組織と人物は入れられません。"))
    if has_real_people():
        raise Refused(_("実在の利用者がいるため、デモとしては使えません。"))


@transaction.atomic
def invent_organisation(
    key: str, fields: Mapping[str, str], *, is_public: bool = True
) -> Organisation:
    """Errors  as `must_be_demonstration`"""
    must_be_demonstration()
    made = Organisation(key=key, is_demo=True, is_public=is_public, **fields)
    made.save(force_insert=True)
    return made


@transaction.atomic
def invent_unit(
    key: str,
    organisation: Organisation,
    parent: Unit | None,
    fields: Mapping[str, str | bool],
) -> Unit:
    """Errors  as `must_be_demonstration`"""
    must_be_demonstration()
    above = parent.lineage if parent else ""
    made = Unit(
        key=key,
        organisation=organisation,
        parent=parent,
        side=organisation.side,
        lineage=f"{above}{key}/",
        **fields,
    )
    made.save(force_insert=True)
    return made


@transaction.atomic
def invent_person(
    key: str, *, name: str, name_kana: str, email: str, password: str, secret: str
) -> Person:
    """With an address that counts as proved; `password` is hashed already, `secret` makes codes.

    Errors  as `must_be_demonstration`
    """
    from allauth.account.models import EmailAddress
    from allauth.mfa.totp.internal.auth import TOTP

    must_be_demonstration()
    made = Person(
        key=key, name=name, name_kana=name_kana, email=email, password=password, is_demo=True
    )
    made.save(force_insert=True)
    EmailAddress.objects.create(user=made, email=email, verified=True, primary=True)
    TOTP.activate(made, secret)
    return made


def invent_first_seat(person: Person, unit: Unit, role: str, *, since: date) -> Membership:
    """The seat of whoever gives the others theirs.

    Errors  as `must_be_demonstration`
    """
    must_be_demonstration()
    return Membership.objects.create(person=person, unit=unit, role=Role(role), valid_from=since)
