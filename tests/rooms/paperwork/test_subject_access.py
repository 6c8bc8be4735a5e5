"""Everything about me: complete, for that person alone, as a file that waits some days."""

import io
import json
import zipfile
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from renkei.core.errors import NotPermitted
from renkei.core.jobs.running import run_job
from renkei.core.models import Job
from renkei.core.rights import NOBODY
from renkei.directory.models import Consent, Look
from renkei.journal.models import Entry
from renkei.paperwork.actions.attachments import attach
from renkei.paperwork.actions.notices import Recipient, prefer, send
from renkei.paperwork.actions.subject_access import make_disclosure
from renkei.paperwork.content.storing import path_of
from renkei.paperwork.models import Answers, Disclosure, Notice
from renkei.paperwork.queries.sheets import sheet
from renkei.paperwork.queries.subject_access import everything_about, is_of_an_act
from renkei.paperwork.sheets.wording import as_text
from renkei.paperwork.states import NoticeGroup, NoticeWay
from tests.cast import Cast, standing_cast
from tests.rooms.journal.happenings import held
from tests.rooms.paperwork import files, filling
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.ATTACHMENTS = tmp_path
    return tmp_path


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


@pytest.fixture
def life(cast: Cast) -> Answers:
    """A citizen's traces in every kind of table, and beside them an outsider's."""
    for name in ("citizen", "outsider"):
        person = cast.people[name]
        told = [Recipient(person=person.key, email=f"{name}@example.org")]
        send("paperwork.disclosure_ready", to=told, context={"until": date(2026, 12, 1)})
        prefer(person.key, {NoticeGroup.TASKS: NoticeWay.DAILY})
        held(by=cast.asker("counsellor"), person=person.key, subject=f"trial-of-{name}")
        answers = filling.submitted(cast, person=person.key)
        file = SimpleUploadedFile(f"{name}の書類.pdf", files.pdf(f"% {name}"))
        attach(answers, file, by=cast.asker("counsellor"))
        Consent.objects.create(
            person=person, purpose=f"{name}の支援", how="書面", given_on=date(2026, 11, 1),
            taken_by_unit=cast.units["city_desk"], taken_by=cast.counsellor.key,
        )  # fmt: skip
        Look.objects.create(
            record_kind="answers", record_key=answers.key, subject=person.key,
            person=cast.prefecture_officer.key, unit_name=f"{name}を見た課", role="officer",
            reach="opened", at=timezone.now(), window=1,
        )  # fmt: skip
    return Answers.objects.filter(person=cast.citizen.key).get()


def opened(disclosure: Disclosure) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(path_of(disclosure.stored).read_bytes()))


def counted(person: str) -> dict[str, int]:
    return {one.table.model: one.n_rows for one in everything_about(person) if one.n_rows}


# --- what is found --------------------------------------------------------------------------


def test_everything_is_found_and_nothing_of_others(cast: Cast, life: Answers) -> None:
    # Told, attached, and the making of the sheet: four entries about the person or her record.
    entries = Entry.objects.filter(person=cast.citizen.key).count()
    entries += Entry.objects.filter(subject_key=life.key).exclude(person=cast.citizen.key).count()

    assert counted(cast.citizen.key) == {
        "directory.Consent": 1,
        "directory.Look": 1,
        "directory.Person": 1,
        "journal.Entry": entries,
        "paperwork.Answers": 1,
        "paperwork.Attachment": 1,
        "paperwork.Notice": 1,
        "paperwork.NoticePreference": 1,
    }


def test_who_acted_finds_her_acts_and_no_files_of_others(cast: Cast, life: Answers) -> None:
    found = counted(cast.counsellor.key)

    assert found["journal.Entry"] == Entry.objects.filter(by=cast.counsellor.key).count()
    assert found["directory.Membership"] == 1
    with opened(make_disclosure(by=cast.asker("counsellor"), language="ja")) as file:
        assert file.namelist() == ["everything.json", "everything.html"]


def test_nobody_has_nothing(cast: Cast, life: Answers) -> None:
    assert everything_about("") == []


@pytest.mark.parametrize(
    ("column", "is_act"),
    [("made_by", True), ("accepted_by_id", True), ("by", True), ("person", False), ("key", False)],
)
def test_column_of_an_act_is_told_from_one_of_a_subject(column: str, is_act: bool) -> None:
    assert is_of_an_act(column) is is_act


# --- the file -------------------------------------------------------------------------------


def test_file_is_complete_and_holds_no_secret(cast: Cast, life: Answers) -> None:
    with opened(make_disclosure(by=cast.asker("citizen"), language="ja")) as file:
        data = json.loads(file.read("everything.json"))
        page = file.read("everything.html").decode()
        names = file.namelist()
        content = file.read(names[-1])

    assert {model: len(rows) for model, rows in data["tables"].items()} == counted_without_it(
        cast.citizen.key
    )
    assert data["person"] == cast.citizen.key
    assert "password" not in data["tables"]["directory.Person"][0]
    name = next(one for one in sheet("intake_card").questions if one.key == "name")
    assert f"{as_text(name.label)}: {filling.NAME}" in page
    assert "citizenを見た課" in page
    assert names[2:] == ["attachments/001_citizenの書類.pdf"]
    assert content == files.pdf("% citizen")
    assert "outsider" not in page + json.dumps(data, ensure_ascii=False)


