"""Lists of reference data: what a site begins with, and what administrators add, put right and end."""

import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.organisation.trees import NOW, TODAY, asked, day, make, plant
from tests.shared import SHARED, needs_shared
from waymark.audit.models import Entry
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR, Actor, Duty
from waymark.organisation import commands, queries, rules
from waymark.organisation.models import Region
from waymark.organisation.types import ListKind, NewGrade

pytestmark = pytest.mark.django_db
ADMINISTRATOR = Actor(account_id=7, duties=(Duty("administrator", 1),))
STRANGERS = [Actor(account_id=3), Actor(account_id=4, duties=(Duty("hr-director", 1),))]


@pytest.fixture
def reference():
    commands.ensure_reference(actor=OPERATOR, at=NOW)


def names(kind, **which):
    return [one.name for one in queries.items(kind, **which)]


def test_a_site_begins_with_specialisms_functions_and_locations(reference):
    assert names(ListKind.FUNCTION)[:3] == ["Analysis", "Commercial", "Communications"]
    digital = queries.profession_id("digital-data-and-technology")
    assert "User research" in names(ListKind.SPECIALISM, of_id=digital)
    wales = next(region for region in queries.items(ListKind.REGION) if region.name == "Wales")
    assert [(one.code, one.name) for one in queries.items(ListKind.LOCATION, of_id=wales.id)] == [
        ("TLL2", "East Wales"), ("TLL1", "West Wales and The Valleys"),
    ]  # fmt: skip
    assert all(one.code.startswith(dict(_region_codes())[one.of_id]) for one in queries.items(ListKind.LOCATION))


def _region_codes():
    return [(one.id, one.code) for one in queries.items(ListKind.REGION)]


@needs_shared
def test_the_lists_are_those_of_the_statistics():
    published = json.loads((SHARED / "data" / "uk-cs-reference" / "reference.json").read_text("utf-8"))

    assert {row["name"] for row in published["functions_2022"]} == set(rules.FUNCTIONS)
    areas = {row["itl2"] for row in published["subregions_itl2_2022"]} - {"Overseas", "Unknown"}
    assert areas == {name for _region, _code, name in rules.LOCATIONS}
    assert {row["code"] for row in published["grades"]} == {code for code, _name, _band in rules.GRADES}


def test_something_is_added_from_a_day_on(reference):
    region = queries.items(ListKind.REGION)[0]

    commands.add_item(
        kind=ListKind.LOCATION, name="Harbour House", of_id=region.id, from_on=TODAY, actor=ADMINISTRATOR, at=NOW
    )

    assert "Harbour House" in names(ListKind.LOCATION, day=TODAY)
    assert "Harbour House" not in names(ListKind.LOCATION, day=TODAY - timedelta(days=1))
    assert Entry.objects.get(kind="organisation.item.added").actor_account_id == 7


@pytest.mark.parametrize("kind", [ListKind.FUNCTION, ListKind.PROFESSION, ListKind.REGION])
def test_something_ends_on_a_day_and_stays_on_record(reference, kind):
    pk = commands.add_item(kind=kind, name="Estates", from_on=date(2026, 1, 1), actor=ADMINISTRATOR, at=NOW)

    commands.end_item(reason="It is so now.", kind=kind, item_id=pk, until_on=TODAY, actor=ADMINISTRATOR, at=NOW)

    assert "Estates" not in names(kind, day=TODAY)
    assert "Estates" in names(kind, day=TODAY - timedelta(days=1))
    assert names(kind)[-1] == "Estates"


def test_a_name_is_put_right_and_the_address_stays(reference):
    pk = queries.profession_id("tax")

    commands.change_item(
        reason="It is so now.", kind=ListKind.PROFESSION, item_id=pk, name="Taxation", actor=ADMINISTRATOR, at=NOW
    )

    assert queries.profession("tax").name == "Taxation"
    assert Entry.objects.get(kind="organisation.item.changed").facts["before"]["name"] == "Tax"


