"""Who may talk about a draft, and who runs its review."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.frameworks import queries as frameworks
from waymark.kernel.policy import Actor, Ground, Policy
from waymark.reviews.models import (
    AcceptedFinding,
    Invitation,
    Release,
    Remark,
    ReviewGroup,
    Signatory,
    Suggestion,
    Thread,
)

_READS = _("they read the draft")
_WRITES = _("they write the framework")


def _read(rows: type[Model]) -> Any:
    def opens(actor: Actor, at: datetime) -> QuerySet[Any]:
        drafts = frameworks.drafts_read(actor, at)
        found: QuerySet[Any] = rows._default_manager.filter(framework__in=drafts.values("framework_id"))
        return found

    return opens


def _written(rows: type[Model]) -> Any:
    def opens(actor: Actor, at: datetime) -> QuerySet[Any]:
        drafts = frameworks.drafts_written(actor, at)
        found: QuerySet[Any] = rows._default_manager.filter(framework__in=drafts.values("framework_id"))
        return found

    return opens


def _of_version(rows: type[Model]) -> Any:
    def opens(actor: Actor, at: datetime) -> QuerySet[Any]:
        found: QuerySet[Any] = rows._default_manager.filter(
            version__in=frameworks.drafts_written(actor, at).values("pk")
        )
        return found

    return opens


def _groups(actor: Actor, at: datetime) -> QuerySet[ReviewGroup]:
    written = frameworks.frameworks_written(actor, at).values("pk")
    return ReviewGroup.objects.filter(framework__in=written, closed_at__isnull=True)


def _begun(actor: Actor, at: datetime) -> QuerySet[Thread]:
    began = Remark.objects.filter(author_id=actor.account_id or 0, act=Remark.Act.SAID)
    drafts = frameworks.drafts_read(actor, at).values("framework_id")
    return Thread.objects.filter(pk__in=began.values("thread_id"), framework__in=drafts)


def _suggested(actor: Actor, at: datetime) -> QuerySet[Suggestion]:
    drafts = frameworks.drafts_read(actor, at).values("framework_id")
    return Suggestion.objects.filter(author_id=actor.account_id or 0, framework__in=drafts)


def _chosen(actor: Actor, at: datetime) -> QuerySet[Signatory]:
    drafts = frameworks.drafts_read(actor, at).values("pk")
    return Signatory.objects.filter(account_id=actor.account_id or 0, until_at__isnull=True, version__in=drafts)


def _invited(actor: Actor, at: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(account_id=actor.account_id or 0, until_at__isnull=True)


MAY_REMARK = Policy(
    Ground(_READS, frameworks.drafts_read),
    about=_("read what is said of a draft of a framework, remark on it, and suggest other words for it"),
)
MAY_REPLY = Policy(Ground(_READS, _read(Thread)), about=_("reply in a thread about a draft, and open it again"))
MAY_RESOLVE = Policy(
    Ground(_WRITES, _written(Thread)),
    Ground(_("they have spoken in it"), _begun),
    about=_("resolve a thread about a draft"),
)
MAY_DECIDE = Policy(
    Ground(_WRITES, _written(Suggestion)), about=_("accept or decline other words that are suggested for a draft")
)
MAY_WITHDRAW = Policy(Ground(_("they suggested it"), _suggested), about=_("take back other words that were suggested"))
MAY_RUN = Policy(
    Ground(_WRITES, frameworks.drafts_written),
    about=_("ask people to review a draft of a framework, and choose who signs it off"),
)
MAY_REMOVE = Policy(
    Ground(_WRITES, _of_version(Invitation)), about=_("remind somebody of a review, and ask them no longer")
)
MAY_FINISH = Policy(Ground(_("they were asked to review it"), _invited), about=_("say that they finished a review"))
MAY_DROP = Policy(
    Ground(_WRITES, _of_version(Signatory)), about=_("choose somebody no longer to sign off a draft of a framework")
)
MAY_SIGN_OFF = Policy(Ground(_("they were chosen to sign it off"), _chosen), about=_("sign off a draft of a framework"))
MAY_GROUP = Policy(Ground(_WRITES, _groups), about=_("see and change the review groups of a framework"))
MAY_MAKE_GROUP = Policy(Ground(_WRITES, frameworks.frameworks_written), about=_("make a review group of a framework"))
MAY_CHECK = Policy(
    Ground(_WRITES, frameworks.drafts_written),
    about=_("accept what the checks find about a draft of a framework, with a reason, and set what they allow"),
)
MAY_ASK_FOR_CHECKS = Policy(
    Ground(_READS, frameworks.drafts_read), about=_("have the checks of a large draft of a framework run")
)
MAY_TAKE_BACK = Policy(
    Ground(_WRITES, _written(AcceptedFinding)), about=_("accept no longer what the checks find about a draft")
)


def _releases_they_decide(actor: Actor, at: datetime) -> QuerySet[Release]:
    return Release.objects.filter(version_id__in=frameworks.versions_released(actor, at).values("pk"))


def _releases_they_write(actor: Actor, at: datetime) -> QuerySet[Release]:
    return Release.objects.filter(version_id__in=frameworks.versions_written(actor, at).values("pk"))


def _releases_they_read(actor: Actor, at: datetime) -> QuerySet[Release]:
    return Release.objects.filter(version_id__in=frameworks.versions_read(actor, at).values("pk"))


MAY_PROPOSE = Policy(
    Ground(_("they write the version"), frameworks.versions_written),
    about=_("propose that a version of a framework is published, retired, kept or withdrawn"),
)


MAY_DECIDE_RELEASE = Policy(
    Ground(_("they are head of the profession that owns the framework"), _releases_they_decide),
    about=_("agree to a proposed release that is not their own, or refuse it"),
)


SEE_RELEASE = Policy(
    Ground(_("they write or review the version"), _releases_they_read),
    about=_("see that a release is proposed, by whom, and what was answered"),
)
MAY_TAKE_RELEASE_BACK = Policy(
    Ground(_("they write the version"), _releases_they_write), about=_("take a proposed release back")
)
