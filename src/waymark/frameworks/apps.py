"""Django app config."""

from django.apps import AppConfig


class Config(AppConfig):
    """The frameworks room."""

    name = "waymark.frameworks"
    label = "frameworks"
    default_auto_field = "django.db.models.BigAutoField"
