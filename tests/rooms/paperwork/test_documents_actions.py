"""Letters: four eyes, numbers without gaps or doubles, cancelled only by another letter."""

import json
from datetime import date, timedelta
from itertools import count

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.journal.models import Entry
from renkei.paperwork.actions.documents import (
    Draft,
    approve_document,
    discard_document,
    draft_document,
    edit_document,
    issue_document,
    send_back_document,
)
from renkei.paperwork.actions.series import SeriesNamed, change_series, make_series
from renkei.paperwork.models import Document, NumberTaken, Series
from renkei.paperwork.queries.documents import missing_numbers
from renkei.paperwork.states import DocumentState
from tests.cast import Cast, standing_cast
from tests.concurrency import at_once, refusals, shared_database
from tests.rooms.paperwork.letters_drafted import (
    LETTER,
    SECRET,
    approved,
    drafted,
    issued,
    series,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


@pytest.fixture(autouse=True)
def _today(request):
    with time_machine.travel("2026-11-25T03:00:00+00:00", tick=False):
        yield


def told() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("kind", flat=True))


# --- four eyes --------------------------------------------------------------------------------


def test_letter_goes_from_draft_to_approval_to_a_number(cast):
    document = issued(cast, series(cast))

    assert (document.state, document.number_written) == (DocumentState.ISSUED, "札試第1号")
    assert (document.fiscal_year, document.issued_on) == (2026, TODAY)
    assert document.sender == "試験市長"
    assert told() == ["document.drafted", "document.approved", "document.issued"]
    entry = Entry.objects.order_by("id").last()
    assert json.loads(entry.facts) == {"series": "札試", "number": "札試第1号"}
    assert SECRET not in str([one.__dict__ for one in Entry.objects.all()])


def test_nobody_approves_what_she_drafted(cast):
    document = drafted(cast, series(cast))

    with pytest.raises(NotPermitted):
        approve_document(document, by=cast.asker("city_officer"), on=TODAY, revision=1)

    document.refresh_from_db()
    assert document.state == DocumentState.DRAFTED


def test_nobody_approves_what_she_wrote_last(cast):
    document = drafted(cast, series(cast))
    edit_document(document, LETTER, by=cast.asker("city_office"), revision=1)

    with pytest.raises(NotPermitted):
        approve_document(document, by=cast.asker("city_office"), on=TODAY, revision=2)


def test_database_itself_wants_four_eyes(cast):
    document = drafted(cast, series(cast))

    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(
            state=DocumentState.APPROVED,
            approved_by=document.drafted_by,
            approved_at=timezone.now(),
        )


def test_what_was_rewritten_after_reading_is_not_approved(cast):
    document = drafted(cast, series(cast))
    edit_document(document, LETTER, by=cast.asker("city_officer"), revision=1)

    with pytest.raises(WrongState):
        approve_document(document, by=cast.asker("city_office"), on=TODAY, revision=1)


@pytest.mark.parametrize(
    "who", ["prefecture_officer", "prefecture_office", "desk_manager", "counsellor", "citizen"]
)
def test_nobody_from_elsewhere_drafts_approves_or_issues(cast, who):
    of = series(cast)
    by = cast.asker(who)
    waiting, ready = drafted(cast, of), approved(cast, of)

    with pytest.raises(NotPermitted):
        draft_document(LETTER, by=by, series=of, on=TODAY)
    with pytest.raises(NotPermitted):
        approve_document(waiting, by=by, on=TODAY, revision=1)
    with pytest.raises(NotPermitted):
        issue_document(ready, by=by, on=TODAY)

    assert not NumberTaken.objects.exists()


@pytest.mark.parametrize("gap", ["title", "body"])
def test_letter_with_a_gap_is_not_approved(cast, gap):
    said = {"addressee": "大学", "title": "件名", "body": "本文", gap: "〔期限〕まで"}
    document = drafted(cast, series(cast), Draft(**said))

    with pytest.raises(Refused):
        approve_document(document, by=cast.asker("city_office"), on=TODAY, revision=1)


def test_letter_sent_back_loses_its_approval(cast):
    document = approved(cast, series(cast))

    send_back_document(document, by=cast.asker("city_office"), on=TODAY, reason="宛先が違う")

    document.refresh_from_db()
    assert (document.state, document.approved_by) == (DocumentState.DRAFTED, "")
    assert document.return_reason == "宛先が違う"
    with pytest.raises(WrongState):
        issue_document(document, by=cast.asker("city_officer"), on=TODAY)


def test_approved_letter_cannot_be_rewritten_or_thrown_away(cast):
    document = approved(cast, series(cast))

    with pytest.raises(WrongState):
        edit_document(document, LETTER, by=cast.asker("city_officer"), revision=1)
    with pytest.raises(WrongState):
        discard_document(document, by=cast.asker("city_officer"))

    assert Document.objects.get() == document


# --- numbers ----------------------------------------------------------------------------------


def test_draft_thrown_away_leaves_no_gap(cast):
    of = series(cast)
    issued(cast, of)
    discard_document(drafted(cast, of), by=cast.asker("city_officer"))

    again = issued(cast, of)

    assert (again.number, missing_numbers(of, 2026)) == (2, [])


def test_number_is_given_back_when_the_act_fails(cast):
    of = series(cast)
    target = issued(cast, of)
    ready = approved(cast, of, cancels=target)
    Document.objects.filter(pk=target.pk).update(state=DocumentState.CANCELLED)

    with pytest.raises(WrongState):
        issue_document(ready, by=cast.asker("city_officer"), on=TODAY)

    assert (issued(cast, of).number, missing_numbers(of, 2026)) == (2, [])


