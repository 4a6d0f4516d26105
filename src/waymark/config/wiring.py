"""Who hears which event, delivers e-mail, knows addresses, scans files: rooms that may not see each other meet here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings

from waymark.access import events as access_events
from waymark.access import handlers as access_handlers
from waymark.access import queries as access
from waymark.adapters.clamd import Clamd
from waymark.adapters.notify import NotifyMailer
from waymark.adapters.smtp import SmtpMailer
from waymark.assessments import events as assessments_events
from waymark.assessments import handlers as assessments_handlers
from waymark.assessments.ports import Scanner
from waymark.exchange import handlers as exchange_handlers
from waymark.frameworks import events as frameworks_events
from waymark.frameworks import handlers as frameworks_handlers
from waymark.jobs.wiring import Wiring
from waymark.kernel.events import Event
from waymark.notifications.ports import Mailer
from waymark.notifications.types import Address
from waymark.organisation import events as organisation_events
from waymark.organisation import handlers as organisation_handlers
from waymark.people import events as people_events
from waymark.people import handlers as people_handlers
from waymark.privacy import events as privacy_events
from waymark.privacy import handlers as privacy_handlers
from waymark.reviews import events as reviews_events
from waymark.reviews import handlers as reviews_handlers

HANDLERS: tuple[tuple[type[Event], Callable[..., Any]], ...] = (
    (access_events.GrantProposed, access_handlers.ask_approvers),
    (access_events.GrantGiven, access_handlers.tell_of_gift),
    (access_events.GrantDecided, access_handlers.tell_of_decision),
    (access_events.GrantRevoked, access_handlers.tell_of_revocation),
    (access_events.GrantRevoked, assessments_handlers.put_back_without_duty),
    (access_events.GrantEnding, access_handlers.remind_of_ending),
    (organisation_events.ChangeSettled, organisation_handlers.tell_the_planner),
    (organisation_events.ChangePlanned, people_handlers.tell_of_an_ending),
    (organisation_events.ChangeSettled, people_handlers.tell_of_an_ending),
    (frameworks_events.VersionPublished, frameworks_handlers.have_departments_asked),
    (frameworks_events.VersionPublished, reviews_handlers.end_what_the_draft_waited_for),
    (frameworks_events.VersionWithdrawn, frameworks_handlers.have_departments_look_back),
    (frameworks_events.DraftDiscarded, reviews_handlers.end_what_went_with_it),
    (frameworks_events.VersionPublished, exchange_handlers.set_for_reading),
    (reviews_events.ReleaseProposed, reviews_handlers.ask_second_person),
    (reviews_events.ReleaseDecided, reviews_handlers.tell_what_came_of_it),
    (frameworks_events.VersionPublished, assessments_handlers.tell_of_changes),
    (assessments_events.AssessmentMoved, assessments_handlers.tell_of_move),
    (assessments_events.CaseTaken, assessments_handlers.let_others_go),
    (assessments_events.PanelChanged, assessments_handlers.ask_changed_panel),
    (assessments_events.ChosenWithoutPanel, assessments_handlers.ask_for_panel),
    (assessments_events.PanelSpoke, assessments_handlers.tell_panel),
    (assessments_events.ManyConfirmed, assessments_handlers.tell_of_many),
    (assessments_events.TalkBegun, assessments_handlers.ask_to_talk),
    (assessments_events.TalkFollows, assessments_handlers.hand_talk_on),
    (assessments_events.TalkEnded, assessments_handlers.settle_talk),
    (assessments_events.LevelRevoked, assessments_handlers.tell_of_revocation),
    (assessments_events.ExemptionChanged, assessments_handlers.tell_of_exemption),
    (people_events.CorrectionAsked, people_handlers.ask_whoever_can_mend),
    (people_events.CorrectionSettled, people_handlers.tell_what_came_of_it),
    (people_events.ManagerSet, people_handlers.tell_the_managers),
    (people_events.ManagerSet, assessments_handlers.follow_manager),
    (people_events.Left, assessments_handlers.put_back_of_leaver),
    (people_events.FeedUnusual, people_handlers.ask_a_second_person),
    (people_events.FeedApplied, people_handlers.end_what_waits_for_a_file),
    (people_events.FeedApplied, people_handlers.read_titles_anew),
    (people_events.TitlesLost, people_handlers.read_lost_titles),
    (people_events.PostsDecided, people_handlers.tell_the_holders),
    (frameworks_events.VersionPublished, people_handlers.suggest_from_other_versions),
    (frameworks_events.VersionWithdrawn, people_handlers.suggest_from_other_versions),
    (people_events.FeedGateShut, people_handlers.ask_to_let_through),
    (people_events.FeedGateOpened, people_handlers.end_what_waits_for_a_gate),
    (people_events.FeedTokenEnding, people_handlers.tell_of_a_token_that_ends),
    (people_events.Moved, assessments_handlers.carry_levels),
    (people_events.FeedApplied, assessments_handlers.carry_levels_of_many),
    (assessments_events.AssessmentShared, assessments_handlers.tell_receiver),
    (assessments_events.ShareEnded, assessments_handlers.tell_it_ended),
    (assessments_events.TestimonyAsked, assessments_handlers.ask_witness),
    (assessments_events.TestimonyAnswered, assessments_handlers.tell_of_testimony),
    (reviews_events.ReviewAsked, reviews_handlers.tell_the_reader),
    (reviews_events.ReviewReminded, reviews_handlers.remind_the_reader),
    (reviews_events.ReviewEnded, reviews_handlers.end_what_waits),
    (reviews_events.SignatoryChosen, reviews_handlers.ask_the_signatory),
    (reviews_events.SignatoryDropped, reviews_handlers.end_the_asking),
    (reviews_events.SignedOff, reviews_handlers.tell_who_chose),
    (reviews_events.RemarkMade, reviews_handlers.tell_the_others),
    (reviews_events.SuggestionDecided, reviews_handlers.tell_who_suggested),
    (privacy_events.RequestMade, privacy_handlers.tell_officers),
    (privacy_events.RequestClosed, privacy_handlers.tell_the_person),
    (privacy_events.OldDataFound, privacy_handlers.tell_of_old_data),
)
"""Who hears what."""

HEARD_BY_NOBODY: frozenset[type[Event]] = frozenset({people_events.Joined})
"""Events that are announced for systems outside, or for rooms to come: nothing here needs to hear them."""


def mailer() -> Mailer | None:
    """Return what delivers e-mail, as the settings say: GOV.UK Notify, else SMTP; None when neither is set up."""
    if settings.NOTIFY_API_KEY and settings.NOTIFY_TEMPLATE_ID:
        return NotifyMailer()
    return SmtpMailer() if settings.EMAIL_HOST else None


def scanner() -> Scanner | None:
    """Return what looks into files before they are kept, as the settings say; None when none is set up."""
    return Clamd(settings.CLAMD) if settings.CLAMD else None


def addresses(ids: Iterable[int]) -> dict[int, Address]:
    """Return where accounts are e-mailed."""
    return {card.id: Address(card.email, card.name) for card in access.addresses(ids)}


WIRING = Wiring(handlers=HANDLERS, mailer=mailer, addresses=addresses)
