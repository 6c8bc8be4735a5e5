"""Attachments: kept under random names, served by the right to their record, removed for good."""

import os
import time
from io import StringIO
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from renkei.core.errors import NotPermitted, WrongState
from renkei.core.rights import NOBODY
from renkei.core.sides import Side
from renkei.directory.models import Agreement
from renkei.journal.models import Entry
from renkei.paperwork.actions.attachments import attach, remove_attachment
from renkei.paperwork.content import Unwelcome, storing
from renkei.paperwork.models import Attachment
from renkei.paperwork.queries.attachments import attachments_of
from tests.cast import Cast, standing_cast
from tests.rooms.paperwork import files
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.ATTACHMENTS = tmp_path / "attachments"
    return tmp_path / "attachments"


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


@pytest.fixture
def agreement(cast: Cast) -> Agreement:
    return Agreement.objects.create(
        title_ja="試しの協定", title_en="Trial agreement", side=Side.CITY,
        unit=cast.units["city_section"],
    )  # fmt: skip


def file(name: str = "協定書.pdf", content: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or files.pdf())


@pytest.fixture
def kept(cast: Cast, agreement: Agreement) -> Attachment:
    return attach(agreement, file(), by=cast.asker("city_officer"))


def stored(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def address(agreement: Agreement) -> str:
    return reverse("paperwork:attachments", args=["agreement", agreement.key])


# --- keeping --------------------------------------------------------------------------------


def test_content_is_kept_under_a_name_that_says_nothing(kept: Attachment, folder: Path) -> None:
    assert [path.name for path in stored(folder)] == [kept.stored]
    assert stored(folder)[0].read_bytes() == files.pdf()
    assert stored(folder)[0].stat().st_mode & 0o777 == 0o600
    assert kept.key not in kept.stored


def test_journal_tells_of_the_file_without_its_name(kept: Attachment) -> None:
    entry = Entry.objects.get(kind="attachment.added")

    assert (entry.subject_kind, entry.subject_key) == ("agreement", kept.about_key)
    assert entry.facts == f'{{"bytes":{kept.size},"content":"pdf"}}'


def test_somebody_who_may_not_write_the_record_attaches_nothing(
    cast: Cast, agreement: Agreement, folder: Path
) -> None:
    for name in ("prefecture_officer", "representative", "outsider"):
        with pytest.raises(NotPermitted):
            attach(agreement, file(), by=cast.asker(name))
    with pytest.raises(NotPermitted):
        attach(agreement, file(), by=NOBODY)

    assert stored(folder) == []


def test_same_content_twice_is_told(cast: Cast, agreement: Agreement, kept: Attachment) -> None:
    with pytest.raises(Unwelcome, match=r"「協定書\.pdf」としてすでに"):
        attach(agreement, file("別の名前.pdf"), by=cast.asker("city_officer"))

    assert attachments_of(agreement).count() == 1


def test_refused_file_leaves_nothing_behind(cast: Cast, agreement: Agreement, folder: Path) -> None:
    with pytest.raises(Unwelcome):
        attach(agreement, file("a.pdf", b"MZ"), by=cast.asker("city_officer"))

    assert (stored(folder), Attachment.objects.count()) == ([], 0)


def test_attaching_that_fails_late_leaves_nothing_behind(
    cast: Cast, agreement: Agreement, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise OSError("no room in the journal")

    monkeypatch.setattr("renkei.paperwork.actions.attachments.record_event", fail)
    with pytest.raises(OSError, match="no room"):
        attach(agreement, file(), by=cast.asker("city_officer"))

    assert (stored(folder), Attachment.objects.count()) == ([], 0)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "a" * 32 + "/..", "G" * 32])
def test_name_of_another_path_is_no_stored_content(name: str) -> None:
    with pytest.raises(ValueError, match="no name"):
        storing.path_of(name)


def test_folder_is_not_served(kept: Attachment, client: Client) -> None:
    for path in (f"/static/{kept.stored}", f"/attachments/{kept.stored[:2]}/{kept.stored}"):
        assert client.get(path).status_code == 404


# --- removing -------------------------------------------------------------------------------


