"""Who may say what a framework asks of assessments: the head of the profession that owns it. It answers for terms."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from waymark.assessments.models import Terms
from waymark.frameworks import queries as frameworks
from waymark.kernel.policy import Ground, Policy

MAY_SET_TERMS = Policy(
    Ground(
        _("they are the head of the profession that owns the framework, or operate the site"),
        lambda actor, at: Terms.objects.filter(
            framework_id__in=frameworks.versions_released(actor, at).values("framework_id")
        ),
    ),
    about=_("say from which level evidence is asked for in assessments, how long they may take and how long they hold"),
)
