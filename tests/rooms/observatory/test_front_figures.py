"""What the front page shows was kept when it was counted; it is what would be counted today."""

import pytest

from renkei.observatory import front, front_counted, front_figures
from renkei.observatory.front_counted import counted
from renkei.observatory.front_figures import FrontFigures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
OTHER = FrontFigures(2030, -1.0, 1.0, 2060, {})


def test_kept_figures_are_those_of_the_shipped_tables():
    """After a change of the tables: `python -m tools.ship_front`."""
    assert front_figures.kept_figures() == counted()


@pytest.mark.parametrize("key", ["register_flows", "projection_2023"])
def test_figures_are_counted_where_an_office_holds_other_tables(key, monkeypatch):
    held = front_figures.held_tables()
    another = held | {key: [*held[key], "0" * 64]}
    monkeypatch.setattr(front_figures, "held_tables", lambda: another)
    monkeypatch.setattr(front_counted, "counted", lambda: OTHER)

    assert front.front_figures() == OTHER


def test_figures_are_kept_as_they_are(tmp_path, monkeypatch):
    monkeypatch.setattr(front_figures, "FILE", tmp_path / "front.json")
    front_figures._kept.cache_clear()
    try:
        front_figures.keep(OTHER)
        assert front.front_figures() == OTHER
    finally:
        front_figures._kept.cache_clear()
