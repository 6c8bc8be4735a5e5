"""What the house does by itself every night, in this order, each act whatever became of another."""

import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib import import_module

from django.conf import settings

from renkei.directory.actions.doubles import find_doubles
from renkei.directory.actions.endings import tell_of_ending_seats
from renkei.directory.actions.renewals import keep_agreements
from renkei.journal.sealing import seal_entries
from renkei.journal.verification import Walk, verify
from renkei.opportunities.actions.answers import end_unanswered, remind_to_answer
from renkei.opportunities.actions.asking import ask_how_it_goes
from renkei.opportunities.actions.expiring import close_expired
from renkei.opportunities.actions.news import tell_of_new_postings
from renkei.paperwork.actions.attachments import sweep_orphans
from renkei.paperwork.actions.retention import apply_retention
from renkei.paperwork.actions.subject_access import delete_expired_disclosures
from renkei.paperwork.queries.attachments import lost
from renkei.programme.actions.measurements import keep_open_figures


class Fault(Exception):
    """Something is not as it must be; somebody has to look."""


@dataclass(frozen=True, slots=True)
class Done:
    """One act, what it did, and whether it went wrong."""

    act: str
    said: str
    has_failed: bool = False


def agreements(on: date) -> str:
    n_renewed, n_reminded = keep_agreements(on)
    return f"{n_renewed} renewed, {n_reminded} units told that one runs out"


def seats(on: date) -> str:
    return f"{tell_of_ending_seats(on)} are about to end and were told of"


def doubles(_on: date) -> str:
    return f"{find_doubles()} new pairs of organisations wait for an officer"


def retention(on: date) -> str:
    done = apply_retention(lambda _kind, _n: None, today=on)
    return ", ".join(f"{kind}: {n}" for kind, n in done.items() if n) or "nothing was due"


def attachments(_on: date) -> str:
    """Errors  Fault when the content of an attachment is not there"""
    n_disclosures = delete_expired_disclosures()
    n_swept = sweep_orphans(lambda _path: None)
    if missing := lost():
        keys = ", ".join(one.key for one in missing[:20])
        raise Fault(f"{len(missing)} attachments have lost their content: {keys}")
    return f"{n_disclosures} disclosures and {n_swept} contents without a record deleted"


def placements(on: date) -> str:
    return f"{ask_how_it_goes(on)} were asked how it goes"


def postings(on: date) -> str:
    return f"{close_expired(on)} whose last day is over were closed"


def searches(on: date) -> str:
    """After those that are over were closed, so that nobody is told of them."""
    told = tell_of_new_postings(on)
    return f"{told.n_letters} letters of what is new, {told.n_ended} kept searches ended"


def answers(on: date) -> str:
    n_ended = end_unanswered(on)
    return f"{n_ended} places nobody took in time, {remind_to_answer(on)} people reminded"


def sessions(_on: date) -> str:
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return "those that are over were cleared"


def journal(_on: date) -> str:
    """Errors  Fault when an entry or a seal is not what it was"""
    sealed = sum(seal.count for seal in seal_entries())
    walk = Walk(anchor="")
    if faults := list(verify(walk)):
        raise Fault(f"{len(faults)} places do not agree with their seals; run verify_journal")
    return f"{sealed} entries sealed, {walk.n_entries} verified; last seal: {walk.digest}"


def figures(on: date) -> str:
    taken = keep_open_figures(on)
    told = f"{taken.n_new} figures computed, {taken.n_changed} others now"
    left = f"{taken.n_locked} locked and left as they are"
    return f"{told}, {left}, {taken.n_late} of them would be others today"


Act = Callable[[date], str]
ACTS: tuple[Act, ...] = (
    agreements,
    seats,
    doubles,
    attachments,
    placements,
    postings,
    answers,
    searches,
    sessions,
    figures,
)
# The journal comes last: it seals and verifies what the others have written.
LAST: tuple[Act, ...] = (journal,)


def keep_house(on: date, *, disposes: bool) -> Iterator[Done]:
    """Do every act of the night; `disposes` lets go of records whose time is over as well."""
    for act in (*ACTS, *((retention,) if disposes else ()), *LAST):
        try:
            yield Done(act.__name__, act(on))
        except Fault as fault:
            yield Done(act.__name__, str(fault), has_failed=True)
        except Exception:  # noqa: BLE001 - what fails must not keep the rest from being done
            yield Done(act.__name__, traceback.format_exc(), has_failed=True)
