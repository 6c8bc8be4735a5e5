from django.apps import AppConfig


class PaperworkConfig(AppConfig):
    name = "renkei.paperwork"
