"""Django app config."""

from django.apps import AppConfig


class Config(AppConfig):
    """The notifications room."""

    name = "waymark.notifications"
    label = "notifications"
    default_auto_field = "django.db.models.BigAutoField"
