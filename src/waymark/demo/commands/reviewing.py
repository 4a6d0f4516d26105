"""A review under way: who was asked, what was said and suggested, and who signs off."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from waymark.access import queries as accounts
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import Passage, PassageKind
from waymark.kernel.policy import Actor
from waymark.reviews import commands

AUTHOR, REVIEWER, HEAD, GUEST = "framework-author", "framework-reviewer", "head-of-profession", "vacancy-holder"
DUE = timedelta(days=14)


def review(*, version_id: int, at: datetime) -> None:
    """Have a draft reviewed: two people asked, a thread open and one resolved, words suggested, two who sign off.

    One of those who are asked holds no duty for frameworks: she reads the draft because she was asked. Of the two who
    sign it off one says "not yet", and the other has said nothing.

    Args:
        version_id: a draft that its author may change, with skills.
        at: when.
    """
    author, reviewer, head, guest = (_actor(key, at) for key in (AUTHOR, REVIEWER, HEAD, GUEST))
    card = frameworks.version_by_id(version_id)
    group = commands.make_group(
        framework_id=card.framework_id, name=_("People who hire for these roles"), actor=author, at=at
    )
    commands.add_member(group=group, account_id=guest.account_id or 0, actor=author, at=at)
    commands.ask_for_review(
        version_id=version_id, accounts=[reviewer.account_id or 0], groups=[group],
        due_on=timezone.localdate(at) + DUE,
        message=_("Look at the new skill first: is it clear what each level asks for?"), actor=author, at=at,
    )  # fmt: skip
    for who in (reviewer, head):
        commands.choose_signatory(version_id=version_id, account_id=who.account_id or 0, actor=author, at=at)
    skills = [one.uuid for one in frameworks.document(version_id).skills if one.uuid is not None]
    first, second = (Passage(PassageKind.SKILL, uuid) for uuid in skills[:2])
    said: dict[str, Any] = {"version_id": version_id, "at": at}
    thread = commands.start_thread(
        passage=first, text=_("How would somebody outside the team get to look at this work?"), actor=guest, **said
    )
    commands.reply(thread=thread, text=_("Good question. I will name the monthly open hour here."), actor=author, at=at)
    settled = commands.start_thread(
        passage=second, text=_("Should this stand further up? Most roles ask for it."), actor=reviewer, **said
    )
    commands.resolve(thread=settled, text=_("It stands near the top now."), actor=author, at=at)
    summary = next(one.text for one in frameworks.passage(version_id, second).texts if one.field == "summary")
    commands.suggest(
        passage=second, field="summary", seen_text=summary,
        new_text=_("%(summary)s It is part of every role here.") % {"summary": summary.strip()},
        why=_("Readers ask whether this is for them."), actor=reviewer, **said,
    )  # fmt: skip
    commands.sign_off(
        version_id=version_id, ready=False, reason=_("The third level of the new skill is not written yet."),
        seen=frameworks.content_digest(version_id), actor=head, at=at,
    )  # fmt: skip


def _actor(key: str, at: datetime) -> Actor:
    account = accounts.demo_account(key)
    return Actor(account.id, duties=accounts.duties_of(account.id, at))
