"""What the people room holds about people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from waymark.kernel import personal
from waymark.kernel.ids import new_uuid

_FROM_THE_FEED = _("From your employer’s people records, to know which role is yours.")
_LEAVERS = _("As long as you work here, and six years after")

personal.declare(
    personal.Holding(
        model="people.Person",
        what=_("Your name, staff number and work email address"),
        why=_("To know who you are at work, and to show your record to you and to nobody in your place."),
        keep=_LEAVERS,
        purpose="development",
        person=("id",),
        fields=("uuid", "staff_number", "given_name", "family_name", "email"),
        erasing=personal.Erasing.BLANK,
        blanks=(
            ("uuid", lambda _pk: new_uuid()),
            ("staff_number", lambda pk: f"erased-{pk}"),
            ("account_id", None),
            ("given_name", ""),
            ("family_name", ""),
            ("email", ""),
            ("sort_key", ""),
            ("given_key", ""),
        ),
    ),
    personal.Holding(
        model="people.Appointment",
        what=_("The posts you have held, from when until when"),
        why=_FROM_THE_FEED,
        keep=_("Six years after you left the post"),
        purpose="development",
        person=("person_id",),
        fields=(
            "post__number",
            "post__title",
            "post__organisation__name",
            "post__grade__name",
            "post__region__name",
            "from_on",
            "until_on",
            "fte",
        ),
        after="until_on",
        days=6 * 365 + 2,
    ),
    personal.Holding(
        model="people.ReportingLine",
        what=_("Who has managed you, from when until when"),
        why=_("So that your manager, and no other, is your manager here."),
        keep=_("Six years after they stopped being your manager"),
        purpose="development",
        person=("person_id",),
        mentions=("manager_id",),
        fields=("manager__given_name", "manager__family_name", "from_on", "until_on"),
        after="until_on",
        days=6 * 365 + 2,
    ),
    personal.Holding(
        model="people.Membership",
        what=_("The professions you belong to"),
        why=_("To show you the standards of your profession."),
        keep=_("Six years after you left the profession"),
        purpose="development",
        person=("person_id",),
        fields=("profession__name", "main", "from_on", "until_on"),
        after="until_on",
        days=6 * 365 + 2,
    ),
    personal.Holding(
        model="people.RoleClaim",
        what=_("What you said your role is"),
        why=_("Your own word on your role stands before what your post was mapped to."),
        keep=_("Two years after you said something else"),
        purpose="development",
        person=("person_id",),
        fields=("role_level_id", "from_at", "until_at"),
        after="until_at",
        days=2 * 365,
    ),
    personal.Holding(
        model="people.Restriction",
        what=_("When you asked for your record not to be used"),
        why=_("So that nobody sees your record while that is in force."),
        keep=_("Three years after it ended"),
        purpose=personal.RUNNING,
        person=("person_id",),
        fields=("reason", "from_at", "until_at", "lifted_because"),
        after="until_at",
        days=3 * 365,
    ),
    personal.Holding(
        model="people.Erasure",
        what=_("That somebody was erased, and when"),
        why=_("To be able to show that it was done."),
        keep=_("As long as the site"),
        purpose=personal.RUNNING,
        person=("person_id",),
        fields=("at", "done_at"),
        erasing=personal.Erasing.KEEP,
        kept_because=_("It holds a number and a time, and says that the rest is gone."),
    ),
)
personal.nothing_personal(_("Seats in organisations, whoever sits in them."), "people.Post")
