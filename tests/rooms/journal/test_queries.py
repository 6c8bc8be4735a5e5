"""Reading: what was known when, what a period counts, whose timeline an entry stands in."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from renkei.core.rights import NOBODY, Asker
from renkei.journal import queries
from renkei.journal.actions import reverse
from renkei.journal.models import Entry
from renkei.journal.queries import Counted
from tests.cast import standing_cast
from tests.rooms.journal.happenings import ON, Level, held

pytestmark = pytest.mark.django_db

MAY, JUNE, JULY = (
    datetime(2026, month, 31 if month != 6 else 30, tzinfo=UTC) for month in (5, 6, 7)
)


def at(moment: datetime, **more: object) -> Entry:
    with time_machine.travel(moment, tick=False):
        return held(**more)  # type: ignore[arg-type]


def taken_back(entry: Entry, moment: datetime, by: Asker) -> Entry:
    with time_machine.travel(moment, tick=False):
        return reverse(entry, by=by, on=moment.date(), reason="誤り")


def test_what_was_known_on_a_day_stays_known_on_that_day() -> None:
    by = standing_cast().asker("city_officer")
    early, wrong, late = (at(moment, by=by) for moment in (MAY, MAY, JULY))
    reversal = taken_back(wrong, JUNE + timedelta(days=1), by)

    assert list(queries.entries_known_on(MAY - timedelta(days=1))) == []
    assert set(queries.entries_known_on(MAY)) == {early, wrong}
    assert set(queries.entries_known_on(JUNE)) == {early, wrong}
    assert set(queries.entries_known_on(JULY)) == {early, late}
    assert set(queries.standing_entries()) == {early, late}
    assert set(queries.entries()) == {early, wrong, late, reversal}


def test_period_counts_by_the_day_and_not_by_when_it_was_known() -> None:
    in_may = at(JULY, on=date(2026, 5, 31))
    at(MAY, on=date(2026, 6, 1))

    may = queries.of_period(queries.standing_entries(), date(2026, 5, 1), date(2026, 5, 31))

    assert list(may) == [in_may]
    assert list(queries.known_late(may, JUNE)) == [in_may]
    assert list(queries.known_late(may, JULY)) == []


def test_counting_takes_persons_once_and_sums_quantities() -> None:
    for person, quantity, place in (
        ("a", "1.5", "011002"),
        ("a", "2", "011002"),
        ("b", None, "012041"),
    ):
        held(person=person, quantity=quantity, unit="時間" if quantity else "", place=place)
    held()

    assert queries.counted(queries.standing_entries()) == Counted(4, 2, Decimal("3.5"))
    assert queries.counted_by(queries.standing_entries(), "place") == {
        "": Counted(1, 0, None),
        "011002": Counted(2, 1, Decimal("3.5")),
        "012041": Counted(1, 1, None),
    }
    assert queries.counted(Entry.objects.none()) == Counted(0, 0, None)


def test_entries_are_found_by_their_facts() -> None:
    first, second = held(level=Level.FIRST), held(level=Level.SECOND, visitors=5, is_open=False)

    def found(**wanted: object) -> list[Entry]:
        return list(queries.with_facts(queries.standing_entries(), **wanted))

    assert found(level="second") == [second]
    assert found(visitors=5, is_open=False) == [second]
    assert found(visitors__gte=6) == [first]
    assert found(until="2026-10-06") == [second, first]
    assert found(level="third") == []


def test_entry_of_two_initiatives_counts_once_and_stands_in_both_timelines() -> None:
    both, one = held(), held(initiatives=("I-2",), on=date(2026, 10, 6))

    assert queries.counted(queries.standing_entries()).n_entries == 2
    assert list(queries.timeline_of_initiative("I-2")) == [one, both]
    assert list(queries.timeline_of_initiative("II-1")) == [both]
    assert list(queries.of_initiative(queries.standing_entries(), "II-1")) == [both]


def test_timeline_of_organisations_shows_an_entry_of_two_of_them_once() -> None:
    both = held(organisations=("o1", "o2"))
    later = held(organisations=("o2",), on=date(2026, 10, 6))
    held(organisations=("o3",))

    assert list(queries.timeline_of_organisations(["o1", "o2"])) == [later, both]
    assert list(queries.timeline_of_organisations(["o2"])) == [later, both]
    assert list(queries.timeline_of_organisations(["o1", "o1"])) == [both]
    assert list(queries.timeline_of_organisations([])) == []


def test_life_of_a_record_is_told_from_its_latest_entry_on() -> None:
    by = standing_cast().asker("city_officer")
    entry = held(by=by, subject="t1")
    held(subject="t2")
    reversal = reverse(entry, by=by, on=ON, reason="誤り")

    assert list(queries.entries_about("trial", "t1")) == [reversal, entry]
    assert queries.reversals_of([entry.pk, reversal.pk]) == {entry.pk: reversal}


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("city_officer", True),
        ("city_office", True),
        ("prefecture_office", False),
        ("prefecture_officer", False),
        ("counsellor", False),
        ("desk_manager", False),
        ("representative", False),
        ("outsider", False),
    ],
)
def test_entry_of_one_side_is_seen_by(name: str, sees: bool) -> None:
    cast = standing_cast()
    entry = held(by=cast.asker("city_officer"))

    assert list(Entry.objects.visible_to(cast.asker(name))) == ([entry] if sees else [])


def test_joint_entry_is_seen_by_both_programme_offices_and_the_auditor() -> None:
    cast = standing_cast()
    entry = held(by=cast.asker("city_officer"), side="joint")

    for name in ("prefecture_office", "city_office", "auditor"):
        assert list(Entry.objects.visible_to(cast.asker(name))) == [entry]


def test_who_acted_and_whom_it_is_about_see_the_entry() -> None:
    cast = standing_cast()
    entry = held(by=cast.asker("counsellor"), person=cast.citizen.key)

    assert list(Entry.objects.visible_to(cast.asker("counsellor"))) == [entry]
    assert list(Entry.objects.visible_to(cast.asker("citizen"))) == [entry]
    assert list(Entry.objects.visible_to(cast.asker("last_counsellor"))) == []
    assert list(Entry.objects.visible_to(NOBODY)) == []


def plan(found: object) -> str:
    """How the database would look for these."""
    with connection.cursor() as cursor:
        sql, values = found.query.sql_with_params()  # type: ignore[attr-defined]
        cursor.execute(
            ("EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN ") + sql, values
        )
        return "\n".join(str(row) for row in cursor.fetchall())


@pytest.mark.parametrize(
    ("found", "index"),
    [
        (queries.entries_about("trial", "1"), "entry_about"),
        (queries.timeline_of_organisations(["o1"]), "mention_timeline"),
        (queries.timeline_of_initiative("I-2"), "mention_timeline"),
        (Entry.objects.filter(kind="trial.held", on__gte=ON), "entry_of_a_kind"),
        (queries.standing_entries().filter(kind="trial.held", on__gte=ON), "entry_of_a_kind"),
        (
            queries.entries_known_on(MAY).filter(kind="trial.held", on__gte=ON),
            "entry_of_a_kind",
        ),
        (Entry.objects.filter(person="p", on__gte=ON), "entry_of_a_person"),
        (Entry.objects.filter(organisation="u"), "entry_of_a_unit"),
        (Entry.objects.order_by("-on", "-id")[:20], "entry_of_a_day"),
    ],
)
def test_reading_starts_at_an_index(found: object, index: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("on small tables PostgreSQL reads everything, which is faster there")

    assert index in plan(found)


def test_counting_is_one_query() -> None:
    held()

    with CaptureQueriesContext(connection) as asked:
        queries.counted(queries.entries_known_on(datetime(2030, 1, 1, tzinfo=UTC)))

    assert len(asked) == 1
