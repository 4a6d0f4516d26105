"""Django app config."""

from django.apps import AppConfig


class Config(AppConfig):
    """The access room."""

    name = "waymark.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"
