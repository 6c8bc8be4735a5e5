from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "renkei.programme"

    def ready(self) -> None:
        """The rights ask to which councils somebody belongs; the programme knows it."""
        from renkei.core.rights import know_circles
        from renkei.programme.queries.belonging import belonging

        know_circles(belonging)
