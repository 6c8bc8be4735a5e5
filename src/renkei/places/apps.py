from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "renkei.places"
