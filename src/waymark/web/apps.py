"""Django app config."""

from django.apps import AppConfig


class Config(AppConfig):
    """Pages: no tables."""

    name = "waymark.web"
    label = "web"
