"""The schedule of keeping: shipped, an office's own, and what makes one faulty."""

from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from renkei.paperwork.retaining import (
    FaultySchedule,
    Term,
    read_schedule,
    retentions,
    schedule,
)
from renkei.paperwork.states import Disposing


def own(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_retained_kind_has_a_term_and_every_term_a_way() -> None:
    assert set(schedule()) == set(retentions())
    for kind, term in schedule().items():
        assert term.then in retentions()[kind].ways


def test_shipped_years_say_that_nobody_has_confirmed_them() -> None:
    assert {term.is_assumed for term in schedule().values()} == {True}


def test_office_states_its_own_years(settings: Settings, tmp_path: Path) -> None:
    text = '[notice]\nyears = 1\nthen = "anonymise"\nbecause = { ja = "規程", en = "Rules" }'
    settings.RETENTION = str(own(tmp_path, text))

    term = schedule()["notice"]

    assert (term.years, term.then, term.is_assumed) == (1, Disposing.ANONYMISE, False)
    assert schedule()["answers"].is_assumed


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[nothing]\nyears = 1\nbecause = { ja = "a", en = "b" }', "nothing"),
        ("[notice]\nyears = 1", "because"),
        ('[notice]\nyears = 0\nbecause = { ja = "a", en = "b" }', "0 years"),
        ('[notice]\nyears = 900\nbecause = { ja = "a", en = "b" }', "900 years"),
        ('[notice]\nthen = "burn"\nbecause = { ja = "a", en = "b" }', "burn"),
        ('[answers]\nthen = "delete"\nbecause = { ja = "a", en = "b" }', "delete"),
        ('[notice]\ncolour = 1\nbecause = { ja = "a", en = "b" }', "colour"),
        ('[notice]\nbecause = { ja = "a" }', "en"),
        ("[notice", "own"),
    ],
)
def test_faulty_schedule_is_an_error(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(FaultySchedule, match=said):
        read_schedule(own(tmp_path, text), over=schedule())


def test_schedule_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FaultySchedule, match=r"none\.toml"):
        read_schedule(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("today", "before"),
    [(date(2026, 4, 1), date(2023, 4, 1)), (date(2028, 2, 29), date(2025, 2, 28))],
)
def test_term_ends_on_the_same_day_years_later(today: date, before: date) -> None:
    shipped = schedule()["notice"]
    term = Term("notice", 3, shipped.after, shipped.then, shipped.because, is_assumed=True)

    assert term.starts_before(today) == before
