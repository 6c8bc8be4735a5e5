from django.apps import AppConfig


class PaperworkConfig(AppConfig):
    name = "renkei.paperwork"

    def ready(self) -> None:
        """Before any command runs it is looked at whether letters lead back here."""
        from renkei.paperwork import checks  # noqa: F401
