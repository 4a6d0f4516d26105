"""Levels that travel: the rule of a department, what becomes of the levels of who moves, and links to a record."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from django.db import connection, transaction

from tests.assessments import build as record
from tests.conftest import NOON
from waymark.access.models import Account
from waymark.access.types import DutyKind
from waymark.assessments import commands, handlers, queries, rules
from waymark.assessments.models import Acceptance, AcceptanceRule, Judgement, RecordLink, Revocation
from waymark.assessments.types import AcceptanceTerms
from waymark.audit.models import Entry
from waymark.kernel.errors import NotVisible, Refusal
from waymark.kernel.policy import Actor, Duty
from waymark.notifications.models import Item
from waymark.organisation import commands as organisation
from waymark.organisation.models import Organisation, Profession
from waymark.organisation.types import NewOrganisation
from waymark.people.events import FeedApplied, Moved
from waymark.people.models import Appointment, Movement, Person, Post
from waymark.work.models import Job

DAY = timedelta(days=1)
TODAY = NOON.date()


@pytest.fixture
def bodies(operator, crafts):
    organisation.ensure_reference(actor=operator, at=NOON)
    return organisation.add_organisations(
        organisations=[
            NewOrganisation("north", "North", "department"),
            NewOrganisation("north-unit", "North unit", "unit", "north"),
            NewOrganisation("south", "South", "department"),
            NewOrganisation("east", "East", "department"),
        ],
        actor=operator, at=NOON,
    )  # fmt: skip


def post_in(body_id: int, key: str) -> Post:
    return Post.objects.create(uuid=record.uuid4(), number=key, title="Weaver", organisation_id=body_id)


def works(someone: Person, post: Post, from_on: date = date(2025, 1, 1), until_on: date | None = None) -> None:
    Appointment.objects.create(person=someone, post=post, from_on=from_on, until_on=until_on, fte=Decimal(1))


@pytest.fixture
def judge(bodies):
    """An assessor of North."""
    someone = record.person("P9", "Zoe", "Bright")
    works(someone, post_in(bodies["north-unit"], "judge"))
    return someone


def director(body_id: int, kind: str = DutyKind.HR_DIRECTOR, profession_id: int | None = None) -> Actor:
    body = Organisation.objects.get(pk=body_id)
    account, _ = Account.objects.get_or_create(
        email=f"{kind}.{body_id}@example.org", defaults={"uuid": record.uuid4(), "name": "Head", "created_at": NOON}
    )
    return Actor(account_id=account.pk, duties=(Duty(kind, 1, profession_id, body_id, body.path),))


def write(actor: Actor, body_id: int, **changed):
    plain = {
        "profession_id": None, "issuers": (), "months": None, "assurance": "assessor", "scales": "equivalent",
        "reason": "We know their panels",
    }  # fmt: skip
    return commands.set_acceptance_rule(organisation_id=body_id, **{**plain, **changed}, actor=actor, at=NOON)


def travel(someone: Person, body_id: int, on: date = TODAY) -> dict[str, tuple[str, list[str]]]:
    commands.accept_levels(person_id=someone.pk, organisation_id=body_id, moved_on=on, at=NOON)
    rows = Acceptance.objects.filter(organisation_id=body_id, moved_on=on).select_related("judgement__skill")
    return {row.judgement.skill.slug: (row.outcome, row.why) for row in rows}


def test_without_a_rule_what_is_signed_off_and_valid_is_accepted_and_the_rest_asked_for(
    ada, as_ada, crafts, skills, bodies, judge
):
    record.signed_off(ada, skills["weaving"], crafts, 3, maker=judge)
    record.signed_off(ada, skills["costing"], crafts, 2, maker=judge, valid_until=NOON - DAY)
    record.hold(ada, crafts, dyeing=2)

    assert travel(ada, bodies["south"]) == {"weaving": ("accepted", []), "costing": ("asked", ["lapsed"])}

    (move,) = queries.moves(ada.pk, as_ada, NOON)
    assert (move.organisation_name, move.accepted, move.asked) == ("South", 1, 1)
    assert move.outcomes[0].why == ("It was no longer valid on the day of the move.",)
    entry = Entry.objects.get(kind="assessments.levels.travelled")
    assert (entry.facts["accepted"], entry.facts["asked"]) == (1, 1)
    assert [subject.person_id for subject in entry.subjects.all()] == [ada.pk]


def test_a_rule_names_issuers_age_and_assurance(ada, crafts, skills, bodies, judge):
    record.signed_off(ada, skills["weaving"], crafts, 3, maker=judge, at=NOON - 90 * DAY)
    record.signed_off(ada, skills["costing"], crafts, 3, maker=judge, at=NOON - 9 * DAY, source="panel")
    south = director(bodies["south"])
    write(south, bodies["south"], issuers=[bodies["east"]], months=2, assurance="panel")

    assert travel(ada, bodies["south"]) == {
        "weaving": ("asked", ["issuer", "age", "assurance"]),
        "costing": ("asked", ["issuer"]),
    }

    write(south, bodies["south"], issuers=[bodies["north"]])
    assert travel(ada, bodies["south"], TODAY + DAY) == {"weaving": ("accepted", []), "costing": ("accepted", [])}
    assert AcceptanceRule.objects.count() == 2


def test_what_was_decided_about_a_move_is_decided_once_and_stays(ada, crafts, skills, bodies, judge):
    record.signed_off(ada, skills["weaving"], crafts, 3, maker=judge)
    first = travel(ada, bodies["south"])
    write(director(bodies["south"]), bodies["south"], assurance="panel")

    assert travel(ada, bodies["south"]) == first
    assert Entry.objects.filter(kind="assessments.levels.travelled").count() == 1
    for sql in ("UPDATE assessments_acceptance SET outcome = 'asked'", "DELETE FROM assessments_acceptance"):
        with pytest.raises(Exception, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_a_level_that_was_revoked_later_says_so_beside_the_outcome(ada, as_ada, crafts, skills, bodies, judge):
    row = record.signed_off(ada, skills["weaving"], crafts, 3, maker=judge)
    travel(ada, bodies["south"])
    Revocation.objects.create(judgement=row, reason="Wrong person", at=NOON)

    ((outcome,),) = [move.outcomes for move in queries.moves(ada.pk, as_ada, NOON)]

    assert (outcome.accepted, outcome.stands) == (True, False)


def test_who_writes_a_departments_rule(bodies, db):
    weaving = Profession.objects.order_by("pk").first()
    other = Profession.objects.order_by("pk").last()
    south = bodies["south"]
    head = director(south, DutyKind.DEPARTMENT_HEAD_OF_PROFESSION, weaving.pk)

    write(director(south), south)
    write(head, south, profession_id=weaving.pk)

    for actor, profession_id in (
        (head, None),
        (head, other.pk),
        (director(bodies["north"]), None),
        (director(south, DutyKind.ASSESSOR), None),
        (Actor(account_id=1), None),
    ):
        with pytest.raises(NotVisible):
            write(actor, south, profession_id=profession_id)
    with pytest.raises(NotVisible):
        write(director(bodies["north"]), bodies["north-unit"])
    assert AcceptanceRule.objects.count() == 2
    assert [one.holds for one in queries.acceptance_rules(south, head, NOON)] == [True, True]
    assert queries.acceptance_rules(south, Actor(), NOON) == ()


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"reason": "  "}, commands.RuleWithoutReason),
        ({"reason": "x" * 401}, commands.TooLong),
        ({"months": 0}, commands.NotARule),
        ({"months": 121}, commands.NotARule),
        ({"issuers": [999_999]}, commands.NotARule),
        ({"assurance": "self"}, commands.NotARule),
        ({"scales": "any"}, commands.NotARule),
    ],
)
def test_a_rule_that_cannot_be_is_refused_by_name(bodies, changed, refusal):
    with pytest.raises(refusal):
        write(director(bodies["south"]), bodies["south"], **changed)
    assert not AcceptanceRule.objects.exists()


def test_a_move_within_a_department_asks_nobody_and_one_between_departments_is_heard_and_told(
    ada, crafts, skills, bodies, judge
):
    record.signed_off(ada, skills["weaving"], crafts, 3, maker=judge)
    account = Account.objects.get(pk=record.acting(ada).account_id)
    Person.objects.filter(pk=ada.pk).update(account=account)
    unit, north, south = (post_in(bodies[key], key) for key in ("north-unit", "north", "south"))

    handlers.carry_levels(Moved(ada.pk, unit.pk, north.pk), at=NOON)
    handlers.carry_levels(Moved(ada.pk, None, north.pk), at=NOON)
    handlers.carry_levels(Moved(ada.pk, north.pk, None), at=NOON)
    assert not Acceptance.objects.exists()

    handlers.carry_levels(Moved(ada.pk, north.pk, south.pk), at=NOON)
    handlers.carry_levels(Moved(ada.pk, north.pk, south.pk), at=NOON)

    row = Acceptance.objects.get()
    assert (row.organisation_id, row.moved_on, row.outcome) == (bodies["south"], TODAY, "accepted")
    item = Item.objects.get(account_id=account.pk)
    assert (item.title, item.url) == ("What South made of your levels", "/me/record")


def test_a_move_is_of_the_day_it_was_made_however_late_it_is_heard_of(ada, crafts, skills, bodies, judge):
    record.signed_off(ada, skills["weaving"], crafts, 3, maker=judge, valid_until=NOON + DAY)
    north, south = (post_in(bodies[key], key) for key in ("north", "south"))

    handlers.carry_levels(Moved(ada.pk, north.pk, south.pk, TODAY.isoformat()), at=NOON + 3 * DAY)

    row = Acceptance.objects.get()
    assert (row.moved_on, row.outcome) == (TODAY, "accepted")


def test_a_file_of_people_carries_the_levels_of_everybody_it_moved(ada, stranger, crafts, skills, bodies, judge):
    for someone in (ada, stranger):
        record.signed_off(someone, skills["weaving"], crafts, 3, maker=judge)
    north, south = post_in(bodies["north"], "north"), post_in(bodies["south"], "south")
    rows = [
        Movement.objects.create(person=ada, kind="moved", on=TODAY, before_post=north, post=south, at=NOON),
        Movement.objects.create(person=stranger, kind="joined", on=TODAY, before_post=None, post=south, at=NOON),
    ]

    following, travelled = commands.accept_levels_of_many(first=rows[0].pk, last=rows[1].pk, at=NOON)

    assert (following, travelled) == (0, 1)
    assert Acceptance.objects.get().person_id == ada.pk
    handlers.carry_levels_of_many(FeedApplied(1, rows[0].pk, rows[1].pk, 1, 1, 0), at=NOON)


def test_whoever_a_file_has_join_from_another_department_is_carried_too(ada, crafts, skills, bodies, judge):
    """The systems of two departments know nothing of each other: to the one that is entered it is a joiner."""
    record.signed_off(ada, skills["weaving"], crafts, 3, maker=judge)
    north, south = post_in(bodies["north"], "north"), post_in(bodies["south"], "south")
    row = Movement.objects.create(person=ada, kind="joined", on=TODAY, before_post=north, post=south, at=NOON)

    with transaction.atomic():
        handlers.carry_levels_of_many(FeedApplied(1, row.pk, row.pk, 1, 0, 0), at=NOON)
    job = Job.objects.get(kind="assessments.accept")
    commands.accept_levels_of_many(**job.arguments, at=NOON)

    assert Acceptance.objects.get().organisation_id == bodies["south"]


def every_rule():
    return [
        AcceptanceTerms(*said)
        for said in product([(), (1,), (2,), (1, 2)], [None, 1, 12, 36], ["assessor", "panel"], ["same", "equivalent"])
    ]


def every_level():
    made = [NOON - days * DAY for days in (0, 40, 400)]
    valid = [None, NOON - DAY, NOON + DAY]
    both = [False, True]
    return [rules.Travelling(*said) for said in product(rules.SIGNING, made, valid, [None, 1, 2, 3], both, both)]


def test_a_laxer_rule_never_asks_for_more():
    for level in every_level():
        lax = set(rules.why_asked(level, rules.DEFAULT_ACCEPTANCE, here=3, on=TODAY))
        assert ("lapsed" in lax) == (level.valid_until is not None and level.valid_until <= NOON)
        for terms in every_rule():
            strict = rules.why_asked(level, terms, here=3, on=TODAY)
            assert lax <= set(strict)
            assert ("issuer" in strict) == (
                level.issuer_id != 3 and level.issuer_id not in (terms.issuers or (level.issuer_id,))
            )
            assert len(rules.why_in_words(strict)) == len(strict)


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 15), 12, date(2025, 1, 15)),
        (date(2026, 1, 31), 2, date(2025, 11, 30)),
    ],
)
def test_months_before_a_day_keep_to_the_end_of_short_months(day, months, before):
    assert rules.months_later(day, -months) == before


@pytest.fixture
def shown(ada, as_ada, crafts, skills, judge):
    """Ada's two signed-off levels, and one that has lapsed."""
    account = Account.objects.get(pk=as_ada.account_id)
    Person.objects.filter(pk=ada.pk).update(account=account)
    record.signed_off(ada, skills["weaving"], crafts, 3, maker=judge, valid_until=NOON + 400 * DAY)
    record.signed_off(ada, skills["costing"], crafts, 2, maker=judge)
    record.signed_off(ada, skills["dyeing"], crafts, 2, maker=judge, valid_until=NOON - DAY)
    return {one.skill_slug: one for one in queries.signed_levels(ada.pk, as_ada, NOON)}


