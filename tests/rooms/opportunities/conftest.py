import pytest
from django.core.management import call_command


@pytest.fixture
def places_of_a_test(transactional_db: None) -> None:
    """The places of Hokkaido for one test, which empties the tables behind it."""
    call_command("load_places", verbosity=0)
