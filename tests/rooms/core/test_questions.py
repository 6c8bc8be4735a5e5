"""Prepared questions of records give what a queryset gives, part by part."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.test.utils import CaptureQueriesContext

from renkei.core.prepared import LONGEST, MOST_KNOWN, Prepared, filled_up
from renkei.core.questions import Question
from renkei.core.rights import Visible
from renkei.directory.models import Membership, Organisation, Unit
from renkei.journal.models import Entry
from tests.cast import Cast, standing_cast

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 1)


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def seats(person: str) -> QuerySet[Membership]:
    return Membership.objects.filter(person=person).select_related("unit__organisation")


def units(keys: list[str]) -> QuerySet[Unit]:
    return Unit.objects.filter(pk__in=keys).order_by("key")


def test_records_come_with_what_was_selected_beside_them(cast: Cast) -> None:
    prepared, who = Prepared(seats), cast.city_officer.key

    found = prepared.rows(person=who)
    with CaptureQueriesContext(connection) as queries:
        told = [(one.pk, one.unit.organisation.name, one.valid_from) for one in found]

    assert len(queries) == 0
    assert told == [(one.pk, one.unit.organisation.name, one.valid_from) for one in seats(who)]
    assert not found[0]._state.adding


def test_columns_left_out_and_counted_are_as_in_a_queryset(cast: Cast) -> None:
    def build(side: str) -> QuerySet[Organisation]:
        found = Organisation.objects.filter(side=side).only("name_ja")
        return found.annotate(n=Count("units")).prefetch_related("units").order_by("key")

    prepared: Any = Prepared(build)

    for side in ("city", "prefecture"):
        found, wanted = prepared.rows(side=side), build(side)
        told = [(one.name_ja, one.n, len(one.units.all())) for one in found]  # type: ignore[attr-defined]
        assert told == [(one.name_ja, one.n, len(one.units.all())) for one in wanted]  # type: ignore[attr-defined]
        assert "name_en" in found[0].get_deferred_fields()


def test_beside_what_is_missing_stands_nothing(cast: Cast) -> None:
    def build(key: str) -> QuerySet[Unit]:
        return Unit.objects.filter(key=key).select_related("parent")

    found = Prepared(build).rows(key=cast.units["city_bureau"].key)

    assert [one.parent for one in found] == [None]


def test_two_days_of_a_question_are_told_apart(cast: Cast) -> None:
    def build(first: date, last: date) -> QuerySet[Any, Any]:
        begun = Q(valid_from__gte=first) & Q(valid_from__lte=last)
        return Membership.objects.filter(begun).order_by("key").values_list("key")

    prepared, long_ago = Prepared(build), DAY - timedelta(days=9000)

    assert prepared.rows(first=long_ago, last=DAY) == list(build(long_ago, DAY)) != []
    assert prepared.rows(first=DAY, last=long_ago) == []


def test_numbers_are_filled_in(cast: Cast) -> None:
    def build(numbers: list[int]) -> QuerySet[Any, Any]:
        return Entry.objects.filter(pk__in=numbers).order_by("pk").values_list("pk")

    numbers = list(Entry.objects.order_by("pk").values_list("pk", flat=True)[:5])
    prepared = Prepared(build)

    for asked in (numbers, [0], [*numbers[:1], 0], []):
        assert prepared.rows(numbers=asked) == list(build(asked))


def test_what_is_no_text_has_a_statement_of_its_own(cast: Cast) -> None:
    def build(side: str, *, is_named: bool) -> QuerySet[Organisation]:
        found = Organisation.objects.filter(side=side).order_by("key")
        return found.exclude(name_en="") if is_named else found

    prepared = Prepared(build)

    for is_named in (True, False, True):
        for side in ("city", "prefecture"):
            told = prepared.rows(side=side, is_named=is_named)
            assert told == list(build(side, is_named=is_named))
    assert len(prepared.known) == 2


def test_value_that_is_changed_before_it_is_compared_is_refused(cast: Cast) -> None:
    prepared = Prepared(lambda text: Organisation.objects.filter(name_ja__contains=text))

    with pytest.raises(ValueError, match="not compared but changed"):
        prepared.rows(text="市")


def test_few_statements_are_kept(cast: Cast) -> None:
    prepared = Prepared(lambda n: Unit.objects.order_by("key")[:n])
    listed = Prepared(units)

    for n in range(1, MOST_KNOWN + 10):
        prepared.rows(n=n)
    keys = [f"{n}" for n in range(LONGEST + 1)]

    assert len(prepared.known) == MOST_KNOWN
    assert listed.rows(keys=[*keys, cast.units["city_desk"].key]) == [cast.units["city_desk"]]
    assert listed.known == {}


def test_lists_are_filled_up_to_few_lengths() -> None:
    assert [len(filled_up(range(n))) for n in (0, 1, 2, 3, 5, 9, LONGEST, LONGEST + 1)] == [
        *(0, 1, 2, 4, 8, 16, LONGEST, LONGEST + 1)
    ]
    assert filled_up(["a", "b", "c"]) == ["a", "b", "c", "a"]


def test_parts_and_number_are_those_of_the_queryset(cast: Cast) -> None:
    question, keys = Question(units), list(Unit.objects.values_list("pk", flat=True))
    found, wanted = question.of(keys=keys), units(keys)

    assert list(found) == list(wanted)
    assert found[0:2] == list(wanted[0:2])
    assert found[1:3] == list(wanted[1:3])
    assert found[: len(keys)] == list(wanted)
    assert (found.n_at_most(1000), found.n_at_most(3)) == (len(keys), 3)


def test_where_nothing_can_be_found_nothing_is_asked(cast: Cast) -> None:
    found = Question(units).of(keys=[])
    list(found)

    with CaptureQueriesContext(connection) as queries:
        told = (list(found), found[0:5], found.n_at_most(10))

    assert told == ([], [], 0)
    assert len(queries) == 0


def test_statement_of_one_is_filled_with_what_opens_records_to_the_next(cast: Cast) -> None:
    built: list[object] = []

    def build(seen: Any) -> QuerySet[Membership]:
        built.append(seen)
        return seen.order_by("key")

    question = Visible(Membership, build)
    askers = [cast.asker(who) for who in sorted(cast.people)]

    for asker in askers:
        assert list(question.to(asker)) == list(
            Membership.objects.visible_to(asker).order_by("key")
        )
    assert len(built) < len(askers)
