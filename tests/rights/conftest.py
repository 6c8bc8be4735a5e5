from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.rights.house import House, opened_house


@pytest.fixture(scope="module")
def house(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[House]:
    with django_db_blocker.unblock(), opened_house(tmp_path_factory.mktemp("house")) as opened:
        yield opened
