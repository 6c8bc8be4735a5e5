"""Disposing: what is due and not held goes, with a proof; what was counted stays counted."""

from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from renkei.core.models import ImportBatch, SearchEntry
from renkei.journal.models import Entry
from renkei.journal.queries import counted, counted_by, entries
from renkei.paperwork.actions.retention import (
    BATCH,
    apply_retention,
    digest_of,
    dispose_of_batch,
)
from renkei.paperwork.models import Answers, Attachment, Disposal, DisposedRecord, Notice
from renkei.paperwork.queries.retention import due
from renkei.paperwork.queries.sheets import sheet
from tests.cast import Cast, standing_cast
from tests.concurrency import at_once, refusals, shared_database
from tests.rooms.journal.happenings import held
from tests.rooms.paperwork import filling
from tests.rooms.paperwork.keeping import TODAY, agreement, apply, attached, hold, told
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
def answers(cast: Cast) -> Answers:
    return filling.submitted(cast)


@pytest.fixture
def notice(cast: Cast) -> Notice:
    return told(cast)


# --- disposing ------------------------------------------------------------------------------


def test_what_imports_and_search_remember_of_the_record_goes_with_it(answers: Answers) -> None:
    batch = ImportBatch.objects.create(
        importer="x", record_kind="answers", file_name="a.csv", digest="", n_rows=1, by="x"
    )
    batch.rows.create(number=2, change="new", title="said", record_key=answers.key)
    SearchEntry.objects.create(kind="answers", key=answers.key, titles="x", text="x", said="")

    apply("answers")

    assert batch.rows.get().title == ""
    assert not SearchEntry.objects.filter(kind="answers").exists()


def test_nothing_goes_before_its_day(cast: Cast, notice: Notice) -> None:
    made = timezone.localdate(notice.made_at)
    last = made.replace(year=made.year + 3)

    early = apply_retention(lambda _kind, _n: None, today=last)
    late = apply_retention(lambda _kind, _n: None, today=last + timedelta(days=1))

    assert (early["notice"], late["notice"]) == (0, 1)


def test_notice_is_deleted_with_a_proof(notice: Notice) -> None:
    proof = digest_of(notice)

    apply("notice")

    assert not Notice.objects.exists()
    kept = DisposedRecord.objects.get()
    assert (kept.record_kind, kept.record_key, kept.digest) == ("notice", notice.key, proof)
    disposal = kept.disposal
    assert (disposal.way, disposal.years, disposal.n_records) == ("delete", 3, 1)


def test_proof_tells_a_changed_copy_apart(notice: Notice) -> None:
    before = digest_of(notice)
    notice.body += "。"

    assert digest_of(notice) != before


def test_journal_is_told_the_number_only(cast: Cast, notice: Notice) -> None:
    told(cast)

    apply("notice")

    entry = Entry.objects.get(kind="retention.applied")
    assert entry.facts == '{"record_kind":"notice","records":2,"way":"delete"}'
    assert (entry.by, entry.person) == ("", "")


def test_answers_lose_what_is_personal_and_keep_the_rest(answers: Answers) -> None:
    asked = {question.key: question.is_personal for question in sheet("intake_card").questions}
    given = dict(answers.values)

    apply("answers")

    answers.refresh_from_db()
    assert answers.values == {key: value for key, value in given.items() if not asked[key]}
    assert set(given) - set(answers.values) != set()
    assert answers.values != {}
    assert (answers.person, answers.shown_to, answers.unread) == ("", "", {})


