"""The rules of every kind say what was written down by hand."""

import pytest

from renkei.core.rights import kinds
from tests.rights.expectation import expected_kinds, lines_in, unlike
from tests.rights.world import populated

HINT = "write down in tests/rights/expected.toml who may do what with a record of this kind"


def test_every_kind_is_written_down() -> None:
    assert sorted({kind.name for kind in kinds()} - expected_kinds()) == [], HINT


@pytest.mark.django_db
def test_rules_say_what_is_written_down() -> None:
    world = populated()

    lines = lines_in(world)

    assert list(unlike(lines, world)) == []
