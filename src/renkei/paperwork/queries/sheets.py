"""Which sheets there are, in which version, and the version under which answers were given."""

from collections.abc import Mapping
from datetime import date

from renkei.charter import sheet_reader
from renkei.charter.sheets import Sheet, Version
from renkei.charter.text import Text
from renkei.paperwork.models import Answers, SheetUsed


def sheets() -> Mapping[str, Sheet]:
    return sheet_reader.sheets()


def sheet(name: str, version: str = "") -> Version:
    """A version of a sheet; its latest where none is named.

    Errors  LookupError when there is no such sheet or version
    """
    if name not in sheets():
        raise LookupError(f"there is no sheet “{name}”; there are {', '.join(sheets())}")
    found = sheets()[name].version(version) if version else sheets()[name].versions[-1]
    if found is None:
        raise LookupError(f"the sheet “{name}” has no version “{version}”")
    return found


def version_in_use(name: str, on: date) -> Version | None:
    """The version that can be answered on a day: valid, and released."""
    found = sheets()[name].version_on(on) if name in sheets() else None
    return found if found and found.released else None


def title_of(name: str) -> Text:
    found = sheets().get(name)
    return found.title if found else Text(name, name)


def initiatives_of(name: str) -> tuple[str, ...]:
    found = sheets().get(name)
    return found.initiatives if found else ()


def version_of(answers: Answers) -> Version:
    """What was asked, word for word: from the file, or where that has changed from our copy."""
    present = sheets().get(answers.sheet)
    version = present.version(answers.version) if present else None
    if version and version.digest == answers.used_id:
        return version
    return sheet_reader.version_from(answers.used.definition)


def changed_since_used() -> list[SheetUsed]:
    """Versions that people have answered and whose files now ask something else, or are gone."""
    return [
        used
        for used in SheetUsed.objects.filter(answers__isnull=False).distinct()
        if not _is_as_used(used)
    ]


def _is_as_used(used: SheetUsed) -> bool:
    present = sheets().get(used.sheet)
    version = present.version(used.version) if present else None
    return version is not None and version.digest == used.digest
