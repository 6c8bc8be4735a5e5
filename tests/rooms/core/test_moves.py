from datetime import date

import pytest
from django.db import transaction
from django.utils.translation import override

from renkei.core.errors import Refused, WrongState
from renkei.core.moves import locked, move
from renkei.directory.models import Agreement
from renkei.directory.states import AGREEMENT_MOVES, AgreementState
from tests.cast import organisation, unit
from tests.concurrency import at_once, refusals, shared_database

NEGOTIATING, SIGNED, BROKEN_OFF = (
    AgreementState.NEGOTIATING,
    AgreementState.SIGNED,
    AgreementState.BROKEN_OFF,
)
DAY = date(2026, 11, 25)


def agreement(**more: object) -> Agreement:
    section = unit(organisation("city", "government", side="city"), "section")
    return Agreement.objects.create(title_ja="協定", side="city", unit=section, **more)


@pytest.mark.django_db
def test_move_brings_record_and_row_into_the_state_with_what_belongs_to_it():
    record = agreement()

    move(record, to=SIGNED, signed_on=DAY)

    stored = Agreement.objects.get(pk=record.pk)
    assert (record.state, record.signed_on) == (SIGNED, DAY)
    assert (stored.state, stored.signed_on) == (SIGNED, DAY)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "to"),
    [
        (before, to)
        for before in AgreementState
        for to in AgreementState
        if to not in AGREEMENT_MOVES.get(before, set())
    ],
)
def test_move_outside_the_table_is_refused_and_changes_nothing(before, to):
    record = agreement(state=before, signed_on=DAY)

    with pytest.raises(WrongState):
        move(record, to=to)

    assert Agreement.objects.get(pk=record.pk).state == record.state == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("ja", "「{now}」から「{to}」へは進めません。"),
        ("en", "“{now}” cannot become “{to}”."),
    ],
)
def test_refused_move_names_both_states_in_the_readers_language(language, told):
    record = agreement()

    with override(language), pytest.raises(WrongState) as refused:
        move(record, to=AgreementState.RENEWED)

    with override(language):
        expected = told.format(now=NEGOTIATING.label, to=AgreementState.RENEWED.label)
    assert str(refused.value) == expected


@pytest.mark.django_db
def test_move_of_a_record_read_before_another_moved_it_is_refused():
    record = agreement()
    stale = Agreement.objects.get(pk=record.pk)
    move(record, to=BROKEN_OFF)

    with pytest.raises(WrongState, match="ほかの人が先に処理しました"):
        move(stale, to=SIGNED, signed_on=DAY)

    stored = Agreement.objects.get(pk=record.pk)
    assert (stored.state, stored.signed_on) == (BROKEN_OFF, None)
    # The record in hand still says what was read: nothing was done to it.
    assert (stale.state, stale.signed_on) == (NEGOTIATING, None)


@pytest.mark.django_db
def test_move_of_a_deleted_record_is_refused():
    record = agreement()
    Agreement.objects.filter(pk=record.pk).delete()

    with pytest.raises(WrongState):
        move(record, to=BROKEN_OFF)


@pytest.mark.django_db
def test_move_costs_one_query(django_assert_num_queries):
    record = agreement()

    with django_assert_num_queries(1):
        move(record, to=BROKEN_OFF)


@pytest.mark.django_db
def test_locked_reads_the_record_as_it_is_now():
    record = agreement()
    Agreement.objects.filter(pk=record.pk).update(title_ja="新しい協定")

    with transaction.atomic():
        found = locked(record)

    assert found.title_ja == "新しい協定"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_is_told():
    with shared_database():
        record = agreement()
        acts = [
            lambda: move(Agreement.objects.get(pk=record.pk), to=SIGNED, signed_on=DAY),
            lambda: move(Agreement.objects.get(pk=record.pk), to=BROKEN_OFF),
        ]

        rounds = []
        for _ in range(10):
            Agreement.objects.filter(pk=record.pk).update(state=NEGOTIATING, signed_on=None)
            outcomes = at_once(*acts)
            stored = Agreement.objects.get(pk=record.pk)
            winner = [SIGNED, BROKEN_OFF][[isinstance(o, Refused) for o in outcomes].index(False)]
            rounds.append((refusals(outcomes), stored.state == winner))

    assert rounds == [(1, True)] * 10


@pytest.mark.django_db(transaction=True)
def test_locked_keeps_everybody_else_waiting():
    """Eight who read, add and write one after the other lose nothing."""
    with shared_database():
        record = agreement(remind_days_before=0)

        def add_one() -> None:
            with transaction.atomic():
                found = locked(record)
                found.remind_days_before += 1
                found.save()

        outcomes = at_once(*[add_one] * 8)
        stored = Agreement.objects.get(pk=record.pk)

    assert outcomes == [None] * 8
    assert stored.remind_days_before == 8
