"""The noes of the record, by name, each with a sentence for the person."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from waymark.assessments import rules
from waymark.assessments.types import AnswerView, Decided, TalkView
from waymark.kernel import errors


class AlreadySubmitted(errors.Refusal):
    """The assessment is submitted: its answers are judgements now."""

    def __init__(self, submitted_at: datetime) -> None:
        super().__init__(
            _("You submitted this assessment on %(day)s, so it cannot change. Start a new one to say something else.")
            % {"day": rules.day(submitted_at)}
        )


class AlreadyWithdrawn(errors.Refusal):
    """The assessment was taken back."""

    def __init__(self, withdrawn_at: datetime) -> None:
        super().__init__(
            _("You withdrew this assessment on %(day)s, so it cannot change. Start a new one when you are ready.")
            % {"day": rules.day(withdrawn_at)}
        )


class NothingAnswered(errors.Refusal):
    """There is no answer to submit."""

    def __init__(self) -> None:
        super().__init__(_("You have not answered anything yet. Answer at least one skill, then submit."))


class NothingToAsk(errors.Refusal):
    """The role level asks for no skill, so there is nothing to assess."""

    def __init__(self, title: str) -> None:
        super().__init__(
            _("%(role_level)s does not ask for any skills, so there is nothing to check. Choose another role level.")
            % {"role_level": title}
        )


class NothingLeftToAsk(errors.Refusal):
    """Every skill of the role level was left out, because it was assessed before and that holds."""

    def __init__(self, title: str) -> None:
        super().__init__(
            _("You left out every skill of %(role_level)s, because each is signed off and holds. Untick at least one.")
            % {"role_level": title}
        )


class NotAsked(errors.Refusal):
    """The assessment does not ask about the skill."""

    def __init__(self) -> None:
        super().__init__(_("This assessment does not ask about that skill. Go back to its list and choose one there."))


class NotOnScale(errors.Refusal):
    """The answer is not one the skill's scale, or the question, allows."""


class TooLong(errors.Refusal):
    """A text does not fit."""

    def __init__(self, *, length: int, most: int) -> None:
        super().__init__(
            _("The text has %(length)s characters. Shorten it to %(most)s or fewer.") % {"length": length, "most": most}
        )


class Stale(errors.Stale):
    """The answer was saved again after the page was opened, in another tab or on another device.

    ``there`` is what is saved now.
    """

    def __init__(self, there: AnswerView, *, words: str) -> None:
        super().__init__(
            _(
                "You saved this skill in another tab or on another device at %(time)s on %(day)s: %(answer)s. "
                "Nothing was changed. Check that answer, and save again if you want yours instead."
            )
            % {"time": rules.time_of_day(there.saved_at), "day": rules.day(there.saved_at), "answer": words}
        )
        self.there = there


class NotSubmitted(errors.Refusal):
    """The assessment is still open: its answers are drafts."""

    def __init__(self) -> None:
        super().__init__(_("You have not submitted this assessment yet. Submit it first, then share it."))


class NobodyNamed(errors.Refusal):
    """It was not said with whom to share, or it was said twice."""

    def __init__(self) -> None:
        super().__init__(_("Choose who to share it with: your manager, or one person by name."))


class ReceiverUnknown(errors.Refusal):
    """The account to share with is not there, or cannot sign in."""

    def __init__(self) -> None:
        super().__init__(_("We do not know anyone with that account. Check who you want to share it with."))


class WithYourself(errors.Refusal):
    """A person named themselves to share with."""

    def __init__(self) -> None:
        super().__init__(_("That is you, and you can see it already. Choose someone else to share it with."))


class NoManager(errors.Refusal):
    """Nobody manages the person, so there is nobody to share with."""

    def __init__(self) -> None:
        super().__init__(_("We have no manager on record for you. Share it with someone by name instead."))


class NotWithYou(errors.Refusal):
    """The person does not work at the assessment: it is with somebody else, or over."""

    def __init__(self) -> None:
        super().__init__(_("This assessment is not with you at the moment, so you cannot change it."))


