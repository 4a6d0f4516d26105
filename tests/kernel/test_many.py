"""``in`` with many values finds what it finds with few, on both databases, and PostgreSQL is asked with one array."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F, Q, Value
from django.test.utils import CaptureQueriesContext

from waymark.kernel.many import MANY
from waymark.organisation.models import Organisation
from waymark.people.models import Person, Post

pytestmark = pytest.mark.django_db

MORE = 3 * MANY


@pytest.fixture
def people():
    Person.objects.bulk_create(
        Person(uuid=uuid4(), staff_number=f"N{n}", given_name="O'Ne\"il", family_name="{a,b}\\", sort_key=f"{n}")
        for n in range(MORE)
    )
    return list(Person.objects.order_by("pk"))


def found(condition):
    return set(Person.objects.filter(condition).values_list("pk", flat=True))


def test_numbers_texts_and_uuids_are_found(people):
    some = people[::2]
    wanted = {one.pk for one in some}
    assert len(some) >= MANY
    assert found(Q(pk__in=[one.pk for one in some])) == wanted
    assert found(Q(pk__in={one.pk for one in some})) == wanted
    assert found(Q(pk__in=tuple(str(one.pk) for one in some))) == wanted
    assert found(Q(staff_number__in=[one.staff_number for one in some])) == wanted
    assert found(Q(uuid__in=[one.uuid for one in some])) == wanted
    assert found(Q(uuid__in=[str(one.uuid) for one in some])) == wanted


def test_what_is_left_out_is_all_the_others(people):
    some = people[::2]
    assert set(Person.objects.exclude(pk__in=[one.pk for one in some])) == set(people) - set(some)


def test_texts_are_taken_as_they_are(people):
    texts = [f"x{n}" for n in range(MANY)]
    assert found(Q(family_name__in=[*texts, "{a,b}\\"])) == {one.pk for one in people}
    assert found(Q(given_name__in=[*texts, "O'Ne\"il"])) == {one.pk for one in people}
    assert found(Q(given_name__in=[*texts, "NULL", "a"])) == set()


def test_nothing_and_twice_change_nothing(people):
    some = [one.pk for one in people[::2]]
    assert found(Q(pk__in=[*some, None, *some])) == set(some)
    assert found(Q(pk__in=[None] * MORE)) == set()
    assert found(Q(pk__in=[])) == set()


def test_foreign_keys_are_found_by_ids_and_by_rows(people):
    now = datetime(2026, 1, 1, tzinfo=UTC)
    top = Organisation.objects.create(uuid=uuid4(), slug="top", name="Top", kind="department", path="/0/", from_on=now)
    posts = Post.objects.bulk_create(
        Post(uuid=uuid4(), number=f"P{n}", title="Analyst", organisation=top) for n in range(3)
    )
    ids = [top.pk, *range(10**6, 10**6 + MANY)]
    assert set(Post.objects.filter(organisation_id__in=ids)) == set(posts)
    assert set(Post.objects.filter(organisation__in=ids)) == set(posts)
    assert set(Post.objects.filter(organisation__slug__in=["top", *map(str, ids)])) == set(posts)
    assert set(Post.objects.filter(organisation__in=[top] * MORE)) == set(posts)


def test_expressions_go_the_usual_way(people):
    values = [F("pk"), *(one.pk for one in people[:MANY])]
    assert found(Q(pk__in=values)) == {one.pk for one in people}
    assert found(Q(pk__in=[Value(people[0].pk), *range(10**6, 10**6 + MANY)])) == {people[0].pk}


def test_a_value_that_is_none_of_the_column_is_refused_as_before(people):
    with pytest.raises(ValueError, match="id"):
        found(Q(pk__in=["many", *range(MORE)]))
    with pytest.raises(ValidationError):
        found(Q(uuid__in=["none"] * MORE))


def test_postgresql_gets_one_array(people):
    few, many = people[: MANY - 1], people[:MANY]
    for some, arrays in ((few, 0), (many, 1)):
        with CaptureQueriesContext(connection) as asked:
            found(Q(pk__in=[one.pk for one in some]))
        (query,) = asked.captured_queries
        assert query["sql"].count("ANY(") == (arrays if connection.vendor == "postgresql" else 0)
