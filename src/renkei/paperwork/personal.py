"""The register of files that hold personal information, as every room declares it.

`<room>/personal.toml` names each file (個人情報ファイル) with its purpose and its tables,
and for each table the columns that lead to a person. The register page, and the answer to
somebody who asks for everything about her, are made from nothing else.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Model

from renkei.charter.text import Text


class FaultyDeclaration(Exception):
    """A room's declaration does not say what it must."""


@dataclass(frozen=True, slots=True)
class PersonalTable:
    model: str  # "paperwork.Notice"
    name: Text
    # Lookups that lead to the person's key; without any, people in it are found by hand.
    person: tuple[str, ...]
    # Columns with an address by which somebody is known who needs no account.
    email: tuple[str, ...]
    # The columns that name the record a row belongs to: rows of records about the person are hers.
    about: tuple[str, ...]
    fields: Mapping[str, Text]  # what is recorded, as the register and the reader call it
    withheld: frozenset[str]  # secrets of the person's own, which no file repeats

    @property
    def table(self) -> type[Model]:
        return apps.get_model(self.model)


@dataclass(frozen=True, slots=True)
class PersonalFile:
    key: str
    name: Text
    purpose: Text
    people: Text  # whose information it is
    collected: Text  # how it comes
    recipients: Text  # who regularly gets it outside the unit that keeps it
    is_sensitive: bool  # whether it holds what the law protects in particular
    kinds: tuple[str, ...]  # of record: how long they are kept says the schedule
    tables: tuple[PersonalTable, ...]


@dataclass(frozen=True, slots=True)
class Register:
    files: tuple[PersonalFile, ...]
    # Tables in which people's keys stand and which belong to no file, each with the reason.
    apart: Mapping[str, str]

    @property
    def tables(self) -> Iterator[PersonalTable]:
        for file in self.files:
            yield from file.tables


@cache
def register() -> Register:
    """Errors  FaultyDeclaration when a file does not say what it must, or names no table of ours"""
    files: list[PersonalFile] = []
    apart: dict[str, str] = {}
    for config in apps.get_app_configs():
        path = Path(config.path) / "personal.toml"
        if settings.PACKAGE in path.parents and path.exists():
            found = read_declaration(path)
            files += found.files
            apart |= found.apart
    return Register(tuple(files), apart)


def read_declaration(path: Path) -> Register:
    """Errors  FaultyDeclaration as above"""
    try:
        with path.open("rb") as file:
            data = tomllib.load(file)
        files = tuple(_file(stated) for stated in data.get("file", ()))
        apart = {one["model"]: one["because"] for one in data.get("apart", ())}
        for model in apart:
            apps.get_model(model)
    except (KeyError, TypeError, ValueError, LookupError) as error:
        raise FaultyDeclaration(f"{path.parent.name}/{path.name}: {error!r}") from error
    return Register(files, apart)


def _file(stated: dict[str, Any]) -> PersonalFile:
    return PersonalFile(
        key=stated["key"],
        name=Text(**stated["name"]),
        purpose=Text(**stated["purpose"]),
        people=Text(**stated["people"]),
        collected=Text(**stated["collected"]),
        recipients=Text(**stated["recipients"]),
        is_sensitive=stated["is_sensitive"],
        kinds=tuple(stated["kinds"]),
        tables=tuple(_table(one) for one in stated["table"]),
    )


def _table(stated: dict[str, Any]) -> PersonalTable:
    table = PersonalTable(
        model=stated["model"],
        name=Text(**stated["name"]),
        person=tuple(stated["person"]),
        email=tuple(stated.get("email", ())),
        about=tuple(stated.get("about", ())),
        fields={name: Text(**label) for name, label in stated["fields"].items()},
        withheld=frozenset(stated.get("withheld", ())),
    )
    columns = {field.attname for field in table.table._meta.concrete_fields}
    unknown = ({*table.fields, *table.about, *table.email} | table.withheld) - columns
    if unknown:
        raise ValueError(f"{table.model} has no {sorted(unknown)}")
    if len(table.about) not in (0, 2):
        raise ValueError(f"{table.model}: a record is named by its kind and its key")
    return table
