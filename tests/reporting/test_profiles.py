"""Putting a disclosure profile in force."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.reporting.conftest import ADMINISTRATOR
from waymark.audit.models import Entry
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR, PUBLIC
from waymark.reporting import commands, queries
from waymark.reporting.models import DisclosureProfile, ProfileInForce, Snapshot
from waymark.reporting.rules import SHIPPED

AT = datetime(2026, 1, 20, 12, tzinfo=UTC)
NEXT_MONTH = datetime(2026, 2, 1, tzinfo=UTC)


@pytest.fixture
def shipped(db):
    commands.ensure_profiles(actor=OPERATOR, at=AT - timedelta(days=1))


def put(slug, at=AT, actor=ADMINISTRATOR, reason="So decided"):
    return commands.put_in_force(slug=slug, version=1, reason=reason, actor=actor, at=at)


def held(at):
    return queries.disclosure_profiles(ADMINISTRATOR, at)


def count(at):
    """Have posts counted, as on the first of a month."""
    Snapshot.objects.create(month=at.date().replace(day=1), at=at, posts=0)


def name(one):
    return one and one.profile.slug


def test_a_new_site_begins_with_the_official_rules(shipped):
    assert name(held(AT).now) == "csstats-2023"
    assert {one.slug for one in held(AT).profiles} == {one.slug for one in SHIPPED}


def test_adding_them_again_changes_nothing(shipped):
    entries = Entry.objects.count()

    commands.ensure_profiles(actor=OPERATOR, at=AT)

    assert (DisclosureProfile.objects.count(), ProfileInForce.objects.count()) == (len(SHIPPED), 1)
    assert Entry.objects.count() == entries


def test_a_stricter_profile_holds_at_once(shipped):
    assert put("csstats-2022") == AT
    assert name(held(AT).now) == "csstats-2022"
    assert [name(one) for one in held(AT).before] == ["csstats-2023"]


def test_a_looser_profile_waits_for_the_next_month(shipped):
    put("csstats-2022")

    assert put("csstats-2023") == NEXT_MONTH
    assert (name(held(AT).now), name(held(AT).coming)) == ("csstats-2022", "csstats-2023")
    count(NEXT_MONTH + timedelta(minutes=20))
    assert name(held(NEXT_MONTH + timedelta(minutes=20)).now) == "csstats-2023"


def test_a_looser_profile_waits_for_figures_that_are_counted_late(shipped):
    """The same counts shown by both would together show more than either."""
    count(AT - timedelta(days=2))
    put("csstats-2022")
    put("csstats-2023", at=AT + timedelta(hours=1))
    late = NEXT_MONTH + timedelta(days=3)

    assert (name(held(late).now), name(held(late).coming)) == ("csstats-2022", "csstats-2023")
    assert queries.disclosure_profile("csstats-2022", 1, ADMINISTRATOR, late).follows == "csstats-2023"

    count(late)
    assert (name(held(late).now), held(late).coming) == ("csstats-2023", None)


def test_what_is_put_in_force_while_a_looser_one_waits_is_compared_with_the_one_that_is_shown(shipped):
    count(AT - timedelta(days=2))
    put("csstats-2022")
    put("survey-10", at=AT + timedelta(hours=1))
    late = NEXT_MONTH + timedelta(days=3)

    assert put("csstats-2023", at=late) == datetime(2026, 3, 1, tzinfo=UTC)
    assert name(held(late).now) == "csstats-2022"


def test_what_was_said_last_holds_and_what_waited_is_dropped(shipped):
    put("survey-10")
    assert name(held(AT).coming) == "survey-10"

    put("csstats-2022", at=AT + timedelta(hours=1))

    assert held(AT + timedelta(hours=2)).coming is None
    assert name(held(NEXT_MONTH).now) == "csstats-2022"


def test_the_one_in_force_put_in_force_again_drops_what_waits(shipped):
    put("survey-10")

    put("csstats-2023", at=AT + timedelta(hours=1))

    assert held(AT + timedelta(hours=2)).coming is None
    assert name(held(NEXT_MONTH).now) == "csstats-2023"


def test_the_one_in_force_is_not_put_in_force_for_nothing(shipped):
    with pytest.raises(commands.AlreadyHolds):
        put("csstats-2023")

    assert ProfileInForce.objects.count() == 1


def test_it_is_on_record_with_its_reason(shipped):
    put("csstats-2022", reason="The board asked for it")

    entry = Entry.objects.get(kind="reporting.profile.put_in_force")
    assert entry.reason == "The board asked for it"
    assert (entry.facts["profile"], entry.facts["before"]) == ("csstats-2022 1", "csstats-2023 1")


def test_without_a_reason_nothing_is_done(shipped):
    with pytest.raises(commands.ReasonNeeded):
        put("csstats-2022", reason="  ")

    assert ProfileInForce.objects.count() == 1


def test_nobody_else_sees_profiles_or_decides(shipped):
    with pytest.raises(NotVisible):
        put("csstats-2022", actor=PUBLIC)
    with pytest.raises(NotVisible):
        queries.disclosure_profiles(PUBLIC, AT)
    with pytest.raises(NotVisible):
        queries.disclosure_profile("csstats-2022", 1, PUBLIC, AT)
    with pytest.raises(NotVisible):
        queries.disclosure_profile("csstats-2022", 2, ADMINISTRATOR, AT)


def test_a_profile_shows_what_it_makes_of_an_example(shipped):
    strict = queries.disclosure_profile("csstats-2022", 1, ADMINISTRATOR, AT)
    exact = queries.disclosure_profile("survey-10", 1, ADMINISTRATOR, AT)

    assert [row.counts for row in strict.example] == [row.counts for row in exact.example]
    assert strict.example[1].counts == (0, 38, 61, 3, 102)
    assert strict.example[1].shown == ("[c]", "40", "60", "[c]", "100")
    assert exact.example[1].shown == ("0", "[c]", "61", "[c]", "102")
    assert (strict.at_once, strict.from_at) == (True, AT)
    assert (exact.at_once, exact.from_at) == (False, NEXT_MONTH)
    assert exact.follows == ""


def test_what_is_to_follow_is_named_until_it_holds(shipped):
    put("survey-10")

    assert queries.disclosure_profile("csstats-2023", 1, ADMINISTRATOR, AT).follows == "survey-10"
    count(NEXT_MONTH)
    assert queries.disclosure_profile("csstats-2023", 1, ADMINISTRATOR, NEXT_MONTH).follows == ""


def test_a_profile_never_changes(shipped):
    with pytest.raises(IntegrityError, match="never change"), transaction.atomic():
        DisclosureProfile.objects.update(fewest=3)
    with pytest.raises(IntegrityError, match="never change"), transaction.atomic():
        ProfileInForce.objects.all().delete()


def test_shipped_versions_are_what_they_were():
    """A version that has been released is never edited: these are pinned, and a change is the next version."""
    assert {
        (one.slug, one.version): (
            one.rules.fewest, one.rules.fewest_for_mean, one.rules.hide_zero, one.rules.round_to, one.rules.secondary
        )
        for one in SHIPPED
    } == {
        ("csstats-2023", 1): (5, 10, True, 5, False),
        ("csstats-2022", 1): (30, 50, True, 10, False),
        ("csstats-2023-secondary", 1): (5, 10, True, 5, True),
        ("survey-10", 1): (10, 10, False, 1, True),
    }  # fmt: skip
