"""The log of the program: one line each, whatever somebody puts into an address."""

import json
import logging

import pytest
from django.test import RequestFactory

from renkei.core.log import OneLine, note


def line(record: logging.LogRecord) -> str:
    return OneLine().format(record)


def test_line_says_when_what_and_from_where() -> None:
    record = logging.LogRecord("renkei.security", logging.INFO, "", 0, "signed_in", None, None)
    record.created = 0.0
    record.facts = {"person": "abc", "path": "/account/"}

    written = json.loads(line(record))

    assert written == {
        "at": "1970-01-01T00:00:00.000+00:00",
        "level": "INFO",
        "from": "renkei.security",
        "message": "signed_in",
        "person": "abc",
        "path": "/account/",
    }


def test_line_break_in_a_path_makes_no_second_line(caplog: pytest.LogCaptureFixture) -> None:
    request = RequestFactory().get("/x")
    request.path = '/x\n{"message": "signed_in"}'

    with caplog.at_level(logging.INFO, logger="renkei.security"):
        note("refused", request)

    written = line(caplog.records[0])
    assert written.count("\n") == 0
    assert json.loads(written)["message"] == "refused"


def test_error_is_kept_within_its_line() -> None:
    try:
        raise ValueError("broken")
    except ValueError as error:
        found = (type(error), error, error.__traceback__)
    record = logging.LogRecord("renkei", logging.ERROR, "", 0, "failed", None, found)

    written = line(record)

    assert written.count("\n") == 0
    assert "ValueError: broken" in json.loads(written)["error"]


SECRET = "Zr3xkQ0p-VnT_8yLw2mJdC5sHbU7aEfG"  # as long as the shortest of our links
KEY = "01kaz2mh5b8r3w6v9x0c4d7e1f"


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (f"/paperwork/by-link/{SECRET}/review/", "/paperwork/by-link/…/review/"),
        (f"/en/account/invitation/{SECRET}ABCDEFGHIJK/", "/en/account/invitation/…/"),
        (f"/paperwork/answers/{KEY}/fill/", f"/paperwork/answers/{KEY}/fill/"),
    ],
)
def test_key_of_a_link_is_not_told(path: str, told: str) -> None:
    """Django itself writes the path of every page that was answered with 4xx."""
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 0, "%s: %s", ("Unprocessable Entity", path), None
    )
    record.facts = {"path": path}

    written = json.loads(line(record))

    assert (written["message"], written["path"]) == (f"Unprocessable Entity: {told}", told)
