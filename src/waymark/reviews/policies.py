"""Who may do what about reviews and releases. Who writes, reads and releases a version, the frameworks room says."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.frameworks import queries as frameworks
from waymark.kernel.policy import Actor, Ground, Policy
from waymark.reviews.models import Release


def _releases_they_decide(actor: Actor, at: datetime) -> QuerySet[Release]:
    return Release.objects.filter(version_id__in=frameworks.versions_released(actor, at).values("pk"))


def _releases_they_write(actor: Actor, at: datetime) -> QuerySet[Release]:
    return Release.objects.filter(version_id__in=frameworks.versions_written(actor, at).values("pk"))


def _releases_they_read(actor: Actor, at: datetime) -> QuerySet[Release]:
    return Release.objects.filter(version_id__in=frameworks.versions_read(actor, at).values("pk"))


MAY_PROPOSE = Policy(
    Ground(_("they write the version"), frameworks.versions_written),
    about=_("propose that a version of a framework is published, retired or withdrawn"),
)
MAY_DECIDE_RELEASE = Policy(
    Ground(_("they are head of the profession that owns the framework"), _releases_they_decide),
    about=_("agree to a proposed release that is not their own, or refuse it"),
)
MAY_TAKE_BACK = Policy(
    Ground(_("they write the version"), _releases_they_write), about=_("take a proposed release back")
)
SEE_RELEASE = Policy(
    Ground(_("they write or review the version"), _releases_they_read),
    about=_("see that a release is proposed, by whom, and what was answered"),
)
