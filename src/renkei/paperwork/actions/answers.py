"""Filling in a sheet: begin, save, submit, take back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.charter.sheets import Version
from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.core.moves import locked, move
from renkei.core.rights import NOBODY, Asker, Verb, must
from renkei.core.writing import is_english
from renkei.journal.actions import record
from renkei.paperwork.events.sheets import SheetSubmitted, SheetTakenBack
from renkei.paperwork.models import AnswerLink, Answers, SheetUsed
from renkei.paperwork.queries.answers import OPEN, opens
from renkei.paperwork.queries.sheets import initiatives_of, version_in_use, version_of
from renkei.paperwork.queries.units import side_of
from renkei.paperwork.sheets.reading import (
    Given,
    Problem,
    answers_to_what_is_asked,
    problems,
)
from renkei.paperwork.states import AnswersState

# Whoever fills in: somebody with a seat, or whoever holds the link.
Filler = Asker | AnswerLink


@dataclass(frozen=True, slots=True)
class About:
    """What the answers belong to, and who answers; all of it may be empty.

    Errors  ValueError for a kind without a key
    """

    kind: str = ""
    key: str = ""
    organisation: str = ""
    person: str = ""

    def __post_init__(self) -> None:
        if bool(self.kind) != bool(self.key):
            raise ValueError("a record is named by kind and key")


class SavedMeanwhile(WrongState):
    """Somebody, or another tab, has saved since the form was opened; nothing was overwritten."""

    def __init__(self, answers: Answers) -> None:
        super().__init__(_("この回答は、別の画面で先に保存されました。"))
        self.answers = answers  # as they are now


class Incomplete(Refused):
    """What stands in the way of submitting."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(_("まだ提出できません。直すところがあります。"))
        self.problems = problems


@transaction.atomic
def start_answers(
    sheet: str, *, by: Asker, unit: str, on: date, about: About | None = None
) -> Answers:
    """An empty draft of the version that is in use on the day, at a unit.

    Errors  NotPermitted when `by` may not fill in sheets of the unit;
            WrongState when no version of the sheet can be answered on that day
    """
    about = about or About()
    answers = Answers(
        sheet=sheet,
        unit=unit,
        side=side_of(by, unit),
        about_kind=about.kind,
        about_key=about.key,
        organisation=about.organisation,
        person=about.person,
        language="en" if is_english() else "ja",
        made_by=by.person,
    )
    # Whoever only answers for an organisation is asked by a unit and begins nothing by herself.
    must(by, Verb.SHARE, answers)
    version = version_in_use(sheet, on)
    if version is None:
        raise WrongState(_("この様式は、いま使える版がありません。担当課にお尋ねください。"))
    answers.version, answers.used = version.version, kept_version(sheet, version)
    answers.save(force_insert=True)
    return answers


@transaction.atomic
def save_answers(
    answers: Answers, given: Given, *, by: Filler, revision: int, tab: str = ""
) -> Answers:
    """Keep what was typed, right or wrong, if nobody has saved since `revision`.

    One page saves while one types and again at the button, and may overtake itself: what came from
    the same `tab` is no conflict.

    Errors  NotPermitted when `by` may not fill in these answers;
            SavedMeanwhile when somebody was faster; it holds the answers as they are now;
            WrongState when they are submitted already
    """
    answers = locked(answers)
    must_fill_in(by, answers)
    _must_be_open(answers)
    if answers.revision != revision and not (tab and tab == answers.saved_tab):
        raise SavedMeanwhile(answers)
    answers.values, answers.unread = given.values, given.unread
    answers.revision += 1
    answers.saved_at, answers.saved_by = timezone.now(), _person(by)
    answers.saved_tab, answers.language = tab, "en" if is_english() else "ja"
    answers.save()  # locked, and read a moment ago
    return answers


@transaction.atomic
def submit_answers(answers: Answers, *, by: Filler, on: date, revision: int) -> Answers:
    """Hand in what was saved; answers to questions that were not asked are left out.

    Errors  NotPermitted when `by` may not fill in these answers;
            SavedMeanwhile when they are not what `by` has reviewed;
            Incomplete when something is missing or wrong; it holds what;
            WrongState when they are submitted already
    """
    answers = locked(answers)
    must_fill_in(by, answers)
    _must_be_open(answers)
    if answers.revision != revision:
        raise SavedMeanwhile(answers)
    version = version_of(answers)
    found = list(problems(version, Given(answers.values, answers.unread)))
    if found:
        raise Incomplete(found)
    move(
        answers,
        to=AnswersState.SUBMITTED,
        values=answers_to_what_is_asked(version, answers.values),
        unread={},
        shown_to=answers.person,
        submitted_at=timezone.now(),
        submitted_by=_person(by),
        return_reason="",
    )
    is_by_link = isinstance(by, AnswerLink)
    record(
        SheetSubmitted(**about(answers), by_link=is_by_link),
        by=NOBODY if is_by_link else by,  # type: ignore[arg-type]
        on=on,
    )
    return answers


@transaction.atomic
def take_back_answers(answers: Answers, *, by: Filler, on: date) -> Answers:
    """Make a draft again of what was submitted and not yet accepted.

    Errors  NotPermitted when `by` may not fill in these answers;
            WrongState when they are not submitted, or accepted already
    """
    answers = locked(answers)
    must_fill_in(by, answers)
    if answers.state != AnswersState.SUBMITTED:
        raise WrongState(_("提出中の回答だけを取り下げられます。"))
    move(answers, to=AnswersState.DRAFT, revision=F("revision") + 1, shown_to="")
    answers.refresh_from_db()
    record(
        SheetTakenBack(**about(answers)),
        by=NOBODY if isinstance(by, AnswerLink) else by,
        on=on,
    )
    return answers


def about(answers: Answers) -> dict[str, Any]:
    """What every entry of the journal about these answers says."""
    return {
        "subject_kind": "answers",
        "subject_key": answers.key,
        "side": answers.side,
        "organisation": answers.unit,
        "organisations": (answers.organisation,) if answers.organisation else (),
        "person": answers.person,
        "initiatives": initiatives_of(answers.sheet),
        "sheet": answers.sheet,
        "version": answers.version,
    }


def must_fill_in(by: Filler, answers: Answers) -> None:
    """Errors  NotPermitted when the link opens other answers or none any more, or a right lacks"""
    if not isinstance(by, AnswerLink):
        must(by, Verb.WRITE, answers)
        return
    present = AnswerLink.objects.filter(pk=by.pk, answers=answers).first()
    if present is None or not opens(present):
        raise NotPermitted(_("このリンクでは、もう回答できません。"))


def _must_be_open(answers: Answers) -> None:
    if answers.state not in OPEN:
        raise WrongState(_("提出済みの回答は変えられません。直すときは、先に取り下げてください。"))


def _person(by: Filler) -> str:
    return "" if isinstance(by, AnswerLink) else by.person


def kept_version(sheet: str, version: Version) -> SheetUsed:
    """Our copy of the version, made when it is first used."""
    definition: Mapping[str, object] = version.definition
    used, _is_new = SheetUsed.objects.get_or_create(
        digest=version.digest,
        defaults={"sheet": sheet, "version": version.version, "definition": definition},
    )
    return used
