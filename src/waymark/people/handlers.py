"""What the people room does when it hears what happened to people's records."""

from __future__ import annotations

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from waymark.access import queries as access
from waymark.access.types import DutyKind
from waymark.kernel.policy import OPERATOR
from waymark.notifications import commands as notifications
from waymark.notifications.types import Topic
from waymark.organisation import queries as organisation
from waymark.people import policies, rules
from waymark.people.commands.mapping import suggesting as mapping
from waymark.people.events import (
    CorrectionAsked,
    CorrectionSettled,
    FeedApplied,
    FeedGateOpened,
    FeedGateShut,
    FeedTokenEnding,
    FeedUnusual,
    ManagerSet,
)
from waymark.people.models import Correction, Feed, FeedDay, FeedRun, FeedToken, Person
from waymark.people.rules.users import LASTS


def ask_whoever_can_mend(event: CorrectionAsked, *, at: datetime) -> None:
    """Give the correction to those nearest to the person who can put it right, as something to do.

    HR directors of their organisation; where there is none, their departmental heads of profession; else the
    administrators. Where there is nobody at all it waits on the page of whoever is granted such a duty next.
    """
    row = Correction.objects.select_related("person").filter(pk=event.correction_id, state=Correction.State.OPEN)
    asked = row.first()
    if asked is None:
        return  # answered or taken back before anybody heard of it
    notifications.notify(
        accounts=_whoever_can_mend(asked, at),
        topic=Topic.PEOPLE,
        key=_key(event.correction_id, "asked"),
        title=_("%(person)s says that their %(what)s is wrong") % {"person": _name(asked.person), "what": _what(asked)},
        body=asked.text,
        url=f"/operating/corrections/{asked.uuid}",
        todo=True,
        at=at,
    )


def tell_what_came_of_it(event: CorrectionSettled, *, at: datetime) -> None:
    """Tell the person the answer, and end what waited for those who were asked."""
    notifications.settle(key=_key(event.correction_id, "asked"), at=at)
    row = Correction.objects.select_related("person").filter(pk=event.correction_id).first()
    if row is None or row.person.account_id is None or row.state == Correction.State.WITHDRAWN:
        return
    said = (
        _("What you said about your %(what)s was accepted")
        if row.state == Correction.State.ACCEPTED
        else _("What you said about your %(what)s was declined")
    )
    notifications.notify(
        accounts=[row.person.account_id],
        topic=Topic.PEOPLE,
        key=_key(row.pk, "settled"),
        title=said % {"what": _what(row)},
        body=row.answer,
        url="/me/wrong",
        at=at,
    )


def tell_the_managers(event: ManagerSet, *, at: datetime) -> None:
    """Tell the new manager, and the one before, that somebody reports to them or no longer does."""
    people = {row.pk: row for row in Person.objects.filter(pk__in=[event.person_id, event.manager_id, event.before_id])}
    name = _name(people[event.person_id])
    new, before = people.get(event.manager_id), people.get(event.before_id or 0)
    day = rules.day_of(at).isoformat()
    for who, said, where in (
        (new, _("%(person)s reports to you now"), "/team"),
        (before, _("%(person)s no longer reports to you"), "/team"),
    ):
        if who is not None and who.account_id is not None:
            notifications.notify(
                accounts=[who.account_id],
                topic=Topic.PEOPLE,
                key=f"people.manager.{event.person_id}.{event.manager_id}.{day}",
                title=said % {"person": name},
                url=where,
                at=at,
            )


def ask_a_second_person(event: FeedUnusual, *, at: datetime) -> None:
    """Ask the administrators of the department, but for whoever brought the file, to agree or not."""
    run = FeedRun.objects.select_related("feed__organisation").filter(pk=event.run_id).first()
    if run is None or not run.unusual or run.approved_at is not None:
        return  # agreed to, worked out anew or given up before anybody heard of it
    administrators = access.holders([DutyKind.ADMINISTRATOR], organisation_path=run.feed.organisation.path, at=at)
    notifications.notify(
        accounts=tuple(account_id for account_id in administrators if account_id != run.account_id),
        topic=Topic.PEOPLE,
        key=f"people.feed.unusual.{run.pk}.{run.seen[:12]}",
        title=_("A file of people of %(department)s waits for a second person")
        % {"department": run.feed.organisation.name},
        body=_("It changes unusually many people. Look at what it would do, and agree or discard it."),
        url=f"/operating/feeds/files/{run.uuid}",
        todo=True,
        at=at,
    )