def test_what_does_not_do_is_refused_in_words(reference):
    add = {"kind": ListKind.FUNCTION, "from_on": TODAY, "actor": ADMINISTRATOR, "at": NOW}
    with pytest.raises(commands.NameTaken, match="in the list already"):
        commands.add_item(name=" property ", **add)
    with pytest.raises(commands.Incomplete, match="Enter a name"):
        commands.add_item(name=" ", **add)
    with pytest.raises(commands.CodeTaken, match="North East"):
        commands.add_item(name="Another", code="tlc", **(add | {"kind": ListKind.REGION}))
    with pytest.raises(NotVisible):
        commands.add_item(name="Of nothing", of_id=99_999, **(add | {"kind": ListKind.SPECIALISM}))
    pk = commands.add_item(name="Estates", **add)
    with pytest.raises(commands.DatesBackwards, match="15 June 2026"):
        commands.end_item(
            reason="It is so now.", kind=ListKind.FUNCTION, item_id=pk, until_on=TODAY, actor=ADMINISTRATOR, at=NOW
        )


def test_an_organisation_has_grades_of_its_own_that_bands_make_equivalent(reference):
    tree = plant()
    bands = {band.slug: band.id for band in queries.grade_bands()}
    grades = [
        NewGrade("B1", "Band 1", bands["administrative"]),
        NewGrade("B2", "Band 2", bands["grade-7-and-grade-6"]),
        NewGrade("B3", "Band 3", None),
    ]

    commands.add_grades(organisation_id=tree["farms"], grades=grades, from_on=TODAY, actor=ADMINISTRATOR, at=NOW)

    common, own = queries.schemes(TODAY)
    assert common.organisation is None
    assert own.organisation.name == "Department for Farms"
    assert [(one.code, one.band_name) for one in own.grades] == [
        ("B1", "Administrative"), ("B2", "Grade 7 and grade 6"), ("B3", ""),
    ]  # fmt: skip
    assert [scheme.organisation for scheme in queries.schemes(TODAY - timedelta(days=1))] == [None]
    assert {grade.code for grade in queries.grades()} == {one.code for one in common.grades}


def test_a_second_scheme_waits_for_the_end_of_the_first(reference):
    tree = plant()
    give = {"organisation_id": tree["farms"], "actor": ADMINISTRATOR, "at": NOW}
    (pk,) = commands.add_grades(grades=[NewGrade("B1", "Band 1", None)], from_on=TODAY, **give)

    later = TODAY + timedelta(days=9)
    with pytest.raises(commands.SchemeThere):
        commands.add_grades(grades=[NewGrade("C1", "Level 1", None)], from_on=later, **give)
    commands.end_item(
        reason="It is so now.", kind=ListKind.GRADE, item_id=pk, until_on=later, actor=ADMINISTRATOR, at=NOW
    )
    with pytest.raises(commands.Incomplete):
        commands.add_grades(grades=[], from_on=later, **give)
    with pytest.raises(commands.CodeTaken):
        commands.add_grades(
            grades=[NewGrade("b1", "Level 1", None), NewGrade("B1", "Level 2", None)], from_on=later, **give
        )
    commands.add_grades(
        grades=[NewGrade("B1", "Level 1", None), NewGrade("C1", "Level 2", None)], from_on=later, **give
    )

    assert [one.code for one in queries.schemes(later)[1].grades] == ["B1", "C1"]


@pytest.mark.parametrize("actor", STRANGERS)
def test_nobody_else_keeps_the_lists(reference, actor):
    tree = plant()
    with pytest.raises(NotVisible):
        commands.add_item(kind=ListKind.FUNCTION, name="Fun", from_on=TODAY, actor=actor, at=NOW)
    with pytest.raises(NotVisible):
        commands.change_item(reason="It is so now.", kind=ListKind.FUNCTION, item_id=1, name="Fun", actor=actor, at=NOW)
    with pytest.raises(NotVisible):
        commands.end_item(
            reason="It is so now.", kind=ListKind.FUNCTION, item_id=1, until_on=TODAY, actor=actor, at=NOW
        )
    with pytest.raises(NotVisible):
        commands.add_grades(
            organisation_id=tree["farms"], grades=[NewGrade("B1", "Band 1", None)], from_on=TODAY, actor=actor, at=NOW
        )