class ManagerCannotSignIn(errors.Refusal):
    """The manager has no account."""

    def __init__(self) -> None:
        super().__init__(
            _("Your manager has no account here that works, so they could not answer. Send it to an assessor instead.")
        )


class NoAssessors(errors.Refusal):
    """Nobody may assess it."""

    def __init__(self) -> None:
        super().__init__(
            _("No one else is an assessor of this profession where you work. Choose your manager, or ask the head of "
              "your profession to name an assessor.")
        )  # fmt: skip


class AllHadAPart(NoAssessors):
    """Everybody who may assess an appeal had a part in what it is about."""

    def __init__(self) -> None:
        errors.Refusal.__init__(
            self,
            _("Every assessor of this profession where you work had a part in it, or cannot look at it. Ask the head "
              "of your profession to name another assessor, and ask again."),
        )  # fmt: skip


class NobodyElse(NoAssessors):
    """An assessor would pass something on, and there is nobody to pass it on to."""

    def __init__(self) -> None:
        errors.Refusal.__init__(
            self,
            _("Nobody else can assess this, so it stays where it is. Ask the head of the profession to name another "
              "assessor, and pass it on then."),
        )  # fmt: skip


class NotComplete(errors.Refusal):
    """Something that somebody else is to decide about has no answer. ``names``: what."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(_("Answer these skills before you send it: %(names)s.") % {"names": ", ".join(names)})
        self.names = names


class NotDeclared(errors.Refusal):
    """The declaration was not agreed to."""

    def __init__(self) -> None:
        super().__init__(_("Confirm the declaration to go on."))


class YourOwn(errors.Refusal):
    """Somebody tried to decide about themselves."""

    def __init__(self) -> None:
        super().__init__(_("This is your own assessment. Someone else has to decide about it."))


class YouManageThem(errors.Refusal):
    """An assessor tried to decide about somebody they manage."""

    def __init__(self) -> None:
        super().__init__(
            _("You manage this person, so you cannot assess them as an assessor. Leave it to another assessor.")
        )


class YouDecidedBefore(errors.Refusal):
    """An assessor tried to decide about an appeal against what they decided."""

    def __init__(self) -> None:
        super().__init__(_("This is an appeal against a decision you had a part in. Leave it to another assessor."))


class InOtherHands(errors.Refusal):
    """Somebody else has it."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("%(name)s has this assessment now. Nothing was changed, and what you put is still here.")
            % {"name": name or _("Somebody else")}
        )


class AlreadyDecided(errors.Stale):
    """Somebody decided meanwhile. ``decision``: what, by whom and when, by skill."""

    def __init__(self, decision: dict[int, Decided], *, name: str, at: datetime, state: str) -> None:
        words = {
            rules.SIGNED_OFF: _("%(name)s signed this assessment off on %(day)s."),
            rules.DECLINED: _("%(name)s declined this assessment on %(day)s."),
            rules.CONFIRMED: _("%(name)s confirmed the levels of this assessment on %(day)s."),
        }.get(state, _("%(name)s decided about this assessment on %(day)s."))
        told = words % {"name": name or _("Somebody else"), "day": rules.day(at)}
        super().__init__(
            _("%(what)s Nothing was changed. Their decision is below, and what you put is still here.") % {"what": told}
        )
        self.decision = decision


class TheyWithdrew(errors.Refusal):
    """The person took it back."""

    def __init__(self, at: datetime) -> None:
        super().__init__(
            _("Its person withdrew this assessment on %(day)s, so there is nothing to decide.") % {"day": rules.day(at)}
        )


class WithItsPerson(errors.Refusal):
    """It was sent back, and is with its person again."""

    def __init__(self) -> None:
        super().__init__(_("This assessment was sent back and is with its person. Wait until they submit it again."))


class NotDecidable(errors.Refusal):
    """The table has no such move from where it is."""

    def __init__(self) -> None:
        super().__init__(_("That cannot be done to this assessment as it stands. Reload the page to see where it is."))


class NothingSaid(errors.Refusal):
    """A decision says nothing of a skill that was answered. ``skill_ids``: which."""

    def __init__(self, skill_ids: list[int]) -> None:
        super().__init__(_("Say a level for every skill they answered."))
        self.skill_ids = skill_ids


