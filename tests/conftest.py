"""What no test may forget: a browser test needs Chromium, a PostgreSQL test needs PostgreSQL."""

import shutil
from collections.abc import Iterator

import hypothesis
import pytest
from django.conf import settings
from django.db.backends.base.operations import BaseDatabaseOperations
from django.utils import translation

from tests.append_only import lifted_for
from tools.dev.suite import BROWSERS

# How long an example takes says more about the machine than about the code.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

BaseDatabaseOperations.execute_sql_flush = lifted_for(BaseDatabaseOperations.execute_sql_flush)

NEEDS = {
    "browser": (
        lambda: any(shutil.which(name) for name in BROWSERS),
        "there is no Chromium on this machine",
    ),
    "postgres": (
        lambda: "postgresql" in settings.DATABASES["default"]["ENGINE"],
        "runs on PostgreSQL only",
    ),
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for marker, (is_there, reason) in NEEDS.items():
        if is_there():
            continue
        for item in items:
            if marker in item.keywords:
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session", autouse=True)
def _files_of_tests(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What a test attaches lies with nobody's own files."""
    settings.ATTACHMENTS = tmp_path_factory.mktemp("attachments")


@pytest.fixture(autouse=True)
def _language_of_the_house() -> Iterator[None]:
    """A test that opened an English page leaves no English behind."""
    yield
    translation.deactivate()
