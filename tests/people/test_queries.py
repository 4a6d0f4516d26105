"""Who someone is and where they work."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.people.conftest import identity
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import PUBLIC, Actor
from waymark.people import queries
from waymark.people.models import Appointment, Post
from waymark.people.types import SimilarPosts


def test_a_card_says_who_someone_is_and_where_they_work(place, noon):
    card = queries.card(place.ben, noon)

    assert (card.name, card.given_name, card.staff_number) == ("Ben Okafor", "Ben", "S1")
    assert (card.post_title, card.grade_code, card.grade_name, card.band_rank) == (
        "Data engineer", "SEO", "Senior executive officer", 3,
    )  # fmt: skip
    assert (card.organisation_name, card.department_name) == ("Digital services", "Home Office")
    assert (card.region_name, card.manager_name, card.since) == ("London", "Ada Patel", date(2026, 1, 1))
    assert (card.post_profession_id, card.main_profession_id) == (place.digital, place.digital)
    assert (card.main_profession_name, card.main_profession_slug) == (
        "Digital, Data and Technology", "digital-data-and-technology",
    )  # fmt: skip
    assert (card.mapped_role_level_id, card.claimed, card.role_level_id) == (
        place.levels.engineer, False, place.levels.engineer,
    )  # fmt: skip


def test_what_the_feed_does_not_say_is_empty(place, noon):
    card = queries.card(place.ada, noon)

    assert (card.manager_name, card.main_profession_id, card.main_profession_name) == ("", None, "")
    assert card.role_level_id is None


def test_before_their_first_day_a_person_holds_no_post(place, noon):
    card = queries.card(place.ben, datetime(2025, 12, 1, tzinfo=UTC))

    assert (card.post_id, card.post_title, card.department_name, card.manager_name) == (None, "", "", "")
    assert card.main_profession_id is None


def test_periods_end_before_their_last_day(place, noon):
    assert queries.card(place.cat, datetime(2026, 2, 28, 12, tzinfo=UTC)).manager_name == "Ada Patel"
    assert queries.card(place.cat, datetime(2026, 3, 1, 12, tzinfo=UTC)).manager_name == "Dan Kaur"


def test_not_sure_is_a_claim_and_stands_before_the_mapping(place, noon):
    card = queries.card(place.cat, noon)

    assert (card.claimed, card.claimed_role_level_id, card.role_level_id) == (True, None, None)
    assert not queries.card(place.cat, datetime(2026, 1, 15, tzinfo=UTC)).claimed


def test_of_two_posts_the_bigger_one_stands_for_someones_work(place, noon):
    other = Post.objects.create(uuid=identity("part"), number="PX", title="Trainer", organisation_id=place.bodies["ho"])
    Appointment.objects.create(person_id=place.ben, post=other, from_on=date(2026, 1, 1), fte=Decimal("0.20"))

    assert queries.card(place.ben, noon).post_title == "Data engineer"


def test_an_account_leads_to_its_person_in_one_query(place, noon, django_assert_num_queries):
    with django_assert_num_queries(1):
        card = queries.person_of_account(place.account, noon)

    assert card is not None
    assert card.id == place.ben


def test_an_account_may_belong_to_nobody(place, noon):
    assert queries.person_of_account(place.account + 1, noon) is None


def test_an_operator_finds_a_person_by_staff_number_uuid_or_demo_key(place, noon, operator):
    for key in ("S1", str(identity("person 1")), "individual"):
        assert queries.person(key, noon, operator).id == place.ben


def test_people_find_themselves_and_their_manager_finds_them(place, noon):
    assert queries.person("S1", noon, Actor(person_id=place.ben)).id == place.ben
    assert queries.person("S1", noon, Actor(person_id=place.ada)).id == place.ben


@pytest.mark.parametrize("key", ["S0", "nobody", str(identity("nobody"))])
def test_the_hidden_and_the_missing_look_the_same(place, noon, key):
    with pytest.raises(NotVisible):
        queries.person(key, noon, Actor(person_id=place.ben))


def test_whoever_managed_someone_once_sees_them_no_more(place, noon):
    assert queries.person("S2", noon - timedelta(days=10), Actor(person_id=place.ada)).id == place.cat
    with pytest.raises(NotVisible):
        queries.person("S2", noon, Actor(person_id=place.ada))


def test_in_sight_are_oneself_and_the_people_one_manages_now(place, noon, django_assert_num_queries):
    with django_assert_num_queries(1):
        seen = set(queries.in_sight(Actor(person_id=place.ada), noon).values_list("pk", flat=True))

    assert seen == {place.ada, place.ben}
    assert not queries.in_sight(PUBLIC, noon).exists()


def test_similar_posts_say_what_most_of_them_were_mapped_to(place, noon, django_assert_num_queries):
    for number, role_level_id in enumerate([place.levels.engineer, place.levels.senior]):
        Post.objects.create(
            uuid=identity(f"vacancy {number}"), number=f"V{number}", title="Data engineer",
            organisation_id=place.bodies["agency"], role_level_id=role_level_id,
        )  # fmt: skip

    with django_assert_num_queries(1):
        similar = queries.similar_posts(place.ben, noon)

    assert similar == SimilarPosts("Data engineer", 3, place.levels.engineer, 2)


def test_similar_posts_are_those_of_ones_own_department(place, noon):
    assert queries.similar_posts(place.eve, noon) == SimilarPosts("Data engineer", 1, place.levels.senior, 1)


def test_ones_own_post_is_not_a_similar_one(place, noon):
    assert queries.similar_posts(place.dan, noon) is None


def test_a_title_that_nobody_mapped_has_no_similar_posts(place, noon):
    assert queries.similar_posts(place.ada, noon) is None
    assert queries.similar_posts(place.eve, datetime(2025, 1, 1, tzinfo=UTC)) is None


def test_names_come_by_id_and_nobody_is_left_out(place, django_assert_num_queries):
    with django_assert_num_queries(1):
        names = queries.names([place.ada, place.ben, place.ada, 10**6])

    assert names == {place.ada: "Ada Patel", place.ben: "Ben Okafor"}


def test_contacts_follow_the_order_of_the_accounts(place, django_assert_num_queries):
    with django_assert_num_queries(1):
        contacts = queries.contacts([place.account, place.account + 7])

    assert [(contact.name, contact.post_title) for contact in contacts] == [("Ben Okafor", "Data engineer")]
