"""Small random worlds, in which the policies say the same as a few lines of plain Python.

Every actor, person and purpose, for one row and for the whole table, in people and in the record that hangs on them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import product
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import NOON
from tests.house import world
from tests.shared import grounds_made_once
from waymark.access.models import Account
from waymark.access.types import DutyKind
from waymark.assessments import policies as record
from waymark.assessments.models import Assessment, Judgement, Share
from waymark.kernel.policy import OPERATOR, PUBLIC, Actor, Duty, Purpose
from waymark.organisation.models import Organisation, Profession
from waymark.people import policies, queries
from waymark.people.commands import rebuild_listing
from waymark.people.models import Appointment, Membership, Person, Post, ReportingLine, Restriction

TODAY = NOON.date()
MOST_PEOPLE, MOST_PLACES, PROFESSIONS = 4, 4, 2
EXAMPLES = 8
WORKING = {Purpose.DEVELOPMENT, Purpose.ASSESSMENT}
HEADS = {DutyKind.HEAD_OF_PROFESSION, DutyKind.DEPARTMENT_HEAD_OF_PROFESSION}
COVERING = {*HEADS, DutyKind.HR_DIRECTOR}
RUNNING = {DutyKind.ADMINISTRATOR, DutyKind.DATA_PROTECTION_OFFICER}


# --- the plain statement of a world -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Period:
    """Days from today, half-open; None: until further notice."""

    start: int
    end: int | None

    def holds(self, day: int = 0) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def days(self):
        return TODAY + timedelta(days=self.start), None if self.end is None else TODAY + timedelta(days=self.end)

    def times(self):
        return NOON + timedelta(days=self.start), None if self.end is None else NOON + timedelta(days=self.end)


@dataclass(frozen=True)
class Holding:
    """A duty: of which kind, over which profession and place; None: over all."""

    kind: DutyKind
    place: int | None
    profession: int | None


@dataclass(frozen=True)
class World:
    """Places by the place above each, and what is so of people, by position."""

    above: tuple[int | None, ...]
    people: int
    posts: tuple[tuple[int, int, int | None, Period], ...]
    """Person, place, profession of the post."""
    mains: tuple[tuple[int, int, Period], ...]
    lines: tuple[tuple[int, int, Period], ...]
    """Person, manager."""
    duties: tuple[tuple[Holding, ...], ...]
    """Of each person."""
    shares: tuple[tuple[int, int | None, Period], ...]
    """Whose assessment, with whom; None: with the manager."""
    open_words: tuple[bool, ...]
    """Whether each person's judgement by somebody else was made for others to see."""
    restricted: tuple[tuple[int, Period], ...] = ()
    """Whose record is not to be used, and when."""


def periods():
    return st.builds(
        lambda start, length: Period(start, None if length is None else start + length),
        st.integers(-3, 2), st.none() | st.integers(0, 4),
    )  # fmt: skip


@st.composite
def worlds(draw):
    places = draw(st.integers(1, MOST_PLACES))
    people = draw(st.integers(2, MOST_PEOPLE))
    someone, place = st.integers(0, people - 1), st.integers(0, places - 1)
    profession = st.integers(0, PROFESSIONS - 1)
    holding = st.builds(
        Holding, st.sampled_from([*COVERING, *RUNNING, *DutyKind]), st.none() | place, st.none() | profession
    )
    lines = draw(st.lists(st.tuples(someone, someone, periods()), max_size=4))
    mains = draw(st.lists(st.tuples(someone, profession, periods()), max_size=4))
    shares = draw(st.lists(st.tuples(someone, st.none() | someone, periods()), max_size=4))
    return World(
        above=tuple(draw(st.none() | st.integers(0, one - 1)) if one else None for one in range(places)),
        people=people,
        posts=tuple(draw(st.lists(st.tuples(someone, place, st.none() | profession, periods()), max_size=6))),
        mains=one_open_each(mains),
        lines=one_open_each(line for line in lines if line[0] != line[1]),
        duties=tuple(tuple(draw(st.lists(holding, max_size=2))) for _ in range(people)),
        shares=one_open_each((share for share in shares if share[0] != share[1]), of=lambda share: share[:2]),
        open_words=tuple(draw(st.booleans()) for _ in range(people)),
        restricted=one_open_each(draw(st.lists(st.tuples(someone, periods()), max_size=1))),
    )


