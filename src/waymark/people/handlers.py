"""What the people room does when it hears what happened to people's records."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from waymark.access import queries as access
from waymark.access.types import DutyKind
from waymark.frameworks import queries as frameworks
from waymark.frameworks.events import VersionPublished, VersionWithdrawn
from waymark.kernel.policy import OPERATOR
from waymark.notifications import commands as notifications
from waymark.notifications.types import Topic
from waymark.organisation import queries as organisation
from waymark.organisation.events import ChangePlanned, ChangeSettled
from waymark.organisation.types import Body, ChangeKind, OutcomeKind
from waymark.people import policies, rules
from waymark.people.commands.mapping import suggesting as mapping
from waymark.people.commands.mapping.telling import TELL_JOB
from waymark.people.events import (
    CorrectionAsked,
    CorrectionSettled,
    FeedApplied,
    FeedGateOpened,
    FeedGateShut,
    FeedTokenEnding,
    FeedUnusual,
    ManagerSet,
    PostsDecided,
    TitlesLost,
)
from waymark.people.models import Correction, Feed, FeedDay, FeedRun, FeedToken, Person, TitleReading
from waymark.people.rules.users import LASTS
from waymark.work import commands as work

MOST_TITLE = 200
"""Characters of what an item is called: two long names are cut."""


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


def read_lost_titles(event: TitlesLost, *, at: datetime) -> None:
    """Have a worker read the titles of departments to which posts came with a change of organisations."""
    for department_id in event.organisation_ids:
        mapping.hand_over(mapping.lock(department_id), OPERATOR, at)


def suggest_from_other_versions(event: VersionPublished | VersionWithdrawn, *, at: datetime) -> None:
    """Have the titles of every department read anew from when the versions hold that are meant."""
    holds_from = frameworks.version_by_id(event.version_id).effective_from
    for department_id in TitleReading.objects.order_by("organisation_id").values_list("organisation_id", flat=True):
        mapping.hand_over(mapping.lock(department_id), OPERATOR, at, not_before=holds_from)


def tell_the_holders(event: PostsDecided, *, at: datetime) -> None:
    """Have those told in whose posts somebody decided, some thousands at a time."""
    key, arguments = f"{TELL_JOB}.{event.batch_id}", {"batch": event.batch_id}
    work.start(kind=TELL_JOB, key=key, arguments=arguments, actor=OPERATOR, at=at)


def tell_of_an_ending(event: ChangePlanned | ChangeSettled, *, at: datetime) -> None:
    """Tell those who hold a duty over a body that closes when it ends, and administrators what else ends with it.

    They are told when it is planned and when it is made; and when what was planned is not to be.
    """
    change = organisation.asked_for(event.change_id)
    if change.kind not in {ChangeKind.MERGE, ChangeKind.CLOSE}:
        return  # nothing ends: a duty, a feed and a sign-on go wherever their body goes
    settled = organisation.settled(event.change_id) if isinstance(event, ChangeSettled) else None
    stays = settled is not None and settled.outcome is not OutcomeKind.MADE
    bodies = organisation.bodies({*change.organisation_ids, *filter(None, [change.into_id])})
    said = {
        "day": date_format(change.on, "j F Y"),
        "last": date_format(change.on - timedelta(days=1), "j F Y"),
        "into": bodies[change.into_id].name if change.into_id in bodies else "",
    }
    key = f"organisation.change.{event.change_id}.{'planned' if settled is None else settled.outcome}"
    for pk in change.organisation_ids:
        _tell_of_one(bodies[pk], key, said | {"body": bodies[pk].name}, stays, at)


def _tell_of_one(body: Body, key: str, said: dict[str, str], stays: bool, at: datetime) -> None:
    what = _("%(body)s merges into %(into)s on %(day)s") if said["into"] else _("%(body)s closes on %(day)s")
    title = ((_("%(body)s stays: its change on %(day)s is not made") if stays else what) % said)[:MOST_TITLE]
    by_merger = _("Your duty over it covers nobody after %(last)s. An administrator can give it over %(into)s.")
    by_closing = _("Your duty over it covers nobody after %(last)s.")
    ends = "" if stays else (by_merger if said["into"] else by_closing) % said
    holding = access.duties_over([body.id], OPERATOR, at)
    notifications.notify(
        accounts={card.account_id for card in holding}, topic=Topic.ACCESS, key=f"{key}.{body.id}.duty", title=title,
        body=ends, url="/me/duties", at=at,
    )  # fmt: skip
    parts = [
        words
        for words, there in (
            (_("Its people feed takes nothing more."), Feed.objects.filter(organisation_id=body.id).exists()),
            (
                _("Its sign-on lets in whoever signed on by it before for 90 days more, and nobody else.")
                if said["into"]
                else _("Its sign-on lets nobody in any more."),
                access.providers_over([body.id]) > 0,
            ),
        )
        if there
    ]
    if parts:
        notifications.notify(
            accounts=access.holders([DutyKind.ADMINISTRATOR], organisation_path=body.path, at=at), topic=Topic.PEOPLE,
            key=f"{key}.{body.id}.feed", title=title, body="" if stays else " ".join(parts),
            url="/operating/reference/changes", at=at,
        )  # fmt: skip


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
