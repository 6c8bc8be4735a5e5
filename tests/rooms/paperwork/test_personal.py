"""Nothing personal is forgotten: every table in which people stand is declared, and disclosed."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from renkei.core.rights import kinds
from renkei.paperwork.personal import FaultyDeclaration, read_declaration, register
from renkei.paperwork.retaining import schedule

# Columns in which a person's key stands, or what tells who somebody is.
OF_PEOPLE = re.compile(
    r"(person|subject|owner|user|by|history_user)(_id)?|\w+_by(_id)?|shown_to|email|telephone"
)
PERSONAL = re.compile(r"email|telephone|name_kana")  # must be named, wherever it stands
FILE = """
[[file]]
key = "people"
name = { ja = "a", en = "a" }
purpose = { ja = "a", en = "a" }
people = { ja = "a", en = "a" }
collected = { ja = "a", en = "a" }
recipients = { ja = "a", en = "a" }
is_sensitive = false
kinds = []

[[file.table]]
model = "paperwork.Notice"
name = { ja = "a", en = "a" }
person = ["person"]
fields = { subject = { ja = "a", en = "a" } }
"""


def columns(model: type[Model]) -> set[str]:
    return {field.attname for field in model._meta.concrete_fields}


def tables() -> list[type[Model]]:
    """Of our own, and of accounts, whose tables others wrote."""
    labels = {"account", "mfa", "usersessions"}
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("renkei.") or model._meta.app_label in labels
    ]


def declared() -> set[str]:
    return {table.model for table in register().tables} | set(register().apart)


@pytest.mark.parametrize("model", tables(), ids=lambda model: model._meta.label)
def test_table_with_people_in_it_is_declared(model: type[Model]) -> None:
    # What is chosen from a list is no person's key.
    chosen = {field.attname for field in model._meta.concrete_fields if field.choices}
    people = {column for column in columns(model) - chosen if OF_PEOPLE.fullmatch(column)}

    assert not people or model._meta.label in declared(), (
        f"{model._meta.label} has {sorted(people)}: name it in the room's personal.toml"
    )


@pytest.mark.parametrize("kind", list(kinds()), ids=lambda kind: kind.name)
def test_kind_of_record_about_people_is_disclosed_to_them(kind: object) -> None:
    leads = {table.model: table.person for table in register().tables}
    column = kind.columns.person  # type: ignore[attr-defined]

    assert not column or column in leads.get(kind.model, ())  # type: ignore[attr-defined]


@pytest.mark.parametrize("table", list(register().tables), ids=lambda table: table.model)
def test_column_that_names_somebody_is_an_item_of_the_register(table: object) -> None:
    model = table.table  # type: ignore[attr-defined]
    personal = {column for column in columns(model) if PERSONAL.fullmatch(column)}

    assert personal <= set(table.fields)  # type: ignore[attr-defined]


def test_lookups_lead_to_columns() -> None:
    for table in register().tables:
        for lookup in table.person:
            assert not table.table._base_manager.filter(**{lookup: "nobody"}).query.is_empty()


def test_tables_belong_to_one_file() -> None:
    models = [table.model for table in register().tables]

    assert len(models) == len(set(models))
    assert not set(models) & set(register().apart)


def test_secrets_are_withheld() -> None:
    withheld = {table.model: table.withheld for table in register().tables}

    assert "password" in withheld["directory.Person"]
    assert "data" in withheld["mfa.Authenticator"]
    for table in register().tables:
        secrets = columns(table.table) & {"password", "digest", "secret", "data"}
        assert secrets - {"digest"} <= table.withheld


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('model = "paperwork.Notice"', 'model = "paperwork.Pigeon"', "Pigeon"),
        ("fields = { subject", "fields = { feathers", "feathers"),
        ('person = ["person"]', 'person = ["person"]\nabout = ["about_kind"]', "its key"),
        ('key = "people"', "", "key"),
        ('name = { ja = "a", en = "a" }', 'name = { ja = "a", en = "" }', "empty"),
    ],
)
def test_faulty_declaration_is_an_error(tmp_path: Path, before: str, after: str, said: str) -> None:
    path = tmp_path / "personal.toml"
    path.write_text(FILE.replace(before, after), encoding="utf-8")

    with pytest.raises(FaultyDeclaration, match=said):
        read_declaration(path)


@pytest.mark.django_db
@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_register_is_published_with_every_file(client: Client, language: str) -> None:
    prefix = "" if language == "ja" else f"/{language}"

    page = client.get(prefix + reverse("paperwork:personal_files")).content.decode()

    for file in register().files:
        assert file.name.in_language(language) in page
        assert file.purpose.in_language(language) in page


def test_register_says_how_long() -> None:
    of_paper = {kind for file in register().files for kind in file.kinds}

    assert set(schedule()) <= of_paper
