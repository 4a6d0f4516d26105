"""A person says that their record is wrong; somebody who can mend it decides."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import NotVisible, Refusal, Stale
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, Policy, fetch
from waymark.organisation import queries as organisation
from waymark.people import policies, queries, rules
from waymark.people.commands import lines
from waymark.people.commands.roles import RoleLevelNotOffered
from waymark.people.events import CorrectionAsked, CorrectionSettled
from waymark.people.models import Appointment, Correction, Person, Post
from waymark.people.types import PersonCard

About = Correction.About
State = Correction.State


class AlreadyAsked(Refusal):
    """The same thing waits for an answer already."""

    def __init__(self) -> None:
        super().__init__(
            _("You have said this already, and it waits for an answer. Take that back first to say something else.")
        )


class NothingSaid(Refusal):
    """A correction says neither in words nor by a name what should be on record."""

    def __init__(self) -> None:
        super().__init__(_("Say what it should be."))


class CorrectionTooLong(Refusal):
    """A text does not fit."""

    def __init__(self, length: int) -> None:
        super().__init__(
            _("The text has %(length)d characters. Shorten it to %(most)d or fewer.")
            % {"length": length, "most": rules.MOST_CORRECTION}
        )


class NotAnotherManager(Refusal):
    """Whoever was named cannot be the person's manager, or is already."""

    def __init__(self) -> None:
        super().__init__(_("Choose somebody other than yourself and the manager on record."))


class DecideThePost(Refusal):
    """What somebody says about their role is answered by deciding which role their post is."""

    def __init__(self) -> None:
        super().__init__(
            _("Decide which role their post is: that answers the person. Accepting alone would change nothing.")
        )


class AlreadySettled(Stale):
    """The correction was accepted, declined or withdrawn meanwhile."""

    def __init__(self, state: str) -> None:
        what = {
            State.ACCEPTED.value: _("Somebody has accepted this already. Nothing was changed."),
            State.DECLINED.value: _("Somebody has declined this already. Nothing was changed."),
            State.WITHDRAWN.value: _("The person took this back. Nothing was changed."),
        }
        super().__init__(what[state])


@transaction.atomic
def ask_correction(
    *, about: str, text: str = "", proposed_manager_id: int | None = None, proposed_role_level_id: int | None = None,
    actor: Actor, at: datetime,
) -> UUID:  # fmt: skip
    """Say that something on the actor's own record is wrong, and return the correction that waits for an answer.

    Args:
        about: manager, post, role, profession or name.
        text: what it should be, in the person's own words, up to 1,000 characters; may be empty beside a proposal.
        proposed_manager_id: who their manager is; for ``about`` manager only.
        proposed_role_level_id: which role level they are in, of a framework in force; for ``about`` role only.
        actor: the person.
        at: when.

    Raises:
        NotVisible: the actor is nobody in particular.
        NothingSaid, CorrectionTooLong: the text is missing or does not fit.
        NotAnotherManager: the manager named is the person, the manager on record or nobody.
        RoleLevelNotOffered: no framework in force has the role level.
        AlreadyAsked: a correction of the same kind waits.
    """
    kind = About(about)
    person = fetch(
        policies.MAY_ASK_CORRECTION, Person.objects.select_for_update(no_key=True), actor, at, pk=actor.as_person()
    )
    text = _fitting(text)
    if kind != About.MANAGER:
        proposed_manager_id = None
    if kind != About.ROLE:
        proposed_role_level_id = None
    if not text and proposed_manager_id is None and proposed_role_level_id is None:
        raise NothingSaid
    if proposed_role_level_id is not None and all(
        ref.id != proposed_role_level_id for ref in frameworks.current_role_level_refs(at)
    ):
        raise RoleLevelNotOffered
    card = queries.card(person.pk, at)
    if proposed_manager_id is not None:
        known = queries.colleagues([proposed_manager_id], actor, at)
        if proposed_manager_id in {person.pk, card.manager_id} or proposed_manager_id not in known:
            raise NotAnotherManager
    if Correction.objects.filter(person=person, about=kind, state=State.OPEN).exists():
        raise AlreadyAsked
    path = Post.objects.filter(pk=card.post_id or 0).values_list("organisation__path", flat=True).first() or ""
    row = Correction.objects.create(
        uuid=new_uuid(), person=person, about=kind, said=_on_record(kind, card, at)[:300], text=text,
        proposed_manager_id=proposed_manager_id, proposed_role_level_id=proposed_role_level_id, organisation_path=path,
        profession_id=card.main_profession_id or card.post_profession_id, asked_at=at,
    )  # fmt: skip
    audit.record(
        "people.correction.asked", actor=actor, at=at, subjects=[person.pk], correction=str(row.uuid), about=kind.value
    )
    audit.announce(CorrectionAsked(row.pk), at=at)
    return row.uuid


@transaction.atomic
def withdraw_correction(*, uuid: UUID, actor: Actor, at: datetime) -> None:
    """Take back what the actor said is wrong, while it waits.

    Raises:
        NotVisible: the actor asked for no such correction.
        AlreadySettled: it was answered meanwhile.
    """
    row = _fetch(policies.MAY_WITHDRAW_CORRECTION, uuid, actor, at)
    _settle(row, State.WITHDRAWN, "", actor, at)
    audit.record("people.correction.withdrawn", actor=actor, at=at, subjects=[row.person_id], correction=str(row.uuid))


