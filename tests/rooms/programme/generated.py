"""Journals drawn at random: real rows of every kind that the charter names.

A fact takes the values that definitions ask for, others, or none, so that every filter has
something to let through and something to keep out.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from django.db import transaction
from hypothesis import strategies as st

from renkei.charter.reader import programme
from renkei.charter.terms import Indicator
from renkei.journal.facts import as_json
from renkei.journal.kinds import Kind, kind_called
from renkei.journal.models import Concern, Entry, Mention

FIRST, LAST = date(2024, 4, 1), date(2026, 3, 31)
KNOWN = datetime(2024, 4, 1, tzinfo=UTC)  # of the first entry; the next ones follow
PLACES = ("", "011002", "011011", "012041", "012033", "013005", "010006", "131016", "130001")
COUNTED = [one for one in programme().every_indicator if one.count]


@dataclass(frozen=True)
class Drawn:
    """Rows to be written in this order, and the indicators that count any of their kinds."""

    indicators: list[Indicator]
    rows: list[dict[str, Any]]


def journals() -> st.SearchStrategy[Drawn]:
    """Of the kinds that one indicator counts, so that its figures are rarely zero."""
    return st.sampled_from(COUNTED).flatmap(_journal)


def _journal(indicator: Indicator) -> st.SearchStrategy[Drawn]:
    kinds = _kinds_of(indicator)
    indicators = [one for one in COUNTED if _kinds_of(one) & kinds]
    served = sorted({one.reference for one in indicators} - {""}) or ["I-2"]
    of_kind = [rows(kind, served) for kind in sorted(kinds)]
    return st.builds(
        Drawn, st.just(indicators), st.lists(st.one_of(of_kind), min_size=1, max_size=20)
    )


def _kinds_of(indicator: Indicator) -> set[str]:
    parts = indicator.count.parts if indicator.count else ()
    return {kind for part in parts for kind in part.every_kind}


def rows(kind: str, served: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "kind": st.just(kind),
            "on": st.dates(FIRST, LAST),
            "side": st.sampled_from(["prefecture", "city", "joint", ""]),
            "organisation": st.sampled_from(["u1", "u2", ""]),
            "initiatives": st.sets(st.sampled_from(served), max_size=3),
            "place": st.sampled_from(PLACES),
            "origin": st.sampled_from(PLACES),
            "person": st.sampled_from(["a", "b", "c", ""]),
            "sex": st.sampled_from(["female", "male", "other", ""]),
            "age": st.none() | st.integers(0, 90),
            "quantity": st.none() | st.decimals(0, 100_000, places=2),
            "organisations": st.sets(st.sampled_from(["x", "y", "z"]), max_size=2),
            "subject": st.sampled_from(["r1", "r2", "r3", "r4"]),
            "facts": st.fixed_dictionaries(_facts(kind)),
            "reverses": st.none() | st.integers(0, 30),
        }
    )


def written(drawn: list[dict[str, Any]]) -> list[Entry]:
    """The rows as entries, known one day after the other; a row that reverses one of those before
    it takes that one back and is nothing else."""
    return [entry for n, row in enumerate(drawn) if (entry := _written(row, n, _open()))]


def write(row: dict[str, Any]) -> Entry:
    """One more entry, the last of all to be known."""
    return _entry(row, Entry.objects.count())


def take_back(entry: Entry) -> Entry:
    return _reversal(entry, Entry.objects.count())


@contextmanager
def forgotten() -> Iterator[None]:
    """What is written inside is not there afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _open() -> list[Entry]:
    found = Entry.objects.filter(reverses=None, reversal=None).order_by("id")
    return list(found)


def _written(row: dict[str, Any], n: int, standing: list[Entry]) -> Entry | None:
    if row["reverses"] is not None and row["reverses"] < len(standing):
        return _reversal(standing[row["reverses"]], n)
    return _entry(row, n)


def _known(n: int) -> datetime:
    return KNOWN + timedelta(days=n)


def _entry(row: dict[str, Any], n: int) -> Entry:
    served = sorted(row["initiatives"])
    entry = Entry.objects.create(
        **{
            name: row[name]
            for name in ("kind", "on", "side", "organisation", "place", "origin", "person")
        },
        sex=row["sex"],
        age=row["age"],
        organisation_name=row["organisation"] and f"Unit {row['organisation']}",
        initiatives=f" {' '.join(served)} " if served else "",
        quantity=row["quantity"],
        quantity_unit="" if row["quantity"] is None else "円",
        subject_kind=row["kind"].partition(".")[0],
        subject_key=row["subject"],
        facts=as_json(row["facts"]),
        at=_known(n),
    )
    concerned = [(Concern.ORGANISATION, key) for key in sorted(row["organisations"])]
    concerned += [(Concern.INITIATIVE, reference) for reference in served]
    Mention.objects.bulk_create(
        Mention(entry=entry, of=of, key=key, on=entry.on) for of, key in concerned
    )
    return entry


def _reversal(entry: Entry, n: int) -> Entry:
    return Entry.objects.create(
        kind=entry.kind,
        on=entry.on,
        side=entry.side,
        initiatives=entry.initiatives,
        place=entry.place,
        person=entry.person,
        subject_kind=entry.subject_kind,
        subject_key=entry.subject_key,
        at=_known(n),
        reverses=entry,
        reason="誤り",
    )


def _facts(kind: str) -> dict[str, st.SearchStrategy[Any]]:
    declared = kind_called(kind)
    return {fact.name: _values(declared, fact.name) for fact in declared.facts} if declared else {}


def _values(kind: Kind, name: str) -> st.SearchStrategy[Any]:
    fact = next(one for one in kind.facts if one.name == name)
    if fact.type is bool:
        drawn: st.SearchStrategy[Any] = st.booleans()
    elif fact.type is date:
        drawn = st.dates(FIRST, LAST).map(str)
    elif fact.type is int:
        drawn = st.sampled_from([*_asked(name), 0, 1, 2, 7, 40])
    else:
        drawn = st.sampled_from([*getattr(fact.type, "values", []), *_asked(name), "else"])
    return drawn | st.none() if fact.may_be_unknown else drawn


@cache
def _asked(fact: str) -> list[Any]:
    """The values of a fact that any definition names."""
    return list(
        dict.fromkeys(
            value
            for indicator in COUNTED
            for counted in (indicator.count.parts if indicator.count else ())
            for one in counted.where
            if one.fact == fact
            for value in (*one.one_of, *one.none_of)
        )
    )
