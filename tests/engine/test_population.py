"""A workforce drawn from margins."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark_engine import population
from waymark_engine.population import NOBODY, EmptyPopulation, Margins


def margins(seed: int = 0, organisations: int = 12, professions: int = 5, bands: int = 4, regions: int = 6) -> Margins:
    """Margins of an invented workforce whose tables agree with each other."""
    rng = np.random.default_rng(seed)
    cells = rng.gamma(0.4, 400.0, (organisations, professions, bands, regions))
    department_of = (np.arange(organisations) // 3).astype(np.int32)
    in_departments = np.zeros((department_of.max() + 1, regions))
    np.add.at(in_departments, department_of, cells.sum(axis=(1, 2)))
    return Margins(
        department_of=department_of,
        organisation=cells.sum(axis=(1, 2, 3)),
        profession=cells.sum(axis=(0, 2, 3)),
        band=cells.sum(axis=(0, 1, 3)),
        region=cells.sum(axis=(0, 1, 2)),
        organisation_profession=cells.sum(axis=(2, 3)),
        organisation_band=cells.sum(axis=(1, 3)),
        profession_band=cells.sum(axis=(0, 3)),
        department_region=in_departments,
        profession_region=cells.sum(axis=(0, 2)),
    )


def workforce(people: int, seed: int = 1):
    given_margins = margins()
    rng = np.random.default_rng(seed)
    drawn = population.draw(population.fit(given_margins), people, rng)
    grade = population.grades(drawn.band, [[(1, 1.0)], [(2, 0.6), (3, 0.4)], [(4, 1.0)], [(0, 1.0)]], rng)
    teams = population.teams(drawn.organisation, drawn.profession, drawn.region, rng)
    department = given_margins.department_of[drawn.organisation]
    manager = population.managers(teams.unit, drawn.organisation, department, grade, rng)
    return drawn, grade, teams, department, manager


def test_fitted_cells_meet_every_margin():
    known = margins()

    cells = population.fit(known)

    assert cells.min() >= 0
    for axes, target in (
        ((1, 2, 3), known.organisation),
        ((0, 2, 3), known.profession),
        ((0, 1, 3), known.band),
        ((0, 1, 2), known.region),
    ):
        assert cells.sum(axis=axes) == pytest.approx(target, rel=1e-3)


def test_nobody_is_put_where_the_tables_say_nobody_is():
    known = margins()
    known.organisation_profession[3, 2] = 0

    cells = population.fit(known)

    assert cells[3, 2].sum() == 0


def test_a_draw_of_twenty_thousand_keeps_the_margins():
    known = margins()
    total = known.organisation.sum()

    drawn = population.draw(population.fit(known), 20_000, np.random.default_rng(1))

    for axis, target, tolerance in (
        (drawn.organisation, known.organisation, 5),
        (drawn.profession, known.profession, 40),
        (drawn.band, known.band, 60),
        (drawn.region, known.region, 80),
    ):
        counts = np.bincount(axis, minlength=len(target))
        assert np.abs(counts - target / total * 20_000).max() < tolerance


@pytest.mark.parametrize(("cells", "people"), [(np.zeros((2, 1, 1, 1)), 10), (np.ones((2, 1, 1, 1)), 0)])
def test_an_empty_population_is_refused(cells, people):
    with pytest.raises(EmptyPopulation):
        population.draw(cells, people, np.random.default_rng(1))


def test_the_same_seed_gives_the_same_people_and_another_one_others():
    first, again, other = workforce(3_000), workforce(3_000), workforce(3_000, seed=2)

    for one, two in zip(first[0].__class__.__slots__, first[0].__class__.__slots__, strict=True):
        assert (getattr(first[0], one) == getattr(again[0], two)).all()
    assert (first[1] == again[1]).all()
    assert (first[4] == again[4]).all()
    assert (first[4] != other[4]).any()


@settings(deadline=None, max_examples=25)
@given(people=st.integers(1, 2_500), seed=st.integers(0, 1_000))
def test_whoever_manages_is_as_senior_in_the_same_department_and_nobody_manages_in_a_circle(people, seed):
    _, grade, _, department, manager = workforce(people, seed)

    has = np.flatnonzero(manager != NOBODY)
    assert (grade[manager[has]] >= grade[has]).all()
    assert (department[manager[has]] == department[has]).all()
    assert sorted(department[manager == NOBODY]) == sorted(set(department))
    above = np.arange(people)
    for _ in range(40):
        above = np.where(manager[above] == NOBODY, above, manager[above])
    assert (manager[above] == NOBODY).all()


def test_a_manager_has_about_seven_reports():
    *_, manager = workforce(20_000)

    reports = np.bincount(manager[manager != NOBODY])
    reports = reports[reports > 0]
    assert 6.5 < reports.mean() < 8
    assert reports.max() <= 24


@settings(deadline=None, max_examples=25)
@given(people=st.integers(1, 2_500), seed=st.integers(0, 1_000))
def test_a_unit_lies_in_one_organisation_and_is_of_one_profession_or_mixed(people, seed):
    drawn, _, teams, _, _ = workforce(people, seed)

    assert (teams.organisation[teams.unit] == drawn.organisation).all()
    own = teams.profession[teams.unit]
    assert ((own == NOBODY) | (own == drawn.profession)).all()
    assert (np.bincount(teams.unit, minlength=len(teams.number)) > 0).all()
    triples = set(zip(teams.organisation, teams.profession, teams.number, strict=True))
    assert len(triples) == len(teams.number)


def test_units_are_about_the_size_asked_for():
    drawn, _, teams, _, _ = workforce(20_000)

    sizes = np.bincount(teams.unit)
    large = np.bincount(drawn.organisation)[teams.organisation] > 500
    assert 45 < sizes[large].mean() < 70
    assert sizes.max() <= 90


def test_bands_split_into_grades_by_their_shares():
    band = np.array([0] * 10_000 + [1] * 10, np.int32)

    found = population.grades(band, [[(1, 0.25), (2, 0.75)], [(9, 1.0)]], np.random.default_rng(1))

    assert set(found[:10_000]) == {1, 2}
    assert (found[:10_000] == 2).mean() == pytest.approx(0.75, abs=0.02)
    assert (found[10_000:] == 9).all()


def test_tenures_are_mostly_short_and_never_outside_their_bounds():
    days = population.tenures(20_000, np.random.default_rng(1))

    assert days.min() >= 14
    assert days.max() <= 9_000
    assert np.median(days) < days.mean()


def test_working_shares_come_as_often_as_they_are_common():
    shares = population.working_shares(20_000, np.random.default_rng(1), [(1.0, 0.8), (0.5, 0.2)])

    assert set(shares) == {0.5, 1.0}
    assert (shares == 1.0).mean() == pytest.approx(0.8, abs=0.02)


def test_names_lie_within_their_lists_and_mostly_come_from_one_group():
    group, given_name, family_group, family = population.names(
        20_000, np.random.default_rng(1), weights=[3, 1], given=[5, 2], family=[7, 3]
    )

    assert (given_name < np.array([5, 2])[group]).all()
    assert (family < np.array([7, 3])[family_group]).all()
    assert (group == 0).mean() == pytest.approx(0.75, abs=0.02)
    assert 0.9 < (group == family_group).mean() < 1
