"""Timelines: entries of the journal as any room's page shows them."""

from collections.abc import Iterable
from typing import Any

from django import template

from renkei.core.rights import asker_of
from renkei.journal.models import Entry
from renkei.journal.queries import reversals_of
from renkei.journal.records import addresses_of
from renkei.journal.telling import Month, by_month, lines

register = template.Library()


@register.simple_tag(takes_context=True)
def months_of(context: dict[str, Any], entries: Iterable[Entry]) -> list[Month]:
    """The entries in the order given, by month, each linked where the reader may open it."""
    shown = list(entries)
    return by_month(
        lines(
            shown,
            reversals=reversals_of(entry.pk for entry in shown),
            addresses=addresses_of(shown, asker_of(context["request"])),
        )
    )
