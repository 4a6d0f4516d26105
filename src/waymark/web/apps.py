"""Django app config."""

from django.apps import AppConfig


class Config(AppConfig):
    """Pages: no tables."""

    name = "waymark.web"
    label = "web"

    def ready(self) -> None:
        """See that each session is noted when it begins. Imported here: before, the rooms are not there yet."""
        from django.contrib.auth.signals import user_logged_in

        from waymark.web.base.sessions import note_start

        user_logged_in.connect(note_start, dispatch_uid="waymark.web.base.sessions")
