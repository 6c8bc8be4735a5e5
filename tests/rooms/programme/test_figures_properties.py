"""What holds for the figures of any journal, with every room that the charter names open."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from renkei.charter.counts import BREAKDOWNS
from renkei.charter.terms import Indicator
from renkei.core.tables import as_csv
from renkei.journal.models import Entry
from renkei.journal.tables import table_of
from renkei.programme.figures import Figure, broken_down, entries_behind, figures
from renkei.programme.periods import Period
from tests.opened import rooms_opened
from tests.rooms.programme import generated
from tests.rooms.programme.generated import KNOWN, Drawn, forgotten, take_back, write, written
from tools.recompute_figures import entries_of, recompute

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded", "opened")]

PERIODS = st.sampled_from([Period.called(key) for key in ("2024", "2025", "2025Q2", "2024-11")])
some = settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def opened() -> Iterator[None]:
    with rooms_opened():
        yield


def said(found: dict[str, Figure]) -> dict[str, tuple[Any, ...]]:
    """All that a figure says of the world, without when it was asked."""
    return {
        key: (one.total, one.prefecture, one.city, one.joint, one.no_side, one.counted, one.per)
        for key, one in found.items()
    }


def added(drawn: Drawn) -> list[Indicator]:
    """Those of which sides and cells are sums: all but medians."""
    return [one for one in drawn.indicators if one.count and one.count.measure != "median"]


def journals() -> st.SearchStrategy[Drawn]:
    # Kinds are declared when the test runs, and not yet when it is read.
    return st.deferred(generated.journals)


@some
@given(drawn=journals(), period=PERIODS)
def test_total_is_prefecture_and_city_less_what_both_have(drawn: Drawn, period: Period) -> None:
    with forgotten():
        written(drawn.rows)
        found = figures(added(drawn), period)

    for one in found.values():
        for sided in filter(None, (one.counted, one.per)):
            assert sided.total == sided.prefecture + sided.city - sided.joint


@some
@given(drawn=journals(), period=PERIODS)
def test_entries_behind_are_as_many_as_were_counted(drawn: Drawn, period: Period) -> None:
    with forgotten():
        written(drawn.rows)
        found = figures(drawn.indicators, period)
        n_behind = {one.id: entries_behind(one, period).count() for one in drawn.indicators}

    assert n_behind == {key: one.n_entries for key, one in found.items()}


@some
@given(drawn=journals(), period=PERIODS, by=st.sampled_from(BREAKDOWNS))
def test_cells_sum_to_the_total(drawn: Drawn, period: Period, by: str) -> None:
    with forgotten():
        written(drawn.rows)
        found = figures(added(drawn), period)
        cells = {one.id: broken_down(one, period, by) for one in added(drawn)}

    for key, one in found.items():
        parts = [cell for cell in cells[key] if cell.kind != "outside"]
        if one.per:
            assert sum(cell.numerator for cell in parts) == one.numerator
            assert sum(cell.denominator for cell in parts) == one.denominator
        else:
            assert sum(cell.value for cell in parts) == one.total


@some
@given(drawn=journals(), period=PERIODS)
def test_reversal_restores_every_figure(drawn: Drawn, period: Period) -> None:
    *earlier, last = drawn.rows
    with forgotten():
        written(earlier)
        before = said(figures(drawn.indicators, period))

        entry = write(last)
        with_entry = said(figures(drawn.indicators, period))
        take_back(entry)

        assert said(figures(drawn.indicators, period)) == before
        then = entry.at
        assert said(figures(drawn.indicators, period, known_at=then)) == with_entry


@some
@given(drawn=journals(), period=PERIODS, data=st.data())
def test_what_was_known_then_is_changed_by_nothing_later(
    drawn: Drawn, period: Period, data: st.DataObject
) -> None:
    half = len(drawn.rows) // 2
    with forgotten():
        written(drawn.rows[:half])
        before = said(figures(drawn.indicators, period))
        then = KNOWN + timedelta(days=Entry.objects.count(), hours=-1)
        for row in drawn.rows[half:]:
            write(row)
        standing = list(Entry.objects.filter(reverses=None, reversal=None))
        take_back(data.draw(st.sampled_from(standing)))

        assert said(figures(drawn.indicators, period, known_at=then)) == before


@some
@given(drawn=journals(), period=PERIODS)
def test_counts_never_fall_while_entries_are_only_added(drawn: Drawn, period: Period) -> None:
    growing = [one for one in added(drawn) if one.count and one.count.measure != "level"]
    last: dict[str, Decimal] = {}
    with forgotten():
        for n, row in enumerate(drawn.rows):
            write(row)
            if n % 5 == 0:
                found = figures(growing, period)
                now = {key: one.counted.total for key, one in found.items() if one.counted}
                assert all(now[key] >= last.get(key, 0) for key in now)
                last = now


@some
@given(drawn=journals(), period=PERIODS, n=st.none() | st.integers(0, 20))
def test_plain_script_computes_the_same_from_the_file(
    tmp_path: Path, drawn: Drawn, period: Period, n: int | None
) -> None:
    known_at = None if n is None else KNOWN + timedelta(days=n)
    file = tmp_path / "journal.csv"
    with forgotten():
        written(drawn.rows)
        everything = Entry.objects.select_related("reversal").prefetch_related("mentions")
        file.write_bytes(as_csv(table_of(list(everything)), is_free_text=True))
        found = figures(drawn.indicators, period, known_at=known_at)

    again = recompute(entries_of(file), period.key, known_at=known_at)

    for key, one in found.items():
        told = {name: getattr(one, name) for name in again[key]}
        assert told == again[key], key
