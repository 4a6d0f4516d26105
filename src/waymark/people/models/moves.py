"""The table of posts that went to another organisation."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.kernel import personal, triggers


class PostMove(models.Model):
    """A post went from one organisation to another because organisations changed. Appended, never changed.

    On a day, a post was where the first of its moves after that day took it from; where there is none, where it is.
    """

    post = models.ForeignKey("people.Post", on_delete=models.PROTECT, related_name="moves", db_index=False)
    before = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    on = models.DateField(db_column="on_day")
    """The first day on which it is part of the other. The column has another name: ``on`` is a word of SQL."""
    change = models.ForeignKey("organisation.OrganisationChange", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "on"], name="a_post_moves_once_a_day")]
        indexes = [models.Index(fields=["on"], name="post_move_day")]


triggers.declare(
    *(
        triggers.Guard("people_postmove", event, "1 = 1", "Where posts were is append-only.")
        for event in ("UPDATE", "DELETE")
    )
)
personal.nothing_personal(
    _("Which seats went from which organisation to which, whoever sits in them."), "people.PostMove"
)
