"""One record and a set are answered alike: on the real rules of every kind, for every verb."""

import random
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.db import transaction
from django.http import Http404
from pytest_django.plugin import DjangoDbBlocker

from renkei.core.rights import (
    NOBODY,
    Asker,
    RecordKind,
    Role,
    RuledQuerySet,
    Verb,
    Visible,
    kinds,
    may,
)
from renkei.core.rights.columns import faults
from renkei.directory.models import Membership, Opening, Share
from renkei.directory.queries.seats import asker_for
from renkei.paperwork.rules.attachments import may_read_files_of, with_files_for
from tests.cast import person
from tests.rights.samples import MAKERS, Where
from tests.rights.world import SIDES, populated

pytestmark = pytest.mark.django_db
KINDS = sorted(kinds(), key=lambda kind: kind.name)
RECORDS, PEOPLE = 80, 60
FEWEST_PAIRS = 100_000
SHOWN = 4  # of each kind
MOST_STATEMENTS = 60  # of a kind, for all the people
ADD = "add a function to tests/rights/samples.py and name it in MAKERS"


@pytest.fixture(scope="module")
def crowd(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator["Crowd"]:
    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())
        stack.enter_context(transaction.atomic())
        yield Crowd()
        transaction.set_rollback(True)


class Crowd:
    """Records and people strewn at random over units, sides, places and periods."""

    def __init__(self) -> None:
        # The same crowd each time: a failure can be looked at again.
        self.dice = random.Random(4)
        self.world = populated()
        self.records = {kind.name: self._records(kind) for kind in KINDS if kind.name in MAKERS}
        self._hand_on()
        self.askers = [NOBODY, *(self._asker(n) for n in range(PEOPLE - 1))]

    def _records(self, kind: RecordKind) -> list[object]:
        return [MAKERS[kind.name](self._where(f"{kind.name}-{n}")) for n in range(RECORDS)]

    def _where(self, mark: str) -> Where:
        units = list(self.world.cast.units.values())
        organisations = list(self.world.cast.organisations.values())
        return Where(
            mark=mark,
            unit=self.dice.choice(units),
            receiver=self.dice.choice(units),
            organisation=self.dice.choice(organisations),
            applicant=self.dice.choice([None, *organisations]),
            side=self.dice.choice([*SIDES, ""]),
            place=self.dice.choice(["", "011002", "012041", "012076", "010006"]),
            person=self.dice.choice([None, *self.world.cast.people.values()]),
            subject=self.dice.choice([None, *self.world.cast.people.values()]),
            is_public=self.dice.random() < 0.2,
            is_later=self.dice.random() < 0.3,
        )

    def _asker(self, number: int) -> Asker:
        """One of the standing people, with another seat or two, some of them of the past."""
        standing = list(self.world.cast.people.values())
        who = standing[number] if number < len(standing) else person(f"somebody {number}")
        for _ in range(self.dice.randrange(3)):
            ended = self.dice.random() < 0.25
            Membership.objects.get_or_create(
                person=who,
                unit=self.dice.choice(list(self.world.cast.units.values())),
                role=self.dice.choice(list(Role)),
                defaults={"valid_from": "2020-04-01", "valid_to": "2021-03-31" if ended else None},
            )
        return asker_for(who)

    def _hand_on(self) -> None:
        """Of every kind some records are opened to somebody, and some handed to a unit."""
        for kind in KINDS:
            for record in self.dice.sample(self.records.get(kind.name, []), k=8):
                self._open_and_share(kind.name, str(record.pk))

    def _open_and_share(self, kind: str, key: str) -> None:
        seat = self.dice.choice(list(Membership.objects.filter(valid_to=None)))
        where = self._where(f"{kind} {key}")
        about = {"record_kind": kind, "record_key": key, "owner_unit": where.unit.key}
        Opening.objects.create(
            **about,
            person=seat.person,
            unit=self.dice.choice([seat.unit_id, where.unit.key]),
            reason=where.mark,
            until="2099-01-01T00:00Z",
        )
        Share.objects.create(
            **about, unit=where.receiver, ground="law", ground_detail=where.mark, shared_by=""
        )


