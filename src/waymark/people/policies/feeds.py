"""Who may bring files of people, let a system write them, and say who is one person."""

from __future__ import annotations

from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.access.types import DutyKind
from waymark.kernel.policy import Actor, Ground, Policy
from waymark.people import rules
from waymark.people.models import (
    Appointment,
    Feed,
    FeedRun,
    Identifier,
    Listing,
    Person,
    PersonAlias,
    Suspicion,
)
from waymark.people.policies.records import covered, in_use, open_on


def may_run_feeds(actor: Actor, path: str) -> bool:
    """Say whether the actor runs feeds of an organisation: an administrator for it, or an operator."""
    return actor.operator or any(path.startswith(duty.path) for duty in actor.holding(DutyKind.ADMINISTRATOR))


def _of_administrator(actor: Actor, where: str) -> Q | None:
    """Return the condition that an organisation's path is within what an administrator runs; None: they run nothing."""
    duties = actor.holding(DutyKind.ADMINISTRATOR)
    if not duties:
        return None
    return reduce(or_, (Q(**{f"{where}__startswith": duty.path}) for duty in duties))


def _feeds(actor: Actor, at: datetime) -> QuerySet[Feed]:
    within = _of_administrator(actor, "organisation__path")
    return Feed.objects.none() if within is None else Feed.objects.filter(within)


def _runs(actor: Actor, at: datetime) -> QuerySet[FeedRun]:
    within = _of_administrator(actor, "feed__organisation__path")
    return FeedRun.objects.none() if within is None else FeedRun.objects.filter(within)


def _mergeable(actor: Actor, at: datetime) -> QuerySet[Person]:
    """Return whom an administrator covers now, and who works nowhere now and was there, or whom a feed there names."""
    duties = actor.holding(DutyKind.ADMINISTRATOR)
    if not duties:
        return Person.objects.none()
    listed = Listing.objects.filter(covered(duties, at), person_id=OuterRef("pk"))
    work = Appointment.objects.filter(person_id=OuterRef("pk"))
    feeds = Feed.objects.filter(reduce(or_, (Q(organisation__path__startswith=duty.path) for duty in duties)))
    named = Identifier.objects.filter(person_id=OuterRef("pk"), source__in=feeds.values("source"))
    there = reduce(or_, (Q(post__organisation__path__startswith=duty.path) for duty in duties))
    gone = ~Exists(work.filter(open_on(rules.day_of(at)))) & (Exists(work.filter(there)) | Exists(named))
    found = Person.objects.filter(in_use(at)).filter(Exists(listed) | gone)
    return found.exclude(pk=actor.person_id or 0)


def _aliases(actor: Actor, at: datetime) -> QuerySet[PersonAlias]:
    """Return merges of two people whom an administrator may merge."""
    people = _mergeable(actor, at)
    return PersonAlias.objects.filter(person__in=people, kept__in=people)


def _suspicions(actor: Actor, at: datetime) -> QuerySet[Suspicion]:
    """Return pairs that the feeds an administrator runs make seem one, but for themselves."""
    within = _of_administrator(actor, "feed__organisation__path")
    if within is None:
        return Suspicion.objects.none()
    own = actor.person_id or 0
    return Suspicion.objects.filter(within).exclude(person_id=own).exclude(other_id=own)


_RUNS_THE_SITE = _("they are an administrator for the department")
OPERATES = _("they operate the site")

MAY_RUN_FEED = Policy(
    Ground(_RUNS_THE_SITE, _feeds),
    Ground(OPERATES, lambda actor, at: Feed.objects.all() if actor.operator else Feed.objects.none()),
    about=_("bring a department’s files of people"),
)
MAY_KEEP_TOKEN = Policy(
    Ground(_RUNS_THE_SITE, _feeds),
    Ground(OPERATES, lambda actor, at: Feed.objects.all() if actor.operator else Feed.objects.none()),
    about=_("let a department’s HR system write people’s records by itself (SCIM), or end that"),
)
MAY_STEER_RUN = Policy(
    Ground(_RUNS_THE_SITE, _runs),
    Ground(OPERATES, lambda actor, at: FeedRun.objects.all() if actor.operator else FeedRun.objects.none()),
    about=_("see what a file of people would change, and apply it"),
)
MAY_MERGE = Policy(
    Ground(_("they are an administrator for both, and it is not about them"), _mergeable),
    about=_("say that two people on record are one"),
)
MAY_PART = Policy(
    Ground(_("they are an administrator for both, and it is not about them"), _aliases),
    about=_("say that two people who were merged are two after all"),
)


MAY_KEEP_APART = Policy(
    Ground(_("they are an administrator for the department, and it is not about them"), _suspicions),
    Ground(OPERATES, lambda actor, at: Suspicion.objects.all() if actor.operator else Suspicion.objects.none()),
    about=_("see who may be on record twice, and say that they are two people"),
)
