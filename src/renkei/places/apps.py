from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "renkei.places"

    def ready(self) -> None:
        """Rooms below know areas by code and ask here for their names."""
        from renkei.core.areas import offer_areas
        from renkei.places.queries import area_names

        offer_areas(area_names)
