"""The kinds of long work; each room declares its own in a file `jobs.py`.

    @job("firms.number", Text("法人番号の照合", "Matching of corporate numbers"))
    def match_numbers(progress: Progress, *, unit: str) -> dict[str, Any]:
        for n, firm in enumerate(firms, start=1):
            ...
            progress(n, len(firms))
        return {"address": reverse("directory:firms"), "text": _("…")}

The file is imported when the first page, action or worker asks for a job, never at the start. What
it does must stand being done twice: a worker may be killed at any moment, and then the work is
taken up again from its beginning.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from django.utils.module_loading import autodiscover_modules

from renkei.charter.text import Text
from renkei.core.rights import Asker


class Progress(Protocol):
    @property
    def by(self) -> Asker:
        """Whose work it is, with the seats of today."""

    def __call__(self, done: int, total: int = 0, message: str = "") -> None:
        """Say how far it is; cheap enough for every row.

        Errors  Stopped when somebody stopped the work: let it pass
        """


# The answer may hold "address" and "text": where the result is, and what came of it.
Work = Callable[..., Mapping[str, Any] | None]
Declared = TypeVar("Declared", bound=Work)


@dataclass(frozen=True, slots=True)
class JobKind:
    name: str
    label: Text
    work: Work


_KINDS: dict[str, JobKind] = {}


def job(name: str, label: Text) -> Callable[[Declared], Declared]:
    """Errors  ValueError when the name is declared twice."""

    def declare(work: Declared) -> Declared:
        if name in _KINDS:
            raise ValueError(f"the job “{name}” is declared twice")
        _KINDS[name] = JobKind(name, label, work)
        return work

    return declare


def job_kind(name: str) -> JobKind:
    """Errors  LookupError when no room declares it."""
    if name not in _KINDS:
        autodiscover_modules("jobs", "imports")
    return _KINDS[name]
