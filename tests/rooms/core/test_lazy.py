import sys
from types import ModuleType

import pytest
from django.http import HttpResponse

from renkei.core.lazy import lazy_view


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A module of views that can be found but has not been imported by anyone."""
    module = ModuleType("room_of_views")
    module.show = lambda request, code: HttpResponse(f"{request} {code}")
    monkeypatch.setitem(sys.modules, "room_of_views", module)
    return module


def test_lazy_view_passes_everything_on(room):
    view = lazy_view("room_of_views:show")

    response = view("asked", code="011002")

    assert response.content == b"asked 011002"


def test_lazy_view_is_not_imported_before_it_is_asked():
    view = lazy_view("room_that_is_not_there:show")

    with pytest.raises(ModuleNotFoundError):
        view("asked")


def test_lazy_view_is_looked_up_once(room):
    view = lazy_view("room_of_views:show")
    view("asked", code="1")
    del room.show

    response = view("asked", code="2")

    assert response.content == b"asked 2"


def test_lazy_view_carries_the_name_of_the_view():
    view = lazy_view("room_of_views:show")

    assert (view.__module__, view.__name__) == ("room_of_views", "show")
