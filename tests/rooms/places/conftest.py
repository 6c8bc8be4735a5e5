from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from renkei.places.actions import Loaded, load_reference
from renkei.places.models import Area, AreaSet


@pytest.fixture(scope="package")
def loaded_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Loaded]:
    """The reference areas in the database for all tests of this room, and gone after them."""
    with django_db_blocker.unblock():
        yield load_reference()
        AreaSet.objects.all().delete()
        Area.objects.all().delete()


@pytest.fixture
def places(loaded_once: Loaded, db: None) -> Loaded:
    """The reference areas of the product, loaded; what a test changes is rolled back."""
    return loaded_once