def one_open_each(rows, of=lambda row: row[0]):
    """Leave out what the tables refuse: a second row until further notice."""
    kept, there = [], set()
    for row in rows:
        if row[-1].end is None:
            if of(row) in there:
                continue
            there.add(of(row))
        kept.append(row)
    return tuple(kept)


# --- the oracle -------------------------------------------------------------------------------------------------------


def part_of(world, place, top):
    return place == top or (world.above[place] is not None and part_of(world, world.above[place], top))


def covers(world, holding, person, day):
    mains = {profession for who, profession, period in world.mains if who == person and period.holds(day)}
    posts = [(place, of) for who, place, of, period in world.posts if who == person and period.holds(day)]
    if holding.place is None:
        return holding.profession is None or holding.profession in mains | {of for _, of in posts}
    return any(
        part_of(world, place, holding.place)
        and (holding.profession is None or holding.profession == of or holding.profession in mains)
        for place, of in posts
    )


def manages(world, actor, person, day):
    return any((who, boss) == (person, actor) and period.holds(day) for who, boss, period in world.lines)


def covered(world, actor, person, day, kinds):
    return any(one.kind in kinds and covers(world, one, person, day) for one in world.duties[actor])


def shown(world, actor, person, day):
    return any(
        who == person and period.holds(day) and (manages(world, actor, who, day) if to is None else to == actor)
        for who, to, period in world.shares
    )


def expected(world, actor, purpose, person, day):
    """Return for one actor and one person what each policy should say."""
    own = actor == person
    if purpose not in WORKING:
        return {"in sight": own, "person": own, "assessment": own, "private word": own, "open word": own}
    officer = covered(world, actor, person, day, {DutyKind.DATA_PROTECTION_OFFICER})
    if any(who == person and period.holds(day) for who, period in world.restricted):
        return {"in sight": own, "person": own or officer, "assessment": own, "private word": own, "open word": own}
    in_sight = own or manages(world, actor, person, day) or covered(world, actor, person, day, COVERING)
    responsible = manages(world, actor, person, day) or covered(world, actor, person, day, HEADS)
    return {
        "in sight": in_sight,
        "person": in_sight or covered(world, actor, person, day, RUNNING),
        "assessment": own or shown(world, actor, person, day),
        "private word": own or shown(world, actor, person, day),
        "open word": own or (world.open_words[person] and responsible),
    }


# --- the same world in tables -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rows:
    """The rows of a world, by position."""

    places: tuple[Organisation, ...]
    professions: tuple[Profession, ...]
    people: tuple[Person, ...]
    assessments: tuple[Assessment, ...]
    private_words: tuple[Judgement, ...]
    open_words: tuple[Judgement, ...]

    def actor(self, described, person, purpose):
        duties = tuple(
            Duty(
                one.kind.value,
                number,
                profession_id=None if one.profession is None else self.professions[one.profession].pk,
                organisation_id=None if one.place is None else self.places[one.place].pk,
                path="" if one.place is None else self.places[one.place].path,
            )
            for number, one in enumerate(described.duties[person])
        )
        someone = self.people[person]
        return Actor(account_id=someone.account_id, person_id=someone.pk, purpose=purpose, duties=duties)


