"""What was decided was decided with its files: afterwards none comes and none goes."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from renkei.core.errors import WrongState
from renkei.paperwork.actions.answers import submit_answers
from renkei.paperwork.actions.attachments import attach, remove_attachment
from renkei.paperwork.actions.deciding import accept_answers
from renkei.paperwork.models import Answers, Attachment
from renkei.paperwork.rules.attachments import may_attach, may_remove
from tests.cast import Cast, standing_cast
from tests.rooms.paperwork import files
from tests.rooms.paperwork.filling import TODAY, filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(settings: Settings, tmp_path: Path) -> Cast:
    settings.ATTACHMENTS = tmp_path
    return standing_cast()


def proof() -> SimpleUploadedFile:
    return SimpleUploadedFile("証明.pdf", files.pdf())


def accepted_with_a_file(cast: Cast) -> tuple[Answers, Attachment]:
    by = cast.asker("counsellor")
    answers = filled(cast)
    attachment = attach(answers, proof(), by=by)
    submit_answers(answers, by=by, on=TODAY, revision=answers.revision)
    answers.refresh_from_db()
    accept_answers(answers, by=cast.asker("desk_manager"), on=TODAY)
    answers.refresh_from_db()
    return answers, attachment


def test_accepted_answers_keep_the_files_they_were_accepted_with(cast: Cast) -> None:
    answers, attachment = accepted_with_a_file(cast)
    by = cast.asker("counsellor")

    for act in (
        lambda: attach(answers, SimpleUploadedFile("後から.png", files.png()), by=by),
        lambda: remove_attachment(attachment, by=by),
    ):
        with pytest.raises(WrongState, match="決まったあと"):
            act()

    assert (may_attach(by, answers), may_remove(by, attachment)) == (False, False)
    assert Attachment.objects.get().removed_at is None


def test_record_that_was_accepted_meanwhile_takes_no_file(cast: Cast) -> None:
    answers, _attachment = accepted_with_a_file(cast)
    stale = Answers.objects.get(pk=answers.pk)
    stale.state = "submitted"  # as it was read before

    with pytest.raises(WrongState):
        attach(stale, SimpleUploadedFile("後から.png", files.png()), by=cast.asker("counsellor"))
