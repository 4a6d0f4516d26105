"""Tables of how organisations change: what was planned, what came of it, and how each body was before."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from waymark.kernel import personal, triggers
from waymark.organisation.models.reference import Organisation
from waymark.organisation.types import ChangeKind, OutcomeKind


class OrganisationChange(models.Model):
    """A change that somebody planned: which, of which bodies (``ChangeBody``), from which day on. Never changed itself.

    What is asked for depends on the kind: a new name (open, rename, split), another parent (open, move, split), the
    body that the others become part of (``into``: merge; a closed body that is opened again: open, split).
    """

    uuid = models.UUIDField(unique=True)
    kind = models.CharField(max_length=6, choices=[(kind.value, kind.value) for kind in ChangeKind])
    on = models.DateField(db_column="on_day")
    """The first day on which it holds. The column has another name, since ``on`` is a word of SQL."""
    name = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=40, blank=True)
    body_kind = models.CharField(max_length=12, blank=True)
    parent = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    into = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    posts = models.JSONField(default=list)
    """Numbers of the posts that go along with a split. Posts stand on a floor above."""
    reason = models.CharField(max_length=400)
    account_id = models.BigIntegerField(null=True)
    """Who planned it; empty: the operator. Accounts stand on a floor above."""
    at = models.DateTimeField()
    undoes = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="undone_by")

    class Meta:
        indexes = [models.Index(fields=["on", "id"], name="organisation_change_day")]


class ChangeBody(models.Model):
    """A body that a change is asked about: the body itself, or (``unit``) one that goes along with a split."""

    change = models.ForeignKey(OrganisationChange, on_delete=models.PROTECT, related_name="bodies", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    unit = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["change", "organisation"], name="a_change_names_a_body_once")]


class ChangeOutcome(models.Model):
    """What became of a change, once: made, called off, or stopped because it could not be made on its day."""

    change = models.OneToOneField(OrganisationChange, on_delete=models.PROTECT, related_name="outcome")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in OutcomeKind])
    words = models.CharField(max_length=400, blank=True)
    """Why it was called off or stopped."""
    account_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()


class ChangePart(models.Model):
    """What a body became: lineage. Without ``before`` a body was opened, without ``after`` it was closed.

    ``whole`` says whether everything of the one went into the other; a split takes only part.
    """

    change = models.ForeignKey(OrganisationChange, on_delete=models.PROTECT, related_name="parts", db_index=False)
    before = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    whole = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["change", "before", "after"], name="a_change_says_once_what_became_of_it"),
            models.CheckConstraint(
                condition=Q(before__isnull=False) | Q(after__isnull=False), name="a_part_names_a_body"
            ),
        ]


class OrganisationBefore(models.Model):
    """How a body was until a day (exclusive): appended when a change overwrites its row.

    On a day, a body was as the first of these after that day says; where there is none, as it is now.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    on = models.DateField(db_column="on_day")
    """The first day on which it was otherwise."""
    change = models.ForeignKey(OrganisationChange, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12)
    parent = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    path = models.CharField(max_length=200)
    until_on = models.DateField(null=True)
    """The day from which it was closed, as it was known then."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "on"], name="organisation_changes_once_a_day")]
        indexes = [models.Index(fields=["on"], name="organisation_before_day")]


_APPEND_ONLY = "How organisations changed is append-only: the opposite change undoes one."

triggers.declare(
    *(
        triggers.Guard(f"organisation_{table}", event, "1 = 1", _APPEND_ONLY)
        for table in ("changebody", "changepart", "organisationbefore")
        for event in ("UPDATE", "DELETE")
    ),
    # A reason goes with whoever wrote it.
    *(
        triggers.Guard(
            f"organisation_{model._meta.model_name}",
            "UPDATE",
            "NOT ("
            + " AND ".join(
                f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}"
                for column in (field.column for field in model._meta.concrete_fields)
                if column != text
            )
            + f" AND (NEW.{text} = OLD.{text} OR NEW.{text} = ''))",
            _APPEND_ONLY,
        )
        for model, text in ((OrganisationChange, "reason"), (ChangeOutcome, "words"))
    ),
    *(
        triggers.Guard(f"organisation_{table}", "DELETE", "1 = 1", _APPEND_ONLY)
        for table in ("organisationchange", "changeoutcome")
    ),
)

personal.nothing_personal(
    _("Which organisations became which, and how they were before. It names no person."),
    "organisation.ChangeBody",
    "organisation.ChangePart",
    "organisation.OrganisationBefore",
)
_WHY = _("So that everybody can be told why a department is not what it was.")
personal.declare(
    personal.Holding(
        model="organisation.OrganisationChange",
        what=_("Changes of organisations that you planned: which, from when on, and why."),
        why=_WHY,
        keep=_("As long as the site"),
        purpose=personal.RUNNING,
        account=("account_id",),
        fields=("kind", "name", "reason", "at"),
        erasing=personal.Erasing.BLANK,
        blanks=(("reason", ""),),
    ),
    personal.Holding(
        model="organisation.ChangeOutcome",
        what=_("Planned changes of organisations that you made or called off, and why."),
        why=_WHY,
        keep=_("As long as the site"),
        purpose=personal.RUNNING,
        account=("account_id",),
        fields=("change__kind", "kind", "words", "at"),
        erasing=personal.Erasing.BLANK,
        blanks=(("words", ""),),
    ),
)