def test_attachment_loses_content_and_name(
    cast: Cast,
    folder: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    attachment = attached(cast, agreement(cast))

    with django_capture_on_commit_callbacks(execute=True):
        apply("attachment")

    attachment.refresh_from_db()
    assert (attachment.name, attachment.is_removed) == ("", True)
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_what_was_attached_to_a_record_goes_with_it(
    cast: Cast, answers: Answers, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    Attachment.objects.create(
        about_kind="answers", about_key=answers.key, name="a.pdf", kind="pdf", size=1,
        sha256="0" * 64, stored="0" * 32, added_by=cast.counsellor.key,
    )  # fmt: skip

    with django_capture_on_commit_callbacks(execute=True):
        apply("answers")

    assert Attachment.objects.get().name == ""


def test_disposing_twice_does_it_once(cast: Cast, answers: Answers, notice: Notice) -> None:
    first, second = apply(), apply()

    assert (first["answers"], first["notice"]) == (1, 1)
    assert set(second.values()) == {0}
    assert Disposal.objects.filter(record_kind__in=["answers", "notice"]).count() == 2


def test_more_than_a_batch_is_done_in_batches(cast: Cast, notice: Notice) -> None:
    copies = [Notice(**fields_of(notice)) for _n in range(BATCH)]
    Notice.objects.bulk_create(copies)
    said: list[int] = []

    apply_retention(lambda _kind, n: said.append(n), today=TODAY, only="notice")

    assert said == [BATCH, BATCH + 1]
    assert Entry.objects.filter(kind="retention.applied").count() == 2


def fields_of(notice: Notice) -> dict[str, object]:
    return {
        field.attname: getattr(notice, field.attname)
        for field in Notice._meta.concrete_fields
        if not field.primary_key
    }


def test_plan_touches_nothing(notice: Notice) -> None:
    Notice.objects.update(made_at=timezone.now() - timedelta(days=5 * 366))
    said = StringIO()

    call_command("apply_retention", "--plan", stdout=said)

    assert "notice: 1 to delete, 3 years" in said.getvalue()
    assert (Notice.objects.count(), Disposal.objects.count()) == (1, 0)


def test_command_says_what_it_did(notice: Notice) -> None:
    Notice.objects.update(made_at=timezone.now() - timedelta(days=5 * 366))
    said = StringIO()

    call_command("apply_retention", "--kind", "notice", stdout=said)

    assert said.getvalue() == "notice: 1 …\nnotice: 1 done\n"


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_dispose_of_each_record_once(tmp_path: Path) -> None:
    with shared_database():
        cast = standing_cast()
        for _n in range(10):
            told(cast)

        refusals(at_once(lambda: apply("notice"), lambda: apply("notice")))

        assert DisposedRecord.objects.count() == 10
        assert sum(Disposal.objects.values_list("n_records", flat=True)) == 10


# --- what was counted -----------------------------------------------------------------------


COLUMNS = ("kind", "place", "side", "sex", "age", "organisation", "person", "on", "origin")


def figures() -> dict[str, object]:
    """Every count, sum and number of different persons, by every column."""
    told = entries().exclude(kind="retention.applied")
    return {"all": counted(told)} | {column: counted_by(told, column) for column in COLUMNS}


def test_anonymising_leaves_every_figure_as_it_was(cast: Cast) -> None:
    people = [cast.people[name].key for name in ("citizen", "outsider", "representative")]
    for n in range(240):
        held(
            by=cast.asker(("counsellor", "city_officer", "prefecture_officer")[n % 3]),
            on=date(2026, 1 + n % 12, 1 + n % 28),
            subject=f"answers-{n % 17}",
            person=people[n % 3] if n % 5 else "",
            place=("011002", "012041", "")[n % 3],
            origin=("130001", "")[n % 2],
            sex=("female", "male", "other")[n % 3],
            age=20 + n % 40,
            quantity=n,
            unit="円",
        )
    filling.submitted(cast)
    told(cast)
    attached(cast, agreement(cast))
    before = figures()

    done = apply()

    assert all(done[kind] for kind in ("answers", "notice", "attachment", "person"))
    assert figures() == before
    assert before["all"] == counted(entries().exclude(kind="retention.applied"))


# --- pages ----------------------------------------------------------------------------------


def test_officer_sees_schedule_and_proof(client: Client, cast: Cast, notice: Notice) -> None:
    disposal = dispose_of_batch(
        next(one for one in due(TODAY) if one.term.kind == "notice"), today=TODAY
    )
    assert disposal is not None
    signed_in(client, cast.city_officer)

    page = client.get(reverse("paperwork:retention")).content.decode()
    proof = client.get(reverse("paperwork:disposal", args=[disposal.key])).content.decode()

    assert "保存期間の表" in page
    assert reverse("paperwork:disposal", args=[disposal.key]) in page
    assert notice.key in proof
    assert DisposedRecord.objects.get().digest in proof


@pytest.mark.parametrize("name", ["citizen", "representative", "counsellor"])
def test_proof_is_not_there_for_others(
    client: Client, cast: Cast, notice: Notice, name: str
) -> None:
    apply("notice")
    disposal = Disposal.objects.get()
    signed_in(client, cast.people[name])

    page = client.get(reverse("paperwork:retention"))
    proof = client.get(reverse("paperwork:disposal", args=[disposal.key]))

    assert disposal.key not in page.content.decode()
    assert (page.status_code, proof.status_code) == (200 if name == "counsellor" else 403, 404)


def test_list_costs_the_same_with_one_and_three_batches(client: Client, cast: Cast) -> None:
    signed_in(client, cast.city_officer)
    address = reverse("paperwork:retention")

    def batch() -> None:
        told(cast)
        apply("notice")
        hold(cast, "agreement", agreement(cast).key)

    batch()
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    batch()
    batch()

    with CaptureQueriesContext(connection) as three:
        client.get(address)

    assert len(one) == len(three)
    assert len(three) <= 8


def test_what_is_due_is_counted_when_it_is_asked_for(
    client: Client, cast: Cast, notice: Notice
) -> None:
    Notice.objects.update(made_at=timezone.now() - timedelta(days=5 * 366))
    signed_in(client, cast.city_officer)

    plain = client.get(reverse("paperwork:retention")).content.decode()
    counting = client.get(reverse("paperwork:retention") + "?count=1").content.decode()

    assert "今日、満了しているもの" not in plain
    assert '<span class="due">1</span>' in counting