def test_signed_levels_say_who_issued_them_and_whether_they_stand(shown):
    assert {slug: (one.issuer, one.state) for slug, one in shown.items()} == {
        "weaving": ("North", "stands"),
        "costing": ("North", "stands"),
        "dyeing": ("North", "lapsed"),
    }


def test_a_link_shows_what_was_chosen_until_it_ends_and_counts_every_look(ada, as_ada, shown):
    made = commands.make_record_link(items=[shown["weaving"].uuid], days=30, actor=as_ada, at=NOON)
    row = RecordLink.objects.get()
    assert made.token not in {row.digest, row.code_digest}

    opened = commands.open_record(token=made.token, at=NOON + DAY)
    by_code = commands.verify_record(code=opened.code.lower().replace("-", " "), at=NOON + DAY)

    assert [one.skill_slug for one in opened.levels] == ["weaving"]
    assert (opened.name, opened.stands, by_code) == ("Ada Marsh", True, opened)
    (view,) = queries.record_links(as_ada, NOON + DAY)
    assert (view.looks, view.looked_at, view.open) == (2, NOON + DAY, True)
    assert Entry.objects.filter(kind="assessments.record_link.opened", subjects__person_id=ada.pk).count() == 2
    assert Item.objects.filter(account_id=as_ada.account_id, topic="sharing").count() == 1

    commands.end_record_link(link=made.view.uuid, actor=as_ada, at=NOON + DAY)
    for refused in (
        lambda: commands.open_record(token=made.token, at=NOON + 2 * DAY),
        lambda: commands.verify_record(code=opened.code, at=NOON + 2 * DAY),
    ):
        with pytest.raises(NotVisible):
            refused()
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        RecordLink.objects.update(ended_at=None)


