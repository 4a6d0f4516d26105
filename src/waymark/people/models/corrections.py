"""Tables of what people say is wrong about their own record."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from waymark.kernel import personal
from waymark.people.models.people import Person


class Correction(models.Model):
    """A person says that something on record about them is wrong, and somebody who can mend it decides.

    ``organisation_path`` and ``profession`` are where they worked when they asked: they say whose it is to decide.
    """

    class About(models.TextChoices):
        MANAGER = "manager"
        POST = "post"
        ROLE = "role"
        PROFESSION = "profession"
        NAME = "name"

    class State(models.TextChoices):
        OPEN = "open"
        ACCEPTED = "accepted"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"

    uuid = models.UUIDField(unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=10, choices=About)
    said = models.CharField(max_length=300, blank=True)
    """What was on record when they asked; empty when nothing was."""
    text = models.TextField(blank=True)
    """What it should be, in the person's own words."""
    proposed_manager = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_role_level = models.ForeignKey(
        "frameworks.RoleLevel", null=True, on_delete=models.PROTECT, related_name="+"
    )
    organisation_path = models.CharField(max_length=200, blank=True)
    profession = models.ForeignKey("organisation.Profession", null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    answer = models.TextField(blank=True)
    decided_by = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "about"], condition=Q(state="open"), name="one_open_correction_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True) | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="correction_decided_once",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "asked_at", "id"], name="correction_state"),
            models.Index(fields=["person", "asked_at"], name="correction_person"),
        ]


personal.declare(
    personal.Holding(
        model="people.Correction",
        what=_("What you said is wrong about your manager, post, role, profession or name, and the answer you got."),
        why=_("So that somebody who can put it right hears of it, and you hear what came of it."),
        keep=_("Two years after the answer."),
        purpose="running the site",
        person=("person_id",),
        mentions=("proposed_manager_id",),
        account_mentions=("decided_by_id",),
        fields=("about", "said", "text", "proposed_role_level__slug", "asked_at", "state", "answer", "decided_at"),
        after="decided_at",
        days=730,
    )
)
