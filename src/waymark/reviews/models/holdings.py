"""What reviews of drafts hold about people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from waymark.kernel import personal

_AS_THE_FRAMEWORK = _("As long as the framework is kept. When you are erased your words and your name go.")
_AS_THE_VERSION = _("As long as the version is kept.")

personal.nothing_personal(
    _("Which passage of a framework is talked about. What was said, and by whom, is in the remarks."), "reviews.Thread"
)
personal.nothing_personal(_("The name of a review group. Who is in it is kept beside it."), "reviews.ReviewGroup")
personal.declare(
    personal.Holding(
        model="reviews.Remark",
        what=_("What you said about passages of frameworks, and when you resolved or opened a thread again."),
        why=_("So that its authors can improve a framework, and later readers can see why it says what it says."),
        keep=_AS_THE_FRAMEWORK,
        purpose=personal.RUNNING,
        account=("author_id",),
        fields=("thread__framework__slug", "act", "text", "at"),
        erasing=personal.Erasing.BLANK,
        blanks=(("author_id", None), ("text", personal.REMOVED)),
        texts=("text",),
    ),
    personal.Holding(
        model="reviews.Suggestion",
        what=_("Other words that you suggested for a framework, and what its authors made of them."),
        why=_("So that its authors can take them over, and you hear what came of them."),
        keep=_AS_THE_FRAMEWORK,
        purpose=personal.RUNNING,
        account=("author_id",),
        account_mentions=("decided_by_id",),
        fields=("framework__slug", "field", "seen", "text", "because", "at", "state", "decided_at", "reason"),
        erasing=personal.Erasing.BLANK,
        blanks=(("author_id", None), ("text", personal.REMOVED), ("because", ""), ("reason", "")),
        texts=("text", "because", "reason"),
    ),
    personal.Holding(
        model="reviews.GroupMember",
        what=_("Which groups for reviewing frameworks you belong to, from when until when."),
        why=_("So that everyone whose word is wanted can be asked together."),
        keep=_("As long as the group is kept."),
        purpose=personal.RUNNING,
        account=("account_id",),
        fields=("group__name", "group__framework__slug", "from_at", "until_at"),
    ),
    personal.Holding(
        model="reviews.Invitation",
        what=_("Which drafts of frameworks you were asked to review, by when, and when you had finished."),
        why=_("So that you hear of it, and its authors know whose word is still to come."),
        keep=_AS_THE_VERSION,
        purpose=personal.RUNNING,
        account=("account_id",),
        account_mentions=("invited_by_id",),
        fields=("version__title", "version__label", "message", "due_on", "from_at", "until_at", "finished_at"),
        texts=("message",),
    ),
    personal.Holding(
        model="reviews.Signatory",
        what=_("Which drafts of frameworks you were chosen to sign off."),
        why=_("So that a framework is released with the word of those who answer for it."),
        keep=_AS_THE_VERSION,
        purpose=personal.RUNNING,
        account=("account_id",),
        account_mentions=("chosen_by_id",),
        fields=("version__title", "version__label", "from_at", "until_at"),
        erasing=personal.Erasing.KEEP,
        kept_because=_("The record has to show how many were asked before a version was released. Your name goes."),
    ),
    personal.Holding(
        model="reviews.SignOff",
        what=_("What you said when you were asked to sign a draft off: ready, or not yet and why."),
        why=_("So that a framework is released with the word of those who answer for it."),
        keep=_AS_THE_VERSION,
        purpose=personal.RUNNING,
        account=("signatory__account_id",),
        fields=("signatory__version__title", "signatory__version__label", "ready", "reason", "at"),
        erasing=personal.Erasing.BLANK,
        blanks=(("reason", personal.REMOVED),),
        texts=("reason",),
    ),
)
