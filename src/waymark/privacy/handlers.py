"""What follows from requests: officers are told of new ones, and people of the answers."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.access import queries as access
from waymark.access.types import DutyKind
from waymark.kernel.errors import NotVisible
from waymark.notifications import commands as notifications
from waymark.notifications.types import Topic
from waymark.people import queries as people
from waymark.privacy import rules
from waymark.privacy.events import OldDataFound, RequestClosed, RequestMade
from waymark.privacy.models import DataRequest
from waymark.privacy.types import RequestKind, RequestState


def tell_officers(event: RequestMade, *, at: datetime) -> None:
    """Give the data protection officers of the person's place a to-do item. Nobody is told of one that is gone."""
    row = DataRequest.objects.filter(pk=event.request_id, state=RequestState.OPEN).first()
    if row is None:
        return
    try:
        card = people.card(event.person_id, at)
    except NotVisible:
        return
    path = people.path_of(event.person_id, at)
    notifications.notify(
        accounts=access.holders([DutyKind.DATA_PROTECTION_OFFICER], organisation_path=path, at=at),
        topic=Topic.PRIVACY,
        key=f"privacy.request.{event.request_id}.asked",
        title=_("%(name)s asks about their data: %(what)s")
        % {"name": card.name, "what": str(rules.KINDS[RequestKind(event.wants)]).lower()},
        body=_("Answer within a month of the day it was asked."),
        url=f"/operating/privacy/requests/{row.uuid}",
        todo=True,
        due_at=row.asked_at + timedelta(days=rules.ANSWER_DAYS),
        at=at,
    )


def tell_of_old_data(event: OldDataFound, *, at: datetime) -> None:
    """Tell the data protection officers for everybody that something is past its time: they delete it, or nobody."""
    notifications.notify(
        accounts=access.holders([DutyKind.DATA_PROTECTION_OFFICER], at=at),
        topic=Topic.PRIVACY,
        key=f"privacy.retention.{event.run_id}.found",
        title=ngettext("%(rows)d entry is past its time", "%(rows)d entries are past their time", event.rows)
        % {"rows": event.rows},
        body=_("Look at what it is, and delete it. Nothing goes by itself."),
        url="/operating/privacy/retention",
        at=at,
    )


def tell_the_person(event: RequestClosed, *, at: datetime) -> None:
    """End the officers' to-do item, and tell the person the answer unless they took the request back."""
    notifications.settle(key=f"privacy.request.{event.request_id}.asked", at=at)
    row = DataRequest.objects.filter(pk=event.request_id).first()
    account_id = people.accounts_of([event.person_id]).get(event.person_id)
    if row is None or account_id is None or event.state == RequestState.WITHDRAWN:
        return
    notifications.notify(
        accounts=[account_id],
        topic=Topic.PRIVACY,
        key=f"privacy.request.{event.request_id}.closed",
        title=_("There is an answer to what you asked about your data"),
        body=str(rules.STATES[RequestState(event.state)]),
        url=f"/me/privacy/requests/{row.uuid}",
        at=at,
    )
