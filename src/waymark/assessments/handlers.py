"""What the record does about news: whoever was shown something, or no longer is, or is asked something else, hears."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from waymark.access import queries as access
from waymark.access.events import GrantRevoked
from waymark.assessments import queries
from waymark.assessments.commands import accept_levels, follow_managers, put_back
from waymark.assessments.events import (
    AssessmentMoved,
    AssessmentShared,
    CaseTaken,
    ChosenWithoutPanel,
    ExemptionChanged,
    LevelRevoked,
    ManyConfirmed,
    PanelChanged,
    PanelSpoke,
    ShareEnded,
    TalkBegun,
    TalkEnded,
    TalkFollows,
    TestimonyAnswered,
    TestimonyAsked,
)
from waymark.assessments.queries.moderating import asked_in_panel, moderators_to_ask
from waymark.assessments.queries.reviewing import confirmations
from waymark.assessments.queries.talking import marks_of
from waymark.assessments.rules import mark
from waymark.frameworks import queries as frameworks
from waymark.frameworks.events import VersionPublished
from waymark.kernel.policy import OPERATOR
from waymark.notifications import commands as notifications
from waymark.notifications.types import Topic
from waymark.people import queries as people
from waymark.people.events import FeedApplied, Left, ManagerSet, Moved
from waymark.work import commands as work


def tell_receiver(event: AssessmentShared, *, at: datetime) -> None:
    """Tell whoever was shown an assessment. Once per share, however often the event is handed over."""
    if event.account_id is None:
        return
    person = people.card(event.person_id, at)
    notifications.notify(
        accounts=[event.account_id],
        topic=Topic.SHARING,
        key=f"assessments.share.{event.share}.shared",
        title=_("%(name)s shared an assessment with you") % {"name": person.name},
        body=_("You can read it until they stop sharing it. They can see that you opened it."),
        url=f"/team/{person.uuid}/assessments/{event.assessment}",
        at=at,
    )


def tell_it_ended(event: ShareEnded, *, at: datetime) -> None:
    """Tell whoever was shown an assessment that they can no longer read it."""
    if event.account_id is None:
        return
    person = people.card(event.person_id, at)
    notifications.notify(
        accounts=[event.account_id],
        topic=Topic.SHARING,
        key=f"assessments.share.{event.share}.ended",
        title=_("%(name)s stopped sharing an assessment with you") % {"name": person.name},
        body=_("It was theirs to take back. You cannot open it any more."),
        at=at,
    )


def tell_of_changes(event: VersionPublished, *, at: datetime) -> None:
    """Have everyone told whom a version affects, on the day from which it holds. A first version affects nobody."""
    if frameworks.version_before(event.version_id) is None:
        return
    holds_from = frameworks.version_by_id(event.version_id).effective_from
    work.start(
        kind="assessments.tell",
        key=f"assessments.tell.{event.version_id}",
        arguments={"version": event.version_id},
        not_before=holds_from,
        actor=OPERATOR,
        at=at,
    )


def ask_witness(event: TestimonyAsked, *, at: datetime) -> None:
    """Tell whoever was asked to write what they saw. Once, and not when it was taken back meanwhile."""
    if not queries.testimony_waits(UUID(event.witness)):
        return
    person = people.card(event.person_id, at)
    notifications.notify(
        accounts=[event.account_id],
        topic=Topic.SHARING,
        key=f"assessments.witness.{event.witness}.asked",
        title=_("%(name)s asks you to write what you saw of their work") % {"name": person.name},
        body=_("A few sentences are enough. It becomes part of their evidence. You can decline without a reason."),
        url=f"/me/testimonies/{event.witness}",
        todo=True,
        at=at,
    )


def tell_of_testimony(event: TestimonyAnswered, *, at: datetime) -> None:
    """Tell the person that somebody wrote what they were asked to, or would rather not."""
    account = people.accounts_of([event.person_id]).get(event.person_id)
    who = access.account_cards([event.account_id]).get(event.account_id)
    if account is None or who is None:
        return
    words = _("%(name)s wrote a testimony for you") if event.written else _("%(name)s declined to write a testimony")
    notifications.notify(
        accounts=[account],
        topic=Topic.SHARING,
        key=f"assessments.witness.{event.witness}.answered",
        title=words % {"name": who.name},
        body="" if event.written else _("You can ask somebody else."),
        url=f"/me/evidence/{event.evidence}",
        at=at,
    )


_TOLD = {
    "return": lazy("Your assessment came back to you"),
    "confirm": lazy("The levels in your assessment are confirmed"),
    "sign_off": lazy("Your assessment is signed off"),
    "decline": lazy("Your assessment was declined"),
    "pass_on": lazy("Your assessment was passed on to another assessor"),
    "send_to_moderation": lazy("A panel looks at your assessment before it is signed off"),
    "moderate": lazy("A panel has looked at your assessment"),
    "lapse": lazy("Your assessment lapsed, because it was not submitted again"),
    "put_back": lazy("Your assessment goes to another assessor"),
    "change_manager": lazy("Your assessment is with your new manager"),
}
"""What a person is told of a move that somebody else made."""
_NO_MANAGER = lazy("Your assessment is with nobody: we have no manager on record for you who can sign in")


def tell_of_move(event: AssessmentMoved, *, at: datetime) -> None:
    """Tell whoever an assessment waits for now, and its person what became of it.

    Each is told once of one move, however often the event is handed over. What waited for others is settled.
    """
    case = f"assessments.case.{event.step}"
    for before in event.settles:
        notifications.settle(key=f"assessments.case.{before}.waits", at=at)
        notifications.settle(key=f"assessments.case.{before}.taken", at=at)
    if event.move == "send_to_moderation":
        _ask_panel(event, at)
    elif event.move != "put_back":  # a panel that looks at it goes on, whoever has it
        _let_panel_go(event.assessment, at)
    if event.account_ids and event.move != "send_to_moderation":
        person = people.card(event.person_id, at)
        notifications.notify(
            accounts=event.account_ids,
            topic=Topic.ASSESSMENTS,
            key=f"{case}.waits",
            title=_("An assessment of %(name)s waits for you") % {"name": person.name},
            body=_waits_for(event.move),
            url=f"/team/reviews/{event.assessment}" if event.to_manager else f"/assess/{event.assessment}",
            todo=True,
            at=at,
        )
    account = people.accounts_of([event.person_id]).get(event.person_id)
    if event.move in _TOLD and account is not None:
        notifications.notify(
            accounts=[account],
            topic=Topic.ASSESSMENTS,
            key=f"{case}.{event.move}",
            title=str(_NO_MANAGER if _for_nobody(event) else _TOLD[event.move]),
            body=_("It waits until one is on record. You can also withdraw it and send it to an assessor instead.")
            if _for_nobody(event)
            else _("Open it to see why, and what you can do next."),
            url=f"/me/assessments/{event.assessment}",
            at=at,
        )


def let_others_go(event: CaseTaken, *, at: datetime) -> None:
    """End what waits for the other assessors once one took an assessment; it goes on waiting for that one."""
    for before in event.steps:
        notifications.settle(key=f"assessments.case.{before}.waits", at=at)
    if event.steps and queries.is_held_by(UUID(event.assessment), event.account_id):
        person = people.card(event.person_id, at)
        notifications.notify(
            accounts=[event.account_id],
            topic=Topic.ASSESSMENTS,
            key=f"assessments.case.{event.steps[-1]}.taken",
            title=_("You have an assessment of %(name)s to decide about") % {"name": person.name},
            body=_("Read what they submitted, and say the level of each skill."),
            url=f"/assess/{event.assessment}",
            todo=True,
            email=False,
            at=at,
        )


def _for_nobody(event: AssessmentMoved) -> bool:
    return event.move == "change_manager" and not event.account_ids


def _waits_for(move: str) -> str:
    """Return what whoever an assessment waits for is to do."""
    if move == "moderate":
        return _("The panel has decided. Sign off what it came to.")
    if move == "put_back":
        return _("Whoever had it cannot decide about it any more. What they decided so far stands on its page.")
    if move == "change_manager":
        return _("They report to you now, and had sent it to their manager before. Say the level of each skill.")
    return _("Read what they submitted, and say the level of each skill.")


def _ask_panel(event: AssessmentMoved, at: datetime) -> None:
    """Ask each member of a panel for their word, if it still waits for them: one key each, settled one by one."""
    _ask_for_words(event.assessment, event.person_id, event.account_ids, at)


def _ask_for_words(assessment: str, person_id: int, accounts: Iterable[int], at: datetime) -> None:
    person = people.card(person_id, at)
    for account in accounts:
        notifications.notify(
            accounts=[account],
            topic=Topic.ASSESSMENTS,
            key=f"assessments.moderation.{assessment}.word.{account}",
            title=_("Your panel looks at an assessment of %(name)s") % {"name": person.name},
            body=_("Say your level of each skill. You see what the others said once you have."),
            url=f"/assess/moderation/{assessment}",
            todo=True,
            at=at,
        )


def ask_changed_panel(event: PanelChanged, *, at: datetime) -> None:
    """Ask those who joined a panel about what it has; for those who left, nothing of it waits any more."""
    for row, asked in asked_in_panel(UUID(event.panel), event.joined, at).values():
        for account in event.left:
            for what in ("word", "decide"):
                notifications.settle(key=f"assessments.moderation.{row.uuid}.{what}.{account}", at=at)
        _ask_for_words(str(row.uuid), row.person_id, sorted(asked), at)


def _let_panel_go(assessment: str, at: datetime) -> None:
    """End what waits for the members of a panel: it was decided, or taken back."""
    asked, _now = queries.moderation_waits_for(UUID(assessment))
    for account in asked:
        for what in ("word", "decide"):
            notifications.settle(key=f"assessments.moderation.{assessment}.{what}.{account}", at=at)


def tell_panel(event: PanelSpoke, *, at: datetime) -> None:
    """End what waited for a member who spoke, and tell those who spoke when they can decide."""
    notifications.settle(key=f"assessments.moderation.{event.assessment}.word.{event.account_id}", at=at)
    _asked, deciding = queries.moderation_waits_for(UUID(event.assessment))
    for account in deciding:
        notifications.notify(
            accounts=[account],
            topic=Topic.ASSESSMENTS,
            key=f"assessments.moderation.{event.assessment}.decide.{account}",
            title=_("Your panel can decide about an assessment"),
            body=_("See what the others said, talk where you differ, and write down what you came to."),
            url=f"/assess/moderation/{event.assessment}",
            todo=True,
            email=account != event.account_id,
            at=at,
        )


def ask_for_panel(event: ChosenWithoutPanel, *, at: datetime) -> None:
    """Tell the moderators of the profession that something was chosen that no panel could look at."""
    person = people.card(event.person_id, at)
    notifications.notify(
        accounts=moderators_to_ask(UUID(event.assessment), at),
        topic=Topic.ASSESSMENTS,
        key=f"assessments.moderation.{event.assessment}.no_panel",
        title=_("An assessment of %(name)s waits for a panel") % {"name": person.name},
        body=_("It was chosen for moderation, and no panel can look at it. Choose one, or make one."),
        url="/assess/moderation",
        at=at,
    )


def tell_of_many(event: ManyConfirmed, *, at: datetime) -> None:
    """Tell each person that their levels are confirmed, as if each assessment had been confirmed alone."""
    for one in confirmations([UUID(assessment) for assessment in event.assessments]):
        tell_of_move(AssessmentMoved(str(one.uuid), one.person_id, "confirm", one.step, [], list(one.waited)), at=at)


def ask_to_talk(event: TalkBegun, *, at: datetime) -> None:
    """Tell a person and their manager that there is something to talk about: it waits for both."""
    person = people.card(event.person_id, at)
    account = people.accounts_of([event.person_id]).get(event.person_id)
    told = {
        "person": (
            account,
            _("Your manager and you see some levels differently"),
            f"/me/assessments/{event.assessment}",
        ),
        "manager": (
            event.account_id,
            _("Talk with %(name)s about levels you see differently") % {"name": person.name},
            f"/team/reviews/{event.assessment}",
        ),
    }
    for whose, (told_account, title, url) in told.items():
        if told_account is not None:
            notifications.notify(
                accounts=[told_account],
                topic=Topic.ASSESSMENTS,
                key=mark(event.talk, event.points, whose),
                title=title,
                body=_("Both levels stand side by side on a sheet that both of you can write on."),
                url=f"{url}/conversation",
                todo=True,
                at=at,
            )


def hand_talk_on(event: TalkFollows, *, at: datetime) -> None:
    """Have a sheet wait for the manager somebody has now, and for no earlier one."""
    for number in range(1, event.points + 1):
        notifications.settle(key=mark(event.talk, number, "manager"), at=at)
    if event.account_id is not None:
        person = people.card(event.person_id, at)
        notifications.notify(
            accounts=[event.account_id],
            topic=Topic.ASSESSMENTS,
            key=mark(event.talk, event.points, "manager"),
            title=_("Talk with %(name)s about levels that differ") % {"name": person.name},
            body=_("They report to you now. Their manager before you saw some levels differently; the sheet has both."),
            url=f"/team/reviews/{event.assessment}/conversation",
            todo=True,
            at=at,
        )


def put_back_without_duty(event: GrantRevoked, *, at: datetime) -> None:
    """Put back what is in the hands of whoever lost a duty just now, or covered it."""
    put_back(accounts=access.accounts_of_grant(event.grant_id), at=at)


def put_back_of_leaver(event: Left, *, at: datetime) -> None:
    """Put back what is in the hands of somebody who left."""
    put_back(accounts=tuple(people.accounts_of([event.person_id]).values()), at=at)


def follow_manager(event: ManagerSet, *, at: datetime) -> None:
    """Give what somebody sent to their manager to the one they have now; what is theirs as an assessor goes back."""
    follow_managers(persons=[event.person_id], at=at)
    put_back(persons=[event.person_id], at=at)


def settle_talk(event: TalkEnded, *, at: datetime) -> None:
    """A sheet was talked about: it waits for nobody any more."""
    for key in marks_of(UUID(event.assessment)):
        notifications.settle(key=key, at=at)


def drop_talk(event: AssessmentMoved, *, at: datetime) -> None:
    """Nothing waits to be talked about once an assessment was withdrawn, or is no longer the manager's."""
    if event.move in {"withdraw", "pass_on"}:
        for key in marks_of(UUID(event.assessment)):
            notifications.settle(key=key, at=at)


