"""What levels of one scale count as on another is said by those who write one of the frameworks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from tests.frameworks import build
from waymark.access.types import DutyKind
from waymark.audit.models import Entry
from waymark.frameworks import commands, queries
from waymark.frameworks.models import Equivalence, Framework
from waymark.kernel.errors import NotVisible, Stale
from waymark.kernel.policy import OPERATOR, PUBLIC, Actor, Duty

pytestmark = pytest.mark.django_db
AT = build.FEBRUARY
LATER = AT + timedelta(days=1)


@pytest.fixture
def two():
    """Two frameworks of different professions on scales of four and of two levels."""
    build.published(build.small("baking"))
    build.published(build.replace(build.small("brewing"), scales=(build.TWO,), skills=_on_two()))
    for slug in ("baking", "brewing"):
        Framework.objects.filter(slug=slug).update(profession=build.profession(slug))
    found = {one.framework_slug: one for one in queries.ladders_in_use(PUBLIC, AT)}
    return found["baking"], found["brewing"]


def _on_two():
    return (build.skill("brewing-skill", scale="two-levels", descriptors={}),)


def author(slug, kind=DutyKind.FRAMEWORK_AUTHOR):
    profession = Framework.objects.get(slug=slug).profession_id
    return Actor(duties=(Duty(kind.value, 1, profession_id=profession),))


def say(two, *counts_as, actor=OPERATOR, at=AT, **more):
    one, other = two
    words = {"reason": "The guilds agreed.", "explanation": "Who bakes alone brews alone."} | more
    return commands.say_equivalence(
        one=one, other=other, counts_as=counts_as or (1, 1, 2, 2), **words, actor=actor, at=at
    )


@pytest.mark.parametrize("kind", [DutyKind.FRAMEWORK_AUTHOR, DutyKind.HEAD_OF_PROFESSION])
@pytest.mark.parametrize("side", ["baking", "brewing"])
def test_those_who_write_either_framework_say_and_end(two, side, kind):
    made = say(two, actor=author(side, kind))
    other_side = {"baking": "brewing", "brewing": "baking"}[side]

    assert queries.equivalences(PUBLIC, AT) == (made,)
    assert (made.from_title, made.to_title, made.counts_as) == ("Baking", "Brewing", (1, 1, 2, 2))
    commands.end_equivalence(table=made.uuid, reason="No longer so", actor=author(other_side, kind), at=LATER)

    assert queries.equivalences(PUBLIC, LATER) == ()
    assert queries.equivalences(PUBLIC, AT) == (made,)
    assert list(Entry.objects.order_by("pk").values_list("kind", flat=True))[-2:] == [
        "frameworks.equivalence.said",
        "frameworks.equivalence.ended",
    ]


def test_nobody_else_does(two):
    made = say(two)
    build.published(build.small("milling"))
    Framework.objects.filter(slug="milling").update(profession=build.profession("milling"))
    entries = Entry.objects.count()

    for actor in (PUBLIC, author("milling"), author("baking", DutyKind.FRAMEWORK_REVIEWER)):
        with pytest.raises(NotVisible):
            say(two, seen=made.uuid, actor=actor)
        with pytest.raises(NotVisible):
            commands.end_equivalence(table=made.uuid, reason="x", actor=actor, at=AT)
    assert Entry.objects.count() == entries


def test_a_later_table_takes_the_place_of_the_one_before_and_both_stay(two):
    first = say(two)
    second = say(two, 1, 2, 2, 2, seen=first.uuid, at=LATER)

    assert queries.equivalences(PUBLIC, AT) == (first,)
    assert queries.equivalences(PUBLIC, LATER) == (second,)
    assert queries.equivalence(first.uuid, PUBLIC, LATER) == (first, (second, first))
    with pytest.raises(NotVisible):
        commands.end_equivalence(table=first.uuid, reason="x", actor=OPERATOR, at=LATER)
    with pytest.raises(NotVisible):
        queries.equivalence(second.uuid, PUBLIC, AT)


def test_who_has_not_seen_the_table_that_holds_is_told(two):
    first = say(two)

    with pytest.raises(Stale, match="Somebody else"):
        say(two, 1, 2, 2, 2, at=LATER)
    with pytest.raises(Stale):
        say(two[::-1], 1, 3, seen=first.uuid, at=LATER)


@pytest.mark.parametrize(
    ("counts_as", "more", "why"),
    [
        ((2, 1, 1, 1), {}, "would count as less"),
        ((1, 1, 2, 3), {}, "levels from 1 to 2"),
        ((1, 1), {}, "each level"),
        ((1, 1, 2, 2), {"reason": " "}, "Say why"),
        ((1, 1, 2, 2), {"reason": "x" * 401}, "400 characters"),
        ((1, 1, 2, 2), {"explanation": "x" * 2001}, "2000 characters"),
    ],
)
def test_what_is_no_table_is_refused(two, counts_as, more, why):
    with pytest.raises(commands.NotEquivalent, match=why):
        say(two, *counts_as, **more)
    assert not Equivalence.objects.exists()


def test_a_scale_is_not_compared_with_itself(two):
    with pytest.raises(commands.NotEquivalent, match="same scale"):
        say((two[0], two[0]), 1, 2, 3, 4)


def test_no_row_is_changed_or_deleted(two):
    say(two)

    for change in (
        lambda rows: rows.update(counts_as=[1, 1, 1, 1]), lambda rows: rows.update(from_ladder={}),
        lambda rows: rows.update(to_ladder={}), lambda rows: rows.delete(),
    ):  # fmt: skip
        with pytest.raises(DatabaseError, match="say it anew"), transaction.atomic():
            change(Equivalence.objects.all())
    assert Equivalence.objects.update(reason="They agreed.") == 1


def test_a_scale_of_several_versions_is_one_and_drafts_are_there_for_those_who_read_them(two):
    build.published(build.small("baking", "2"), at=AT)
    build.drafted(build.replace(build.small("brewing", "2"), profession="brewing"))

    for_all = {one.framework_slug: one.versions for one in queries.ladders_in_use(PUBLIC, AT)}
    for_author = [(one.framework_slug, one.versions) for one in queries.ladders_in_use(author("brewing"), AT)]

    assert for_all == {"baking": ("2", "1"), "brewing": ("1",)}
    assert len(for_author) == 3


def test_a_table_of_a_draft_is_listed_for_those_who_read_the_draft(two):
    build.drafted(replace(build.small("secret"), scales=(build.FOUR,), profession="brewing"))
    drafts = {one.framework_slug: one for one in queries.ladders_in_use(author("brewing"), AT)}
    made = say((drafts["secret"], two[0]), 1, 2, 3, 4)

    assert queries.equivalences(author("brewing"), AT) == (made,)
    assert queries.equivalences(author("baking"), AT) == ()
    assert queries.equivalences(PUBLIC, AT) == ()


def test_reading_costs_a_fixed_number_of_queries(two, django_assert_num_queries):
    say(two)
    say(two[::-1], 1, 3)

    with django_assert_num_queries(2):  # the public reads no drafts
        assert len(queries.equivalences(PUBLIC, AT)) == 2
    with django_assert_num_queries(1):
        queries.ladders_in_use(OPERATOR, AT)
