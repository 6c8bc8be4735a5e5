from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "renkei.core"