def end_what_waits_for_a_file(event: FeedApplied, *, at: datetime) -> None:
    """End what waited for a second person: the file is applied."""
    run = FeedRun.objects.filter(pk=event.run_id).first()
    if run is not None:
        notifications.settle(key=f"people.feed.unusual.{run.pk}.{run.seen[:12]}", at=at)


def ask_to_let_through(event: FeedGateShut, *, at: datetime) -> None:
    """Ask the administrators of a department whether its system may end more people's work today."""
    day = FeedDay.objects.select_related("feed__organisation").filter(pk=event.day_id, opened_at=None).first()
    if day is None:
        return  # let through before anybody heard of it
    notifications.notify(
        accounts=_administrators(day.feed, at),
        topic=Topic.PEOPLE,
        key=f"people.feed.gate.{day.pk}",
        title=_("The HR system of %(department)s was stopped") % {"department": day.feed.organisation.name},
        body=_(
            "It would end the work of unusually many people today. See whether that is right: let it through, or end "
            "its token."
        ),
        url=f"/operating/feeds/{day.feed.uuid}/scim",
        todo=True,
        at=at,
    )


def end_what_waits_for_a_gate(event: FeedGateOpened, *, at: datetime) -> None:
    """End what waited for a second person: the system is let through."""
    notifications.settle(key=f"people.feed.gate.{event.day_id}", at=at)


def tell_of_a_token_that_ends(event: FeedTokenEnding, *, at: datetime) -> None:
    """Tell the administrators of a department to make a new token for its system in time."""
    token = FeedToken.objects.select_related("feed__organisation").filter(pk=event.token_id, ended_at=None).first()
    if token is None:
        return  # there is a new one, or none is wanted
    notifications.notify(
        accounts=_administrators(token.feed, at),
        topic=Topic.PEOPLE,
        key=f"people.feed.token.{token.pk}",
        title=_("The token of the HR system of %(department)s ends on %(day)s")
        % {"department": token.feed.organisation.name, "day": date_format(rules.day_of(token.created_at + LASTS))},
        body=_("Make a new one before that day, and give it to the system."),
        url=f"/operating/feeds/{token.feed.uuid}/scim",
        at=at,
    )


def _administrators(feed: Feed, at: datetime) -> tuple[int, ...]:
    return access.holders([DutyKind.ADMINISTRATOR], organisation_path=feed.organisation.path, at=at)


def read_titles_anew(event: FeedApplied, *, at: datetime) -> None:
    """Have a worker read the titles of the department again: there are new posts, and some are called otherwise."""
    run = FeedRun.objects.select_related("feed").filter(pk=event.run_id).first()
    if run is not None:
        department = organisation.department_of(run.feed.organisation_id)
        mapping.hand_over(mapping.lock(department.id), OPERATOR, at)


def _whoever_can_mend(row: Correction, at: datetime) -> tuple[int, ...]:
    for kind in policies.MENDERS:
        found = access.holders([kind], organisation_path=row.organisation_path, profession_id=row.profession_id, at=at)
        others = tuple(account_id for account_id in found if account_id != row.person.account_id)
        if others:
            return others
    return ()


def _name(person: Person) -> str:
    return rules.full_name(person.given_name, person.family_name)


def _what(row: Correction) -> str:
    return {
        "manager": _("manager"),
        "post": _("post"),
        "role": _("role"),
        "profession": _("profession"),
        "name": _("name"),
    }[row.about]


def _key(correction_id: int, news: str) -> str:
    return f"people.correction.{correction_id}.{news}"