def write(described, base):
    places = []
    for number, above in enumerate(described.above):
        place = Organisation.objects.create(
            uuid=uuid4(), slug=f"place-{number}", name=f"Place {number}", kind="unit", path=f"?{number}",
            parent=None if above is None else places[above],
        )  # fmt: skip
        place.path = f"{'/' if above is None else places[above].path}{place.pk}/"
        place.save()
        places.append(place)
    people = tuple(person(number) for number in range(described.people))
    for number, (who, place, of, period) in enumerate(described.posts):
        post = Post.objects.create(
            uuid=uuid4(), number=f"P{number}", title="Post", organisation=places[place],
            profession=None if of is None else base["professions"][of],
        )  # fmt: skip
        from_on, until_on = period.days()
        Appointment.objects.create(person=people[who], post=post, from_on=from_on, until_on=until_on)
    for who, profession, period in described.mains:
        from_on, until_on = period.days()
        Membership.objects.create(
            person=people[who], profession=base["professions"][profession], main=True, from_on=from_on,
            until_on=until_on,
        )  # fmt: skip
    for who, boss, period in described.lines:
        from_on, until_on = period.days()
        ReportingLine.objects.create(person=people[who], manager=people[boss], from_on=from_on, until_on=until_on)
    assessments = tuple(
        Assessment.objects.create(
            uuid=uuid4(), person=someone, role_level=base["role_level"], version=base["version"], kind="full",
            state="submitted", started_at=NOON,
        )
        for someone in people
    )  # fmt: skip
    for who, to, period in described.shares:
        from_at, ended_at = period.times()
        Share.objects.create(
            uuid=uuid4(), assessment=assessments[who], with_account_id=None if to is None else people[to].account_id,
            with_manager=to is None, from_at=from_at, ended_at=ended_at,
        )  # fmt: skip
    for who, period in described.restricted:
        from_at, until_at = period.times()
        Restriction.objects.create(uuid=uuid4(), person=people[who], from_at=from_at, until_at=until_at)
    rebuild_listing(actor=OPERATOR, at=NOON)
    return Rows(
        places=tuple(places),
        professions=base["professions"],
        people=people,
        assessments=assessments,
        private_words=tuple(
            word(base, someone, "self", "only_me", assessment)
            for someone, assessment in zip(people, assessments, strict=True)
        ),
        open_words=tuple(
            word(base, someone, "assessor", "shared" if described.open_words[number] else "only_me", None)
            for number, someone in enumerate(people)
        ),
    )


def person(number):
    account = Account.objects.create(uuid=uuid4(), email=f"{number}@example.org", name="x", created_at=NOON)
    # Names repeat, so that a page must tell namesakes apart.
    family = "Lund" if number % 2 else "Ash"
    return Person.objects.create(
        uuid=uuid4(), staff_number=str(number), account=account, given_name="Kim", family_name=family,
        sort_key=f"{family.lower()} kim",
    )  # fmt: skip


def word(base, someone, source, audience, assessment):
    return Judgement.objects.create(
        uuid=uuid4(), person=someone, skill=base["skill"], version=base["version"], assessment=assessment,
        source=source, level=1, made_at=NOON, audience=audience,
    )  # fmt: skip


@pytest.fixture
def base(db):
    made = tuple(
        Profession.objects.create(uuid=uuid4(), slug=f"craft-{one}", name=f"Craft {one}", sort_key=f"craft {one}")
        for one in range(PROFESSIONS)
    )
    return {"professions": made, **world.version_of("looms", made[0], published=True)}


