"""The pages of a navigation as items of a list."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from renkei.web.context import Item

register = template.Library()


@register.filter
def links(items: Iterable[Item]) -> SafeString:
    """Each with the mark of where the reader is; every page has some forty."""
    return _links(tuple(items))


# It depends on nothing but its names and addresses; a page has five navigations.
@lru_cache(maxsize=512)
def _links(items: tuple[Item, ...]) -> SafeString:
    written = '<li><a href="{}"{}>{}</a></li>'
    return format_html_join("\n", written, ((i.address, _mark(i), i.name) for i in items))


def _mark(item: Item) -> SafeString | str:
    return format_html(' aria-current="{}"', item.here) if item.here else ""
