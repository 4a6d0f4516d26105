"""The table of posts that went to another organisation."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.kernel import personal, triggers


class PostMove(models.Model):
    """A post went from one organisation to another: organisations changed, or a feed says so. Appended, never changed.

    On a day, a post was where the first of its moves after that day took it from; where there is none, where it is.
    Of moves on one day the one appended first is the first. No move is before another that was appended earlier.
    """

    post = models.ForeignKey("people.Post", on_delete=models.PROTECT, related_name="moves", db_index=False)
    before = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    on = models.DateField(db_column="on_day")
    """The first day on which it is part of the other. The column has another name: ``on`` is a word of SQL."""
    change = models.ForeignKey("organisation.OrganisationChange", null=True, on_delete=models.PROTECT, related_name="+")
    """The change of organisations that took it along; None: a feed named another unit."""

    class Meta:
        indexes = [
            models.Index(fields=["on"], name="post_move_day"),
            models.Index(fields=["post", "on"], name="post_moves_of_a_post"),
        ]


triggers.declare(
    *(
        triggers.Guard("people_postmove", event, "1 = 1", "Where posts were is append-only.")
        for event in ("UPDATE", "DELETE")
    )
)
personal.nothing_personal(
    _("Which seats went from which organisation to which, whoever sits in them."), "people.PostMove"
)
