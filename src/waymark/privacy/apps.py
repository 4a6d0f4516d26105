"""Django app config."""

from django.apps import AppConfig


class Config(AppConfig):
    """The privacy room."""

    name = "waymark.privacy"
    label = "privacy"
    default_auto_field = "django.db.models.BigAutoField"
