"""Who may do what to where someone means to go. ``MAY_SAVE_TARGET`` answers for people, the others for targets."""

from waymark.careers.models import Target
from waymark.kernel.policy import Ground, Policy
from waymark.people import queries as people

THEMSELVES = Ground("it is their own career", lambda actor, at: people.themselves(actor, at))
THEIR_OWN = Ground(
    "it is their own target",
    lambda actor, at: Target.objects.filter(person_id__in=people.themselves(actor, at).values("pk")),
)

MAY_SAVE_TARGET = Policy(THEMSELVES)
MAY_DROP_TARGET = Policy(THEIR_OWN)
SEE_TARGET = Policy(THEIR_OWN)