def test_a_link_runs_out_and_nonsense_opens_nothing(as_ada, shown):
    made = commands.make_record_link(items=[shown["weaving"].uuid], days=7, actor=as_ada, at=NOON)

    for token, at in ((made.token, NOON + 7 * DAY), ("nonsense", NOON), ("", NOON)):
        with pytest.raises(NotVisible):
            commands.open_record(token=token, at=at)
    for code in ("", "AAAA-AAAA-AAAA-AAAA", "x" * 500):
        with pytest.raises(NotVisible):
            commands.verify_record(code=code, at=NOON)


def test_a_record_says_what_became_of_a_level_since(ada, as_ada, crafts, skills, shown, judge):
    made = commands.make_record_link(
        items=[shown["weaving"].uuid, shown["costing"].uuid], days=90, actor=as_ada, at=NOON
    )
    Revocation.objects.create(judgement_id=_pk(shown["weaving"]), reason="Wrong person", at=NOON)
    record.signed_off(ada, skills["costing"], crafts, 1, maker=judge, at=NOON)

    opened = commands.open_record(token=made.token, at=NOON + DAY)

    assert {one.skill_slug: one.state for one in opened.levels} == {"weaving": "revoked", "costing": "superseded"}
    assert not opened.stands


def _pk(level):
    return Judgement.objects.get(uuid=level.uuid).pk


