"""Templates of notices: data files of every room, in both languages, each version kept.

`<room>/notice_texts/<name>.<version>.toml` is the template `<room>.<name>`; the highest version is
the one that is sent. A placeholder stands in braces and is declared; nothing else is filled in.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from django.apps import apps
from django.utils import timezone
from django.utils.translation import override

from renkei.charter.text import Text
from renkei.core.writing import long_date, number
from renkei.paperwork.states import NoticeGroup

LANGUAGES = ("ja", "en")
PLACEHOLDER = re.compile(r"\{(\w+)\}")
FILE = re.compile(r"([a-z][a-z0-9_]*)\.([1-9][0-9]*)\.toml")
_KEYS = {"group", "is_obligatory", "placeholders", *LANGUAGES}
# The address of the page that tells more is put below every notice, and needs no declaration.
One = str | int | date | Text
# Several stand one below the other: a list in the text of a letter.
Value = One | tuple[One, ...]


class FaultyTemplate(Exception):
    """The file of a template does not say what it must."""


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Template:
    name: str  # "directory.seat_given"
    version: int
    group: NoticeGroup
    is_obligatory: bool
    placeholders: frozenset[str]
    texts: Mapping[str, Letter]

    def written(self, context: Mapping[str, Value], language: str) -> Letter:
        """The notice as one recipient reads it.

        Errors  ValueError when a placeholder has no value, or a value no placeholder
        """
        if set(context) != self.placeholders:
            raise ValueError(
                f"“{self.name}” needs {sorted(self.placeholders)}, got {sorted(context)}"
            )
        text = self.texts[language]
        with override(language):
            values = {name: _as_text(value, language) for name, value in context.items()}
        subject = " ".join(_filled(text.subject, values).split())
        return Letter(subject, _filled(text.body, values))


def _filled(text: str, values: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda found: values[found[1]], text)


def _as_text(value: Value, language: str) -> str:
    if isinstance(value, tuple):
        return "\n".join(_as_line(one, language) for one in value)
    return _as_line(value, language)


def _as_line(value: One, language: str) -> str:
    """One line: a value never adds a line to a notice, and never a header to its e-mail."""
    if isinstance(value, Text):
        value = value.in_language(language)
    if isinstance(value, datetime):
        value = timezone.localdate(value)
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, int):
        return number(value)
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())


# --- reading --------------------------------------------------------------------------------


@cache
def templates() -> Mapping[str, tuple[Template, ...]]:
    """Of every template all its versions, the newest last.

    Errors  FaultyTemplate when a file does not say what it must
    """
    found: dict[str, list[Template]] = {}
    for config in apps.get_app_configs():
        if config.name.startswith("renkei."):
            for path in sorted((Path(config.path) / "notice_texts").glob("*.toml")):
                one = read_template(config.label, path)
                found.setdefault(one.name, []).append(one)
    return {name: tuple(sorted(all_, key=_version)) for name, all_ in sorted(found.items())}


def template(name: str, version: int | None = None) -> Template:
    """Errors  LookupError when there is no such template, or no such version."""
    for one in reversed(templates().get(name, ())):
        if version in (None, one.version):
            return one
    raise LookupError(f"there is no template of a notice “{name}”")


def read_template(room: str, path: Path) -> Template:
    """Errors  FaultyTemplate when the file does not say what it must."""
    named = FILE.fullmatch(path.name)
    if named is None:
        raise FaultyTemplate(f"{path.name} is not named as “seat_given.1.toml”")
    with path.open("rb") as file:
        data = tomllib.load(file)
    try:
        if extra := set(data) - _KEYS:
            raise FaultyTemplate(f"{sorted(extra)} mean nothing here")
        one = Template(
            name=f"{room}.{named[1]}",
            version=int(named[2]),
            group=NoticeGroup(data["group"]),
            is_obligatory=bool(data["is_obligatory"]),
            placeholders=frozenset(data["placeholders"]),
            texts={
                language: Letter(data[language]["subject"].strip(), data[language]["body"].strip())
                for language in LANGUAGES
            },
        )
        _check(one)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise FaultyTemplate(f"{path.name}: {error!r}") from error
    except FaultyTemplate as error:
        raise FaultyTemplate(f"{path.name}: {error}") from error
    return one


def _check(one: Template) -> None:
    for language, text in one.texts.items():
        if not text.subject or not text.body or "\n" in text.subject:
            raise FaultyTemplate(f"{language}: a subject is one line, and a body follows it")
        used = set(PLACEHOLDER.findall(text.subject + text.body))
        if used != one.placeholders:
            wrong = sorted(used ^ one.placeholders)
            raise FaultyTemplate(f"{language}: {wrong} stand in the text or in the list alone")


def _version(one: Template) -> int:
    return one.version
