"""Who may do what to the record. Seeing is not doing: each command has a policy of its own.

``SEE_LEVELS`` and ``MAY_START`` answer for people; the others answer for assessments.
"""

from waymark.assessments.models import Assessment
from waymark.kernel.policy import Ground, Policy
from waymark.people import queries as people

THEMSELVES = Ground("it is their own record", lambda actor, at: people.themselves(actor, at))
OPERATOR = Ground("they operate the site", lambda actor, at: people.everyone(actor, at))
THEIR_OWN = Ground(
    "it is their own assessment",
    lambda actor, at: Assessment.objects.filter(person_id__in=people.themselves(actor, at).values("pk")),
)

SEE_LEVELS = Policy(THEMSELVES, OPERATOR)
SEE_ASSESSMENT = Policy(THEIR_OWN)
MAY_START = Policy(THEMSELVES)
MAY_ANSWER = Policy(THEIR_OWN)
MAY_SUBMIT = Policy(THEIR_OWN)
MAY_WITHDRAW = Policy(THEIR_OWN)
