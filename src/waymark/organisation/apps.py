"""Django app config."""

from django.apps import AppConfig


class Config(AppConfig):
    """The organisation room."""

    name = "waymark.organisation"
    label = "organisation"
    default_auto_field = "django.db.models.BigAutoField"
