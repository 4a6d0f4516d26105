"""Tables of levels that came in a spreadsheet: the file, and which judgement each of its rows became."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.assessments.models.guards import APPEND_ONLY
from waymark.assessments.types.spreadsheets import FileState
from waymark.kernel import personal, triggers
from waymark.kernel.policy import Purpose


class LevelFile(models.Model):
    """A spreadsheet of people's levels that somebody brought, and how far it is. The file itself lies on disk."""

    uuid = models.UUIDField(unique=True)
    account = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+")
    """None: an operator at the command line."""
    filename = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    """Bytes."""
    digest = models.CharField(max_length=64)
    """SHA-256 of the file."""
    state = models.CharField(max_length=9, choices=[(state.value, state.value) for state in FileState])
    doing = models.CharField(max_length=5, blank=True)
    """The step that a worker is to take: ``check`` or ``apply``; empty: it is its owner's turn."""
    rows = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    """How many rows are new, known already, or wrong, once it is checked."""
    seen = models.CharField(max_length=64, blank=True)
    """Digest of what its owner is shown; applying refuses anything else."""
    problem = models.TextField(blank=True)
    """Why the last step was refused, in words."""
    at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account", "-id"], name="level_file_mine")]


class ImportedLevel(models.Model):
    """Which row of which file a judgement came from, and whom that names as having judged. Never changed."""

    judgement = models.OneToOneField("assessments.Judgement", on_delete=models.PROTECT, related_name="imported")
    file = models.ForeignKey(LevelFile, on_delete=models.PROTECT, related_name="levels")
    row = models.PositiveIntegerField()
    """As a spreadsheet counts, the headings being row 1."""
    judged_by = models.CharField(max_length=200, blank=True)
    evidence = models.UUIDField(null=True)
    """Of the piece of evidence that the row made; its person may have removed it since."""


personal.declare(
    personal.Holding(
        model="assessments.LevelFile",
        what=_("Spreadsheets of people’s levels that you brought, and what became of each"),
        why=_("So that a change to many people’s records can be traced."),
        keep=_("As long as the site where it added levels, else 30 days after the last step"),
        purpose=personal.RUNNING,
        account=("account_id",),
        fields=("filename", "size", "state", "at", "changed_at"),
        erasing=personal.Erasing.KEEP,
        kept_because=_("It says which file added to many people’s records, and which account brought it."),
    ),
    personal.Holding(
        model="assessments.ImportedLevel",
        what=_("Which of your levels came in a spreadsheet, and who judged them as it says"),
        why=_("So that you can see where a level comes from, and a wrong file can be taken back."),
        keep=_("As long as what was said"),
        purpose=Purpose.ASSESSMENT,
        person=("judgement__person_id",),
        fields=("judgement__uuid", "file__filename", "row", "judged_by"),
    ),
)

_ERASED = (
    "EXISTS (SELECT 1 FROM assessments_judgement j JOIN people_erasure e ON e.person_id = j.person_id"
    " WHERE j.id = OLD.judgement_id AND e.done_at IS NULL)"
)

triggers.declare(
    triggers.Guard("assessments_importedlevel", "UPDATE", "1 = 1", APPEND_ONLY),
    triggers.Guard("assessments_importedlevel", "DELETE", f"NOT {_ERASED}", APPEND_ONLY),
)