def carry_levels(event: Moved, *, at: datetime) -> None:
    """Hold the signed-off levels of somebody who moved to another department to its rule."""
    (department_id,) = queries.departments_moved_to([(event.before_post_id, event.post_id)])
    if department_id is not None:
        accept_levels(person_id=event.person_id, organisation_id=department_id, moved_on=localdate(at), at=at)


def carry_levels_of_many(event: FeedApplied, *, at: datetime) -> None:
    """Have the same done for everybody whom a file moved: a job, some hundreds at a time."""
    if event.moved or event.joined:
        work.start(
            kind="assessments.accept",
            key=f"assessments.accept.{event.run_id}",
            arguments={"first": event.first, "last": event.last},
            actor=OPERATOR,
            at=at,
        )


def tell_of_revocation(event: LevelRevoked, *, at: datetime) -> None:
    """Tell a person that a signed-off level of theirs was revoked, why, and how to ask for another look."""
    account = people.accounts_of([event.person_id]).get(event.person_id)
    if account is None:
        return
    skill, reason, assessment = queries.revocation_news(UUID(event.judgement))
    notifications.notify(
        accounts=[account],
        topic=Topic.ASSESSMENTS,
        key=f"assessments.level.{event.judgement}.revoked",
        title=_("Your signed-off level in %(skill)s was revoked") % {"skill": skill},
        body=_(
            "Why: %(reason)s It no longer counts, and stays in your history. If you disagree, open the assessment and "
            "ask for another look by another assessor."
        )
        % {"reason": reason if reason.endswith((".", "!", "?")) else f"{reason}."},
        url=f"/me/assessments/{assessment}" if assessment else "/me/skills",
        at=at,
    )


def tell_of_exemption(event: ExemptionChanged, *, at: datetime) -> None:
    """Tell a person that they are exempt from a skill, or are not any more, and why."""
    account = people.accounts_of([event.person_id]).get(event.person_id)
    if account is None:
        return
    skill, words, ended_why = queries.exemption_news(UUID(event.exemption))
    title = _("Your exemption from %(skill)s was ended") if event.ended else _("You are exempt from %(skill)s")
    body = (
        _("Why: %(reason)s It is asked for again from today, wherever your role asks for it.")
        % {"reason": ended_why if ended_why.endswith((".", "!", "?")) else f"{ended_why}."}
        if event.ended
        else _("%(words)s Meanwhile it is no gap of yours.")
        % {"words": words if words.endswith((".", "!", "?")) else f"{words}."}
    )
    notifications.notify(
        accounts=[account],
        topic=Topic.ASSESSMENTS,
        key=f"assessments.exemption.{event.exemption}.{'ended' if event.ended else 'given'}",
        title=title % {"skill": skill},
        body=body,
        url="/me/gap",
        at=at,
    )
