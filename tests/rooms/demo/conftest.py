from collections.abc import Iterator

import pytest
from django.core.management import call_command
from pytest_django.plugin import DjangoDbBlocker


@pytest.fixture(scope="module")
def demo_loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demonstration, there for all tests of a file; what a test does is undone after it."""
    with django_db_blocker.unblock():
        call_command("load_places", verbosity=0)
        call_command("load_demo", verbosity=0)
        yield
        call_command("flush", verbosity=0, interactive=False)
