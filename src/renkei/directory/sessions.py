"""Whose session it is: every page of somebody signed in asks, with the statements of before."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from renkei.core.prepared import Prepared, RightNow
from renkei.directory.models import Person

_SESSION = [field.attname for field in Session._meta.concrete_fields]
_PERSON = [field.attname for field in Person._meta.concrete_fields]


class SessionStore(db.SessionStore):
    """Sessions in the database, as Django keeps them."""

    def _get_session_from_db(self) -> Session | None:
        for row in _OPEN.rows(key=self.session_key):
            return Session.from_db(None, _SESSION, row)
        self._session_key = None  # an unknown or ended one is not taken up again
        return None


class Backend(AuthenticationBackend):
    """Who signs in is asked by allauth; whose session it is, here."""

    def get_user(self, user_id: Any) -> Person | None:
        for row in _ACCOUNT.rows(key=user_id):
            person = Person.from_db("default", _PERSON, row)
            return person if self.user_can_authenticate(person) else None
        return None


def _open(key: str) -> QuerySet[Any, Any]:
    found = Session.objects.filter(session_key=key, expire_date__gt=RightNow())
    return found.values_list(*_SESSION)


def _account(key: str) -> QuerySet[Any, Any]:
    return Person.objects.filter(pk=key).order_by().values_list(*_PERSON)


_OPEN, _ACCOUNT = Prepared(_open), Prepared(_account)
