"""A sheet as a form or as a list of answers: everything a template needs, prepared once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from renkei.charter.sheets import NO, YES, Condition, Question, Version
from renkei.core.writing import localized
from renkei.paperwork.sheets.reading import (
    PREFIX,
    Given,
    Problem,
    asked_questions,
    is_required,
)
from renkei.paperwork.sheets.values import areas_of_hokkaido, shown, typed
from renkei.paperwork.sheets.wording import as_html, as_text

# What a browser may fill in by itself, where people answer about themselves.
AUTOCOMPLETE = {"email": "email", "telephone": "tel"}
INPUTS = {"email": "email", "telephone": "tel", "date": "date"}
CHOSEN = ("one_of", "several_of", "yes_no")


@dataclass(frozen=True, slots=True)
class Option:
    id: str
    code: str
    label: SafeString
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A question as a form shows it."""

    key: str
    name: str
    id: str
    kind: str
    label: SafeString
    help: SafeString
    unit: str
    note: str  # when it is asked at all
    options: tuple[Option, ...]
    text: str
    error: str
    other: str  # what somebody else saved meanwhile
    is_required: bool
    input_type: str
    autocomplete: str
    when_name: str
    when_equals: str

    @property
    def is_group(self) -> bool:
        """Several boxes under one legend, and not one box under a label."""
        return self.kind in CHOSEN

    @property
    def described_by(self) -> str:
        parts = {"note": self.note, "help": self.help, "other": self.other, "error": self.error}
        return " ".join(f"{self.id}-{name}" for name, text in parts.items() if text)


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a sheet with its fields, or with its answers."""

    title: SafeString
    intro: SafeString
    rows: tuple["Field | Answered", ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """A question and its answer as they are read."""

    id: str
    label: SafeString
    text: str  # empty where nothing was answered
    error: str
    is_personal: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """How a form is shown: in easy Japanese, with which mistakes, beside whose answers."""

    easy: bool = False
    problems: Sequence[Problem] = ()
    others: Mapping[str, str] | None = None
    is_about_reader: bool = False


def form_parts(version: Version, given: Given, how: Shown) -> list[Part]:
    errors = {problem.question.key: problem.message for problem in how.problems}
    fields = {
        question.key: _field(question, version, given, how, errors.get(question.key, ""))
        for question in version.questions
    }
    return [
        Part(
            as_html(section.title, easy=how.easy),
            as_html(section.intro, easy=how.easy),
            tuple(fields[question.key] for question in section.questions),
        )
        for section in version.sections
    ]


def answered_parts(
    version: Version, given: Given, found: Sequence[Problem] = (), *, easy: bool = False
) -> list[Part]:
    """The questions that were asked, with their answers; a section without any is left out."""
    asked = {question.key for question in asked_questions(version, given.values)}
    errors = {problem.question.key: problem.message for problem in found}
    parts = [
        Part(
            as_html(section.title, easy=easy),
            SafeString(),
            tuple(
                _answered(question, given, errors.get(question.key, ""), easy=easy)
                for question in section.questions
                if question.key in asked
            ),
        )
        for section in version.sections
    ]
    return [part for part in parts if part.rows]


def differences(version: Version, mine: Given, theirs: Given) -> dict[str, str]:
    """Where two filled in the same sheet: what the other one wrote, by question."""
    return {
        question.key: written(question, theirs) or _("(空欄)")
        for question in version.questions
        if written(question, mine) != written(question, theirs)
    }


def written(question: Question, given: Given) -> str:
    if question.key in given.values:
        return shown(question, given.values[question.key])
    return " ".join(given.unread.get(question.key, ()))


def field_id(question: Question) -> str:
    return f"{PREFIX}{question.key}"


def _answered(question: Question, given: Given, error: str, *, easy: bool) -> Answered:
    return Answered(
        id=field_id(question),
        label=as_html(question.label, easy=easy),
        text=written(question, given),
        error=error,
        is_personal=question.is_personal,
    )


def _field(question: Question, version: Version, given: Given, how: Shown, error: str) -> Field:
    texts = _texts(question, given)
    when = question.when
    return Field(
        key=question.key,
        name=PREFIX + question.key,
        id=field_id(question),
        kind=question.kind,
        label=as_html(question.label, easy=how.easy),
        help=as_html(question.help, easy=how.easy),
        unit=_unit(question),
        note=_note(when, version, easy=how.easy) if when else "",
        options=tuple(_options(question, texts, easy=how.easy)),
        text=texts[0] if texts else "",
        error=error,
        other=(how.others or {}).get(question.key, ""),
        is_required=is_required(question, given.values),
        input_type=INPUTS.get(question.kind, "text"),
        autocomplete=AUTOCOMPLETE.get(question.kind, "") if how.is_about_reader else "off",
        when_name=PREFIX + when.question if when else "",
        when_equals=when.equals if when else "",
    )


def _texts(question: Question, given: Given) -> list[str]:
    if question.key in given.values:
        return typed(given.values[question.key])
    return list(given.unread.get(question.key, ()))


def _unit(question: Question) -> str:
    if question.kind == "yen":
        return _("円")
    return localized(question.unit) if question.unit else ""


def _options(question: Question, texts: Sequence[str], *, easy: bool) -> Iterable[Option]:
    for n, (code, label) in enumerate(_choices(question, easy=easy), start=1):
        yield Option(f"{field_id(question)}-{n}", code, label, code in texts)


def _choices(question: Question, *, easy: bool) -> Iterable[tuple[str, SafeString]]:
    if question.kind == "area":
        for code, name in areas_of_hokkaido().items():
            yield code, as_html(name)
    elif question.kind == "yes_no":
        yield YES, SafeString(pgettext("answer", "はい"))
        yield NO, SafeString(pgettext("answer", "いいえ"))
    for choice in question.choices:
        yield choice.code, as_html(choice.label, easy=easy)


def _note(when: Condition, version: Version, *, easy: bool) -> str:
    """Without a script all questions stand there, so each says whom it is for."""
    other = next(one for one in version.questions if one.key == when.question)
    labels = {choice.code: as_text(choice.label, easy=easy) for choice in other.choices}
    labels |= (
        {YES: pgettext("answer", "はい"), NO: pgettext("answer", "いいえ")}
        if not other.choices
        else {}
    )
    return _("「%(question)s」に「%(answer)s」と答えた方だけ") % {
        "question": as_text(other.label, easy=easy),
        "answer": labels[when.equals],
    }