class NoReason(errors.Refusal):
    """A reason is needed. ``skill_ids``: of which skills, where a level differs from what the person put."""

    def __init__(self, skill_ids: list[int] | None = None) -> None:
        super().__init__(
            _("Give a reason for each level that differs from theirs.") if skill_ids else _("Give a reason.")
        )
        self.skill_ids = skill_ids or []


class NotAnAssessor(errors.Refusal):
    """Somebody was named who may not assess it."""

    def __init__(self) -> None:
        super().__init__(
            _("That person is not an assessor who can take this one. Choose an assessor of the profession.")
        )


class AppealOpen(errors.Refusal):
    """There is an appeal already."""

    def __init__(self) -> None:
        super().__init__(_("You have asked for another look already. You can follow it among your assessments."))


class AppealDecided(errors.Refusal):
    """An appeal against it was decided."""

    def __init__(self) -> None:
        super().__init__(
            _("You asked for another look at this, and it was decided. If you do not agree with that decision, open "
              "that one and ask for another look there.")
        )  # fmt: skip


class AppealGivenUp(errors.Refusal):
    """Its person took an appeal back after they could read the levels of another assessor."""

    def __init__(self) -> None:
        super().__init__(
            _("You asked for another look at this and withdrew it after the other assessor had said their levels, so "
              "the first decision is final.")
        )  # fmt: skip


class AppealNeedsAssessor(errors.Refusal):
    """An appeal that came back was to go to the manager, or to nobody."""

    def __init__(self) -> None:
        super().__init__(_("You asked for another look, and that is for another assessor. Send it to an assessor."))


class DecidedForGood(errors.Refusal):
    """It was signed off or declined, or it lapsed: it stays on record."""

    def __init__(self) -> None:
        super().__init__(
            _("This assessment was decided, so it stays on record. If you disagree, ask for another look.")
        )


class RuleWithoutReason(errors.Refusal):
    """Something others are held to was changed without a reason."""

    def __init__(self) -> None:
        super().__init__(_("Say why, in a sentence or two: those it is about read it."))


class NotARule(errors.Refusal):
    """A rule about levels from elsewhere says something that cannot be."""

    def __init__(self) -> None:
        super().__init__(
            _("Choose departments and words that are offered, and a number of months from 1 to %(most)s.")
            % {"most": rules.MOST_MONTHS}
        )


class NothingChosen(errors.Refusal):
    """A link would show nothing, or something that is not signed off any more."""

    def __init__(self) -> None:
        super().__init__(_("Choose at least one level that is signed off and still stands."))


class NotThatLong(errors.Refusal):
    """A link cannot last so long."""

    def __init__(self) -> None:
        super().__init__(_("Choose how long the link works: one of the times that are offered."))


class TooManyLinks(errors.Refusal):
    """There are as many open links as one person may have."""

    def __init__(self, most: int) -> None:
        super().__init__(_("You have %(most)s links that work. End one of them, then make another.") % {"most": most})


class NothingTicked(errors.Refusal):
    """Nobody was chosen."""

    def __init__(self) -> None:
        super().__init__(_("Tick at least one person."))


class AnswerFirst(errors.Refusal):
    """Both answer before they see each other's answers, and the manager has not."""

    def __init__(self) -> None:
        super().__init__(_("Say a level for every skill first, and keep them. You then see what they put."))


class NothingToTalkAbout(errors.Refusal):
    """Nothing differs."""

    def __init__(self) -> None:
        super().__init__(
            _("No level you keep differs from theirs, or all that do are on the sheet already. Keep a level first.")
        )


class TalkOver(errors.Refusal):
    """The sheet was marked as talked about."""

    def __init__(self, at: datetime) -> None:
        super().__init__(
            _("This was marked as talked about on %(day)s, so it cannot change. What you typed is still here.")
            % {"day": rules.day(at)}
        )


class TalkChanged(errors.Stale):
    """The other one wrote on the sheet meanwhile. ``there`` is what it says now."""

    def __init__(self, there: TalkView, names: list[str]) -> None:
        super().__init__(rules.changed_in_words(names))
        self.there = there
