"""Many rows at once: what is written is what the ORM would have written, on both databases."""

import gc
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import IntegrityError, connection, transaction

from waymark.audit.models import Access
from waymark.kernel import bulk, triggers
from waymark.organisation.models import Grade, GradeBand, Organisation
from waymark.people.models import Appointment, Person, Post, RoleClaim

pytestmark = pytest.mark.django_db

SUMMER = datetime(2026, 7, 4, 9, 30, 15, 123456, tzinfo=UTC)


def raw(model, pk, columns):
    """Read a row past the ORM: two rows are alike only if the database holds the same."""
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM {model._meta.db_table} WHERE id = %s", [pk])
        return cursor.fetchone()


def attributes(row, columns):
    return tuple(getattr(row, column) for column in columns)


def assert_written_as_by_the_orm(model, columns, values):
    twin = model.objects.create(**dict(zip(columns, values, strict=True)))
    twin_raw = raw(model, twin.pk, columns)
    model.objects.filter(pk=twin.pk).delete()

    assert bulk.insert_rows(model, columns, [values]) == 1

    row = model.objects.get()
    assert attributes(row, columns) == values
    assert raw(model, row.pk, columns) == twin_raw
    model.objects.filter(pk=row.pk).delete()

    alone = bulk.insert_row(model, dict(zip(columns, values, strict=True)))

    assert model.objects.get().pk == alone
    assert raw(model, alone, columns) == twin_raw


@pytest.fixture
def post():
    organisation = Organisation.objects.create(
        uuid=uuid4(), slug="depot", name="Depot", kind=Organisation.Kind.UNIT, path="/1/"
    )
    return Post.objects.create(uuid=uuid4(), number="P1", title="Planner", organisation=organisation)


@pytest.fixture
def person():
    return Person.objects.create(uuid=uuid4(), staff_number="1", given_name="Ada", family_name="Lund", sort_key="lund")


@pytest.mark.parametrize(
    "filter",
    [
        {"grade": "G7", "tags": ["a", "é", "tab\t and \\ and \n"], "deep": {"n": 1.5, "none": None, "yes": True}},
        {},
        [],
        "text",
    ],
)
def test_json_uuid_datetime_boolean_text_and_null(filter):
    columns = ["uuid", "actor_account_id", "by_operator", "at", "purpose", "what", "ground", "filter"]
    values = (uuid4(), None, True, SUMMER, "development", 'O\'Neil\t\\N\n"quoted" – é', "", filter)

    with triggers.suspended(connection):
        assert_written_as_by_the_orm(Access, columns, values)


def test_date_decimal_and_foreign_keys(post, person):
    columns = ["person_id", "post_id", "from_on", "until_on", "fte"]

    for values in [
        (person.pk, post.pk, date(2020, 2, 29), None, Decimal("0.80")),
        (person.pk, post.pk, date(2020, 2, 29), date(2026, 1, 1), Decimal("1")),
    ]:
        assert_written_as_by_the_orm(Appointment, columns, values)
        Appointment.objects.all().delete()


def test_moments_that_may_be_null(person):
    columns = ["person_id", "role_level_id", "from_at", "until_at"]

    for until_at in (None, SUMMER + timedelta(days=1)):
        assert_written_as_by_the_orm(RoleClaim, columns, (person.pk, None, SUMMER, until_at))
        RoleClaim.objects.all().delete()


def test_a_choice_is_written_as_its_value():
    columns = ["uuid", "slug", "name", "kind", "parent_id", "path", "code"]

    bulk.insert_rows(Organisation, columns, [(uuid4(), "d", "D", Organisation.Kind.DEPARTMENT, None, "/1/", "")])

    assert Organisation.objects.get().kind == "department"


def test_a_moment_in_another_zone_is_the_same_moment():
    there = SUMMER.astimezone(timezone(timedelta(hours=5, minutes=30)))

    columns = ["uuid", "by_operator", "at", "purpose", "what", "ground", "filter"]
    bulk.insert_rows(Access, columns, [(uuid4(), False, there, "development", "list", "", {})])

    assert Access.objects.get(at=SUMMER).at == SUMMER


def test_a_moment_without_a_zone_is_refused():
    columns = ["uuid", "by_operator", "at", "purpose", "what", "ground", "filter"]

    with pytest.raises(ValueError, match="has no zone"), transaction.atomic():
        bulk.insert_rows(
            Access, columns, [(uuid4(), False, SUMMER.replace(tzinfo=None), "development", "list", "", {})]
        )

    assert not Access.objects.exists()


