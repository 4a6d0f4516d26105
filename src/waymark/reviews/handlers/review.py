"""What follows from reviews: whoever is asked hears of it, and whoever said something hears the answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from waymark.access import queries as access
from waymark.frameworks import queries as frameworks
from waymark.frameworks.events import DraftDiscarded, VersionPublished
from waymark.frameworks.types import VersionCard
from waymark.notifications import commands as notifications
from waymark.notifications.types import Topic
from waymark.reviews.events import (
    RemarkMade,
    ReviewAsked,
    ReviewEnded,
    ReviewReminded,
    SignatoryChosen,
    SignatoryDropped,
    SignedOff,
    SuggestionDecided,
)
from waymark.reviews.handlers import releases
from waymark.reviews.models import Invitation, Remark, Signatory, SignOff, Suggestion


def tell_the_reader(event: ReviewAsked, *, at: datetime) -> None:
    """Give whoever was asked to review a draft something to do, until they finish or are asked no longer."""
    row = _invitation(event.invitation_id)
    if row is None or row.finished_at is not None:
        return
    card = frameworks.version_by_id(row.version_id)
    notifications.notify(
        accounts=[row.account_id],
        topic=Topic.FRAMEWORKS,
        key=_asked(row.pk),
        title=_("Review a draft: %(title)s") % {"title": _title(card)},
        body=row.message,
        url=_page(card),
        todo=True,
        due_at=datetime.combine(row.due_on, time(23, 59), ZoneInfo(settings.TIME_ZONE)) if row.due_on else None,
        at=at,
    )


def remind_the_reader(event: ReviewReminded, *, at: datetime) -> None:
    """Tell somebody once more of a review they have not finished."""
    row = _invitation(event.invitation_id)
    if row is None or row.finished_at is not None:
        return
    card = frameworks.version_by_id(row.version_id)
    notifications.notify(
        accounts=[row.account_id],
        topic=Topic.FRAMEWORKS,
        key=f"reviews.invitation.{row.pk}.reminded.{event.moment}",
        title=_("Reminder: review %(title)s") % {"title": _title(card)},
        body=_("When you have read it, say on the page that you have finished."),
        url=_page(card),
        at=at,
    )


def end_what_waits(event: ReviewEnded, *, at: datetime) -> None:
    """Take reviews off the lists of those who need not do them any more."""
    for pk in event.invitation_ids:
        notifications.settle(key=_asked(pk), at=at)


def end_what_the_draft_waited_for(event: VersionPublished, *, at: datetime) -> None:
    """A published version is neither reviewed nor signed off any more: nobody is waited for."""
    invited = Invitation.objects.filter(version_id=event.version_id, until_at=None, finished_at=None)
    chosen = Signatory.objects.filter(version_id=event.version_id, until_at=None)
    _settle(invited.values_list("pk", flat=True), chosen.values_list("pk", flat=True), at)


def end_what_went_with_it(event: DraftDiscarded, *, at: datetime) -> None:
    """Nothing of a discarded draft waits for anybody: its pages are gone."""
    gone = {model: event.gone.get(f"reviews.{model}", []) for model in ("invitation", "signatory", "release")}
    _settle(gone["invitation"], gone["signatory"], at)
    for pk in gone["release"]:
        notifications.settle(key=releases.asked(pk), at=at)


def _settle(invitations: Iterable[int], signatories: Iterable[int], at: datetime) -> None:
    for pk in invitations:
        notifications.settle(key=_asked(pk), at=at)
    for pk in signatories:
        notifications.settle(key=_chosen(pk), at=at)


def ask_the_signatory(event: SignatoryChosen, *, at: datetime) -> None:
    """Give whoever was chosen to sign a draft off something to do."""
    row = Signatory.objects.filter(pk=event.signatory_id, until_at=None).first()
    if row is None:
        return
    card = frameworks.version_by_id(row.version_id)
    notifications.notify(
        accounts=[row.account_id],
        topic=Topic.FRAMEWORKS,
        key=_chosen(row.pk),
        title=_("Sign off a draft: %(title)s") % {"title": _title(card)},
        body=_("Say whether it is ready to be released, or what is missing."),
        url=_page(card) + "/sign",
        todo=True,
        at=at,
    )


def end_the_asking(event: SignatoryDropped, *, at: datetime) -> None:
    """Nobody need sign a draft off who was chosen no longer."""
    notifications.settle(key=_chosen(event.signatory_id), at=at)


def tell_who_chose(event: SignedOff, *, at: datetime) -> None:
    """Tell whoever chose a signatory what they said."""
    said = SignOff.objects.select_related("signatory").filter(pk=event.sign_off_id).first()
    if said is None:
        return
    notifications.settle(key=_chosen(said.signatory_id), at=at)
    chosen = said.signatory
    if chosen.chosen_by_id is None or chosen.chosen_by_id == chosen.account_id:
        return
    card = frameworks.version_by_id(chosen.version_id)
    words = {"who": _name(chosen.account_id), "title": _title(card)}
    notifications.notify(
        accounts=[chosen.chosen_by_id],
        topic=Topic.FRAMEWORKS,
        key=f"reviews.sign_off.{said.pk}.said",
        title=(_("%(who)s says ready: %(title)s") if said.ready else _("%(who)s says not yet: %(title)s")) % words,
        body=said.reason,
        url=_page(card),
        at=at,
    )


def tell_the_others(event: RemarkMade, *, at: datetime) -> None:
    """Tell those who spoke in a thread before that somebody else did, as long as they can still read it."""
    remark = Remark.objects.select_related("thread__version").filter(pk=event.remark_id).first()
    if remark is None or remark.thread.version_id is None:
        return
    card = frameworks.open_draft(remark.thread.framework_id)
    if card is None:
        return
    spoke = Remark.objects.filter(thread=remark.thread, pk__lt=remark.pk, author__isnull=False)
    others = set(spoke.values_list("author_id", flat=True)) - {remark.author_id}
    said = {
        Remark.Act.SAID: _("%(who)s replied to you about %(title)s"),
        Remark.Act.RESOLVED: _("%(who)s resolved a thread of yours about %(title)s"),
        Remark.Act.REOPENED: _("%(who)s opened a thread of yours again, about %(title)s"),
    }[Remark.Act(remark.act)]
    if others:
        notifications.notify(
            accounts=others & frameworks.readers(card.id, at),
            topic=Topic.FRAMEWORKS,
            key=f"reviews.remark.{remark.pk}.made",
            title=said % {"who": _name(remark.author_id), "title": _title(card)},
            body=remark.text,
            url=f"{_page(card)}/threads/{remark.thread.uuid}",
            at=at,
        )


def tell_who_suggested(event: SuggestionDecided, *, at: datetime) -> None:
    """Tell whoever suggested other words what came of it."""
    row = Suggestion.objects.filter(pk=event.suggestion_id).first()
    if row is None or row.author_id is None or row.author_id == row.decided_by_id:
        return
    card = frameworks.open_draft(row.framework_id)
    if card is None or row.author_id not in frameworks.readers(card.id, at):
        return
    accepted = row.state == Suggestion.State.ACCEPTED
    said = _("Your words were accepted for %(title)s") if accepted else _("Your words were declined for %(title)s")
    notifications.notify(
        accounts=[row.author_id],
        topic=Topic.FRAMEWORKS,
        key=f"reviews.suggestion.{row.pk}.decided",
        title=said % {"title": _title(card)},
        body=row.reason or row.text,
        url=f"{_page(card)}/suggestions/{row.uuid}",
        at=at,
    )


def _invitation(pk: int) -> Invitation | None:
    return Invitation.objects.filter(pk=pk, until_at=None, version__published_at=None).first()


def _asked(pk: int) -> str:
    return f"reviews.invitation.{pk}.asked"


def _chosen(pk: int) -> str:
    return f"reviews.signatory.{pk}.chosen"


def _title(card: VersionCard) -> str:
    return f"{card.title} {card.label}"


def _page(card: VersionCard) -> str:
    return frameworks.address("draft_for_good", str(card.uuid), "review")


def _name(account_id: int | None) -> str:
    names = access.account_names([account_id] if account_id is not None else [])
    return names[account_id].name if account_id in names else _("Somebody")
