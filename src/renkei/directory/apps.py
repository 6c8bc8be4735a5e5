from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "renkei.directory"

    def ready(self) -> None:
        """Rooms below tell of looks into their records, ask where one is opened, and who acts."""
        from renkei.core.access import Keeper, keep_looks
        from renkei.core.people import know_addresses, know_people
        from renkei.directory import entrances, signals  # noqa: F401
        from renkei.directory.actions.access import address_to_open, look
        from renkei.directory.queries.people import confirmed_addresses
        from renkei.directory.queries.seats import asker_with_key

        know_people(asker_with_key)
        know_addresses(confirmed_addresses)
        keep_looks(Keeper(look=look, open_address=address_to_open))
