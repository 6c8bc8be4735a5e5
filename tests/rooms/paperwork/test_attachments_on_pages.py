"""Attachments on the pages of records: shown by right, and never because a record is published."""

from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from renkei.core.rights import kind_of
from renkei.core.sides import Side
from renkei.directory.models import Agreement
from renkei.directory.states import AgreementState
from renkei.paperwork.actions.attachments import attach
from tests.cast import Cast, standing_cast
from tests.rooms.paperwork import files, filling
from tests.rooms.paperwork.letters_drafted import drafted, series
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
KINDS = ("agreement", "answers", "document", "organisation")


@pytest.fixture(autouse=True)
def _folder(settings: Settings, tmp_path: Path) -> None:
    settings.ATTACHMENTS = tmp_path


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def record_of(cast: Cast, kind: str) -> tuple[Model, str]:
    """A record, and somebody who may attach a file to it."""
    if kind == "agreement":
        made = Agreement.objects.create(
            title_ja="試しの協定",
            side=Side.CITY,
            unit=cast.units["city_section"],
            state=AgreementState.ACTIVE,
            signed_on=date(2026, 4, 1),
        )
        return made, "city_officer"
    if kind == "answers":
        return filling.draft(cast), "counsellor"
    if kind == "document":
        return drafted(cast, series(cast)), "city_officer"
    return cast.organisations["company"], "city_officer"


@pytest.mark.parametrize("kind", KINDS)
def test_page_shows_what_is_attached_and_lets_more_be_attached(
    client: Client, cast: Cast, kind: str
) -> None:
    record, who = record_of(cast, kind)
    address = kind_of(record).address(record)
    signed_in(client, cast.people[who])
    upload = reverse("paperwork:attachments", args=[kind, record.pk])

    before = client.get(address).content.decode()
    added = client.post(upload, {"file": SimpleUploadedFile("見取り図.pdf", files.pdf())})
    after = client.get(address).content.decode()

    assert added.headers["Location"] == address
    assert f'action="{upload}" enctype="multipart/form-data"' in before
    assert "見取り図.pdf" not in before
    assert "見取り図.pdf" in after


@pytest.mark.parametrize("kind", ["agreement", "organisation"])
@pytest.mark.parametrize("who", [None, "citizen", "representative"])
def test_publishing_a_record_does_not_publish_its_files(
    client: Client, cast: Cast, kind: str, who: str | None
) -> None:
    record, officer = record_of(cast, kind)
    if kind == "organisation":
        record = cast.organisations["other_company"]
    file = SimpleUploadedFile("見取り図.pdf", files.pdf())
    kept = attach(record, file, by=cast.asker(officer))
    record.is_public = True  # type: ignore[attr-defined]
    record.save()
    if who:
        signed_in(client, cast.people[who])

    page = client.get(kind_of(record).address(record))
    listed = client.get(reverse("paperwork:attachments", args=[kind, record.pk]))
    served = client.get(reverse("paperwork:attachment", args=[kept.key]))

    assert page.status_code == 200
    assert "見取り図" not in page.content.decode()
    assert (listed.status_code, served.status_code) == (404, 404)


def test_whoever_only_reads_sees_files_and_no_form(client: Client, cast: Cast) -> None:
    record, officer = record_of(cast, "agreement")
    attach(record, SimpleUploadedFile("見取り図.pdf", files.pdf()), by=cast.asker(officer))

    page = signed_in(client, cast.counsellor).get(kind_of(record).address(record))

    assert "見取り図.pdf" in page.content.decode()
    assert "multipart/form-data" not in page.content.decode()
