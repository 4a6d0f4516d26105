"""What the record holds about people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from waymark.kernel import personal

_MINIMUM = _(
    "So that nobody can change the record unseen. It names you by a number that leads to nobody once you are erased; "
    "what was said is erased."
)

personal.declare(
    personal.Holding(
        model="audit.Entry",
        what=_("What was done about you, when, by whom and why"),
        why=_("So that nothing about you can be changed unseen, and somebody answers for each change."),
        keep=_("As long as the site. What was said in an entry is erased with you; that something was done stays"),
        purpose=personal.RUNNING,
        person=("subjects__person_id",),
        account_mentions=("actor_account_id",),
        fields=("kind", "at", "by_operator", "reason", "erased"),
        erasing=personal.Erasing.KEEP,
        kept_because=_MINIMUM,
    ),
    personal.Holding(
        model="audit.Subject",
        what=_("Which entries of the record are about you"),
        why=_("So that everything done about you can be found."),
        keep=_("As long as the entries"),
        purpose=personal.RUNNING,
        person=("person_id",),
        fields=("entry__kind", "entry__at"),
        erasing=personal.Erasing.KEEP,
        kept_because=_MINIMUM,
    ),
    personal.Holding(
        model="audit.Access",
        what=_("Who looked at your record, when, what for and why they may"),
        why=_("So that you can see who looked, and nobody looks without reason."),
        keep=_("As long as the site. Once you are erased it says that somebody looked, and no longer at whom"),
        purpose=personal.RUNNING,
        person=("subjects__person_id",),
        account_mentions=("actor_account_id",),
        fields=("at", "by_operator", "purpose", "what", "ground"),
        erasing=personal.Erasing.KEEP,
        kept_because=_MINIMUM,
    ),
    personal.Holding(
        model="audit.AccessSubject",
        what=_("Which of those looks were at your record"),
        why=_("So that everyone who looked at you can be found."),
        keep=_("As long as the access log"),
        purpose=personal.RUNNING,
        person=("person_id",),
        fields=("access__at",),
        erasing=personal.Erasing.KEEP,
        kept_because=_MINIMUM,
    ),
    personal.Holding(
        model="audit.OutboxEvent",
        what=_("News on its way from one part of the site to another"),
        why=_("So that those who wait for something are told of it, once."),
        keep=_("Until 30 days after it arrived"),
        purpose=personal.RUNNING,
        after="settled_at",
        days=30,
    ),
)
personal.nothing_personal(
    _("How the record is sealed, and which part of the site has had which news: numbers and times."),
    "audit.Seal",
    "audit.Handled",
)
