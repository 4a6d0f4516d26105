"""Putting a group's entries in the place of its earlier ones."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from waymark.search import commands as search
from waymark.search import queries
from waymark.search.models import SearchEntry, fulltext
from waymark.search.types import Findable

pytestmark = pytest.mark.django_db

JANUARY, FEBRUARY, MARCH, APRIL = (datetime(2026, month, 1, tzinfo=UTC) for month in range(1, 5))


def put(group: str, *titles: str, from_at: datetime) -> int:
    things = [Findable(kind="role", url=f"/roles/{title}", title=title) for title in titles]
    return search.replace_group(group=group, findables=things, from_at=from_at)


def found(query: str, at: datetime) -> list[str]:
    return [hit.title for hit in queries.find(query, at=at).hits]


def test_the_new_entries_take_over_at_their_moment_and_other_groups_stay():
    put("guild", "Weaver of wool", from_at=JANUARY)
    put("others", "Weaver of nets", from_at=JANUARY)

    number = put("guild", "Weaver of silk", "Dyer", from_at=MARCH)

    assert number == 2
    assert found("weaver", FEBRUARY) == ["Weaver of nets", "Weaver of wool"]
    assert found("weaver", MARCH) == ["Weaver of nets", "Weaver of silk"]


def test_doing_it_twice_is_doing_it_once():
    put("guild", "Weaver", from_at=JANUARY)

    put("guild", "Weaver", from_at=MARCH)
    put("guild", "Weaver", from_at=MARCH)

    assert SearchEntry.objects.count() == 2
    assert found("weaver", APRIL) == ["Weaver"]


def test_an_older_version_published_afterwards_ends_where_the_newer_begins():
    put("guild", "Weaver, newer", from_at=MARCH)

    put("guild", "Weaver, older", from_at=JANUARY)

    assert found("weaver", FEBRUARY) == ["Weaver, older"]
    assert found("weaver", APRIL) == ["Weaver, newer"]


def test_a_version_published_between_two_others_stands_between_them():
    put("guild", "Weaver, first", from_at=JANUARY)
    put("guild", "Weaver, last", from_at=APRIL)

    put("guild", "Weaver, middle", from_at=MARCH)

    assert [found("weaver", at) for at in (FEBRUARY, MARCH, APRIL)] == [
        ["Weaver, first"],
        ["Weaver, middle"],
        ["Weaver, last"],
    ]


def test_nothing_at_all_takes_the_group_out():
    put("guild", "Weaver", from_at=JANUARY)

    put("guild", from_at=MARCH)

    assert (found("weaver", FEBRUARY), found("weaver", MARCH)) == (["Weaver"], [])


def test_the_index_follows_rows_that_change_or_go():
    put("guild", "Weaver", "Dyer", from_at=JANUARY)

    SearchEntry.objects.filter(title="Weaver").update(title="Spinner", words_title="spinner")
    SearchEntry.objects.filter(title="Dyer").delete()

    assert (found("weaver", FEBRUARY), found("spinner", FEBRUARY), found("dyer", FEBRUARY)) == ([], ["Spinner"], [])


def test_long_names_are_stored_as_far_as_they_go():
    long = Findable(kind="role", url="/roles/x", title="Weaver", context="x" * 1000, body="cloth " * 5000)

    search.replace_group(group="guild", findables=[long], from_at=JANUARY)

    assert found("cloth", FEBRUARY) == ["Weaver"]


@pytest.mark.django_db(transaction=True)
def test_the_index_stands_again_after_a_migration_that_rebuilds_its_table():
    put("guild", "Weaver", from_at=JANUARY)
    field = SearchEntry._meta.get_field("context")

    with connection.schema_editor() as editor:
        wider = field.clone()
        wider.max_length = 301
        wider.set_attributes_from_name("context")
        wider.model = SearchEntry
        editor.alter_field(SearchEntry, field, wider, strict=True)
        editor.alter_field(SearchEntry, wider, field, strict=True)
    fulltext.install(connection)
    put("guild", "Weaver of silk", from_at=MARCH)

    assert (found("weaver", FEBRUARY), found("silk", APRIL)) == (["Weaver"], ["Weaver of silk"])


@pytest.mark.django_db(transaction=True)
def test_the_index_can_be_taken_away_and_made_again():
    put("guild", "Weaver", from_at=JANUARY)

    fulltext.remove(connection)
    fulltext.install(connection)
    fulltext.rebuild(connection)

    assert found("weav", FEBRUARY) == ["Weaver"]
