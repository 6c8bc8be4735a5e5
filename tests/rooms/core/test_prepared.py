"""Prepared queries give what the queryset gives, whatever they are filled with."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.db.models import Q, QuerySet, Value
from django.test.utils import CaptureQueriesContext

from renkei.core.prepared import Prepared, RightNow, statement_of
from renkei.directory.models import Membership, Unit
from renkei.directory.queries.seats import asker_for
from renkei.paperwork.models import Reminder
from tests.cast import standing_cast

pytestmark = pytest.mark.django_db
FIRST, LATER = date(2020, 4, 1), date(2027, 4, 1)


def held(person: str, on: date) -> QuerySet[Any, Any]:
    found = Membership.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), person=person)
    return found.order_by("unit__lineage", "key").values_list("key", "valid_from", "unit__name_ja")


def below(lineages: list[str]) -> QuerySet[Any, Any]:
    inside = Q(pk__in=[])
    for lineage in lineages:
        inside |= Q(lineage__startswith=lineage)
    return Unit.objects.filter(inside).order_by("key").values_list("key", "lineage")


def test_rows_are_those_of_the_queryset_for_every_filling() -> None:
    cast = standing_cast()
    prepared = Prepared(held)

    for person in (cast.city_officer, cast.counsellor, cast.outsider):
        for on in (FIRST, LATER):
            assert prepared.rows(person=person.key, on=on) == list(held(person.key, on))


def test_statement_is_made_once() -> None:
    cast = standing_cast()
    built: list[str] = []

    def counted(person: str, on: date) -> QuerySet[Any, Any]:
        built.append(person)
        return held(person, on)

    prepared = Prepared(counted)
    for person in (cast.city_officer, cast.counsellor):
        prepared.rows(person=person.key, on=FIRST)

    assert len(built) == 1


def test_lists_of_each_length_have_a_statement_of_their_own() -> None:
    standing_cast()
    lineages = list(Unit.objects.order_by("lineage").values_list("lineage", flat=True))
    prepared = Prepared(below)

    for n in (1, 2, 5, 1):
        assert prepared.rows(lineages=lineages[:n]) == list(below(lineages[:n]))


def test_signs_of_a_pattern_are_compared_as_they_are() -> None:
    standing_cast()
    prepared = Prepared(below)
    unit = Unit.objects.order_by("lineage").first()
    assert unit
    prepared.rows(lineages=[unit.lineage])

    found = [prepared.rows(lineages=[sign]) for sign in ("%", "_", "\\", "'")]

    assert found == [[], [], [], []]


def test_moments_and_unions_are_filled_in() -> None:
    now = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)

    def remembered(unit: str, moment: datetime) -> QuerySet[Any, Any]:
        mine = Reminder.objects.filter(unit=unit, made_at__gt=moment).order_by()
        others = Reminder.objects.filter(made_at__lte=moment).exclude(unit=unit).order_by()
        told = [
            one.annotate(how=Value(how)).values_list("how", "text")
            for how, one in (("mine", mine), ("other", others))
        ]
        return told[0].union(told[1], all=True)

    prepared = Prepared(remembered)
    for unit in ("a", "b"):
        Reminder.objects.create(unit=unit, text=unit, due_on=FIRST)
    early, late = now - timedelta(days=9000), now + timedelta(days=9000)

    assert sorted(prepared.rows(unit="a", moment=early)) == [("mine", "a")]
    assert sorted(prepared.rows(unit="b", moment=late)) == [("other", "a")]


def test_right_now_is_the_moment_of_asking_and_not_of_making() -> None:
    standing_cast()
    Reminder.objects.create(unit="a", text="a", due_on=FIRST)
    made = Reminder.objects.get().made_at
    statement = statement_of(Reminder.objects.filter(made_at__lt=RightNow()).values_list("text"))

    found = []
    for moment in (made - timedelta(seconds=1), made + timedelta(seconds=1), made):
        with time_machine.travel(moment, tick=False):
            found.append(statement.rows())

    assert found == [[], [("a",)], []]


def test_query_is_seen_by_whoever_counts_queries() -> None:
    cast = standing_cast()

    with CaptureQueriesContext(connection) as queries:
        asker_for(cast.city_officer)

    assert len(queries) == 2