def counted_without_it(person: str) -> dict[str, int]:
    """What was held before the file was made: the making leaves traces of its own."""
    found = counted(person)
    found["journal.Entry"] -= Entry.objects.filter(kind="disclosure.made").count()
    found["paperwork.Notice"] -= Notice.objects.filter(about_kind="disclosure").count()
    del found["paperwork.Disclosure"]
    return found


def test_page_in_the_file_speaks_the_readers_language(cast: Cast, life: Answers) -> None:
    with opened(make_disclosure(by=cast.asker("citizen"), language="en")) as file:
        page = file.read("everything.html").decode()

    assert '<html lang="en">' in page
    assert "Answers to question sheets" in page
    assert "質問票" not in page


def test_what_somebody_wrote_does_not_become_a_page(cast: Cast) -> None:
    send(
        "paperwork.disclosure_ready",
        to=[Recipient(person=cast.citizen.key)],
        context={"until": "<script>alert(1)</script>"},
    )

    with opened(make_disclosure(by=cast.asker("citizen"), language="ja")) as file:
        page = file.read("everything.html").decode()

    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_making_is_told_in_the_inbox_and_the_journal(cast: Cast) -> None:
    disclosure = make_disclosure(by=cast.asker("citizen"), language="ja")

    notice, entry = Notice.objects.get(), Entry.objects.get(kind="disclosure.made")
    assert (notice.person, notice.about_key) == (cast.citizen.key, disclosure.key)
    assert (entry.person, entry.subject_key) == (cast.citizen.key, disclosure.key)


def test_nobody_makes_a_file(cast: Cast, folder: Path) -> None:
    with pytest.raises(NotPermitted):
        make_disclosure(by=NOBODY, language="ja")

    assert list(folder.rglob("*")) == []


def test_file_that_waited_long_enough_is_deleted(
    cast: Cast,
    folder: Path,
    client: Client,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    disclosure = make_disclosure(by=cast.asker("citizen"), language="ja")
    Disclosure.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    late = signed_in(client, cast.citizen).get(
        reverse("paperwork:disclosure", args=[disclosure.key])
    )
    with django_capture_on_commit_callbacks(execute=True):
        call_command("sweep_attachments", stdout=StringIO())

    assert late.status_code == 404
    assert not Disclosure.objects.exists()
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_office_answers_by_command(cast: Cast, life: Answers, tmp_path: Path) -> None:
    output = tmp_path / "answer.zip"

    call_command("subject_access", cast.citizen.key, "--output", str(output), stdout=StringIO())

    assert output.stat().st_mode & 0o777 == 0o600
    assert filling.NAME in zipfile.ZipFile(output).read("everything.html").decode()
    assert Entry.objects.get(kind="disclosure.made").by == ""
    with pytest.raises(CommandError, match="already"):
        call_command("subject_access", cast.citizen.key, "--output", str(output))


def test_command_for_a_key_of_nobody_says_so(cast: Cast, tmp_path: Path) -> None:
    output = tmp_path / "answer.zip"

    with pytest.raises(CommandError, match="nothing is held"):
        call_command("subject_access", "nobody", "--output", str(output))
    assert not output.exists()


# --- pages ----------------------------------------------------------------------------------


def test_person_sees_counts_makes_and_fetches_the_file(
    client: Client, cast: Cast, life: Answers
) -> None:
    signed_in(client, cast.citizen)
    address = reverse("paperwork:about_me")

    page = client.get(address).content.decode()
    made = client.post(address)
    after = client.get(address).content.decode()
    fetched = client.get(reverse("paperwork:disclosure", args=[Disclosure.objects.get().key]))

    assert "質問票の回答" in page
    assert "取り込み" in page.split("次の種類の記録は")[1]
    assert made.status_code == 302
    assert Disclosure.objects.get().key in after
    assert fetched.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in fetched.headers["Cache-Control"]
    assert zipfile.is_zipfile(io.BytesIO(b"".join(fetched.streaming_content)))


def test_file_is_not_there_for_anybody_else(client: Client, cast: Cast, life: Answers) -> None:
    disclosure = make_disclosure(by=cast.asker("citizen"), language="ja")
    address = reverse("paperwork:disclosure", args=[disclosure.key])

    assert client.get(address).status_code == 404
    for name in ("outsider", "city_office", "auditor", "company_administrator"):
        other = signed_in(Client(), cast.people[name])
        assert other.get(address).status_code == 404
        page = other.get(reverse("paperwork:about_me")).content.decode()
        assert disclosure.key not in page


def test_nobody_is_asked_to_sign_in(client: Client) -> None:
    response = client.get(reverse("paperwork:about_me"))

    assert (response.status_code, "next=" in response.headers["Location"]) == (302, True)


def test_large_file_is_made_as_a_job(
    client: Client, cast: Cast, life: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("renkei.paperwork.views.subject_access.MOST_ROWS", 3)

    response = signed_in(client, cast.citizen).post(reverse("paperwork:about_me"))

    job = Job.objects.get()
    assert response.headers["Location"] == job.get_absolute_url()
    assert (job.kind, job.owner, job.arguments) == ("paperwork.disclosure", cast.citizen.key, {})
    assert not Disclosure.objects.exists()
    run_job.call(job.key)
    assert Disclosure.objects.get().person == cast.citizen.key
