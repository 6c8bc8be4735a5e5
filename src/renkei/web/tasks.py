"""What waits, gathered from every room, sorted and cut for one page."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from renkei.core.jobs.waiting import JOBS
from renkei.core.rights import Asker
from renkei.core.waiting import MOST, Waiting, told
from renkei.core.writing import long_date, number
from renkei.directory.queries.people import PEOPLE
from renkei.directory.queries.waiting import ORGANISATIONS
from renkei.opportunities.queries.waiting import OPPORTUNITIES
from renkei.paperwork.queries.waiting import PAPER
from renkei.programme.queries.waiting import PROGRAMME

# Each room says what of its own waits; a room that has nothing to say is not asked.
ROOMS = (PEOPLE, ORGANISATIONS, PAPER, OPPORTUNITIES, *PROGRAMME, JOBS)
SOON = timedelta(days=7)
NEVER = date.max


def all_waiting(asker: Asker) -> list[Waiting]:
    """Everything that waits for the person, what is late first, what lies elsewhere last."""
    return sorted(told(asker, *ROOMS), key=_urgency)


def _urgency(waiting: Waiting) -> tuple[bool, date, date, str]:
    return waiting.is_elsewhere, waiting.due or NEVER, waiting.since, waiting.title


# --- filters --------------------------------------------------------------------------------


def _is_mine(waiting: Waiting, asker: Asker) -> bool:
    return waiting.is_mine(asker) and not waiting.is_elsewhere


def _is_of_my_unit(waiting: Waiting, asker: Asker) -> bool:
    return not waiting.is_mine(asker) and not waiting.is_elsewhere


def _is_elsewhere(waiting: Waiting, _asker: Asker) -> bool:
    return waiting.is_elsewhere


def _is_overdue(waiting: Waiting, asker: Asker) -> bool:
    return waiting.due is not None and asker.on is not None and waiting.due < asker.on


def _is_due_soon(waiting: Waiting, asker: Asker) -> bool:
    return waiting.due is not None and asker.on is not None and waiting.due <= asker.on + SOON


Question = Callable[[Waiting, Asker], bool]
WHOSE: dict[str, Question] = {
    "mine": _is_mine,
    "unit": _is_of_my_unit,
    "elsewhere": _is_elsewhere,
}
DUE: dict[str, Question] = {"overdue": _is_overdue, "soon": _is_due_soon}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; an unknown word asks for everything."""

    whose: str = ""
    due: str = ""

    def kept(self, waiting: Iterable[Waiting], asker: Asker) -> list[Waiting]:
        asked = [
            questions[name]
            for questions, name in ((WHOSE, self.whose), (DUE, self.due))
            if name in questions
        ]
        return [one for one in waiting if all(question(one, asker) for question in asked)]

    def query(self) -> str:
        """As it stands in the address, without the page."""
        return urlencode({name: value for name, value in asdict(self).items() if value})


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, with how many it would show."""

    label: str
    query: str
    n: str
    is_chosen: bool


def choices(filters: Filters, waiting: list[Waiting], asker: Asker) -> list[list[Choice]]:
    """The filters as rows of links: whose it is, and when it is due."""
    whose = {"": _("すべて"), "mine": _("わたし"), "unit": _("部署"), "elsewhere": _("相手側")}
    due = {"": _("期限を問わない"), "overdue": _("期限を過ぎた"), "soon": _("7日以内")}
    rows = [
        [(label, replace(filters, whose=value)) for value, label in whose.items()],
        [(label, replace(filters, due=value)) for value, label in due.items()],
    ]
    counted, is_all = _counted(waiting, asker), len(waiting) < MOST
    return [
        [
            Choice(label, one.query(), _how_many(one, counted, is_all=is_all), one == filters)
            for label, one in row
        ]
        for row in rows
    ]


def _counted(waiting: Iterable[Waiting], asker: Asker) -> Counter[frozenset[str]]:
    """How many there are of those that answer the same questions with yes."""
    questions = (WHOSE | DUE).items()
    return Counter(
        frozenset(name for name, question in questions if question(one, asker)) for one in waiting
    )


def _how_many(filters: Filters, counted: Counter[frozenset[str]], *, is_all: bool) -> str:
    """With a plus sign where the oldest alone were read."""
    asked = {filters.whose, filters.due} & (WHOSE.keys() | DUE.keys())
    n = sum(n for answers, n in counted.items() if asked <= answers)
    return number(n) + ("" if is_all else "+")


def to_do(asker: Asker) -> list[Waiting]:
    """What the person or her unit can do; what lies elsewhere is only watched."""
    return [one for one in all_waiting(asker) if not one.is_elsewhere]


def n_to_do(waiting: Iterable[Waiting]) -> int:
    """How much of it the person or her unit can do."""
    return sum(not one.is_elsewhere for one in waiting)


# --- as a page shows it ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    title: str
    step: str
    address: str
    since: str  # 3日前から
    due: str  # 期限 2026年12月1日(火)
    left: str  # あと5日
    is_overdue: bool
    with_whom: str
    is_elsewhere: bool
    at_once: str


def rows(waiting: Iterable[Waiting], asker: Asker, unit_names: Mapping[str, str]) -> list[Row]:
    """Of one page only, because dates are written here."""
    return [_row(one, asker, unit_names) for one in waiting]


def _row(one: Waiting, asker: Asker, unit_names: Mapping[str, str]) -> Row:
    today = asker.on or one.since
    return Row(
        title=one.title,
        step=one.step,
        address=one.address,
        since=_since((today - one.since).days),
        due=long_date(one.due) if one.due else "",
        left=_left((one.due - today).days) if one.due else "",
        is_overdue=_is_overdue(one, asker),
        with_whom=_with_whom(one, asker, unit_names),
        is_elsewhere=one.is_elsewhere,
        at_once=one.at_once,
    )


def _since(days: int) -> str:
    if days <= 0:
        return _("今日から")
    return ngettext("%(n)s日前から", "%(n)s日前から", days) % {"n": days}


def _left(days: int) -> str:
    if days == 0:
        return _("今日まで")
    if days < 0:
        return ngettext("%(n)s日過ぎています", "%(n)s日過ぎています", -days) % {"n": -days}
    return ngettext("あと%(n)s日", "あと%(n)s日", days) % {"n": days}


def _with_whom(one: Waiting, asker: Asker, unit_names: Mapping[str, str]) -> str:
    if one.is_mine(asker):
        return _("わたし")
    return one.unit_name or unit_names.get(one.unit, "")