def test_removed_file_is_gone_and_its_row_says_who(
    cast: Cast,
    kept: Attachment,
    folder: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        remove_attachment(kept, by=cast.asker("city_officer"))

    kept.refresh_from_db()
    assert (stored(folder), kept.removed_by, kept.is_removed) == ([], cast.city_officer.key, True)
    assert Entry.objects.filter(kind="attachment.removed").count() == 1


def test_content_stays_while_its_removal_is_not_sure(
    cast: Cast,
    kept: Attachment,
    folder: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks():
        remove_attachment(kept, by=cast.asker("city_officer"))

    assert len(stored(folder)) == 1


def test_file_is_removed_once(cast: Cast, kept: Attachment) -> None:
    remove_attachment(kept, by=cast.asker("city_officer"))

    with pytest.raises(WrongState):
        remove_attachment(kept, by=cast.asker("city_officer"))


def test_removed_content_may_be_attached_again(
    cast: Cast, agreement: Agreement, kept: Attachment
) -> None:
    remove_attachment(kept, by=cast.asker("city_officer"))

    attach(agreement, file(), by=cast.asker("city_officer"))

    assert attachments_of(agreement).count() == 1
    assert attachments_of(agreement, with_removed=True).count() == 2


def test_somebody_who_only_reads_removes_nothing(cast: Cast, kept: Attachment) -> None:
    with pytest.raises(NotPermitted):
        remove_attachment(kept, by=cast.asker("auditor"))

    kept.refresh_from_db()
    assert not kept.is_removed


# --- pages ----------------------------------------------------------------------------------


def test_file_is_offered_for_saving_and_can_do_nothing(
    client: Client, cast: Cast, kept: Attachment
) -> None:
    response = signed_in(client, cast.city_officer).get(
        reverse("paperwork:attachment", args=[kept.key])
    )

    assert b"".join(response.streaming_content) == files.pdf()
    headers = response.headers
    assert headers["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('協定書.pdf')}"
    assert headers["Content-Type"] == "application/pdf"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Content-Security-Policy"].endswith("sandbox")
    assert "no-store" in headers["Cache-Control"]


OUTSIDERS = ("outsider", "representative", "prefecture_officer", "last_counsellor")


@pytest.mark.parametrize("name", OUTSIDERS)
@pytest.mark.parametrize("page", ["attachment", "attachment_picture", "remove_attachment"])
def test_file_is_not_there_for_whoever_may_not_read_its_record(
    client: Client, cast: Cast, kept: Attachment, name: str, page: str
) -> None:
    response = signed_in(client, cast.people[name]).get(
        reverse(f"paperwork:{page}", args=[kept.key])
    )

    assert response.status_code == 404
    assert "協定書" not in response.content.decode()


def test_file_is_not_there_for_nobody(client: Client, kept: Attachment) -> None:
    assert client.get(reverse("paperwork:attachment", args=[kept.key])).status_code == 404


def test_removed_file_is_not_served(client: Client, cast: Cast, kept: Attachment) -> None:
    remove_attachment(kept, by=cast.asker("city_officer"))

    response = signed_in(client, cast.city_officer).get(
        reverse("paperwork:attachment", args=[kept.key])
    )

    assert response.status_code == 404


def test_file_of_a_record_that_is_gone_is_not_served(
    client: Client, cast: Cast, agreement: Agreement, kept: Attachment
) -> None:
    agreement.delete()

    response = signed_in(client, cast.city_officer).get(
        reverse("paperwork:attachment", args=[kept.key])
    )

    assert response.status_code == 404


def test_only_pictures_are_shown_on_a_page(
    client: Client, cast: Cast, agreement: Agreement, kept: Attachment
) -> None:
    picture = attach(agreement, file("図.png", files.png()), by=cast.asker("city_officer"))
    signed_in(client, cast.city_officer)

    shown = client.get(reverse("paperwork:attachment_picture", args=[picture.key]))
    refused = client.get(reverse("paperwork:attachment_picture", args=[kept.key]))

    assert shown.headers["Content-Disposition"].startswith("inline")
    assert shown.headers["Content-Security-Policy"].endswith("sandbox")
    assert b"".join(shown.streaming_content) == files.png()
    assert refused.status_code == 404


def test_officer_attaches_and_removes_on_pages(
    client: Client, cast: Cast, agreement: Agreement
) -> None:
    signed_in(client, cast.city_officer)

    added = client.post(address(agreement), {"file": file("写真.png", files.png())})
    attachment = Attachment.objects.get()
    removed = client.post(reverse("paperwork:remove_attachment", args=[attachment.key]))

    assert (added.status_code, removed.status_code) == (302, 302)
    attachment.refresh_from_db()
    assert (attachment.name, attachment.is_removed) == ("写真.png", True)


def test_refusal_stands_at_the_field(client: Client, cast: Cast, agreement: Agreement) -> None:
    response = signed_in(client, cast.city_officer).post(
        address(agreement), {"file": file("a.pdf", b"MZ\x90")}
    )

    assert response.status_code == 422
    assert 'aria-describedby="attachment-file-help attachment-file-problem"' in (
        page := response.content.decode()
    )
    assert "プログラム(実行ファイル)は受け取れません" in page


def test_nothing_chosen_is_told(client: Client, cast: Cast, agreement: Agreement) -> None:
    response = signed_in(client, cast.city_officer).post(address(agreement))

    assert response.status_code == 422
    assert "ファイルが選ばれていません" in response.content.decode()


@pytest.mark.parametrize("limit", [1000, 1_500_000])
def test_large_file_is_dropped_while_it_arrives(
    client: Client,
    cast: Cast,
    agreement: Agreement,
    folder: Path,
    settings: Settings,
    limit: int,
) -> None:
    settings.UPLOAD_BYTES = limit

    response = signed_in(client, cast.city_officer).post(
        address(agreement), {"file": file("a.txt", b"a" * 4_000_000)}
    )

    assert response.status_code == 422
    assert "ファイルが大きすぎます" in response.content.decode()
    assert stored(folder) == []


def test_reader_sees_the_list_without_the_form(
    client: Client, cast: Cast, agreement: Agreement, kept: Attachment
) -> None:
    page = signed_in(client, cast.counsellor).get(address(agreement)).content.decode()

    assert "協定書.pdf" in page
    assert "multipart/form-data" not in page


def test_post_without_a_token_is_refused(cast: Cast, agreement: Agreement) -> None:
    strict = signed_in(Client(enforce_csrf_checks=True), cast.city_officer)

    response = strict.post(address(agreement), {"file": file()})

    assert (response.status_code, Attachment.objects.count()) == (403, 0)


def test_list_costs_the_same_with_one_and_three_files(
    client: Client, cast: Cast, agreement: Agreement, kept: Attachment
) -> None:
    signed_in(client, cast.city_officer)
    client.get(address(agreement))
    with CaptureQueriesContext(connection) as one:
        client.get(address(agreement))
    for n in (1, 2):
        attach(agreement, file(f"{n}.txt", b"%d" % n), by=cast.asker("city_officer"))

    with CaptureQueriesContext(connection) as three:
        client.get(address(agreement))

    assert len(one) == len(three)


@pytest.mark.parametrize(
    ("kind", "key"), [("nothing", "x"), ("agreement", "x"), ("journal_entry", "x")]
)
def test_files_of_no_record_are_no_page(client: Client, kind: str, key: str) -> None:
    assert client.get(f"/paperwork/attachments/of/{kind}/{key}/").status_code == 404


# --- sweeping -------------------------------------------------------------------------------


def test_content_without_a_row_is_swept_when_it_is_old(kept: Attachment, folder: Path) -> None:
    old, young = storing.new_name(), storing.new_name()
    for name in (old, young):
        storing.store(iter([b"x"]), name)
    yesterday = time.time() - 2 * 24 * 60 * 60
    os.utime(storing.path_of(old), (yesterday, yesterday))
    os.utime(storing.path_of(kept.stored), (yesterday, yesterday))

    call_command("sweep_attachments", "--plan", stdout=StringIO())
    assert storing.path_of(old).exists()
    call_command("sweep_attachments", stdout=StringIO())

    assert {path.name for path in stored(folder)} == {kept.stored, young}


def test_lost_content_is_named(kept: Attachment) -> None:
    storing.path_of(kept.stored).unlink()
    said = StringIO()

    call_command("sweep_attachments", stdout=StringIO(), stderr=said)

    assert kept.key in said.getvalue()