@pytest.mark.parametrize(
    ("on", "fiscal_year"),
    [(date(2026, 3, 31), 2025), (date(2026, 4, 1), 2026), (date(2025, 12, 31), 2025)],
)
def test_numbers_belong_to_the_fiscal_year(cast, on, fiscal_year):
    document = issued(cast, series(cast), on=on)

    assert (document.fiscal_year, document.number) == (fiscal_year, 1)


def test_numbers_and_days_go_up_together(cast):
    of = series(cast)
    issued(cast, of, on=TODAY)

    with pytest.raises(Refused):
        issued(cast, of, on=TODAY - timedelta(days=1))
    with pytest.raises(Refused):
        issued(cast, of, on=TODAY + timedelta(days=1))

    assert missing_numbers(of, 2026) == []


@pytest.mark.django_db(transaction=True)
def test_eight_who_issue_at_once_get_eight_numbers_without_gap_or_double(cast):
    of = series(cast)
    ready = [approved(cast, of) for _ in range(24)]
    by = cast.asker("city_officer")

    def three(documents: list[Document]) -> None:
        for document in documents:
            issue_document(document, by=by, on=TODAY)

    with shared_database():
        outcomes = at_once(*(lambda n=n: three(ready[n::8]) for n in range(8)))
        numbers = list(Document.objects.order_by("number").values_list("number", flat=True))
        n_told = Entry.objects.filter(kind="document.issued").count()

    assert refusals(outcomes) == 0
    assert (numbers, n_told) == (list(range(1, 25)), 24)


@pytest.mark.django_db(transaction=True)
def test_letter_issued_by_eight_at_once_gets_one_number(cast):
    of = series(cast)
    ready = approved(cast, of)
    by = cast.asker("city_officer")

    with shared_database():
        outcomes = at_once(*[lambda: issue_document(ready, by=by, on=TODAY)] * 8)
        counter = NumberTaken.objects.get()
        n_told = Entry.objects.filter(kind="document.issued").count()

    assert (refusals(outcomes), counter.last, n_told) == (7, 1, 1)


# What may happen to a series: a letter goes out, a draft is thrown away, an act breaks off.
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["issue", "discard", "break"]),
        st.sampled_from(["札試", "札験"]),
        st.integers(min_value=0, max_value=500),
    ),
    max_size=12,
)


class TestNumbering(TestCase):
    @settings(max_examples=40)
    @given(STEPS)
    def test_whatever_happens_numbers_count_from_one_without_gap(self, steps):
        cast = standing_cast()
        of = {sign: series(cast, sign=sign) for sign in ("札試", "札験")}
        first, past = date(2025, 4, 1), count()
        for step, sign, days in steps:
            on = min(first + timedelta(days=days + next(past)), TODAY)
            try:
                with transaction.atomic():
                    if step == "discard":
                        discard_document(drafted(cast, of[sign]), by=cast.asker("city_officer"))
                    else:
                        issued(cast, of[sign], on=on)
                    if step == "break":
                        raise ConnectionError
            except (Refused, ConnectionError):
                continue
        for one in of.values():
            for year in (2025, 2026):
                given_out = Document.objects.filter(series=one, fiscal_year=year)
                numbers = list(given_out.order_by("number").values_list("number", flat=True))
                days = list(given_out.order_by("number").values_list("issued_on", flat=True))
                assert numbers == list(range(1, len(numbers) + 1))
                assert days == sorted(days)
                assert missing_numbers(one, year) == []


# --- cancelling -------------------------------------------------------------------------------


def test_letter_is_cancelled_by_another_letter_and_keeps_its_number(cast):
    of = series(cast)
    target = issued(cast, of)

    canceller = issued(cast, of, cancels=target)

    target.refresh_from_db()
    assert (target.state, target.number) == (DocumentState.CANCELLED, 1)
    assert target.cancelled_by == canceller
    assert told()[-2:] == ["document.issued", "document.cancelled"]


def test_letter_is_cancelled_once(cast):
    of = series(cast)
    target = issued(cast, of)
    drafted(cast, of, cancels=target)

    with pytest.raises(WrongState):
        drafted(cast, of, cancels=target)


def test_letter_that_is_not_out_cannot_be_cancelled(cast):
    of = series(cast)

    with pytest.raises(WrongState):
        drafted(cast, of, cancels=approved(cast, of))


# --- series -----------------------------------------------------------------------------------

NAMED = SeriesNamed(name_ja="文書", sign="札試", sender_ja="試験市長")


def test_series_is_set_by_those_who_manage_the_unit(cast):
    made = make_series(
        NAMED, by=cast.asker("city_administrator"), unit=cast.units["city_section"].key
    )

    assert (made.sign, made.side) == ("札試", "city")
    with pytest.raises(NotPermitted):
        make_series(NAMED, by=cast.asker("city_officer"), unit=cast.units["city_section"].key)


def test_sign_is_used_once_in_a_unit(cast):
    by, unit = cast.asker("city_administrator"), cast.units["city_section"].key
    make_series(NAMED, by=by, unit=unit)

    with pytest.raises(Refused):
        make_series(NAMED, by=by, unit=unit)

    assert Series.objects.count() == 1


def test_letter_that_is_out_keeps_the_sign_with_which_it_went(cast):
    of = series(cast)
    document = issued(cast, of)

    change_series(
        of,
        SeriesNamed(name_ja="文書", sign="札新", sender_ja="新市長"),
        by=cast.asker("city_administrator"),
        is_closed=True,
    )

    document.refresh_from_db()
    assert (document.number_written, document.sender) == ("札試第1号", "試験市長")
    with pytest.raises(WrongState):
        drafted(cast, Series.objects.get())