def in_a_world_of_its_own(check):
    """Run a check on a world that leaves nothing behind."""

    @settings(deadline=None, max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(described=worlds(), data=st.data())
    def run(base, described, data):
        with transaction.atomic():
            rows = write(described, base)
            with grounds_made_once():
                check(described, rows, data.draw)
            transaction.set_rollback(True)

    run.__name__ = check.__name__
    return run


# --- what must agree --------------------------------------------------------------------------------------------------

ASKED = {
    "in sight": (policies.IN_SIGHT, "people"),
    "person": (policies.SEE_PERSON, "people"),
    "assessment": (record.SEE_ASSESSMENT, "assessments"),
    "private word": (record.SEE_JUDGEMENT, "private_words"),
    "open word": (record.SEE_JUDGEMENT, "open_words"),
}


@in_a_world_of_its_own
def test_one_row_and_the_whole_table_say_what_the_oracle_says(described, rows, draw):
    day, asked_by_row = draw(st.integers(-1, 1)), draw(st.sampled_from(sorted(WORKING)))
    at = NOON + timedelta(days=day)
    for who, purpose in product(range(described.people), Purpose):
        actor = rows.actor(described, who, purpose)
        answers = [expected(described, who, purpose, person, day) for person in range(described.people)]
        for name, (policy, table) in ASKED.items():
            mine = getattr(rows, table)
            should = {row.pk for row, answer in zip(mine, answers, strict=True) if answer[name]}
            visible = set(policy.visible(actor, at).values_list("pk", flat=True)) & {row.pk for row in mine}

            assert visible == should, (name, who, purpose, day)
            if purpose == asked_by_row or purpose not in WORKING:
                assert {row.pk for row in mine if policy.decide(actor, row, at).allowed} == should
            if purpose == asked_by_row:
                first = mine[0].pk
                assert policy.visible(actor, at, pk=first).exists() == (first in should)


@in_a_world_of_its_own
def test_pages_hold_everyone_in_sight_once_in_order_forwards_and_backwards(described, rows, draw):
    walled = draw(st.sampled_from(sorted(set(Purpose) - WORKING)))
    for who, purpose in product(range(described.people), (Purpose.DEVELOPMENT, walled)):
        actor = rows.actor(described, who, purpose)
        seen = [
            someone
            for number, someone in enumerate(rows.people)
            if expected(described, who, purpose, number, 0)["person"]
        ]
        in_order = [someone.pk for someone in sorted(seen, key=lambda one: (one.sort_key, one.pk))]

        assert forwards(actor, size=2) == in_order
        assert backwards(actor, size=2) == in_order
        assert forwards(actor, size=3, query="Lu") == [pk for pk in in_order if name_of(rows, pk) == "Lund"]
        assert forwards(actor, size=3, query="kim ash") == [pk for pk in in_order if name_of(rows, pk) == "Ash"]


def name_of(rows, pk):
    return next(someone.family_name for someone in rows.people if someone.pk == pk)


def forwards(actor, **asked):
    found, page = [], queries.sight_page(actor, NOON, **asked)
    assert page.before == ""
    while True:
        found += [card.id for card in page.people]
        if not page.after:
            return found
        page = queries.sight_page(actor, NOON, after=page.after, **asked)


def backwards(actor, **asked):
    page = queries.sight_page(actor, NOON, **asked)
    while page.after:
        page = queries.sight_page(actor, NOON, after=page.after, **asked)
    found = [card.id for card in page.people]
    while page.before:
        page = queries.sight_page(actor, NOON, before=page.before, **asked)
        found = [card.id for card in page.people] + found
    return found


@in_a_world_of_its_own
def test_a_page_narrowed_to_a_place_and_a_profession_narrows_what_each_duty_covers(described, rows, draw):
    every = [(place, one) for place in (None, *range(len(rows.places))) for one in (None, *range(PROFESSIONS))]
    some = draw(st.lists(st.sampled_from(every), min_size=4, max_size=4))
    for who, (place, profession) in product(range(described.people), some):
        actor = rows.actor(described, who, Purpose.DEVELOPMENT)
        asked = Holding(DutyKind.HR_DIRECTOR, place, profession)
        duties = [one for one in described.duties[who] if one.kind in COVERING | RUNNING]
        scopes = [scope for scope in (narrowed(described, one, asked) for one in duties) if scope]
        kept = {person for person, period in described.restricted if period.holds()}
        should = {
            someone.pk
            for number, someone in enumerate(rows.people)
            if any(
                covers(described, scope, number, 0)
                and (number not in kept or scope.kind == DutyKind.DATA_PROTECTION_OFFICER)
                for scope in scopes
            )
            or (
                (number == who or (number not in kept and manages(described, who, number, 0)))
                and covers(described, asked, number, 0)
            )
        }

        page = queries.sight_page(
            actor,
            NOON,
            organisation_id=None if place is None else rows.places[place].pk,
            profession_id=None if profession is None else rows.professions[profession].pk,
        )

        assert {card.id for card in page.people} == should


def narrowed(described, one, asked):
    """Return what a duty and what is asked for have in common; None: nothing."""
    if None not in (one.profession, asked.profession) and one.profession != asked.profession:
        return None
    place = one.place
    if asked.place is not None and (one.place is None or part_of(described, asked.place, one.place)):
        place = asked.place
    elif asked.place is not None and not part_of(described, one.place, asked.place):
        return None
    return replace(one, place=place, profession=one.profession if asked.profession is None else asked.profession)


def test_every_duty_over_everything_and_every_purpose_are_as_the_oracle_says(base):
    always = Period(-3, None)
    described = World(
        above=(None,), people=2, posts=((1, 0, 0, always),), mains=((1, 0, always),), lines=(), duties=((), ()),
        shares=(), open_words=(True, True),
    )  # fmt: skip
    rows = write(described, base)
    with grounds_made_once():
        for kind, purpose in product(DutyKind, Purpose):
            held = replace(described, duties=((Holding(kind, None, None),), ()))
            actor, answer = rows.actor(held, 0, purpose), expected(held, 0, purpose, 1, 0)
            for name, (policy, table) in ASKED.items():
                row = getattr(rows, table)[1]

                assert policy.visible(actor, NOON, pk=row.pk).exists() == answer[name], (kind, purpose, name)
                assert policy.decide(actor, row, NOON).allowed == answer[name]


def test_namesakes_are_each_on_one_page(base):
    described = World((None,), 9, (), (), (), ((),) * 9, (), (False,) * 9)
    rows = write(described, base)

    in_order = [someone.pk for someone in sorted(rows.people, key=lambda one: (one.sort_key, one.pk))]

    assert forwards(OPERATOR, size=2) == backwards(OPERATOR, size=2) == in_order


def test_the_public_sees_nobody_and_an_operator_everybody(base):
    described = World((None,), 2, (), (), (), ((), ()), (), (False, False))
    rows = write(described, base)

    assert forwards(PUBLIC) == []
    assert sorted(forwards(OPERATOR)) == sorted(someone.pk for someone in rows.people)
    assert not record.SEE_JUDGEMENT.visible(OPERATOR, NOON).exists()


def test_a_page_takes_four_queries_at_most_however_many_duties_there_are(base, django_assert_max_num_queries):
    period = Period(-1, None)
    kinds = (DutyKind.HR_DIRECTOR, DutyKind.HEAD_OF_PROFESSION, DutyKind.ADMINISTRATOR)
    many = tuple(Holding(kind, place, of) for kind in kinds for place in (None, 0, 1) for of in (None, 0, 1))
    described = World((None, 0), 3, ((1, 1, 0, period),), (), ((2, 0, period),), (many, (), ()), (), (False,) * 3)
    rows = write(described, base)
    actor = rows.actor(described, 0, Purpose.DEVELOPMENT)
    first = queries.sight_page(actor, NOON, size=1)

    with django_assert_max_num_queries(4):
        page = queries.sight_page(
            actor, NOON, after=first.after, size=1, query="ash", organisation_id=rows.places[0].pk,
            profession_id=rows.professions[0].pk,
        )  # fmt: skip

    assert first.after
    assert page.people == ()


@pytest.mark.parametrize("cursor", ["nonsense", "", "5ad1e7f0-0000-4000-8000-000000000000"])
def test_a_cursor_that_means_nothing_starts_at_the_beginning(base, cursor):
    described = World((None,), 2, (), (), (), ((), ()), (), (False, False))
    rows = write(described, base)

    page = queries.sight_page(OPERATOR, NOON, after=cursor)

    assert len(page.people) == len(rows.people)
    assert (page.before, page.after) == ("", "")


def test_an_organisation_that_is_not_there_has_nobody(base):
    assert queries.sight_page(OPERATOR, NOON, organisation_id=10**9).people == ()
