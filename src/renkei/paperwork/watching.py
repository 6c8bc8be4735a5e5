"""Looks at records that are watched: the room that writes them down lies above this one."""

from django.conf import settings
from django.db.models import Model
from django.utils.module_loading import import_string

from renkei.core.rights import Asker, kind_of


def seen(record: Model, by: Asker) -> None:
    """Have it written down that somebody looked, where the kind of record is watched."""
    if kind_of(record).is_watched:
        import_string(settings.RECORD_WATCHER)(record, by=by)
