"""Views that are imported when they are first asked for.

Rooms that compute import NumPy, Polars and the engines. A web worker that has not yet been asked
for a figure should not carry them: it starts in a third of the time and half of the memory.
"""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from django.http import HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]


def lazy_view(address: str) -> View:
    """The view at `address` ("renkei.places.views:search"), imported at its first request."""
    module, _, name = address.partition(":")

    @cache
    def load() -> View:
        view: View = getattr(import_module(module), name)
        return view

    def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return load()(request, *args, **kwargs)

    view.__name__ = view.__qualname__ = name
    view.__module__ = module
    return view
