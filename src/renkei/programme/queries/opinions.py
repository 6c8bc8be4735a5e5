"""Calls for opinions as pages show them, and what became of the opinions, without names."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.addresses import addresses_of
from renkei.core.choices import labels
from renkei.core.rights import Asker, RuledQuerySet, Verb, may
from renkei.core.suppression import suppress
from renkei.core.waiting import Columns, Head, Sort, Waiting, Waits, named
from renkei.core.writing import long_date, number
from renkei.paperwork.queries.answers import answers_about
from renkei.paperwork.states import AnswersState
from renkei.programme.models import Opinion, OpinionAnswer, OpinionCall
from renkei.programme.queries.councils import fromto
from renkei.programme.states import CallState, Fate, Voice

LATELY = 3
ALL = ""
Cell = tuple[str, str]  # voice and fate; ALL is the sum


@dataclass(frozen=True, slots=True)
class CallRow:
    key: str
    title: str
    state: str
    period: str
    asked: str
    references: tuple[str, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What became of one opinion, or of several that say the same."""

    key: str
    number: int
    summary: str
    n: str
    fate: str
    reason: str
    decision: str  # its key, where the reader may read it
    decision_text: str


@dataclass(frozen=True, slots=True)
class Results:
    """Counts below the threshold, and those that would give them away, are withheld (None)."""

    answers: list[AnswerRow]
    voices: list[tuple[str, list[str]]]  # each voice with its counts by fate, and the sum
    fates: list[str]
    total: str
    is_withheld: bool


def opinion_calls(asker: Asker, initiative: str = "") -> RuledQuerySet[OpinionCall]:
    """The calls that the asker may read, the latest first; of an initiative where one is named."""
    found = OpinionCall.objects.visible_to(asker)
    return found.filter(initiatives__contains=f" {initiative} ") if initiative else found


def opinion_calls_lately(asker: Asker) -> list[CallRow]:
    return call_rows(opinion_calls(asker).exclude(state=CallState.DRAFT)[:LATELY])


def call_rows(found: Iterable[OpinionCall]) -> list[CallRow]:
    today, states, voices = timezone.localdate(), labels(CallState), labels(Voice)
    return [
        CallRow(
            key=one.key,
            title=one.title,
            state=states[one.state],
            period=period(one),
            asked=_("、").join(voices[voice] for voice in one.asked),
            references=one.references,
            is_open=one.is_open_on(today),
        )
        for one in found
    ]


def period(call: OpinionCall) -> str:
    return fromto(long_date(call.first_day), long_date(call.last_day))


def opinions_given(call: OpinionCall) -> Any:
    """What was handed in; drafts are nobody's business."""
    handed_in = (AnswersState.SUBMITTED, AnswersState.ACCEPTED)
    return answers_about("opinion_call", call.key).filter(state__in=handed_in)


def unfiled(call: OpinionCall) -> RuledQuerySet[Any]:
    """Opinions that nobody has answered yet."""
    answered = Opinion.objects.filter(answer__call=call).values("sheet_answers")
    found: RuledQuerySet[Any] = opinions_given(call).exclude(pk__in=answered)
    return found.order_by("submitted_at", "key")


def results(call: OpinionCall, asker: Asker) -> Results:
    """What became of the opinions, as it is published."""
    answers = list(call.answers.select_related("decision__meeting").annotate(n=Count("opinions")))
    counted = Counter(
        Opinion.objects.filter(answer__call=call).values_list("voice", "answer__fate")
    )
    shown = published_counts(counted, [(one.key, one.fate, one.n) for one in answers])
    written = {cell: UNTOLD if n is None else number(n) for cell, n in shown.items()}
    fates = list(Fate.values)
    voices = [voice for voice in Voice if counted_of(counted, voice)]
    return Results(
        answers=[_answer_row(one, written["answer", one.key], asker) for one in answers],
        voices=[
            (str(voice.label), [written[voice.value, fate] for fate in (*fates, ALL)])
            for voice in voices
        ]
        + [(_("合計"), [written[ALL, fate] for fate in (*fates, ALL)])],
        fates=[str(fate.label) for fate in Fate],
        total=written[ALL, ALL],
        is_withheld=any(n is None for n in shown.values()),
    )


UNTOLD = "×"


def counted_of(counted: Counter[Cell], voice: str) -> int:
    return sum(n for (one, _fate), n in counted.items() if one == voice)


def published_counts(
    counted: Counter[Cell], answers: Iterable[tuple[str, str, int]]
) -> dict[Cell, int | None]:
    """Voices by fates with their sums, and each answer's own count, what is small withheld."""
    voices, fates, answers = list(Voice.values), list(Fate.values), list(answers)
    cells: dict[Cell, int | None] = {(v, f): counted[v, f] for v in voices for f in fates}
    sums: list[tuple[Cell, list[Cell]]] = []
    for fate in fates:
        cells[ALL, fate] = sum(counted[v, fate] for v in voices)
        sums.append(((ALL, fate), [(v, fate) for v in voices]))
        of_fate: list[Cell] = [("answer", key) for key, one, _n in answers if one == fate]
        if of_fate:
            sums.append(((ALL, fate), of_fate))
    for voice in voices:
        cells[voice, ALL] = sum(counted[voice, f] for f in fates)
        sums.append(((voice, ALL), [(voice, f) for f in fates]))
    cells[ALL, ALL] = sum(counted.values())
    sums += [
        ((ALL, ALL), [(v, ALL) for v in voices]),
        ((ALL, ALL), [(ALL, f) for f in fates]),
    ]
    cells |= {("answer", key): n for key, _fate, n in answers}
    return suppress(cells, sums)


def answer_rows(call: OpinionCall, asker: Asker) -> list[AnswerRow]:
    """As the unit sees them while it works: with their true counts."""
    found = call.answers.select_related("decision__meeting").annotate(n=Count("opinions"))
    return [_answer_row(one, number(one.n), asker) for one in found]


def _answer_row(one: OpinionAnswer, n: str, asker: Asker) -> AnswerRow:
    decision = one.decision
    is_shown = decision is not None and may(asker, Verb.READ, decision)
    return AnswerRow(
        key=one.key,
        number=one.number,
        summary=one.summary,
        n=n,
        fate=str(one.get_fate_display()),
        reason=one.reason,
        decision=decision.key if decision and is_shown else "",
        decision_text=decision.text if decision and is_shown else "",
    )


# --- what waits ---------------------------------------------------------------------------------


def _to_work_on(asker: Asker) -> Iterator[Sort]:
    """Of my units: calls to close, and opinions to answer."""
    if not asker.units:
        return
    on = asker.on or timezone.localdate()
    found = OpinionCall.objects.visible_to(asker, Verb.WRITE).filter(
        Q(state=CallState.OPEN, last_day__lt=on) | Q(state=CallState.CLOSED),
        unit__in=asker.units,
    )
    steps = {CallState.OPEN: _("締め切る"), CallState.CLOSED: _("意見に答えて公表する")}
    address = addresses_of("programme:opinion_call")

    def tell(one: Head) -> Waiting:
        return Waiting(
            title=one.title,
            step=steps[CallState(one.state)],
            address=address(one.key),
            since=one.since_day,
            unit=one.unit,
        )

    columns: Columns = {
        "title": named("title"),
        "state": "state",
        "since": "last_day",
        "unit": "unit",
    }
    yield Sort(found, tell, columns)


OPINIONS = Waits(_to_work_on)
