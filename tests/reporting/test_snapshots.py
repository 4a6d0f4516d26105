"""Counting once a month."""

from datetime import UTC, datetime

import pytest

from tests.reporting.conftest import employ, grade, snapshot
from waymark.audit.models import Entry
from waymark.kernel.errors import NotAllowed
from waymark.kernel.policy import PUBLIC
from waymark.reporting import commands
from waymark.reporting.models import DisclosureProfile, ObservedCount, Snapshot

FIRST_NIGHT = datetime(2026, 2, 1, 0, 20, tzinfo=UTC)


def test_it_counts_once_a_month_by_the_clock_of_the_site(weaver, departments):
    employ(3, weaver, departments["hall"], grade("SEO"))
    last_of_may = datetime(2026, 5, 31, 23, 30, tzinfo=UTC)  # it is June already in London

    assert snapshot(FIRST_NIGHT).posts == 3
    assert snapshot(datetime(2026, 2, 28, 23, 0, tzinfo=UTC)) is None
    assert snapshot(last_of_may).posts == 3
    assert snapshot(datetime(2026, 6, 1, 0, 20, tzinfo=UTC)) is None


def test_only_the_latest_counts_are_kept(weaver, departments):
    employ(3, weaver, departments["hall"], grade("SEO"))
    snapshot(FIRST_NIGHT)
    employ(5, weaver, departments["hall"], grade("G7"))

    snapshot(datetime(2026, 3, 1, 0, 20, tzinfo=UTC))

    assert [one.posts for one in Snapshot.objects.order_by("pk")] == [3, 8]
    assert set(ObservedCount.objects.values_list("snapshot_id", flat=True)) == {Snapshot.objects.latest("month").pk}


def test_a_site_without_a_mapped_post_waits_for_the_first(weaver, departments):
    assert snapshot(FIRST_NIGHT) is None
    assert not Snapshot.objects.exists()
    employ(3, weaver, departments["hall"], grade("SEO"))

    assert snapshot(FIRST_NIGHT.replace(day=2)).posts == 3


def test_it_leaves_one_entry_and_the_profiles_another(weaver, departments):
    employ(3, weaver, departments["hall"], grade("SEO"))
    snapshot(FIRST_NIGHT)

    kinds = list(Entry.objects.filter(kind__startswith="reporting.").order_by("pk").values_list("kind", flat=True))
    assert kinds == ["reporting.profiles.added", "reporting.snapshot.taken"]
    assert DisclosureProfile.objects.count() == 4


def test_nobody_but_the_site_counts(db):
    with pytest.raises(NotAllowed):
        commands.take_snapshot(actor=PUBLIC, at=FIRST_NIGHT)
    with pytest.raises(NotAllowed):
        commands.ensure_profiles(actor=PUBLIC, at=FIRST_NIGHT)
