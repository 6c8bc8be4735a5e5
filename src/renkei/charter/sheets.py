"""Question sheets: what an office asks, as data.

    hokkaido_sapporo_2020/
        sheets/
            intake_card.toml        one sheet with all its versions
            event_survey.toml

A version that people have answered never changes: it states the digest of its own content in
`released`, and a file whose content no longer has this digest is refused. Whoever wants to ask
something else writes a new version, and the answers of before keep theirs.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal

from renkei.charter.errors import MisfitError
from renkei.charter.text import Text

Kind = Literal[
    "text",
    "long_text",
    "whole_number",
    "yen",
    "date",
    "one_of",
    "several_of",
    "yes_no",
    "area",
    "email",
    "telephone",
    "consent",
]
WITH_CHOICES = ("one_of", "several_of")
WITH_BOUNDS = ("whole_number", "yen")
WITH_LENGTH = ("text", "long_text")
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Wording(Text):
    """A text in both languages, and where it helps in easy Japanese: {札幌|さっぽろ} is read so."""

    easy: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that may be given; its code is what is stored and counted."""

    code: str
    label: Wording


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds where another question, asked before, has this answer (a code, or yes or no)."""

    question: str
    equals: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing that is asked.

    `when`           asked only where the condition holds
    `required`       may not be left out where it is asked
    `required_when`  may not be left out where this condition holds, and may elsewhere
    `at_most`        a number that may not be above the answer to that question, asked before
    `is_personal`    says something about the person: emptied when the person is anonymised
    """

    key: str
    kind: Kind
    label: Wording
    help: Wording | None = None
    required: bool = False
    when: Condition | None = None
    required_when: Condition | None = None
    is_personal: bool = False
    choices: tuple[Choice, ...] = ()
    lowest: int | None = None
    highest: int | None = None
    at_most: str | None = None
    unit: Text | None = None
    longest: int | None = None

    def __post_init__(self) -> None:
        self._check_choices()
        self._check_bounds()
        if self.longest is not None and self.kind not in WITH_LENGTH:
            raise MisfitError("longest", f"belongs to {' and '.join(WITH_LENGTH)} only")
        if self.required and self.required_when:
            raise MisfitError("required_when", "says nothing beside `required`; leave one out")

    def _check_choices(self) -> None:
        if bool(self.choices) != (self.kind in WITH_CHOICES):
            raise MisfitError("choices", f"go together with the kinds {', '.join(WITH_CHOICES)}")
        codes = [choice.code for choice in self.choices]
        for code in codes:
            if not code.isascii() or not code.isprintable() or " " in code:
                raise MisfitError("choices", f"the code “{code}” should be plain letters")
            if codes.count(code) > 1:
                raise MisfitError("choices", f"the code “{code}” stands there twice")

    def _check_bounds(self) -> None:
        for name in ("lowest", "highest", "at_most", "unit"):
            if getattr(self, name) is not None and self.kind not in WITH_BOUNDS:
                raise MisfitError(name, f"belongs to {' and '.join(WITH_BOUNDS)} only")
        if self.lowest is not None and self.highest is not None and self.highest < self.lowest:
            raise MisfitError("highest", f"{self.highest} lies below the lowest, {self.lowest}")

    def may_equal(self, value: str) -> bool:
        """Whether a condition may ask for this answer."""
        if self.kind in WITH_CHOICES:
            return value in {choice.code for choice in self.choices}
        return self.kind in ("yes_no", "consent") and value in (YES, NO)


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    title: Wording
    questions: tuple[Question, ...]
    intro: Wording | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What was asked from a day on.

    `afterwards`  what the receipt says: what happens next, who moves, by when
    `origin`      where the questions come from, or that they are an assumption of ours
    `released`    the digest of this version; without it nobody can answer yet
    """

    version: str
    valid_from: date
    valid_to: date | None = None
    intro: Wording
    afterwards: Wording
    origin: Text
    sections: tuple[Section, ...]
    released: str | None = None

    def __post_init__(self) -> None:
        if self.valid_to and self.valid_to < self.valid_from:
            raise MisfitError("valid_to", f"{self.valid_to} lies before the first day")
        self._check_keys()
        self._check_conditions()
        if self.released and self.released != self.digest:
            raise MisfitError(
                "released",
                f"the version was changed after its release. Undo the change, or leave this "
                f"version as it was and write a new one. (The content now is {self.digest}.)",
            )

    def _check_keys(self) -> None:
        seen: set[str] = set()
        for question in self.questions:
            if not question.key.isidentifier() or not question.key.isascii():
                raise MisfitError("sections", f"the key “{question.key}” should be like_this")
            if question.key in seen:
                raise MisfitError("sections", f"the question “{question.key}” stands there twice")
            seen.add(question.key)

    def _check_conditions(self) -> None:
        before: dict[str, Question] = {}
        for question in self.questions:
            for condition in (question.when, question.required_when):
                if condition and not _asked(condition.question, question, before).may_equal(
                    condition.equals
                ):
                    raise MisfitError(
                        "sections",
                        f"“{question.key}” waits for “{condition.equals}”, which "
                        f"“{condition.question}” can never be",
                    )
            if question.at_most:
                _asked(question.at_most, question, before)
            before[question.key] = question

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)

    @property
    def definition(self) -> dict[str, object]:
        """The version as plain data, without what may still be said of it later."""
        stated = asdict(self)
        del stated["released"], stated["valid_to"]
        plain = _plain(stated)
        assert isinstance(plain, dict)
        return plain

    @property
    def digest(self) -> str:
        """SHA-256 of everything that a person is asked; whitespace of the file does not count."""
        text = json.dumps(self.definition, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def languages(self) -> Iterator[str]:
        yield from ("ja", "en")
        if any(question.label.easy for question in self.questions):
            yield "easy"

    def is_valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def _asked(key: str, by: Question, before: dict[str, Question]) -> Question:
    """The question on which another depends.

    Errors  MisfitError when it is not asked before
    """
    if key not in before:
        raise MisfitError(
            "sections", f"“{by.key}” depends on “{key}”, which is not asked before it"
        )
    return before[key]


def _plain(value: object) -> object:
    """As a file would say it: without what is not stated, dates as text."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items() if not _is_unstated(one)}
    if isinstance(value, (list, tuple)):
        return [_plain(entry) for entry in value]
    return value.isoformat() if isinstance(value, date) else value


def _is_unstated(value: object) -> bool:
    return value is None or value is False or value == ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet through all its versions, oldest first.

    `by_link`  whether people without an account answer it by a link that is sent to them
    """

    key: str
    title: Wording
    purpose: Wording
    initiatives: tuple[str, ...] = ()
    by_link: bool = False
    versions: tuple[Version, ...]

    def __post_init__(self) -> None:
        for earlier, later in zip(self.versions, self.versions[1:], strict=False):
            if later.valid_from <= earlier.valid_from:
                raise MisfitError("versions", f"“{later.version}” should begin after the one above")
            if earlier.valid_to and earlier.valid_to >= later.valid_from:
                raise MisfitError("versions", f"“{earlier.version}” ends after the next begins")
        names = [version.version for version in self.versions]
        for name in names:
            if names.count(name) > 1:
                raise MisfitError("versions", f"“{name}” is the name of two versions")

    def version(self, name: str) -> Version | None:
        return next((version for version in self.versions if version.version == name), None)

    def version_on(self, day: date) -> Version | None:
        """The version in use on a day: the latest that has begun, if it has not ended."""
        begun = [version for version in self.versions if version.valid_from <= day]
        return begun[-1] if begun and begun[-1].is_valid_on(day) else None
