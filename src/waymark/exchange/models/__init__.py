"""Tables of imports on their way. The files themselves lie on disk; see ``rules.places``."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from waymark.exchange.types import Doing, ImportState
from waymark.kernel import personal


class StagedImport(models.Model):
    """A file that somebody brought, and how far it is on its way to a draft.

    The file and what its owner chose are all there is to know: everything else is worked out from them again, so that
    work that was interrupted is simply begun anew.
    """

    uuid = models.UUIDField(unique=True)
    account = models.ForeignKey("access.Account", on_delete=models.CASCADE, related_name="+")
    filename = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    """Bytes."""
    digest = models.CharField(max_length=64)
    """SHA-256 of the file."""
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in ImportState])
    doing = models.CharField(max_length=10, blank=True, choices=[(doing.value, doing.value) for doing in Doing])
    """The step that a worker is to take, or takes now; empty: it is its owner's turn."""
    job = models.UUIDField(null=True)
    """Of that step."""
    format = models.CharField(max_length=20, blank=True)
    """Name of the format; "sheet": any spreadsheet, whose columns its owner says the meaning of."""
    mappings = models.JSONField(default=list)
    """One mapping per sheet, in the sheets' order: ``{"use": bool, "mapping": JSON text, "from": name of the saved
    one}``."""
    into = models.CharField(max_length=60, blank=True)
    """Slug of the framework."""
    title = models.CharField(max_length=200, blank=True)
    label = models.CharField(max_length=60, blank=True)
    owner = models.ForeignKey("organisation.Profession", null=True, on_delete=models.PROTECT, related_name="+")
    """Of a new framework, and of the saved mapping."""
    replaces = models.BooleanField(default=False)
    """It takes the place of what stands in the draft of that label."""
    scale = models.CharField(max_length=10, default="sheet")
    """Where the levels come from: "sheet", "usual" or "framework"."""
    leave_out = models.BooleanField(default=False)
    """Its owner has seen what is wrong and goes on without those rows."""
    problems = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    """Rows that are not used."""
    counts = models.JSONField(default=dict)
    """Of the document, once it is checked."""
    seen = models.CharField(max_length=64, blank=True)
    """Digest of what its owner is shown last: the problems, or the difference."""
    problem = models.TextField(blank=True)
    """Why the last step was refused, in words."""
    at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ImportState]), name="import_state_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["account", "-changed_at", "-id"], name="import_mine"),
            models.Index(fields=["changed_at"], name="import_old"),
        ]


class SavedMapping(models.Model):
    """What a sheet with these headings means to a profession, kept for the next time."""

    profession = models.ForeignKey("organisation.Profession", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=160)
    """The file and the sheet it was made for."""
    headings = models.CharField(max_length=64)
    """Digest of the headings, by which a sheet is known again."""
    mapping = models.TextField()
    """As ``waymark_formats.sheets`` writes it."""
    used_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["profession", "headings"], name="one_mapping_per_headings")]


personal.declare(
    personal.Holding(
        model="exchange.StagedImport",
        what=_("Files of frameworks that you brought: their names, and how far each is on its way to a draft."),
        why=_("So that you can go on with an import where you left it."),
        keep=_("30 days after the last step."),
        purpose=personal.RUNNING,
        account=("account_id",),
        fields=("filename", "size", "state", "title", "label", "at", "changed_at"),
        after="changed_at",
        days=30,
    )
)
personal.nothing_personal(
    _("It says what the columns of a profession’s own spreadsheet mean."), "exchange.SavedMapping"
)
