"""Tables: migrations point down the floors, names say what they are."""

import importlib
import tomllib

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import models

from tests.house.repository import PACKAGE, ROOT, rooms


def floor_of() -> dict[str, int]:
    """The floor of each room, from the same list that the import contract reads."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "floors")
    return {
        room.strip(): height
        for height, layer in enumerate(reversed(layers))
        for room in layer.split("|")
    }


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("renkei.")]


def test_every_room_has_a_floor() -> None:
    assert set(rooms()) <= set(floor_of())


def test_migrations_depend_on_lower_rooms_only() -> None:
    floors = floor_of()
    upward = []
    for path in PACKAGE.glob("*/migrations/[0-9]*.py"):
        room = path.parent.parent.name
        migration = importlib.import_module(f"renkei.{room}.migrations.{path.stem}").Migration
        upward += [
            f"{room}.{path.stem} -> {app}"
            for app, _ in migration.dependencies
            if app in floors and app != room and floors[app] >= floors[room]
        ]

    assert upward == []


def test_migrations_are_named_by_what_they_do() -> None:
    nameless = [path.name for path in PACKAGE.glob("*/migrations/*_auto_*.py")]

    assert nameless == []


def test_booleans_ask_a_question() -> None:
    odd = [
        f"{model.__name__}.{field.name}"
        for model in own_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.BooleanField)
        and not field.name.startswith(("is_", "has_", "may_"))
    ]

    assert odd == []


def test_foreign_keys_leave_no_trace_in_other_rooms() -> None:
    visible = [
        f"{model.__name__}.{field.name}"
        for model in own_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and field.related_model._meta.app_label != model._meta.app_label
        and not field.remote_field.hidden
    ]

    assert visible == []


@pytest.mark.django_db
def test_migrations_say_all_that_models_say(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("makemigrations", "--check", "--dry-run")

    assert "No changes detected" in capsys.readouterr().out


def test_django_finds_nothing_to_complain_of() -> None:
    assert run_checks() == []
