"""Who may say which roles posts are, see it and undo it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.access.types import DutyKind
from waymark.kernel.policy import WORKING, Actor, Duty, Ground, Policy
from waymark.organisation import queries as organisation
from waymark.people import rules
from waymark.people.models import (
    Appointment,
    MappingBatch,
    Post,
    PostMapping,
)
from waymark.people.policies.feeds import OPERATES
from waymark.people.policies.records import MENDERS, open_on


def _places(duty: Duty) -> Q:
    """Return the condition on posts that they are where a duty is held."""
    return Q(organisation_id__in=organisation.within(duty.path)) if duty.path else Q(pk__isnull=False)


def _posts_of(kind: DutyKind, *, unknown: bool = True) -> Callable[[Actor, datetime], QuerySet[Post]]:
    """Return the posts that a duty of this kind covers; ``unknown``: those of no profession as well."""

    def within(duty: Duty) -> Q:
        if duty.profession_id is None:
            return _places(duty)
        own = Q(profession_id=duty.profession_id)
        return _places(duty) & (own | Q(profession_id=None) if unknown else own)

    def opens(actor: Actor, at: datetime) -> QuerySet[Post]:
        duties = actor.holding(kind)
        return Post.objects.filter(reduce(or_, map(within, duties))) if duties else Post.objects.none()

    return opens


def _others_posts_of(kind: DutyKind) -> Callable[[Actor, datetime], QuerySet[Post]]:
    """Return the posts that a duty of this kind covers, but for those that the actor holds."""
    covered_posts = _posts_of(kind)

    def opens(actor: Actor, at: datetime) -> QuerySet[Post]:
        if actor.person_id is None:
            return covered_posts(actor, at)
        own = Appointment.objects.filter(open_on(rules.day_of(at)), person_id=actor.person_id)
        return covered_posts(actor, at).exclude(pk__in=own.values("post_id"))

    return opens


def _batches_of(kind: DutyKind) -> Callable[[Actor, datetime], QuerySet[MappingBatch]]:
    """Return what was decided about posts that are now where the actor holds a duty of this kind."""

    def opens(actor: Actor, at: datetime) -> QuerySet[MappingBatch]:
        duties = actor.holding(kind)
        if not duties:
            return MappingBatch.objects.none()
        posts = Post.objects.filter(reduce(or_, map(_places, duties)))
        return MappingBatch.objects.filter(pk__in=PostMapping.objects.filter(post__in=posts).values("batch_id"))

    return opens


def _own_batches(actor: Actor) -> QuerySet[MappingBatch]:
    """Return what the actor decided, while they map posts at all."""
    if actor.account_id is None or not actor.holding(*MENDERS):
        return MappingBatch.objects.none()
    return MappingBatch.objects.filter(by_id=actor.account_id)


def maps_posts_in(actor: Actor, path: str) -> bool:
    """Say whether the actor maps posts anywhere in an organisation, or operates the site."""
    return actor.operator or any(
        path.startswith(duty.path) or duty.path.startswith(path) for duty in actor.holding(*MENDERS)
    )


def sees_posts_in(actor: Actor, path: str) -> bool:
    """Say whether the actor sees posts of an organisation at all: who maps some, and heads of profession."""
    return maps_posts_in(actor, path) or any(
        path.startswith(duty.path) or duty.path.startswith(path) for duty in actor.holding(DutyKind.HEAD_OF_PROFESSION)
    )


def professions_mapped(actor: Actor, path: str) -> frozenset[int] | None:
    """Return the professions whose role levels the actor may map posts of a department to; None: every one."""
    duties = [one for one in actor.holding(*MENDERS) if path.startswith(one.path) or one.path.startswith(path)]
    if actor.operator or any(duty.profession_id is None for duty in duties):
        return None
    return frozenset(duty.profession_id for duty in duties if duty.profession_id is not None)


_WHY_THEY_SEE = (
    _("they are the HR director where the post is"),
    _("they are the departmental head of the profession of the post, or the post is of none"),
    _("they are an administrator"),
)
_WHY_THEY_MAP = (
    _("they are the HR director where the post is, and it is not their own"),
    _("they are the departmental head of the profession of the post, or the post is of none, and it is not their own"),
    _("they are an administrator, and it is not their own"),
)
_OPERATES_POSTS = Ground(OPERATES, lambda actor, at: Post.objects.all() if actor.operator else Post.objects.none())
MAY_MAP_POST = Policy(
    *(Ground(why, _others_posts_of(kind)) for kind, why in zip(MENDERS, _WHY_THEY_MAP, strict=True)),
    _OPERATES_POSTS,
    about=_("say which role a post is"),
)
SEE_POST = Policy(
    *(Ground(why, _posts_of(kind)) for kind, why in zip(MENDERS, _WHY_THEY_SEE, strict=True)),
    _OPERATES_POSTS,
    Ground(
        _("they are head of the profession of the post"), _posts_of(DutyKind.HEAD_OF_PROFESSION, unknown=False), WORKING
    ),
    about=_("see which roles the posts of a department are"),
)
_SEES_BATCH = (
    Ground(_("they decided it"), lambda actor, at: _own_batches(actor)),
    Ground(_("they are the HR director where the posts are"), _batches_of(DutyKind.HR_DIRECTOR)),
    Ground(_("they are an administrator"), _batches_of(DutyKind.ADMINISTRATOR)),
    Ground(OPERATES, lambda actor, at: MappingBatch.objects.all() if actor.operator else MappingBatch.objects.none()),
)
MAY_UNDO_MAPPING = Policy(*_SEES_BATCH, about=_("undo what was decided about posts"))
