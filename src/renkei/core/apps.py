from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "renkei.core"

    def ready(self) -> None:
        """Every room's kinds of record and of journal entry are known before the first request."""
        from renkei.core.search.entries import connect

        autodiscover_modules("rules", "events")
        connect()
