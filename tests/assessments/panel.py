"""A head of the profession, two moderators and their panel, for what assessors of the desk confirm."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

from tests.assessments import desk
from tests.conftest import NOON
from waymark.access.models import Grant
from waymark.assessments import commands
from waymark.assessments.types import SamplingTerms
from waymark.kernel.policy import Actor, Duty

NOTHING = SamplingTerms(share=0, first=0, difference=None, appeals=False)
ALL = SamplingTerms(share=100, first=0, difference=None, appeals=False)


def holder(key: str, given: str, kind: str, profession_id: int) -> Actor:
    someone = desk.with_account(key, given, "Panel")
    grant = Grant.objects.create(
        uuid=uuid4(), account=someone.account, kind=kind, profession_id=profession_id, two_people=False,
        from_at=NOON - timedelta(days=9), until_at=NOON + timedelta(days=900), reason="x", created_at=NOON,
    )  # fmt: skip
    duty = Duty(kind, grant.pk, profession_id=profession_id)
    return Actor(account_id=someone.account_id, person_id=someone.pk, duties=(duty,))


def make(who: SimpleNamespace, *, with_panel: bool = True) -> SimpleNamespace:
    """Add to the people of a desk a head, and two moderators with a panel of theirs."""
    who.head = holder("H", "Hanna", "head-of-profession", who.profession_id)
    who.mo = holder("M", "Mo", "moderator", who.profession_id)
    who.nia = holder("N", "Nia", "moderator", who.profession_id)
    who.panel = compose(who) if with_panel else None
    return who


def compose(who: SimpleNamespace, *members: Actor, name: str = "North"):
    chosen = members or (who.mo, who.nia)
    return commands.make_panel(
        profession_id=who.profession_id, name=name, members=[one.account_id for one in chosen], actor=who.head, at=NOON
    )


def rule(who: SimpleNamespace, terms: SamplingTerms = ALL, at=NOON):
    return commands.set_sampling_rule(
        profession_id=who.profession_id, terms=terms, reason="To be even.", actor=who.head, at=at
    )


def in_moderation(who: SimpleNamespace, weaver: int, skills: dict[str, int], *, weaving: int = 1, at=NOON):
    """Return an assessment of Ada's (weaving 3, dyeing 2) that Finn confirmed at ``weaving``, with the panel."""
    sent = desk.submitted(who, weaver, skills, at=at)
    words = desk.words(skills, weaving=weaving, reason="Plain cloth only." if weaving != 3 else "")
    return commands.confirm(assessment=sent.uuid, words=words, actor=who.first, at=at)
