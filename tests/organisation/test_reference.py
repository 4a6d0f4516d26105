"""Professions, regions, grade bands and grades."""

import pytest

from waymark.audit.models import Entry
from waymark.kernel.errors import NotAllowed, NotVisible
from waymark.kernel.ids import derived_uuid
from waymark.kernel.policy import PUBLIC
from waymark.organisation import commands, queries
from waymark.organisation.models import Organisation, Profession
from waymark.organisation.types import NewOrganisation

pytestmark = pytest.mark.django_db


def test_reference_data_holds_every_profession_region_band_and_grade(operator, noon):
    commands.ensure_reference(actor=operator, at=noon)

    professions = queries.professions()
    assert len(professions) == 31
    assert all(card.summary.endswith(".") for card in professions)
    assert [card.name for card in professions] == sorted((card.name for card in professions), key=str.casefold)
    assert len(queries.regions()) == 14
    assert [band.slug for band in queries.grade_bands()] == [
        "administrative", "executive-officer", "higher-and-senior-executive-officer", "grade-7-and-grade-6",
        "deputy-director", "director-and-above",
    ]  # fmt: skip
    grades = {grade.code: grade for grade in queries.grades()}
    assert list(grades) == ["AA", "AO", "EO", "HEO", "SEO", "G7", "G6", "PB1", "PB2", "PB3", "PS"]
    assert (grades["SEO"].band_rank, grades["SEO"].rank) == (3, 5)


def test_reference_data_is_added_once(operator, noon):
    commands.ensure_reference(actor=operator, at=noon)

    commands.ensure_reference(actor=operator, at=noon)

    assert len(queries.professions()) == 31
    assert Entry.objects.filter(kind="organisation.reference.added").count() == 1


def test_what_somebody_changed_since_is_left_as_it_is(operator, noon):
    commands.ensure_reference(actor=operator, at=noon)
    Profession.objects.filter(slug="policy").update(summary="Our own words.")
    Profession.objects.filter(slug="tax").delete()

    commands.ensure_reference(actor=operator, at=noon)

    assert queries.profession("policy").summary == "Our own words."
    assert queries.profession("tax").name == "Tax"


def test_a_profession_has_the_same_identity_everywhere(operator, noon):
    commands.ensure_reference(actor=operator, at=noon)

    card = queries.profession("digital-data-and-technology")

    assert card.uuid == derived_uuid("profession", "digital-data-and-technology")
    assert queries.profession_by_id(card.id) == card
    assert queries.profession_id("digital-data-and-technology") == card.id


def test_an_unknown_profession_is_not_there(db):
    with pytest.raises(NotVisible):
        queries.profession("alchemy")
    with pytest.raises(NotVisible):
        queries.profession_by_id(1)
    assert queries.profession_id("alchemy") is None


def test_only_an_operator_adds_reference_data(noon):
    with pytest.raises(NotAllowed, match="operator"):
        commands.ensure_reference(actor=PUBLIC, at=noon)

    assert not Profession.objects.exists()


def test_organisations_form_trees_whose_parts_are_ranges_of_paths(operator, noon):
    ids = commands.add_organisations(
        organisations=[
            NewOrganisation("ho", "Home Office", "department"),
            NewOrganisation("ho/digital", "Digital services", "unit", "ho"),
            NewOrganisation("defra", "Department for Farms", "department"),
            NewOrganisation("defra/digital", "Digital services", "unit", "defra"),
        ],
        actor=operator,
        at=noon,
    )

    part = Organisation.objects.get(pk=ids["ho/digital"])
    assert part.parent_id == ids["ho"]
    assert part.path == f"/{ids['ho']}/{ids['ho/digital']}/"
    assert [named.name for named in queries.organisations("department")] == ["Department for Farms", "Home Office"]
    assert len(set(Organisation.objects.values_list("slug", flat=True))) == 4
    assert Entry.objects.get().facts == {"organisations": 4}


def test_a_parent_that_does_not_come_first_is_refused_and_nothing_is_added(operator, noon):
    with pytest.raises(commands.ParentUnknown, match="Digital services"):
        commands.add_organisations(
            organisations=[
                NewOrganisation("ho", "Home Office", "department"),
                NewOrganisation("x", "Digital services", "unit", "elsewhere"),
            ],
            actor=operator,
            at=noon,
        )

    assert not Organisation.objects.exists()


def test_only_an_operator_adds_organisations(noon):
    with pytest.raises(NotAllowed):
        commands.add_organisations(organisations=[], actor=PUBLIC, at=noon)


def test_the_next_organisation_gets_an_id_of_its_own(operator, noon):
    commands.add_organisations(
        organisations=[NewOrganisation("ho", "Home Office", "department")], actor=operator, at=noon
    )

    later = Organisation.objects.create(
        uuid=derived_uuid("later"), slug="later", name="Later", kind="department", path="/x/"
    )

    assert later.pk != Organisation.objects.get(slug="home-office").pk


def test_lists_take_one_query_each(operator, noon, django_assert_num_queries):
    commands.ensure_reference(actor=operator, at=noon)

    for ask in (queries.professions, queries.grades, queries.grade_bands, queries.regions):
        with django_assert_num_queries(1):
            ask()
