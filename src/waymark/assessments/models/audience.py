"""Who sees a thing beside its person."""

from django.db import models


class Audience(models.TextChoices):
    """Who sees a thing beside its person."""

    ONLY_ME = "only_me"
    SHARED = "shared"
