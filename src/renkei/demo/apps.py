from typing import Any

from django.apps import AppConfig
from django.apps import apps as house
from django.conf import settings
from django.db.models.signals import pre_save


class DemoConfig(AppConfig):
    name = "renkei.demo"

    def ready(self) -> None:
        if settings.DEMO:
            for table in ("Person", "Organisation"):
                pre_save.connect(invented_too, sender=house.get_model("directory", table))


def invented_too(instance: Any, **_: Any) -> None:
    """Whoever comes in a demonstration plays along; among real people nobody is invented."""
    from renkei.directory.queries.demonstration import has_real_people

    if instance._state.adding and not instance.is_demo:
        instance.is_demo = not has_real_people()
