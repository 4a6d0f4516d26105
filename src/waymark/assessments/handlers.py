"""What the record does about news: whoever was shown something, or no longer is, or is asked something else, hears."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from waymark.access import queries as access
from waymark.assessments import queries
from waymark.assessments.commands import accept_levels
from waymark.assessments.events import (
    AssessmentMoved,
    AssessmentShared,
    ChosenWithoutPanel,
    ExemptionChanged,
    LevelRevoked,
    ManyConfirmed,
    PanelSpoke,
    ShareEnded,
    TalkBegun,
    TalkEnded,
    TestimonyAnswered,
    TestimonyAsked,
)
from waymark.assessments.queries.moderating import moderators_to_ask
from waymark.assessments.queries.reviewing import confirmations
from waymark.assessments.queries.talking import marks_of
from waymark.assessments.rules import mark
from waymark.frameworks import queries as frameworks
from waymark.frameworks.events import VersionPublished
from waymark.kernel.policy import OPERATOR
from waymark.notifications import commands as notifications
from waymark.notifications.types import Topic
from waymark.people import queries as people
from waymark.people.events import FeedApplied, Moved
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
}
"""What a person is told of a move that somebody else made."""


def tell_of_move(event: AssessmentMoved, *, at: datetime) -> None:
    """Tell whoever an assessment waits for now, and its person what became of it.

    Each is told once of one move, however often the event is handed over. What waited for others is settled.
    """
    case = f"assessments.case.{event.step}"
    for before in event.settles:
        notifications.settle(key=f"assessments.case.{before}.waits", at=at)
    if event.move == "send_to_moderation":
        _ask_panel(event, at)
    else:
        _let_panel_go(event.assessment, at)
    if event.account_ids and event.move != "send_to_moderation":
        person = people.card(event.person_id, at)
        notifications.notify(
            accounts=event.account_ids,
            topic=Topic.ASSESSMENTS,
            key=f"{case}.waits",
            title=_("An assessment of %(name)s waits for you") % {"name": person.name},
            body=_("The panel has decided. Sign off what it came to.")
            if event.move == "moderate"
            else _("Read what they submitted, and say the level of each skill."),
            url=f"/assess/{event.assessment}",
            todo=True,
            at=at,
        )
    account = people.accounts_of([event.person_id]).get(event.person_id)
    if event.move in _TOLD and account is not None:
        notifications.notify(
            accounts=[account],
            topic=Topic.ASSESSMENTS,
            key=f"{case}.{event.move}",
            title=str(_TOLD[event.move]),
            body=_("Open it to see why, and what you can do next."),
            url=f"/me/assessments/{event.assessment}",
            at=at,
        )


def _ask_panel(event: AssessmentMoved, at: datetime) -> None:
    """Ask each member of a panel for their word, if it still waits for them: one key each, settled one by one."""
    person = people.card(event.person_id, at)
    for account in event.account_ids:
        notifications.notify(
            accounts=[account],
            topic=Topic.ASSESSMENTS,
            key=f"assessments.moderation.{event.assessment}.word.{account}",
            title=_("Your panel looks at an assessment of %(name)s") % {"name": person.name},
            body=_("Say your level of each skill. You see what the others said once you have."),
            url=f"/assess/moderation/{event.assessment}",
            todo=True,
            at=at,
        )


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
        # A worker may hear of it days later; a level that was valid on the day of the move does not lapse by that.
        day = date.fromisoformat(event.on) if event.on else localdate(at)
        accept_levels(person_id=event.person_id, organisation_id=department_id, moved_on=day, at=at)


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