def test_a_link_is_made_of_ones_own_standing_levels_for_a_time_that_is_offered(as_ada, stranger, shown):
    weaving = shown["weaving"].uuid
    for items, days, refusal in (
        ([], 30, commands.NothingChosen),
        ([shown["dyeing"].uuid], 30, commands.NothingChosen),
        ([weaving, record.uuid4()], 30, commands.NothingChosen),
        ([weaving], 31, commands.NotThatLong),
    ):
        with pytest.raises(refusal):
            commands.make_record_link(items=items, days=days, actor=as_ada, at=NOON)
    with pytest.raises(commands.NothingChosen):
        commands.make_record_link(items=[weaving], days=30, actor=record.acting(stranger), at=NOON)
    for _ in range(rules.MOST_LINKS):
        made = commands.make_record_link(items=[weaving], days=30, actor=as_ada, at=NOON)
    with pytest.raises(commands.TooManyLinks, match="20"):
        commands.make_record_link(items=[weaving], days=30, actor=as_ada, at=NOON)
    with pytest.raises(NotVisible):
        commands.end_record_link(link=made.view.uuid, actor=record.acting(stranger), at=NOON)
    with pytest.raises(NotVisible):
        queries.own_record(made.view.uuid, record.acting(stranger), NOON)


def test_the_pdf_is_accessible_and_carries_the_code(as_ada, shown):
    made = commands.make_record_link(items=[shown["weaving"].uuid], days=30, actor=as_ada, at=NOON)
    shown_by_it = queries.own_record(made.view.uuid, as_ada, NOON)

    content = queries.record_pdf(shown_by_it, site="Waymark", verify_at="https://example.org/record/verify")

    assert content.startswith(b"%PDF-")
    assert b"pdfuaid" in content
    assert content == queries.record_pdf(shown_by_it, site="Waymark", verify_at="https://example.org/record/verify")


def test_nothing_is_printed_from_a_link_that_nobody_could_verify_it_by(as_ada, shown):
    ended, late = (
        commands.make_record_link(items=[shown["weaving"].uuid], days=7, actor=as_ada, at=NOON) for _ in range(2)
    )
    commands.end_record_link(link=ended.view.uuid, actor=as_ada, at=NOON)

    for made, at in ((ended, NOON), (late, NOON + 7 * DAY)):
        with pytest.raises(Refusal, match="Make another link"):
            queries.own_record(made.view.uuid, as_ada, at)