def test_null_in_a_json_column_is_null_in_the_database():
    columns = ["uuid", "by_operator", "at", "purpose", "what", "ground", "filter"]

    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert_rows(Access, columns, [(uuid4(), False, SUMMER, "development", "list", "", None)])


def test_a_broken_constraint_is_djangos_error_and_leaves_nothing():
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert_rows(GradeBand, ["slug", "name", "rank"], [("a", "A", 1), ("b", "B", 1)])

    assert not GradeBand.objects.exists()


def test_rows_are_consumed_once_and_counted():
    rows = ((f"band-{n}", f"Band {n}", n) for n in range(1, 1001))

    assert bulk.insert_rows(GradeBand, ["slug", "name", "rank"], rows) == 1000
    assert GradeBand.objects.count() == 1000


def test_no_rows_are_no_rows():
    assert bulk.insert_rows(GradeBand, ["slug", "name", "rank"], []) == 0


def test_a_column_that_is_not_there_is_named():
    with pytest.raises(FieldDoesNotExist, match=r"organisation\.GradeBand has no column 'colour'"):
        bulk.insert_rows(GradeBand, ["colour"], [])
    with pytest.raises(FieldDoesNotExist, match="no column 'band'"):
        bulk.insert_rows(Grade, ["band"], [])


def test_ids_given_by_hand_do_not_collide_with_the_next_row():
    first = bulk.next_id(GradeBand)
    bulk.insert_rows(GradeBand, ["id", "slug", "name", "rank"], [(first + n, f"b{n}", "B", n) for n in range(3)])
    bulk.move_sequence(GradeBand)

    later = GradeBand.objects.create(slug="later", name="Later", rank=99)

    assert later.pk == first + 3
    assert bulk.next_id(GradeBand) == first + 4


def test_an_empty_table_starts_somewhere():
    bulk.move_sequence(GradeBand)

    assert bulk.next_id(GradeBand) == 1
    assert GradeBand.objects.create(slug="a", name="A", rank=1).pk >= 1


def test_one_row_takes_one_query_and_says_its_id(django_assert_num_queries):
    with django_assert_num_queries(1):
        made = bulk.insert_row(GradeBand, {"slug": "middle", "name": "Middle", "rank": 1})

    assert GradeBand.objects.get(pk=made).slug == "middle"


def test_one_row_that_breaks_a_constraint_is_refused_by_the_database():
    bulk.insert_row(GradeBand, {"slug": "middle", "name": "Middle", "rank": 1})

    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert_row(GradeBand, {"slug": "middle", "name": "Middle", "rank": 2})


def test_one_row_with_a_moment_without_a_zone_is_a_fault():
    with pytest.raises(ValueError, match="has no zone"):
        bulk.insert_row(RoleClaim, {"person_id": 1, "from_at": SUMMER.replace(tzinfo=None)})


def test_many_rows_are_changed_each_to_values_of_its_own():
    bands = [GradeBand.objects.create(slug=str(n), name=f"Band {n}", rank=n) for n in range(1, 4)]

    assert bulk.update_rows(GradeBand, ("name", "rank"), [(bands[0].pk, "One", 10), (bands[2].pk, "Three", 30)]) == 2
    assert bulk.update_rows(GradeBand, ("name",), []) == 0

    assert list(GradeBand.objects.order_by("pk").values_list("name", "rank")) == [
        ("One", 10), ("Band 2", 2), ("Three", 30),
    ]  # fmt: skip


def test_days_shares_and_nothing_are_changed_as_the_orm_would(person, post):
    held = Appointment.objects.create(person=person, post=post, from_on=date(2026, 1, 1))

    bulk.update_rows(Appointment, ("until_on", "fte"), [(held.pk, date(2026, 2, 1), Decimal("0.50"))])
    held.refresh_from_db()
    assert (held.until_on, held.fte) == (date(2026, 2, 1), Decimal("0.50"))

    bulk.update_rows(Appointment, ("until_on",), [(held.pk, None)])
    held.refresh_from_db()
    assert held.until_on is None


def test_a_change_that_breaks_a_constraint_is_refused(person, post):
    held = Appointment.objects.create(person=person, post=post, from_on=date(2026, 1, 1))

    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.update_rows(Appointment, ("until_on",), [(held.pk, date(2025, 1, 1))])


def test_collecting_rarely_ends_as_it_began():
    before = gc.get_threshold()
    during = []

    def fail():
        with bulk.collecting_rarely():
            during.append(gc.get_threshold())
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert during[0][0] > before[0]
    assert gc.get_threshold() == before