def own_grades(body_id, *codes):
    commands.add_grades(
        organisation_id=body_id, grades=[NewGrade(code, f"Level {code}", None) for code in codes],
        from_on=TODAY - timedelta(days=30), actor=ADMINISTRATOR, at=NOW,
    )  # fmt: skip


def grades_for(tree, key):
    """Return the codes that a file of a body may name, without the common ones."""
    common = {grade.code for grade in queries.grades()}
    return [one.code for one in queries.grade_names(queries.path_of(tree[key])) if one.code not in common]


def test_an_agency_uses_the_grades_of_what_it_is_part_of_after_its_own(reference):
    tree = plant()
    own_grades(tree["farms"], "F1", "X")
    own_grades(tree["rivers"], "R1", "X")
    own_grades(tree["trade"], "T1")

    assert grades_for(tree, "rivers") == ["R1", "X", "F1", "X"]
    assert grades_for(tree, "locks") == ["R1", "X", "F1", "X"]
    assert set(grades_for(tree, "farms")) == {"F1", "X", "R1"}
    first = next(one for one in queries.grade_names(queries.path_of(tree["rivers"])) if one.code == "X")
    assert queries.item(ListKind.GRADE, first.id).of_name == "Rivers Agency"


def test_grades_are_understood_after_a_merger_and_a_move(reference, django_assert_max_num_queries):
    tree = plant()
    own_grades(tree["farms"], "F1", "F2")
    own_grades(tree["trade"], "T1", "f1")
    assert queries.impact_of(asked("merge", tree["farms"], into_id=tree["trade"])).same_grades in {("F1",), ("f1",)}
    make("move", tree["rivers"], parent_id=None, on=day(3))
    assert grades_for(tree, "rivers") == ["F1", "F2"]

    make("merge", tree["farms"], into_id=tree["ports"], on=day(5))
    make("merge", tree["ports"], into_id=tree["trade"], on=day(7))

    assert grades_for(tree, "trade") == ["T1", "f1", "F1", "F2"]
    path = queries.path_of(tree["trade"])
    with django_assert_max_num_queries(4):
        queries.grade_names(path)


def put_right(pk, name, code, kind=ListKind.GRADE, **more):
    commands.change_item(
        kind=kind, item_id=pk, name=name, code=code, reason="It is so.", actor=ADMINISTRATOR, at=NOW, **more
    )


def end(kind, pk, until_on, **more):
    commands.end_item(kind=kind, item_id=pk, until_on=until_on, reason="No more.", actor=ADMINISTRATOR, at=NOW, **more)


def test_one_grade_is_added_to_a_scheme_at_its_rank(reference):
    tree = plant()
    give = {"actor": ADMINISTRATOR, "at": NOW, "from_on": TODAY}
    first, second = commands.add_grades(
        organisation_id=tree["farms"], grades=[NewGrade("B1", "Band 1", None), NewGrade("B3", "Band 3", None)], **give
    )
    new = NewGrade("B2", "Band 2", None)

    commands.add_grade(organisation_id=tree["farms"], grade=new, above_id=first, **give)
    commands.add_grade(organisation_id=tree["farms"], grade=NewGrade("B0", "Band 0", None), above_id=None, **give)
    hunt = next(one for one in queries.items(ListKind.GRADE) if one.code == "HEO")
    commands.add_grade(
        organisation_id=None, grade=NewGrade("HEO+", "Higher still", hunt.band_id), above_id=hunt.id, **give
    )

    common, own = queries.schemes(TODAY)
    assert [one.code for one in own.grades] == ["B0", "B1", "B2", "B3"]
    codes = [one.code for one in common.grades]
    assert codes[codes.index("HEO") : codes.index("HEO") + 3] == ["HEO", "HEO+", "SEO"]
    assert [one.code for one in queries.schemes(TODAY - timedelta(days=1))[0].grades] == [
        one for one in codes if one != "HEO+"
    ]
    with pytest.raises(commands.CodeTaken):
        commands.add_grade(
            organisation_id=tree["farms"], grade=NewGrade("b2", "Another", None), above_id=second, **give
        )
    for where in ({"organisation_id": tree["trade"], "above_id": None}, {"organisation_id": None, "above_id": second}):
        with pytest.raises(NotVisible):
            commands.add_grade(grade=NewGrade("Z", "Last", None), **where, **give)


