"""The command that compares sheets with what people have answered."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from renkei.charter import sheet_reader
from renkei.charter.sheet_reader import sheets, version_from
from tests.cast import standing_cast
from tests.rooms.paperwork.filling import submitted

pytestmark = pytest.mark.django_db


def test_sheets_as_they_were_answered_are_in_order():
    submitted(standing_cast())
    out = StringIO()

    call_command("check_sheets", stdout=out)

    assert out.getvalue() == "Every version that was answered is as it was.\n"


def test_version_that_changed_after_it_was_answered_is_named(monkeypatch):
    submitted(standing_cast())
    monkeypatch.setattr(sheet_reader, "sheets", dict)
    err = StringIO()

    with pytest.raises(CommandError):
        call_command("check_sheets", stdout=StringIO(), stderr=err)

    assert err.getvalue().startswith("intake_card 2026-04: the file asks something else")


def test_version_that_is_not_released_gets_the_line_to_add(monkeypatch):
    card = sheets()["intake_card"]
    unreleased = version_from(card.versions[0].definition)
    shipped = {"intake_card": type(card)(**{**_fields(card), "versions": (unreleased,)})}
    monkeypatch.setattr(sheet_reader, "sheets", lambda: shipped)
    out = StringIO()

    call_command("check_sheets", stdout=out)

    assert f'    released = "{unreleased.digest}"' in out.getvalue().splitlines()


def _fields(card) -> dict[str, object]:
    names = ("key", "title", "purpose", "initiatives", "by_link", "versions")
    return {name: getattr(card, name) for name in names}