def test_every_kind_has_records_for_the_proofs() -> None:
    assert [kind.name for kind in KINDS if kind.name not in MAKERS] == [], ADD


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_columns_are_what_rules_compare(kind: RecordKind) -> None:
    assert list(faults(kind)) == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_reach_has_a_column_to_compare(kind: RecordKind) -> None:
    from renkei.core.rights.reaches import COMPARISONS

    blind = [
        rule.reach
        for rule in kind.rules
        if rule.reach in COMPARISONS and not getattr(kind.columns, COMPARISONS[rule.reach].column)
    ]

    assert blind == []


def test_one_record_and_a_set_are_answered_alike(crowd: Crowd) -> None:
    pairs, differing = 0, []
    for kind in KINDS:
        keys = [record.pk for record in crowd.records[kind.name]]
        rows = list(RuledQuerySet(kind.table).with_columns().filter(pk__in=keys))
        for asker in crowd.askers:
            pairs += len(rows)
            differing += _differing(kind, asker, rows)

    assert differing == []
    assert pairs >= FEWEST_PAIRS


def _differing(kind: RecordKind, asker: Asker, rows: list[object]) -> Iterator[str]:
    found = RuledQuerySet(kind.table).filter(pk__in=[row.pk for row in rows])
    for verb in sorted({verb for rule in kind.rules for verb in rule.verbs}):
        listed = list(found.visible_to(asker, verb).values_list("pk", flat=True))
        alone = {row.pk for row in rows if may(asker, verb, row)}
        if len(listed) != len(set(listed)):
            yield f"{kind.name}: {asker.name} sees a record twice"
        if set(listed) != alone:
            yield f"{kind.name}: {asker.name} may {verb} {len(alone)} and finds {len(listed)}"
        if found.visible_to(asker, verb).count() != len(alone):
            yield f"{kind.name}: {asker.name} counts otherwise"


def test_prepared_questions_are_answered_for_each_as_if_nobody_had_asked_before(
    crowd: Crowd,
) -> None:
    for kind in KINDS:
        keys = [record.pk for record in crowd.records[kind.name]]
        question: Visible[Any] = Visible(
            kind.table, lambda seen, keys: seen.filter(pk__in=keys).order_by().values_list("pk")
        )
        found = RuledQuerySet(kind.table).filter(pk__in=keys)
        for verb in sorted({verb for rule in kind.rules for verb in rule.verbs}):
            for asker in crowd.askers:
                seen = question.to(asker, verb, keys=keys)
                alone = set(found.visible_to(asker, verb).values_list("pk", flat=True))
                assert {key for (key,) in seen} == alone
                assert seen.n_at_most(RECORDS) == len(alone)
        assert len(question.question.question.parts.known) < MOST_STATEMENTS


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_one_record_is_shown_to_those_who_see_it_among_others(
    crowd: Crowd, kind: RecordKind
) -> None:
    for record in crowd.records[kind.name][:SHOWN]:
        for asker in crowd.askers:
            found = RuledQuerySet(kind.table)
            is_seen = found.visible_to(asker).filter(pk=record.pk).exists()
            assert _is_shown(found, asker, record.pk) == is_seen


def _is_shown(found: RuledQuerySet[Any], asker: Asker, key: object) -> bool:
    try:
        return bool(found.seen_by(asker, pk=key).pk == key)
    except Http404:
        return False


def test_files_of_one_record_and_of_a_set_are_answered_alike(crowd: Crowd) -> None:
    for kind in KINDS:
        keys = [record.pk for record in crowd.records[kind.name]]
        found = RuledQuerySet(kind.table).filter(pk__in=keys)
        rows = list(found.with_columns())
        for asker in crowd.askers:
            alone = {row.pk for row in rows if may_read_files_of(asker, row)}
            assert set(with_files_for(asker, found).values_list("pk", flat=True)) == alone


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_verbs_without_a_rule_are_nobody_s(crowd: Crowd, kind: RecordKind) -> None:
    ruled = {verb for rule in kind.rules for verb in rule.verbs}

    for asker in crowd.askers:
        for verb in set(Verb) - ruled:
            assert not RuledQuerySet(kind.table).visible_to(asker, verb).exists()
