"""Answering somebody who asks what the house holds about her: a file that waits for some days."""

import hashlib
import tempfile
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from renkei.core.rights import NOBODY, Asker, Verb, must
from renkei.journal.actions import record
from renkei.paperwork.actions.notices import Recipient, send
from renkei.paperwork.content import storing
from renkei.paperwork.disclosing import Say, no_progress, write_everything
from renkei.paperwork.events.subject_access import DisclosureMade
from renkei.paperwork.models import Disclosure

KEPT = timedelta(days=7)


def make_disclosure(*, by: Asker, language: str, say: Say = no_progress) -> Disclosure:
    """Everything about the person who asks, as a file that she alone can fetch.

    Errors  NotPermitted when nobody asks
    """
    must(by, Verb.WRITE, Disclosure(person=by.person))
    # Reading takes long and locks nothing; only what was found is written in one transaction.
    with tempfile.TemporaryFile() as scratch:
        n_rows = write_everything(scratch, by.person, language, say)
        size = scratch.tell()
        scratch.seek(0)
        digest = hashlib.file_digest(scratch, "sha256").hexdigest()
        stored = storing.new_name()
        storing.store(storing.pieces_of(scratch), stored)
    try:
        return _kept(by, language, Disclosure(stored=stored, size=size, sha256=digest), n_rows)
    except BaseException:
        storing.remove(stored)
        raise


@transaction.atomic
def _kept(by: Asker, language: str, disclosure: Disclosure, n_rows: int) -> Disclosure:
    disclosure.person = by.person
    disclosure.expires_at = timezone.now() + KEPT
    disclosure.save(force_insert=True)
    _tell(disclosure.key, by.person, n_rows, by)
    send(
        "paperwork.disclosure_ready",
        to=[Recipient(person=by.person, language=language)],
        context={"until": disclosure.expires_at},
        about=("disclosure", disclosure.key),
    )
    return disclosure


def tell_of_answer(person: str, n_rows: int) -> None:
    """The office answered on paper or by hand: the journal says so in the life of the person."""
    _tell(person, person, n_rows, NOBODY)


def _tell(subject: str, person: str, n_rows: int, by: Asker) -> None:
    event = DisclosureMade(
        subject_kind="disclosure", subject_key=subject, person=person, rows=n_rows
    )
    record(event, by=by, on=timezone.localdate())


@transaction.atomic
def delete_expired_disclosures() -> int:
    """Files that waited long enough; whoever still wants one asks again."""
    expired = list(Disclosure.objects.filter(expires_at__lte=timezone.now()))
    for disclosure in expired:
        transaction.on_commit(partial(storing.remove, disclosure.stored))
        disclosure.delete()
    return len(expired)
