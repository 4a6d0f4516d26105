"""The table of findable things. Its full-text index is made by the migration, per database (``fulltext.py``)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.kernel import personal


class SearchEntry(models.Model):
    """One thing that can be found. ``words_*`` are normalised (``rules.words``); the rest is for showing."""

    kind = models.CharField(max_length=20)
    group = models.CharField(max_length=120, db_index=True)
    """Whoever put the entry there, so that it can replace its own: a framework's slug, say."""
    url = models.CharField(max_length=300)
    title = models.CharField(max_length=300)
    labels = models.JSONField(default=list)
    context = models.CharField(max_length=300, blank=True)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    """Everything it says, as written: shown a line at a time, to explain why it was found."""
    words_title = models.TextField()
    words_labels = models.TextField(blank=True)
    """Labels and hidden labels, one to a line."""
    words_body = models.TextField(blank=True)
    sort_key = models.CharField(max_length=220)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)


personal.nothing_personal(_("What can be found: published roles and skills."), "search.SearchEntry")
