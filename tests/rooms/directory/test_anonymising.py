"""Forgetting a person, and keeping what was counted."""

from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from renkei.core.errors import NotPermitted, Refused
from renkei.core.models import ImportBatch, ImportRow, SearchEntry
from renkei.core.rights import NOBODY, Role
from renkei.directory.actions.anonymising import anonymise_person
from renkei.directory.actions.seats import Offer, end_seat, give_seat
from renkei.directory.models import Person
from renkei.directory.queries.seats import asker_for
from renkei.journal.models import Entry
from renkei.paperwork.actions.notices import Recipient, send
from renkei.paperwork.models import Notice
from renkei.paperwork.states import NoticeState
from tests.cast import Cast, standing_cast
from tests.rooms.directory.people import TODAY, has_factor, sign_in, with_application, with_password

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def counts() -> tuple[int, int, dict[str, int]]:
    """What the journal says: entries, distinct persons, entries of each kind."""
    entries = Entry.objects.exclude(kind="person.anonymised")
    kinds = [entry.kind for entry in entries]
    people = entries.exclude(person="").values("person").distinct().count()
    return len(kinds), people, {kind: kinds.count(kind) for kind in kinds}


def forget(cast: Cast, whose: str = "outsider") -> Person:
    person = cast.people[whose]
    return anonymise_person(person, reason="asked for it", by=asker_for(person), on=TODAY)


def test_anonymised_person_is_only_a_key(cast: Cast) -> None:
    with_password(cast.outsider)
    with_application(cast.outsider)

    forget(cast)

    kept = Person.objects.values().get(pk=cast.outsider.pk)
    said = {name: kept[name] for name in ("email", "name", "name_kana", "last_login")}
    assert said == {"email": None, "name": "", "name_kana": "", "last_login": None}
    assert not has_factor(cast.outsider)
    assert not EmailAddress.objects.filter(user=cast.outsider).exists()
    assert asker_for(Person.objects.get(pk=cast.outsider.pk)) == NOBODY


def test_what_was_written_to_the_person_is_emptied(cast: Cast) -> None:
    send(
        "directory.factor_reset",
        to=[Recipient(person=cast.outsider.key, email=cast.outsider.email)],
        context={"by": "somebody", "reason": "told us her whole life"},
    )

    forget(cast)

    kept = Notice.objects.get()
    assert (kept.email, kept.body, kept.state) == ("", "", NoticeState.QUEUED)


def test_what_imports_and_search_remember_of_the_person_is_gone(cast: Cast) -> None:
    batch = ImportBatch.objects.create(
        importer="people", record_kind="person", file_name="people.csv", digest="", n_rows=1, by="x"
    )
    ImportRow.objects.create(
        batch=batch,
        number=2,
        change="new",
        title=cast.outsider.name,
        record_key=cast.outsider.key,
        after={"name": cast.outsider.name},
        is_applied=True,
    )
    SearchEntry.objects.create(kind="person", key=cast.outsider.key, titles="x", text="x", said="")

    forget(cast)

    row = batch.rows.get()
    assert (row.title, row.after, row.record_key) == ("", None, cast.outsider.key)
    assert not SearchEntry.objects.filter(key=cast.outsider.key).exists()


def test_anonymising_leaves_every_count_as_it_was(cast: Cast) -> None:
    by = cast.asker("company_administrator", on=date(2026, 11, 1))
    offer = Offer(
        unit=cast.units["company"], role=Role.REPRESENTATIVE, valid_from=date(2026, 11, 1)
    )
    given = give_seat(cast.outsider, offer, by=by, on=date(2026, 11, 1))
    end_seat(given, last_day=date(2026, 11, 20), reason="left", by=by, on=date(2026, 11, 19))
    before = counts()

    forget(cast)

    assert counts() == before


def test_person_with_a_seat_is_not_anonymised(cast: Cast) -> None:
    with pytest.raises(Refused, match="まだ席"):
        forget(cast, "representative")

    assert Person.objects.get(pk=cast.representative.pk).name == "representative"


def test_anonymising_somebody_else_is_not_permitted(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        anonymise_person(
            cast.outsider, reason="no reason of mine", by=cast.asker("citizen"), on=TODAY
        )


def test_page_forgets_and_signs_out(client: Client, cast: Cast) -> None:
    with_password(cast.outsider)
    sign_in(client, cast.outsider)

    client.post(reverse("directory:erase_me"), {"reason": "my own wish"})

    assert client.get(reverse("directory:me")).status_code == 302
    assert Person.objects.get(pk=cast.outsider.pk).anonymised_at


def test_address_of_a_forgotten_person_may_be_used_again(client: Client, cast: Cast) -> None:
    with_password(cast.outsider)
    forget(cast)

    client.post(
        reverse("account_signup"),
        {
            "name": "Some Name",
            "email": "outsider@example.org",
            "password1": "seven quiet rivers flow",
        },
    )

    assert Person.objects.get(email="outsider@example.org").pk != cast.outsider.pk
