"""Django app config."""

from django.apps import AppConfig


class Config(AppConfig):
    """The careers room."""

    name = "waymark.careers"
    label = "careers"
    default_auto_field = "django.db.models.BigAutoField"
