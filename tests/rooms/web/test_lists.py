"""What every list costs: few queries, and no more for three rows than for one."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.house.repository import ROOT
from tests.lists import LISTS, Office, WorkList, opened
from tests.signing_in import signed_in

PAGING = {"page_of", "page_of_list"}


def asked(client: Client, one: WorkList, office: Office) -> tuple[int, int]:
    """Rows and queries of a page that was asked for before."""
    address = one.address_in(office)
    client.get(address)  # the first page of a session notes when it began
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200
    return len(response.context["page"].rows), len(queries)


@pytest.mark.django_db
@pytest.mark.parametrize("one", LISTS, ids=lambda one: one.view.removeprefix("renkei."))
def test_three_rows_ask_as_often_as_one(client: Client, one: WorkList) -> None:
    office = opened()
    signed_in(client, office.world.cast.people[one.who])
    one.put(office)

    few = asked(client, one, office)
    for _ in range(2):
        one.put(office)
    more = asked(client, one, office)

    assert more[0] >= few[0] + 2
    assert more[1] == few[1] <= one.most_queries


def test_every_view_that_shows_pages_stands_among_the_lists() -> None:
    shown = {view for path in (ROOT / "src").rglob("views*/**/*.py") for view in _paged(path)}
    shown |= {view for path in (ROOT / "src").rglob("views.py") for view in _paged(path)}

    assert shown == {one.view for one in LISTS}


def _paged(path: Path) -> Iterator[str]:
    """The views of a file that call for a page, themselves or by a function beside them."""
    module = ".".join(path.relative_to(ROOT / "src").with_suffix("").parts)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = {one.name: _called(one) for one in tree.body if isinstance(one, ast.FunctionDef)}
    paging = {name for name, called in calls.items() if called & PAGING}
    for name, called in calls.items():
        if not name.startswith("_") and (name in paging or called & paging):
            yield f"{module}:{name}"


def _called(function: ast.FunctionDef) -> set[str]:
    return {
        node.func.id
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
