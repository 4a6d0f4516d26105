"""Who reviews what was sent to a manager, and who reads and writes the conversation sheet of an assessment.

Both follow the reporting line: whoever does not manage the person any more sees neither, and whoever manages them now
sees what the manager before left.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from waymark.assessments.models import Assessment
from waymark.assessments.policies.deciding import SENT_TO_MANAGER, of_managed
from waymark.kernel.policy import WORKING, Ground, Policy
from waymark.people import queries as people

_ABOUT_THEM = Ground(
    _("it is their own assessment"),
    lambda actor, at: Assessment.objects.filter(person_id__in=people.themselves(actor, at).values("pk")),
)

SEE_REVIEW = Policy(SENT_TO_MANAGER, about=_("see an assessment among those that wait for them as a manager"))
MAY_CONFIRM_REST = Policy(
    Ground(_("they manage its person now, who sent it to their manager"), of_managed, WORKING),
    about=_("confirm together what need not be opened in the assessments of their team"),
)
SEE_TALK = Policy(_ABOUT_THEM, SENT_TO_MANAGER, about=_("see the conversation sheet of an assessment"))
MAY_BEGIN_TALK = Policy(SENT_TO_MANAGER, about=_("begin a conversation sheet"))
MAY_WRITE_TALK = Policy(_ABOUT_THEM, SENT_TO_MANAGER, about=_("write on the conversation sheet of an assessment"))
MAY_END_TALK = Policy(SENT_TO_MANAGER, about=_("mark a conversation sheet as talked about"))
