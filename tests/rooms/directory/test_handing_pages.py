"""Pages of consents and of what was handed on: the subject's, the desk's, the receiver's."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from renkei.core.rights import Verb, may
from renkei.directory.actions.consents import Agreed, give_consent
from renkei.directory.actions.shares import Ground, share_record
from renkei.directory.models import Agreement, Consent, Share
from renkei.directory.states import LegalGround
from tests.cast import Cast, standing_cast
from tests.rights.example import FILE, file_of
from tests.rights.patched import declared_as
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
PURPOSE = "道の窓口で求人の紹介を受けるため"
TITLE = "山田さんの相談票"


@pytest.fixture(autouse=True)
def _files() -> Iterator[None]:
    with declared_as(FILE):
        yield


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def get(cast: Cast, who: str, address: str) -> Any:
    client = signed_in(Client(), cast.people[who]) if who else Client()
    return client.get(address)


def post(cast: Cast, who: str, address: str, **data: object) -> Any:
    return signed_in(Client(), cast.people[who]).post(address, data)


def at(file: Agreement, page: str = "") -> str:
    return f"/records/agreement/{file.pk}/handing/{page}"


def consent_of(cast: Cast) -> Consent:
    agreed = Agreed(
        purpose=PURPOSE,
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


def shared(cast: Cast, file: Agreement, consent: Consent) -> Share:
    return share_record(
        file,
        unit=cast.units["prefecture_desk"],
        ground=Ground(kind=LegalGround.CONSENT, consent=consent),
        by=cast.asker("desk_manager"),
    )


def test_subject_reads_and_withdraws_her_consent(cast: Cast) -> None:
    consent, file = consent_of(cast), file_of(cast)
    shared(cast, file, consent)
    mine = get(cast, "citizen", "/me/consents/").content.decode()
    page = get(cast, "citizen", f"/consents/{consent.pk}/").content.decode()

    sent = post(cast, "citizen", f"/consents/{consent.pk}/withdraw/")

    assert PURPOSE in mine
    assert "いま1件の記録が渡されています" in page
    assert sent.status_code == 302
    assert not may(cast.asker("prefecture_counsellor"), Verb.READ, file)


@pytest.mark.parametrize("who", ["", "outsider", "prefecture_counsellor", "representative"])
def test_others_neither_read_nor_withdraw_a_consent(cast: Cast, who: str) -> None:
    consent = consent_of(cast)

    response = get(cast, who, f"/consents/{consent.pk}/")

    assert response.status_code == 404
    assert PURPOSE not in response.content.decode()
    if who:
        assert PURPOSE not in get(cast, who, "/me/consents/").content.decode()
        assert post(cast, who, f"/consents/{consent.pk}/withdraw/").status_code == 404


def test_desk_takes_a_consent_and_hands_the_record_on(cast: Cast) -> None:
    file, unit = file_of(cast), cast.units["prefecture_desk"]

    taken = post(
        cast,
        "desk_manager",
        at(file, "consent/"),
        purpose=PURPOSE,
        categories=sorted(FILE.holds),
        recipient_1=unit.pk,
        how="written",
    )
    consent = Consent.objects.get()
    sent = post(
        cast,
        "desk_manager",
        at(file, "share/"),
        unit=unit.pk,
        ground="consent",
        consent=consent.pk,
    )

    assert (taken.status_code, sent.status_code) == (302, 302)
    assert (consent.person, consent.record_key) == (cast.citizen, file.pk)
    assert may(cast.asker("prefecture_counsellor"), Verb.READ, file)
    page = get(cast, "desk_manager", at(file)).content.decode()
    assert "city of the tests city desk → prefecture of the tests prefecture desk" in page


def test_ground_that_does_not_carry_is_told_on_the_form(cast: Cast) -> None:
    file = file_of(cast)

    sent = post(
        cast,
        "desk_manager",
        at(file, "share/"),
        unit=cast.units["prefecture_desk"].pk,
        ground="law",
        detail="必要",
    )

    assert sent.status_code == 422
    assert "根拠となる条文と、あてはまる理由を書いてください" in sent.content.decode()
    assert Share.objects.count() == 0


def test_consent_without_data_or_recipient_is_asked_for_again(cast: Cast) -> None:
    sent = post(cast, "desk_manager", at(file_of(cast), "consent/"), purpose=PURPOSE, how="written")

    assert sent.status_code == 422
    assert "渡してよい相手を選んでください" in sent.content.decode()
    assert Consent.objects.count() == 0


@pytest.mark.parametrize("page", ["share/", "consent/"])
def test_receiver_neither_hands_on_nor_takes_consents(cast: Cast, page: str) -> None:
    file = file_of(cast)
    shared(cast, file, consent_of(cast))

    assert get(cast, "prefecture_counsellor", at(file)).status_code == 200
    assert get(cast, "prefecture_counsellor", at(file, page)).status_code == 404


def test_receiver_sees_what_came_and_owner_what_went(cast: Cast) -> None:
    shared(cast, file_of(cast), consent_of(cast))

    for who in ("prefecture_counsellor", "desk_manager", "counsellor"):
        assert TITLE in get(cast, who, "/shares/").content.decode()
    for who in ("outsider", "city_officer", "prefecture_officer"):
        assert TITLE not in get(cast, who, "/shares/").content.decode()


def test_owner_ends_a_sharing(cast: Cast) -> None:
    file = file_of(cast)
    share = shared(cast, file, consent_of(cast))

    refused = post(cast, "city_officer", f"/shares/{share.pk}/end/")
    ended = post(cast, "desk_manager", f"/shares/{share.pk}/end/")

    assert (refused.status_code, ended.status_code) == (404, 302)
    assert not may(cast.asker("prefecture_counsellor"), Verb.READ, file)


@pytest.mark.parametrize("address", ["/shares/", "/me/consents/"])
def test_list_costs_the_same_for_one_and_three(cast: Cast, address: str) -> None:
    who = "citizen" if address == "/me/consents/" else "desk_manager"
    client = signed_in(Client(), cast.people[who])
    counted = []

    for more in (1, 2):
        for _ in range(more):
            shared(cast, file_of(cast), consent_of(cast))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        # A session is written now and then, whatever the page shows.
        counted.append(sum(query["sql"].startswith("SELECT") for query in queries))

    assert counted[0] == counted[1] <= 8
