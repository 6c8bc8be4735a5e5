from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from renkei.places.actions import load_reference
from renkei.places.models import Area, AreaSet
from tests.stories.reading import Reader


@pytest.fixture(scope="package")
def hokkaido(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The places of Hokkaido, as an installation has them; the stories only read them."""
    with django_db_blocker.unblock():
        load_reference()
        yield
        AreaSet.objects.all().delete()
        Area.objects.all().delete()


@pytest.fixture(scope="package")
def proven() -> set[str]:
    """Addresses that a story has already found to answer, so that each is asked for once."""
    return set()


@pytest.fixture
def reader(client: Client, hokkaido: None, proven: set[str], db: None) -> Reader:
    return Reader(client, proven)
