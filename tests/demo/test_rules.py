"""The margins that ship with us, the titles, the names and the sizes."""

import json
from importlib.resources import files

import numpy as np
import pytest

from waymark.demo.commands.workforce import draw, published
from waymark.demo.rules import sizes
from waymark.demo.rules.cast import PARTS
from waymark.demo.rules.ladders import commonest_first, fitting
from waymark.demo.rules.names import NAME_GROUPS
from waymark.demo.rules.titles import team_name, titles
from waymark.kernel.ids import slugify
from waymark.organisation.rules import GRADES, PROFESSIONS, REGIONS
from waymark_engine import population

RANKS = {code: rank for rank, (code, _, _) in enumerate(GRADES, 1)} | {"": 0}
DIGITAL = "Digital, Data and Technology"


def test_the_margins_name_their_source_and_their_licence():
    about = " ".join(json.loads(files("waymark.demo").joinpath("margins.json").read_text("utf-8"))["about"])

    assert "Cabinet Office" in about
    assert "Open Government Licence v3.0" in about


def test_the_margins_agree_with_each_other():
    known = published().margins

    totals = [known.organisation.sum(), known.profession.sum(), known.band.sum(), known.region.sum()]
    assert max(totals) - min(totals) < 100
    assert totals[1] == 510_120
    assert len(published().departments) == 38


def test_every_profession_and_region_of_the_margins_is_known_or_unknown_on_purpose():
    known = {slugify(name) for name, _ in PROFESSIONS}

    assert {name for name in published().professions if slugify(name) not in known} == {"Other", "Unknown"}
    assert set(published().regions) == {name for _, name in REGIONS}


def test_twenty_thousand_people_follow_the_published_margins():
    drawn = draw(20_000, 1, RANKS, DIGITAL)

    known = drawn.published.margins
    for axis, target, tolerance in (
        (drawn.organisation, known.organisation, 3),
        (drawn.profession, known.profession, 25),
        (drawn.region, known.region, 50),
    ):
        due = target / target.sum() * 20_000
        assert np.abs(np.bincount(axis, minlength=len(target)) - due).max() < tolerance


def test_a_published_pair_of_organisation_and_profession_is_met_to_within_rounding():
    known = published().margins

    cells = population.fit(known)

    apart = np.abs(cells.sum(axis=(2, 3)) - known.organisation_profession).sum() / cells.sum()
    assert apart < 0.01


@pytest.mark.parametrize(("people", "departments"), [(200, 4), (500, 6), (2_000, 10), (10_000, 20), (20_000, 38)])
def test_a_small_demo_has_few_departments_with_teams_in_them(people, departments):
    drawn = draw(people, 1, RANKS, DIGITAL)

    assert len(set(drawn.department)) == departments
    assert np.bincount(drawn.teams.unit).mean() > 12


@pytest.mark.parametrize("people", [200, 500, 3_000])
def test_a_small_demo_has_enough_digital_people(people):
    drawn = draw(people, 1, RANKS, DIGITAL)

    digital = (drawn.profession == drawn.published.professions.index(DIGITAL)).sum()
    assert digital >= sizes.least_digital_share(people) * people * 0.95


@pytest.mark.parametrize("profession", ["", *(slugify(name) for name, _ in PROFESSIONS)])
def test_every_profession_has_titles_at_every_grade(profession):
    for code in RANKS:
        found = titles(profession, code)

        assert found
        assert all(title == title.strip() and title[0].isupper() for title in found)


def test_teams_of_one_organisation_have_names_of_their_own():
    for profession in ("", "policy", "geography"):
        found = [team_name(profession, "Geography", number) for number in range(40)]

        assert len(set(found)) == 40


def test_names_are_listed_once_in_each_group():
    for group in NAME_GROUPS:
        assert len(set(group.given)) == len(group.given)
        assert len(set(group.family)) == len(group.family)
    assert sum(group.weight for group in NAME_GROUPS) == pytest.approx(1)


def test_the_cast_is_the_kinds_of_user():
    assert [part.key for part in PARTS] == [
        "individual", "manager", "assessor", "moderator", "department-head-of-profession", "head-of-profession",
        "hr-director", "academy-lead", "vacancy-holder", "workforce-planner", "communications-lead", "facilitator",
        "administrator", "second-administrator", "framework-author", "framework-reviewer", "auditor",
        "data-protection-officer",
    ]  # fmt: skip


def test_a_grade_named_by_a_role_level_counts_before_its_rung():
    ladder = [(1, "AO, EO"), (2, "EO"), (3, "HEO"), (3, "SEO"), (6, "SCS2")]

    assert fitting("EO", ladder) == (0, 1)
    assert fitting("SEO", ladder) == (3,)
    assert fitting("PB2", ladder) == (4,)


def test_without_a_hint_the_nearest_rung_suits():
    ladder = [(1, ""), (3, ""), (4, ""), (4, "")]

    assert fitting("SEO", ladder) == (2, 3)
    assert fitting("G6", ladder) == (2, 3)
    assert fitting("", ladder) == (0, 1)


def test_nothing_suits_a_director_unless_a_role_level_says_so():
    assert fitting("PB1", [(6, "G6")]) == ()
    assert fitting("HEO", []) == ()


def test_common_roles_come_first_whatever_framework_they_are_in():
    slugs = ["architect", "user-researcher", "data-engineer-government-digital-and-data"]

    assert sorted(slugs, key=commonest_first) == [slugs[2], slugs[1], slugs[0]]
