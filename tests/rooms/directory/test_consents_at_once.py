"""Withdrawing and handing on in the same moment, on a database with many writers."""

from collections.abc import Callable, Iterator
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from renkei.core.errors import Refused
from renkei.core.rights import Verb, may
from renkei.directory.actions.consents import Agreed, give_consent, withdraw_consent
from renkei.directory.actions.shares import Ground, share_record
from renkei.directory.models import Agreement, Consent, Share
from renkei.directory.states import LegalGround
from tests.cast import Cast, standing_cast
from tests.rights.example import FILE, file_of
from tests.rights.patched import declared_as

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _files() -> Iterator[None]:
    with declared_as(FILE):
        yield


def at_once(*works: Callable[[], object]) -> list[str]:
    """Each in a thread with a connection of its own; what each was told."""
    barrier, told = Barrier(len(works)), [""] * len(works)

    def run(number: int, work: Callable[[], object]) -> None:
        try:
            barrier.wait(timeout=20)
            work()
        except Refused as refused:
            told[number] = type(refused).__name__
        finally:
            connection.close()

    threads = [Thread(target=run, args=one) for one in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return told


def consent_of(cast: Cast) -> Consent:
    agreed = Agreed(
        purpose="道の窓口で求人の紹介を受けるため",
        categories=sorted(FILE.holds),
        recipients=[cast.units["prefecture_desk"]],
        how="written",
    )
    return give_consent(
        agreed,
        of=cast.citizen,
        taken_by=cast.units["city_desk"],
        by=cast.asker("desk_manager"),
        on=timezone.localdate(),
    )


def test_nothing_stays_shared_when_consent_is_withdrawn_in_the_same_moment() -> None:
    cast = standing_cast()
    by, unit = cast.asker("desk_manager"), cast.units["prefecture_desk"]
    outcomes = set()

    for _round in range(15):
        file, consent = file_of(cast), consent_of(cast)
        ground = Ground(kind=LegalGround.CONSENT, consent=Consent.objects.get(pk=consent.pk))
        told = at_once(
            lambda file=file, ground=ground: share_record(file, unit=unit, ground=ground, by=by),
            lambda consent=consent: withdraw_consent(consent, by=cast.asker("citizen")),
        )

        fresh = Agreement.objects.get(pk=file.pk)
        assert not may(cast.asker("prefecture_counsellor"), Verb.READ, fresh)
        assert told[1] == ""
        outcomes.add(told[0])

    # Whichever came first, nothing is left open.
    assert Share.objects.filter(ended_at=None).count() == 0
    assert outcomes <= {"", "Refused"}


def test_consent_is_withdrawn_once_by_two_at_once() -> None:
    cast = standing_cast()
    consent = consent_of(cast)

    told = at_once(
        lambda: withdraw_consent(consent, by=cast.asker("citizen")),
        lambda: withdraw_consent(consent, by=cast.asker("desk_manager")),
    )

    assert sorted(told) == ["", "WrongState"]
