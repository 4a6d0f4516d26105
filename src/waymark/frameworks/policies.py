"""Who may change frameworks, and who reads drafts. Everyone may read what is published, so that has no policy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.access.types import DutyKind
from waymark.frameworks.models import Crosswalk, DraftReader, Equivalence, Framework, Overlay, Skill, Version
from waymark.kernel.policy import Actor, Duty, Ground, Policy
from waymark.organisation import queries as organisation

AUTHORS = (DutyKind.FRAMEWORK_AUTHOR, DutyKind.HEAD_OF_PROFESSION)
"""Duties that write the frameworks of their profession."""
READERS = (*AUTHORS, DutyKind.FRAMEWORK_REVIEWER)
"""Duties that read the drafts of their profession."""

_AT_THE_COMMAND_LINE = _("they are at the command line of the machine that keeps the frameworks")
_AUTHOR = _("they write the frameworks of the profession, or are its head of profession")
_REVIEWER = _("they write or review the frameworks of the profession, or are its head of profession")
_HEAD = _("they are head of the profession that owns the framework")
_OTHER_AUTHOR = _("they write the other framework of the two, or are the head of its profession")
_INVITED = _("they were asked to review this version")
_CONTEXT = _("they are head of the profession that owns the framework in a department")
_CONTEXT_OF_NOBODY = _("they are HR director of a department, and no profession owns the framework")
_OWN_CONTEXT_OF_NOBODY = _("they are HR director where the context is, and no profession owns the framework")
_OWN_CONTEXT = _("they are head of the profession in the department whose context it is")


def _operator(rows: type[Model], actor: Actor) -> QuerySet[Any]:
    return rows._default_manager.all() if actor.operator else rows._default_manager.none()


def _frameworks(actor: Actor, at: datetime) -> QuerySet[Framework]:
    return _operator(Framework, actor)


def _versions(actor: Actor, at: datetime) -> QuerySet[Version]:
    return _operator(Version, actor)


def professions(actor: Actor, *kinds: str) -> frozenset[int]:
    """Return the professions whose frameworks the actor answers for by a duty of ``kinds``, in every organisation."""
    held = (duty for duty in actor.holding(*kinds) if duty.organisation_id is None)
    return frozenset(duty.profession_id for duty in held if duty.profession_id is not None)


def _framework_of(*kinds: str) -> Any:
    def opens(actor: Actor, at: datetime) -> QuerySet[Framework]:
        return Framework.objects.filter(profession__in=professions(actor, *kinds))

    return opens


def _version_of(*kinds: str) -> Any:
    def opens(actor: Actor, at: datetime) -> QuerySet[Version]:
        return Version.objects.filter(framework__profession__in=professions(actor, *kinds))

    return opens


def _invited(actor: Actor, at: datetime) -> QuerySet[Version]:
    if actor.account_id is None:
        return Version.objects.none()
    asked = DraftReader.objects.filter(account_id=actor.account_id, until_at__isnull=True)
    return Version.objects.filter(pk__in=asked.values("version_id"))


def _heads_keeping(actor: Actor) -> tuple[Duty, ...]:
    held = actor.holding(DutyKind.DEPARTMENT_HEAD_OF_PROFESSION)
    return tuple(duty for duty in held if duty.profession_id and duty.path)


def _directors_keeping(actor: Actor) -> tuple[Duty, ...]:
    held = actor.holding(DutyKind.HR_DIRECTOR)
    return tuple(duty for duty in held if duty.profession_id is None and duty.path)


def keeping(actor: Actor) -> tuple[Duty, ...]:
    """Return the duties by which the actor puts standards in the context of an organisation and all below it.

    A duty without a profession is over the frameworks that no profession owns.
    """
    return _heads_keeping(actor) + _directors_keeping(actor)


def _put_in_context(actor: Actor, at: datetime) -> QuerySet[Framework]:
    return Framework.objects.filter(profession__in={duty.profession_id for duty in _heads_keeping(actor)})


def _put_in_context_of_nobody(actor: Actor, at: datetime) -> QuerySet[Framework]:
    rows = Framework.objects.filter(profession__isnull=True)
    return rows if _directors_keeping(actor) else rows.none()


def _in_context_of(keeps: Callable[[Actor], tuple[Duty, ...]]) -> Any:
    def opens(actor: Actor, at: datetime) -> QuerySet[Overlay]:
        theirs = Q(pk__in=())
        for duty in keeps(actor):
            owned = Framework.objects.filter(profession=duty.profession_id)
            theirs |= Q(framework__in=owned.values("pk"), organisation__in=organisation.within(duty.path))
        return Overlay.objects.filter(theirs)

    return opens


def _skills(actor: Actor, at: datetime) -> QuerySet[Skill]:
    return _operator(Skill, actor)


def _skills_of_frameworks(actor: Actor, at: datetime) -> QuerySet[Skill]:
    return Skill.objects.filter(framework__profession__in=professions(actor, *AUTHORS))


def _crosswalks(actor: Actor, at: datetime) -> QuerySet[Crosswalk]:
    return _operator(Crosswalk, actor)


def _crosswalks_on(side: str) -> Any:
    def opens(actor: Actor, at: datetime) -> QuerySet[Crosswalk]:
        return Crosswalk.objects.filter(**{f"{side}__in": _skills_of_frameworks(actor, at).values("pk")})

    return opens


def _equivalences(actor: Actor, at: datetime) -> QuerySet[Equivalence]:
    return _operator(Equivalence, actor)


def _equivalences_on(side: str) -> Any:
    def opens(actor: Actor, at: datetime) -> QuerySet[Equivalence]:
        return Equivalence.objects.filter(**{f"{side}__profession__in": professions(actor, *AUTHORS)})

    return opens


MAY_IMPORT = Policy(
    Ground(_AT_THE_COMMAND_LINE, _frameworks),
    Ground(_AUTHOR, _framework_of(*AUTHORS)),
    about=_("bring a version of a framework in from a file"),
)
MAY_PUBLISH = Policy(Ground(_AT_THE_COMMAND_LINE, _versions), about=_("publish a version of a framework on their own"))
MAY_AUTHOR = Policy(
    Ground(_AT_THE_COMMAND_LINE, _frameworks),
    Ground(_AUTHOR, _framework_of(*AUTHORS)),
    about=_("begin the next version of a framework"),
)
MAY_EDIT = Policy(
    Ground(_AT_THE_COMMAND_LINE, _versions),
    Ground(_AUTHOR, _version_of(*AUTHORS)),
    about=_("change a draft of a framework"),
)
MAY_RELEASE = Policy(
    Ground(_AT_THE_COMMAND_LINE, _versions),
    Ground(_HEAD, _version_of(DutyKind.HEAD_OF_PROFESSION)),
    about=_("agree, as the second person, that a version of a framework is published, retired or withdrawn"),
)
SEE_DRAFT = Policy(
    Ground(_AT_THE_COMMAND_LINE, _versions),
    Ground(_REVIEWER, _version_of(*READERS)),
    Ground(_INVITED, _invited),
    about=_("read a draft of a framework"),
)
MAY_PUT_IN_CONTEXT = Policy(
    Ground(_CONTEXT, _put_in_context),
    Ground(_CONTEXT_OF_NOBODY, _put_in_context_of_nobody),
    about=_("add a department’s context to a framework"),
)
MAY_KEEP_CONTEXT = Policy(
    Ground(_OWN_CONTEXT, _in_context_of(_heads_keeping)),
    Ground(_OWN_CONTEXT_OF_NOBODY, _in_context_of(_directors_keeping)),
    about=_("change, check or take back what a department added to a framework"),
)
MAY_RELATE = Policy(
    Ground(_AT_THE_COMMAND_LINE, _skills),
    Ground(_AUTHOR, _skills_of_frameworks),
    about=_("relate a skill of their framework to one of another framework, or turn down such a suggestion"),
)
MAY_UNRELATE = Policy(
    Ground(_AT_THE_COMMAND_LINE, _crosswalks),
    Ground(_AUTHOR, _crosswalks_on("skill")),
    Ground(_OTHER_AUTHOR, _crosswalks_on("other")),
    about=_("end a relation between skills of two frameworks"),
)
MAY_EQUATE = Policy(
    Ground(_AT_THE_COMMAND_LINE, _frameworks),
    Ground(_AUTHOR, _framework_of(*AUTHORS)),
    about=_("say what the levels of a scale of their framework count as on another scale, or the other way round"),
)
MAY_REPLACE_EQUIVALENCE = Policy(
    Ground(_AT_THE_COMMAND_LINE, _equivalences),
    Ground(_AUTHOR, _equivalences_on("from_framework")),
    Ground(_OTHER_AUTHOR, _equivalences_on("to_framework")),
    about=_("change what the levels of one scale count as on another, or end it"),
)
