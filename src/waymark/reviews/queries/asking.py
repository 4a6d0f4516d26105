"""Who was asked to review a draft, review groups, and what waits for somebody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from waymark.access import queries as access
from waymark.access.types import AccountName
from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor
from waymark.kernel.text import sort_key
from waymark.reviews import policies
from waymark.reviews.models import GroupMember, Invitation, Release, ReviewGroup, Signatory, SignOff
from waymark.reviews.queries.talk import open_in
from waymark.reviews.types import NOBODY, GroupView, InvitationView, Waiting, Who


def invitations(version_id: int) -> tuple[InvitationView, ...]:
    """Return whoever is asked to review a version now, A to Z. Two queries. The caller has decided who may know."""
    rows = list(Invitation.objects.filter(version_id=version_id, until_at__isnull=True).select_related("group"))
    names = access.account_names(row.account_id for row in rows)
    views = (_invitation(row, names) for row in rows)
    return tuple(sorted(views, key=lambda view: (sort_key(view.who.name), view.who.account_id)))


def my_invitation(version_id: int, actor: Actor) -> InvitationView | None:
    """Return how the actor was asked to review a version; None when they were not. Two queries at most."""
    rows = Invitation.objects.filter(version_id=version_id, until_at__isnull=True, account_id=actor.account_id or 0)
    row = rows.select_related("group").first()
    return _invitation(row, access.account_names([row.account_id])) if row else None


def groups(actor: Actor, at: datetime, framework_id: int | None = None) -> tuple[GroupView, ...]:
    """Return the review groups of the frameworks the actor writes, or of one of them, A to Z. Three queries."""
    rows = ReviewGroup.objects.filter(pk__in=policies.MAY_GROUP.visible(actor, at))
    if framework_id is not None:
        rows = rows.filter(framework_id=framework_id)
    views = _groups(list(rows))
    return tuple(sorted(views, key=lambda view: (sort_key(view.name), str(view.uuid))))


def group(uuid: UUID, actor: Actor, at: datetime) -> GroupView:
    """Return a review group of a framework the actor writes. Three queries.

    Raises:
        NotVisible: there is none.
    """
    rows = list(ReviewGroup.objects.filter(pk__in=policies.MAY_GROUP.visible(actor, at), uuid=uuid))
    if not rows:
        raise NotVisible
    return _groups(rows)[0]


def may_run(version_id: int, actor: Actor, at: datetime) -> bool:
    """Say whether the actor runs the review of a draft: asks people, and decides about suggestions. One query."""
    return frameworks.drafts_written(actor, at).filter(pk=version_id).exists()


def waiting_for(actor: Actor, at: datetime) -> tuple[Waiting, ...]:
    """Return what waits for the actor at the workbench, drafts by their ids. Seven queries at most.

    Reviews they were asked for, sign-offs they have said nothing to, releases that somebody else proposed and they may
    decide about, and, of drafts they write, what is open.
    """
    if actor.account_id is None:
        return ()
    read = frameworks.drafts_read(actor, at).values("pk")
    asked = Invitation.objects.filter(
        account_id=actor.account_id, until_at__isnull=True, finished_at__isnull=True, version__in=read,
        version__state="in_review",
    )  # fmt: skip
    waits = [Waiting("review", pk, 1, due) for pk, due in asked.order_by("pk").values_list("version_id", "due_on")]
    chosen = Signatory.objects.filter(account_id=actor.account_id, until_at__isnull=True, version__in=read)
    silent = chosen.exclude(pk__in=SignOff.objects.values("signatory_id"))
    waits += [Waiting("sign_off", pk) for pk in silent.order_by("pk").values_list("version_id", flat=True)]
    proposed = Release.objects.filter(
        pk__in=policies.MAY_DECIDE_RELEASE.visible(actor, at), state=Release.State.OPEN, act=Release.Act.PUBLISH
    ).exclude(proposed_by=actor.account_id)
    waits += [Waiting("release", pk) for pk in proposed.order_by("pk").values_list("version_id", flat=True)]
    written = dict(frameworks.drafts_written(actor, at).values_list("framework_id", "pk"))
    for framework_id, counted in open_in(written).items():
        if counted.suggestions:
            waits.append(Waiting("suggestions", written[framework_id], counted.suggestions))
        if counted.threads:
            waits.append(Waiting("threads", written[framework_id], counted.threads))
    return tuple(waits)


def _who(account_id: int, names: dict[int, AccountName]) -> Who:
    name = names.get(account_id)
    return Who(name.id, name.name, name.email) if name else NOBODY


def _invitation(row: Invitation, names: dict[int, AccountName]) -> InvitationView:
    return InvitationView(
        uuid=row.uuid,
        who=_who(row.account_id, names),
        group=row.group.name if row.group else "",
        due_on=row.due_on,
        message=row.message,
        asked_at=row.from_at,
        reminded_at=row.reminded_at,
        finished_at=row.finished_at,
    )


def _groups(rows: Iterable[ReviewGroup]) -> list[GroupView]:
    known = list(rows)
    members: dict[int, list[int]] = defaultdict(list)
    inside = GroupMember.objects.filter(group__in=[row.pk for row in known], until_at__isnull=True)
    for group_id, account_id in inside.order_by("pk").values_list("group_id", "account_id"):
        members[group_id].append(account_id)
    names = access.account_names(pk for some in members.values() for pk in some)
    return [
        GroupView(
            row.uuid,
            row.framework_id,
            row.name,
            tuple(sorted((_who(pk, names) for pk in members[row.pk]), key=lambda who: sort_key(who.name))),
        )
        for row in known
    ]
