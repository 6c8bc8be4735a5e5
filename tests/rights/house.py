"""The house with its people signed in and a marked record of every kind on each line."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from tests.rights.addresses import Sampled, with_attachment
from tests.rights.expectation import Line, lines_in
from tests.rights.world import NOBODY_AT_ALL, World, populated
from tests.signing_in import signed_in

MARK = re.compile(r"mark-([a-z-]+?)-(\d+)(-inside)?(?![\w-]*\w)")
ROLES = (
    NOBODY_AT_ALL,
    "citizen",
    "representative",
    "company_administrator",
    "municipality_officer",
    "counsellor",
    "desk_manager",
    "city_officer",
    "city_administrator",
    "prefecture_officer",
    "auditor",
)


@dataclass
class House:
    sampled: Sampled
    clients: dict[str, Client]
    marks: dict[tuple[str, str], Line]

    def leaks(self, who: str, body: str) -> Iterator[str]:
        for kind, number, inside in set(MARK.findall(body)):
            line = self.marks[kind, number]
            if ("read" if inside else "find") not in line.may[who]:
                yield f"{line.label}{' (inside)' if inside else ''}"


@contextmanager
def opened_house(folder: Path) -> Iterator[House]:
    """Open while the block runs; afterwards nothing of it is left."""
    with ExitStack() as stack:
        stack.enter_context(transaction.atomic())
        call_command("load_places", verbosity=0)
        world = populated()
        sampled = Sampled(world, lines_in(world))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(settings, "ATTACHMENTS", folder)
            with_attachment(sampled)
            yield House(sampled, _clients(world), _marks(sampled.lines))
        transaction.set_rollback(True)


def _clients(world: World) -> dict[str, Client]:
    clients = {}
    for name in ROLES:
        client = clients[name] = Client(raise_request_exception=False)
        if name != NOBODY_AT_ALL:
            signed_in(client, world.cast.people[name])
    return clients


def _marks(lines: list[Line]) -> dict[tuple[str, str], Line]:
    marks, counted = {}, {}
    for line in lines:
        counted[line.kind] = counted.get(line.kind, 0) + 1
        marks[line.kind.replace("_", "-"), str(counted[line.kind])] = line
    return marks


@contextmanager
def undone() -> Iterator[None]:
    """What a request changed is as before for the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def said(response: object) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    return content.decode("utf-8", "ignore")
