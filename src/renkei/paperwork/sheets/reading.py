"""A whole sheet: what was sent becomes values, what cannot be read is kept, what is wrong is named.

Nothing that was typed is lost: a text that is no answer stays beside the values as it was typed
until it is mended. Answers to questions that are not asked any more stay in a draft and are left
out when it is submitted.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from renkei.charter.sheets import NO, YES, Condition, Question, Version
from renkei.core.writing import localized, number
from renkei.paperwork.sheets.values import UnreadableError, Value, read_value

Values = Mapping[str, Value]
Unread = Mapping[str, Sequence[str]]  # as it was typed
PREFIX = "q_"  # of the fields of a form


@dataclass(frozen=True, slots=True)
class Problem:
    question: Question
    message: str
    is_missing: bool = False  # something is not there yet; in a draft that is no mistake


@dataclass(frozen=True, slots=True)
class Given:
    """The answers as far as they are given."""

    values: dict[str, Value] = field(default_factory=dict)
    unread: dict[str, list[str]] = field(default_factory=dict)


def read_sent(version: Version, sent: Mapping[str, Sequence[str]]) -> Given:
    """What a form sent; `sent` holds the texts of each field by its name."""
    given = Given()
    for question in version.questions:
        texts = [text.replace("\x00", "") for text in sent.get(PREFIX + question.key, ())]
        try:
            value = read_value(question, texts)
        except UnreadableError:
            given.unread[question.key] = texts
        else:
            if value is not None:
                given.values[question.key] = value
    return given


def problems(version: Version, given: Given) -> Iterator[Problem]:
    """What stands in the way of submitting, in the order of the sheet."""
    for question in asked_questions(version, given.values):
        message = _unreadable(question, given) or _above(question, version, given.values)
        if message:
            yield Problem(question, message)
        elif question.key not in given.values and is_required(question, given.values):
            yield Problem(question, _missing(question), is_missing=True)


def asked_questions(version: Version, values: Values) -> list[Question]:
    """The questions whose conditions hold; one that hangs on a question not asked is not asked."""
    asked: dict[str, Question] = {}
    for question in version.questions:
        condition = question.when
        if condition is None or (condition.question in asked and holds(condition, values)):
            asked[question.key] = question
    return list(asked.values())


def answers_to_what_is_asked(version: Version, values: Values) -> dict[str, Value]:
    keys = [question.key for question in asked_questions(version, values)]
    return {key: values[key] for key in keys if key in values}


def holds(condition: Condition, values: Values) -> bool:
    value = values.get(condition.question)
    if isinstance(value, bool):
        return value == (condition.equals == YES)
    if isinstance(value, list):
        return condition.equals in value
    return value == condition.equals


def is_required(question: Question, values: Values) -> bool:
    condition = question.required_when
    return question.required or (condition is not None and holds(condition, values))


def _unreadable(question: Question, given: Given) -> str:
    try:
        read_value(question, given.unread.get(question.key, ()))
    except UnreadableError as problem:
        return str(problem)
    return ""


def _above(question: Question, version: Version, values: Values) -> str:
    if not question.at_most:
        return ""
    value, most = values.get(question.key), values.get(question.at_most)
    if not isinstance(value, int) or not isinstance(most, int) or value <= most:
        return ""
    other = next(one for one in version.questions if one.key == question.at_most)
    return _("「%(other)s」の%(most)s以下にしてください。") % {
        "other": localized(other.label),
        "most": number(most),
    }


def _missing(question: Question) -> str:
    if question.kind in ("one_of", "several_of", "yes_no", "area"):
        return _("選んでください。")
    if question.kind == "consent":
        return _("同意する場合は印を付けてください。同意がないと受け付けられません。")
    return _("入力してください。")


__all__ = [
    "NO",
    "PREFIX",
    "YES",
    "Given",
    "Problem",
    "answers_to_what_is_asked",
    "asked_questions",
    "holds",
    "is_required",
    "problems",
    "read_sent",
]
