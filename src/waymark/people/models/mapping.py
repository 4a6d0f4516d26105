"""Tables of mapping: which posts have titles that say the same, what is suggested for them, and what was decided."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from waymark.kernel import personal, triggers
from waymark.kernel.fields import SortKey
from waymark.people.types import Band, How


class TitleGroup(models.Model):
    """Posts of one department and one profession whose titles say the same, with what is suggested for them.

    Derived from the posts and worked out anew whenever titles or frameworks have changed; nothing hangs on it.
    """

    uuid = models.UUIDField(unique=True)
    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.CASCADE, related_name="+")
    """The body at the top of the tree."""
    key = models.CharField(max_length=200)
    """What the titles have in common: the stems of their words, in order of the alphabet."""
    profession = models.ForeignKey("organisation.Profession", null=True, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=200)
    """As most of the posts write it."""
    sort_key = SortKey(max_length=220)
    role_level = models.ForeignKey("frameworks.RoleLevel", null=True, on_delete=models.SET_NULL, related_name="+")
    """What is suggested first; empty: no role level of any framework."""
    score = models.PositiveSmallIntegerField()
    band = models.CharField(max_length=6, choices=[(one.value, one.value) for one in Band])
    suggestions = models.JSONField(default=list)
    """The likeliest first: id of a role level or None, score, and the parts of the sum."""
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "profession", "key"], name="title_group_once"),
            models.UniqueConstraint(
                fields=["organisation", "key"], condition=Q(profession__isnull=True), name="title_group_of_none_once"
            ),
        ]


class TitleReading(models.Model):
    """When the titles of a department were read last, and the worker that is at it. Whoever maps posts locks it."""

    organisation = models.OneToOneField("organisation.Organisation", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(null=True)
    job = models.UUIDField(null=True)


class MappingBatch(models.Model):
    """Posts that were mapped in one go: by whom, when and how. Never changed; it is undone by later ones."""

    uuid = models.UUIDField(unique=True)
    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    """The body at the top of the tree in which the posts are."""
    how = models.CharField(max_length=10, choices=[(one.value, one.value) for one in How])
    words = models.CharField(max_length=200)
    """What was mapped: the title, or what the list was narrowed by."""
    by = models.ForeignKey("access.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    posts = models.PositiveIntegerField()
    undoes = models.ForeignKey("people.MappingBatch", null=True, on_delete=models.PROTECT, related_name="undone_by")
    """What it takes back, for all of the posts or for some."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(how="undo", undoes__isnull=False) | (~Q(how="undo") & Q(undoes__isnull=True)),
                name="undoing_names_what_it_undoes",
            )
        ]
        indexes = [models.Index(fields=["organisation", "-id"], name="mapping_batch_history")]


class PostMapping(models.Model):
    """What a post was mapped to, and what it was before. Never changed; the latest of a post is what counts."""

    batch = models.ForeignKey(MappingBatch, on_delete=models.PROTECT, related_name="mappings")
    post = models.ForeignKey("people.Post", on_delete=models.PROTECT, related_name="+", db_index=False)
    role_level = models.ForeignKey(
        "frameworks.RoleLevel", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    in_no_framework = models.BooleanField()
    """It was decided that no framework has a role level for it; else without a role level: nobody knows."""
    profession = models.ForeignKey(
        "organisation.Profession", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    before_role_level = models.ForeignKey(
        "frameworks.RoleLevel", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    before_in_no_framework = models.BooleanField()
    before_profession = models.ForeignKey(
        "organisation.Profession", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "post"], name="post_mapped_once_in_a_batch"),
            models.CheckConstraint(
                condition=Q(in_no_framework=False) | Q(role_level__isnull=True), name="mapped_to_one_thing"
            ),
        ]
        indexes = [models.Index(fields=["post", "-id"], name="post_mapping_latest")]


_APPEND_ONLY = "What posts were mapped to is append-only: say something else in a later row."
triggers.declare(
    *(triggers.Guard("people_postmapping", event, "1 = 1", _APPEND_ONLY) for event in ("UPDATE", "DELETE")),
    triggers.Guard("people_mappingbatch", "DELETE", "1 = 1", _APPEND_ONLY),
    # The account goes when somebody is erased; everything else stays as it was.
    triggers.Guard(
        "people_mappingbatch",
        "UPDATE",
        " OR ".join(
            f"NEW.{column} IS DISTINCT FROM OLD.{column}"
            for column in ("id", "uuid", "organisation_id", "how", "words", "at", "posts", "undoes_id")
        )
        + " OR NEW.by_id IS NOT NULL AND NEW.by_id IS DISTINCT FROM OLD.by_id",
        _APPEND_ONLY,
    ),
)

personal.declare(
    personal.Holding(
        model="people.MappingBatch",
        what=_("Which posts you mapped to roles, and when"),
        why=_("So that whoever answers for posts can see who decided, and undo it."),
        keep=_("As long as the posts"),
        purpose=personal.RUNNING,
        account=("by_id",),
        fields=("how", "words", "at", "posts"),
        erasing=personal.Erasing.KEEP,
        kept_because=_("It says what was decided about posts, and which account did."),
    )
)
personal.nothing_personal(_("What posts were mapped to, whoever sits in them."), "people.PostMapping")
personal.nothing_personal(
    _("Titles of posts, and the role levels that are suggested for them."), "people.TitleGroup", "people.TitleReading"
)
