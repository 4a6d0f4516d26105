"""Who may do what to where someone means to go. ``MAY_SAVE_TARGET`` answers for people, the others for targets."""

from django.utils.translation import gettext_lazy as _

from waymark.careers.models import Target
from waymark.kernel.policy import Ground, Policy
from waymark.people import queries as people

THEMSELVES = Ground(_("it is their own career"), lambda actor, at: people.themselves(actor, at))
THEIR_OWN = Ground(
    _("it is their own target"),
    lambda actor, at: Target.objects.filter(person_id__in=people.themselves(actor, at).values("pk")),
)

MAY_SAVE_TARGET = Policy(THEMSELVES, about=_("save where someone means to go next"))
MAY_DROP_TARGET = Policy(THEIR_OWN, about=_("drop where someone means to go next"))
SEE_TARGET = Policy(THEIR_OWN, about=_("see where someone means to go next"))
