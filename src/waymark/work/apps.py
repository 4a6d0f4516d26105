"""Django app config."""

from django.apps import AppConfig


class Config(AppConfig):
    """The work room."""

    name = "waymark.work"
    label = "work"
    default_auto_field = "django.db.models.BigAutoField"
