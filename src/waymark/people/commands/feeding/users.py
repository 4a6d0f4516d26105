"""What a department's system says by SCIM: one person at a time, in its own words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import NoReturn
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.kernel.errors import NotVisible
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, fetch
from waymark.organisation import queries as organisation
from waymark.people import policies
from waymark.people import rules as people_rules
from waymark.people.commands.feeding import guard, leaving, records
from waymark.people.commands.feeding import one as single
from waymark.people.commands.feeding.records import Here
from waymark.people.commands.feeding.refusals import CalledAlready, OnRecordTwice, SaidWrongly, SeenOtherwise
from waymark.people.commands.feeding.runs import here_of
from waymark.people.commands.mapping.suggesting import hand_over_soon
from waymark.people.models import Feed, FeedUser, Identifier
from waymark.people.queries.users import view_of
from waymark.people.rules import users as rules
from waymark.people.types import PersonSaid, RowKind, Seat, UserSaid, UserView


@transaction.atomic
def put_user(
    *,
    feed: UUID,
    user: UUID | None,
    said: UserSaid,
    expected: int | None = None,
    token: int | None = None,
    actor: Actor,
    at: datetime,
) -> UserView:
    """Take in what a department's system says of somebody: they join, move, change, leave or come back.

    Saying the same again changes nothing and leaves no entry. What it says of a post is written once number, title,
    unit and first day are there; a post that is there stays while the system changes it piece by piece. Not to be
    active is to have left: it ends their access at once.

    Args:
        feed: whose word it is.
        user: whom it is about; None for somebody it has not spoken of yet, who may be on record all the same.
        said: all it says of them.
        expected: the version it has seen; None: any.
        token: which token let the system in, for the record.
        actor: an administrator, or an operator; a system acts for the operator who let it in.
        at: when.

    Raises:
        NotVisible: there is no such feed or user, or the actor does not run it.
        SeenOtherwise: the user has changed since.
        CalledAlready: another user of the feed has that user name, identifier or staff number, or is that person.
        OnRecordTwice: the staff number that comes now is that of another person on record.
        TooManyEndings: more people are ended today than is usual, and nobody has let that through.
        SaidWrongly: a unit, a grade or a profession is unknown, a day is none, the manager works for the person.
    """
    row = _feed(feed, actor, at)
    one = None if user is None else _user(row, user, expected)
    _must_be_free(row, one, said)
    _must_be_somebody(said)
    here, day = here_of(row), people_rules.day_of(at)
    before = rules.post_from_json(one.written) if one is not None and one.written else None
    found = rules.meaning(said, before, records.place_of(here, row.organisation.name, day))
    if found.wrong:
        _refuse(found.wrong[0])
    value = one.value if one is not None else rules.value_of(said) or new_uuid().hex
    manager = _manager(row, said)
    left_on = day if said.active is False else None
    if one is not None and one.left_on is not None and said.active is not True:
        left_on = one.left_on
    spoken = rules.says(one.said if one is not None else {}, said)
    word = rules.person_said(value, said, found, manager.value if manager else "", spoken, left_on)
    if one is None:
        _must_be_nobody_else(row, records.known(here, [value], records.aliases(), {value: word}).get(value))
    if before is None and found.seat is None:
        word = replace(word, seats=_held(here, word, day))
    done = single.say(row, word, stays=left_on is None, actor=actor, at=at)
    ended = done.ended
    if left_on is not None and done.kind != RowKind.LEFT:
        ended = leaving.left_without_post(done.person_id, day, actor=actor, at=at) or ended
    elif left_on is None and one is not None and one.left_on is not None:
        leaving.let_back_in([done.person_id], actor=actor, at=at)
    if ended:
        guard.count_ending(row, here, at)
    if done.written and done.kind != RowKind.KNOWN and found.seat is not None:
        hand_over_soon(organisation.department_of(row.organisation_id).id, actor, at)
    _called(row, said.employee_number, value, done.person_id)
    fields = {
        "user_name": said.user_name, "user_key": rules.user_key(said.user_name), "external_id": said.external_id,
        "active": said.active, "left_on": left_on, "manager_id": manager.pk if manager else None,
        "said": rules.to_json(said) | ({"says": spoken} if spoken else {}),
        "written": rules.post_to_json(found.post) if found.seat else (one.written if one else None),
    }  # fmt: skip
    if one is None:
        one = FeedUser.objects.create(
            uuid=new_uuid(), feed=row, person_id=done.person_id, value=value, created_at=at, changed_at=at, **fields
        )
    elif done.written or any(getattr(one, name) != now for name, now in fields.items()):
        for name, now in fields.items():
            setattr(one, name, now)
        one.version, one.changed_at = one.version + 1, at
        one.save()
    else:
        return view_of(one)
    audit.record(
        "people.person.put", actor=actor, at=at, subjects=[done.person_id], feed=row.pk, what=str(done.kind),
        how="scim", token=token,
    )  # fmt: skip
    return view_of(one)


@transaction.atomic
def remove_user(
    *, feed: UUID, user: UUID, expected: int | None = None, token: int | None = None, actor: Actor, at: datetime
) -> None:
    """Take in that a department's system keeps somebody no more: they have left, and it ends their access at once.

    The person stays on record and follows retention. Spoken of again they are the same person.

    Raises:
        NotVisible: there is no such feed or user, or the actor does not run it.
        SeenOtherwise: the user has changed since.
        TooManyEndings: as ``put_user``.
    """
    row = _feed(feed, actor, at)
    one = _user(row, user, expected)
    here, day = here_of(row), people_rules.day_of(at)
    done = single.end(row, one.value, day, actor=actor, at=at)
    if done.ended or leaving.left_without_post(done.person_id, day, actor=actor, at=at):
        guard.count_ending(row, here, at)
    FeedUser.objects.filter(manager=one).update(manager=None, version=F("version") + 1, changed_at=at)
    one.delete()
    audit.record(
        "people.person.left",
        actor=actor,
        at=at,
        subjects=[done.person_id],
        feed=row.pk,
        on=day.isoformat(),
        how="scim",
        token=token,
    )


def _feed(feed: UUID, actor: Actor, at: datetime) -> Feed:
    rows = Feed.objects.select_related("organisation").select_for_update(of=("self",))
    return fetch(policies.MAY_RUN_FEED, rows, actor, at, uuid=feed)


def _user(row: Feed, user: UUID, expected: int | None) -> FeedUser:
    one = FeedUser.objects.select_related("manager").filter(feed=row, uuid=user).first()
    if one is None:
        raise NotVisible
    if expected is not None and one.version != expected:
        raise SeenOtherwise
    return one


def _must_be_free(row: Feed, one: FeedUser | None, said: UserSaid) -> None:
    others = FeedUser.objects.filter(feed=row)
    if one is not None:
        others = others.exclude(pk=one.pk)
    if others.filter(user_key=rules.user_key(said.user_name)).exists():
        raise CalledAlready("userName", said.user_name)
    if said.external_id and others.filter(external_id=said.external_id).exists():
        raise CalledAlready("externalId", said.external_id)


def _must_be_somebody(said: UserSaid) -> None:
    if not (said.user_name and said.given_name and said.family_name):
        raise SaidWrongly(_("userName, name.givenName and name.familyName are needed."))


def _must_be_nobody_else(row: Feed, known: records.Known | None) -> None:
    if known is not None and FeedUser.objects.filter(feed=row, person_id=known.person_id).exists():
        raise CalledAlready("employeeNumber", "")


def _manager(row: Feed, said: UserSaid) -> FeedUser | None:
    if said.manager is None:
        return None
    found = FeedUser.objects.filter(feed=row, uuid=said.manager).first()
    if found is None:
        raise SaidWrongly(_("The manager %(id)s is no user here.") % {"id": said.manager})
    return found


def _called(row: Feed, number: str, value: str, person_id: int) -> None:
    """Have a staff number that came later lead to the person as well: a file of the feed may call them so."""
    if not number or number == value:
        return
    found, _new = Identifier.objects.get_or_create(
        source=row.source, value=number, defaults={"person_id": person_id, "said": ""}
    )
    if records.aliases().get(found.person_id, found.person_id) != person_id:
        raise OnRecordTwice(number, person_id, found.person_id)


def _held(here: Here, word: PersonSaid, day: date) -> tuple[Seat, ...]:
    """Return the posts somebody holds: a system that never said a post of theirs ends none that a file brought."""
    known = records.known(here, [word.value], records.aliases(), {word.value: word}).get(word.value)
    if known is None:
        return ()
    return tuple(standing.seat for standing in records.on_record([known.person_id], day, here)[known.person_id].seats)


def _refuse(wrong: tuple[str, str]) -> NoReturn:
    code, about = wrong
    words = {
        "long": _("%(about)s is too long."),
        "organization": _("The organization “%(about)s” is not the department of this feed."),
        "unit": _("There is no unit “%(about)s” in this department. Give its code or its name, or add the unit here."),
        "unit_twice": _("More than one unit is called “%(about)s”. Give its code."),
        "grade": _("There is no grade “%(about)s” here. Give its code or its name, or add the grade here."),
        "region": _("There is no region “%(about)s” here. Give its code or its name."),
        "profession": _("There is no profession “%(about)s” here. Give its name."),
        "day": _("“%(about)s” is no day. Write it as 2026-09-30."),
        "share": _("“%(about)s” is no share of full time. Write a number above 0 and at most 1."),
        "backwards": _("The last day in the post, %(about)s, is before the first."),
    }[code]
    raise SaidWrongly(words % {"about": about})
