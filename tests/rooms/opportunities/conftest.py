from collections.abc import Iterator

import pytest
import time_machine
from django.core.management import call_command

from tests.cast import Cast
from tests.rooms.opportunities.doing import TODAY, desk_cast


@pytest.fixture
def places_of_a_test(transactional_db: None) -> None:
    """The places of Hokkaido for one test, which empties the tables behind it."""
    call_command("load_places", verbosity=0)


@pytest.fixture
def on_that_day() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.fixture
def cast() -> Cast:
    return desk_cast()
