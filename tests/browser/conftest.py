"""Pages as a person meets them: a running server and Debian's Chromium."""

import os
import shutil
import threading
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from tests.browser.states import DESK
from tools.dev.suite import BROWSERS


@pytest.fixture(scope="session", autouse=True)
def _database_beside_the_browser() -> None:
    """Playwright keeps an event loop in this thread; Django would take it for an async view."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, BROWSERS)))
    # Without a sandbox, because tests may run as root in a container and open only our own pages.
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The address of a running house with its places, opened once for the tests of a file.

    The pages here are only read, so nothing has to be put back between two tests. The tests must
    be marked `django_db`, or there is no database.
    """
    with django_db_blocker.unblock():
        call_command("load_places", verbosity=0)
        server = LiveServer("localhost")
        yield server.url
        _let_requests_end()
        server.stop()
        call_command("flush", verbosity=0, interactive=False)


def _let_requests_end() -> None:
    """A request that is still being answered would miss the database that its server takes away."""
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(timeout=5)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page at a desk, without motion: colours of the dark are there at once."""
    with browser.new_context(viewport=DESK, reduced_motion="reduce") as context:
        yield context.new_page()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True) as context:
        yield context