@transaction.atomic
def accept_correction(
    *, uuid: UUID, answer: str = "", seen_manager_id: int | None = None, actor: Actor, at: datetime
) -> bool:
    """Say that a person is right, and change their record where it is ours to change.

    A manager who was named becomes their manager from the day of ``at``. Which role somebody is in is answered by
    deciding about their post (``map_post``). Everything else comes from the HR system: accepting says that it has been
    put right there.

    Args:
        uuid: the correction.
        answer: a word to the person, up to 1,000 characters.
        seen_manager_id: the manager that was on record when the actor looked; for a correction that names one.
        actor: see ``policies.MAY_DECIDE_CORRECTION``.
        at: when.

    Returns:
        Whether the record was changed here.

    Raises:
        NotVisible: there is no such correction, or it is not the actor's to decide.
        AlreadySettled: it was answered or taken back meanwhile.
        CorrectionTooLong: the answer does not fit.
        DecideThePost: it is about their role, and they have a post.
        ManagesThemselves, HoldsNoPost, ManagerChanged, Stale: see ``set_manager``.
    """
    answer = _fitting(answer)
    row = _fetch(policies.MAY_DECIDE_CORRECTION, uuid, actor, at)
    if row.about == About.ROLE and queries.card(row.person_id, at).post_id is not None:
        raise DecideThePost
    before: int | None = None
    if row.proposed_manager_id is not None:
        person = fetch(
            policies.MAY_SET_MANAGER, Person.objects.select_for_update(no_key=True), actor, at, pk=row.person_id
        )
        before = lines.move(person, row.proposed_manager_id, seen_manager_id, at)
    _settle(row, State.ACCEPTED, answer, actor, at)
    audit.record(
        "people.correction.accepted", actor=actor, at=at, subjects=[row.person_id], reason=answer[:400],
        correction=str(row.uuid), about=row.about, manager=row.proposed_manager_id, before=before,
    )  # fmt: skip
    return row.proposed_manager_id is not None


@transaction.atomic
def decline_correction(*, uuid: UUID, reason: str, actor: Actor, at: datetime) -> None:
    """Say that the record stays as it is, and why.

    Raises:
        NotVisible: there is no such correction, or it is not the actor's to decide.
        AlreadySettled: it was answered or taken back meanwhile.
        NothingSaid, CorrectionTooLong: the reason is missing or does not fit.
    """
    reason = _fitting(reason)
    if not reason:
        raise NothingSaid
    row = _fetch(policies.MAY_DECIDE_CORRECTION, uuid, actor, at)
    _settle(row, State.DECLINED, reason, actor, at)
    audit.record(
        "people.correction.declined", actor=actor, at=at, subjects=[row.person_id], reason=reason[:400],
        correction=str(row.uuid), about=row.about,
    )  # fmt: skip


def answer_by_mapping(*, uuid: UUID, post_id: int, answer: str, actor: Actor, at: datetime) -> None:
    """Accept what the holder of a post says about their role, inside the command that decides about the post.

    Raises:
        NotVisible: there is no such correction of a role, its person is not in the post, or it is not the actor's.
        AlreadySettled, CorrectionTooLong: see ``accept_correction``.
    """
    row = _fetch(policies.MAY_DECIDE_CORRECTION, uuid, actor, at)
    sits = Appointment.objects.filter(
        policies.open_on(rules.day_of(at)), person_id=row.person_id, post_id=post_id
    ).exists()
    if row.about != About.ROLE or not sits:
        raise NotVisible
    _settle(row, State.ACCEPTED, _fitting(answer), actor, at)


def _fetch(policy: Policy, uuid: UUID, actor: Actor, at: datetime) -> Correction:
    """Return the correction, locked, while it waits: of two people deciding at once the second is told."""
    row = fetch(policy, Correction.objects.select_for_update(no_key=True), actor, at, uuid=uuid)
    if row.state != State.OPEN:
        raise AlreadySettled(row.state)
    return row


def _settle(row: Correction, state: Correction.State, answer: str, actor: Actor, at: datetime) -> None:
    row.state = state
    row.answer = answer
    row.decided_by_id = actor.account_id
    row.decided_at = at
    row.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    audit.announce(CorrectionSettled(row.pk), at=at)


def _fitting(text: str) -> str:
    text = text.strip().replace("\x00", "")
    if len(text) > rules.MOST_CORRECTION:
        raise CorrectionTooLong(len(text))
    return text


def _on_record(kind: Correction.About, card: PersonCard, at: datetime) -> str:
    """Return what the record says of the thing that is wrong; empty when it says nothing."""
    match kind:
        case About.MANAGER:
            return card.manager_name
        case About.POST:
            return ", ".join(filter(None, (card.post_title, card.organisation_name)))
        case About.PROFESSION:
            return card.main_profession_name or _profession(card.post_profession_id)
        case About.NAME:
            return card.name
        case About.ROLE:
            if card.role_level_id is None:
                return ""
            refs = frameworks.role_level_refs([card.role_level_id], at)
            return refs[card.role_level_id].title if card.role_level_id in refs else ""


def _profession(profession_id: int | None) -> str:
    return "" if profession_id is None else organisation.profession_by_id(profession_id).name