def test_a_code_is_free_again_from_the_day_its_grade_has_ended(reference):
    tree = plant()
    give = {"organisation_id": tree["farms"], "actor": ADMINISTRATOR, "at": NOW}
    first, second = commands.add_grades(
        grades=[NewGrade("B1", "Band 1", None), NewGrade("B2", "Band 2", None)], from_on=day(1), **give
    )
    end(ListKind.GRADE, first, day(10))

    with pytest.raises(commands.CodeTaken):
        put_right(second, "Band 2", "B1")
    with pytest.raises(commands.CodeTaken):
        commands.add_grade(grade=NewGrade("b1", "Another", None), above_id=None, from_on=day(9), **give)
    commands.add_grade(grade=NewGrade("B1", "Another", None), above_id=second, from_on=day(10), **give)
    with pytest.raises(commands.CodeTaken):
        end(ListKind.GRADE, first, None)
    with pytest.raises(commands.CodeTaken):
        end(ListKind.GRADE, first, day(11))

    for on, name in ((day(9), "Band 1"), (day(10), "Another")):
        (one,) = (one for one in queries.items(ListKind.GRADE, day=on, of_id=tree["farms"]) if one.code == "B1")
        assert one.name == name


def test_nothing_is_in_a_list_twice_on_any_day(reference):
    london = next(one for one in queries.items(ListKind.REGION) if one.name == "London")
    end(ListKind.REGION, london.id, TODAY + timedelta(days=200))
    add = {"kind": ListKind.REGION, "name": "London", "code": "TLI", "actor": ADMINISTRATOR, "at": NOW}

    with pytest.raises(commands.NameTaken):
        commands.add_item(from_on=TODAY, **add)
    commands.add_item(from_on=TODAY + timedelta(days=200), **add)
    with pytest.raises(commands.NameTaken):
        end(ListKind.REGION, london.id, None)
    end(ListKind.REGION, london.id, TODAY + timedelta(days=100))

    with pytest.raises(IntegrityError), transaction.atomic():
        Region.objects.filter(pk=london.id).update(until_on=None)


def test_of_two_who_change_a_thing_the_second_looks_again(reference):
    pk = queries.items(ListKind.FUNCTION)[0].id
    seen = queries.item(ListKind.FUNCTION, pk).seen
    put_right(pk, "Reckoning", "", kind=ListKind.FUNCTION, seen=seen)

    for change in (
        lambda: put_right(pk, "Counting", "", kind=ListKind.FUNCTION, seen=seen),
        lambda: end(ListKind.FUNCTION, pk, TODAY, seen=seen),
    ):
        with pytest.raises(commands.ItemChanged, match="Somebody else has changed"):
            change()

    assert queries.item(ListKind.FUNCTION, pk).name == "Reckoning"
    with pytest.raises(commands.Incomplete, match="why"):
        commands.end_item(kind=ListKind.FUNCTION, item_id=pk, until_on=TODAY, reason=" ", actor=ADMINISTRATOR, at=NOW)
    assert Entry.objects.get(kind="organisation.item.changed").reason == "It is so."


def test_what_is_offered_is_what_holds_that_day(reference):
    tax, region = queries.profession_id("tax"), queries.regions()[0]
    end(ListKind.PROFESSION, tax, TODAY)
    end(ListKind.REGION, region.id, TODAY)
    later = TODAY + timedelta(days=3)
    for kind in (ListKind.PROFESSION, ListKind.REGION):
        commands.add_item(kind=kind, name="Tomorrow", from_on=later, actor=ADMINISTRATOR, at=NOW)

    for ask, gone in ((queries.professions, "Tax"), (queries.regions, region.name)):
        assert {gone, "Tomorrow"} <= {one.name for one in ask()}
        assert not {gone, "Tomorrow"} & {one.name for one in ask(TODAY)}
        assert "Tomorrow" in {one.name for one in ask(later)}
        assert gone in {one.name for one in ask(TODAY - timedelta(days=1))}
