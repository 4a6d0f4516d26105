"""Lenient and severe departments are named rightly; who shares no cases is not compared; ability is not severity."""

from datetime import date

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.assessments import build as levels
from tests.assessments import desk, panel
from tests.conftest import NOON
from tests.frameworks import build
from tests.reporting import judging
from tests.reporting.conftest import employ
from tests.reporting.judging import AT, looking
from waymark.assessments import commands as record
from waymark.assessments import queries as assessments
from waymark.assessments.models import ExerciseAnswer, Judgement
from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import NotAllowed, NotVisible
from waymark.kernel.policy import OPERATOR, PUBLIC, Actor, Duty, Purpose
from waymark.organisation import commands as organisation
from waymark.organisation.types import NewOrganisation
from waymark.people import commands as people
from waymark.people.models import Person
from waymark.reporting import commands, queries
from waymark.reporting.commands import ensure_profiles
from waymark.reporting.models import AssessorFigures, Comparability


@pytest.fixture
def profession(weaver):
    ensure_profiles(actor=OPERATOR, at=AT)
    return judging.profession()


@pytest.fixture
def places(profession):
    bodies = [NewOrganisation(slug, slug.title(), "department") for slug in ("strict", "mild", "middling")]
    return organisation.add_organisations(organisations=bodies, actor=OPERATOR, at=judging.START)


@pytest.fixture
def rng():
    return np.random.default_rng(20_260_302)


def compute(profession_id):
    return commands.compute_comparability(profession_id=profession_id, actor=OPERATOR, at=AT)


def look(profession_id, kind="moderator"):
    return queries.comparability("weaving", looking(kind, profession_id), AT)


def said(view):
    (scale,) = view.scales
    return {sentence.split(" judge")[0].split(" for ")[-1].split(":")[0]: sentence for sentence in scale.sentences}


@pytest.fixture
def crafts(db):
    return build.published(build.crafts())


@pytest.fixture
def weaver_level(crafts):
    return frameworks.role_level("weaver/weaver", NOON).ref.id


@pytest.fixture
def skill_ids(crafts):
    return levels.skill_ids(crafts)


@pytest.fixture
def simulated(profession, places, rng):
    """Three departments of twelve, who judge the same thirty exercises."""
    cases = judging.exercises(30, profession, rng)
    staff = {}
    for slug, severity in (("strict", 1.0), ("mild", -1.0), ("middling", 0.0)):
        staff[slug] = judging.assessors(12, places[slug])
        judging.answer(staff[slug], cases, severity, rng)
    return staff


def test_lenient_and_severe_departments_are_named_rightly(profession, simulated):
    done = compute(profession)
    sentences = said(look(profession))

    assert (done.scales, done.judgements, done.assessors) == (1, 36 * 30 + 30, 36)
    assert "more strictly than the average; the interval runs from" in sentences["Assessors in Strict"]
    assert "more generously than the average" in sentences["Assessors in Mild"]
    assert "No difference from the average can be told" in sentences["assessors in Middling"]


def test_different_ability_is_not_taken_for_severity_where_cases_link(profession, places, rng):
    cases = judging.exercises(20, profession, rng)
    for slug, ability in (("strict", -2.0), ("mild", 2.0)):
        staff = judging.assessors(12, places[slug])
        judging.answer(staff, cases, 0.0, rng)
        first = employ(60, None, places[slug], None)
        judging.judge(staff, list(Person.objects.filter(pk__gte=first, pk__lt=first + 60)), profession, 0.0, rng,
                      ability=ability)  # fmt: skip
    means = {
        slug: np.mean(Judgement.objects.filter(maker__in=Person.objects.filter(
            appointments__post__organisation_id=places[slug])).values_list("level", flat=True))
        for slug in ("strict", "mild")
    }  # fmt: skip

    compute(profession)
    sentences = said(look(profession))

    assert means["mild"] - means["strict"] > 1
    assert all("No difference from the average can be told" in one for one in sentences.values())
    assert set(sentences) == {"assessors in Strict", "assessors in Mild"}


def test_departments_that_share_no_cases_are_said_not_to_be_comparable(profession, places, rng):
    for slug, severity in (("strict", 1.0), ("mild", -1.0)):
        staff = judging.assessors(12, places[slug])
        first = employ(120, None, places[slug], None)
        people = list(Person.objects.filter(pk__gte=first, pk__lt=first + 120))
        judging.judge(staff, people, profession, severity, rng)

    compute(profession)
    (scale,) = look(profession).scales

    assert scale.apart == ("Mild and Strict share no common cases and cannot be compared.",)
    assert {row.name: row.group for row in scale.departments} in ({"Mild": 0, "Strict": 1}, {"Mild": 1, "Strict": 0})
    # Beside its own mean alone, which says nothing about the other, a department has no number.
    assert scale.sentences == ()
    assert {row.severity for row in scale.departments} == {"[z]"}


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (12, "share 5 cases, but in each everybody gave the top level, or everybody the bottom one, so they tell "
             "nothing and the two cannot be compared."),
        # Which levels a few assessors gave is nobody's business.
        (4, "share cases, but none that tells which of the two judges more strictly, so they cannot be compared."),
    ],
)  # fmt: skip
def test_departments_that_share_only_cases_at_the_top_or_the_bottom_are_told_that_these_tell_nothing(
    profession, places, rng, number, why
):
    staff = {slug: judging.assessors(number, places[slug]) for slug in ("strict", "mild")}
    for slug in staff:
        judging.judge(staff[slug], staff[slug] * 5, profession, 0.0, rng)
    for level in (0, 4) * 3:
        case = judging.exercise(profession, level)
        ExerciseAnswer.objects.bulk_create(
            ExerciseAnswer(case=case, account=one.account, level=level, reason="x", at=AT)
            for one in (*staff["strict"], *staff["mild"])
        )

    compute(profession)
    (scale,) = look(profession).scales

    assert scale.apart == (f"Mild and Strict {why}",)


def test_of_departments_that_share_cases_by_few_of_their_assessors_it_is_not_said_that_they_share_none(
    profession, places, rng
):
    strict, mild = judging.assessors(5, places["strict"]), judging.assessors(4, places["mild"])
    judging.judge(strict[:4], strict * 5, profession, 0.0, rng)
    judging.judge([strict[4], *mild], mild * 9, profession, 0.0, rng)

    compute(profession)

    assert look(profession).scales[0].apart == (
        "Mild and Strict share cases, but most assessors of the one are not linked by cases with most of the other, so "
        "the two cannot be compared.",
    )


def test_an_assessor_who_restricts_their_record_is_left_out_of_what_moderators_see_and_of_new_figures(
    profession, simulated
):
    compute(profession)
    someone = simulated["strict"][0]
    people.restrict(person_id=someone.pk, reason="x", actor=Actor(someone.account_id, someone.pk), at=AT)

    (scale,) = look(profession).scales
    assert len(scale.of_assessors) == 35
    assert someone.account_id not in {one.account_id for one in scale.of_assessors}
    own = Actor(someone.account_id, someone.pk, purpose=Purpose.ASSESSMENT)
    assert len(queries.own_severity(own, AT)) == 1
    assert compute(profession).assessors == 35


def test_what_members_of_a_panel_said_is_not_counted_beside_what_the_panel_came_to(crafts, weaver_level, skill_ids):
    who = panel.make(desk.make(crafts))
    panel.rule(who)
    case = panel.in_moderation(who, weaver_level, skill_ids)
    for actor in (who.mo, who.nia):
        words = desk.words(skill_ids, weaving=2, reason="x")
        record.say_in_panel(assessment=case.uuid, words=words, actor=actor, at=NOON)
    before = assessments.judged_words(who.profession_id, NOON)
    record.moderate(assessment=case.uuid, reasons={skill_ids["weaving"]: "x"}, actor=who.mo, at=NOON)

    after = set(assessments.judged_words(who.profession_id, NOON)) - set(before)

    assert assessments.PANEL not in {one.judge for one in before}
    assert {one.judge for one in after} == {assessments.PANEL}


def test_assessors_who_share_no_case_have_no_number(profession, places, rng):
    staff = judging.assessors(12, places["strict"])
    judging.judge(staff, staff, profession, 0.0, rng, by=1)

    compute(profession)
    (scale,) = look(profession).scales

    assert scale.sentences == ()
    assert {row.group for row in scale.of_assessors} == {None}
    assert {row.severity for row in scale.of_assessors} == {"[z]"}


def test_few_assessors_are_hidden_from_everybody_but_named_to_moderators_only(profession, places, rng):
    cases = judging.exercises(20, profession, rng)
    for slug, number in (("strict", 4), ("mild", 14), ("middling", 14)):
        judging.answer(judging.assessors(number, places[slug]), cases, 0.5, rng)

    compute(profession)
    (scale,) = look(profession, "head-of-profession").scales
    rows = {row.name: row for row in scale.departments}

    assert (rows["Strict"].assessors, rows["Strict"].severity, rows["Strict"].exact) == ("[c]", "[c]", "[c]")
    # The mean of the few would follow from the two others: the smallest of these are hidden with them.
    assert {rows[name].hidden for name in ("Mild", "Middling")} == {True}
    assert scale.of_assessors == ()
    assert len(look(profession).scales[0].of_assessors) == 32


def test_figures_over_few_assessors_in_all_are_hidden(profession, places, rng):
    judging.answer(judging.assessors(4, places["strict"]), judging.exercises(20, profession, rng), 0.5, rng)

    compute(profession)
    (scale,) = look(profession, "head-of-profession").scales

    assert (scale.exact, scale.adjacent, scale.kappa, scale.alpha, scale.alpha_interval) == ("[c]",) * 5
    assert scale.assessors == "[c]"
    assert (scale.per_logit, scale.thresholds) == ("", ())
    assert scale.sentences == ()


def test_a_head_who_assesses_is_in_no_table_by_name_not_even_as_a_moderator_elsewhere(profession, simulated):
    compute(profession)
    someone = simulated["strict"][0]
    head = Duty("head-of-profession", 1, profession_id=profession)
    elsewhere = Duty("moderator", 2, profession_id=profession + 1)

    for duties in ((head,), (head, elsewhere)):
        actor = Actor(someone.account_id, someone.pk, duties=duties, purpose=Purpose.ASSESSMENT)
        assert queries.comparability("weaving", actor, AT).scales[0].of_assessors == ()
        assert len(queries.own_severity(actor, AT)) == 1


def test_a_department_of_few_is_hidden_where_only_its_own_set_would_tell_of_it(profession, places, rng):
    """The assessors of another connected set do not blur what follows from the means of this one."""
    linked = judging.exercises(20, profession, rng)
    for slug, number in (("strict", 3), ("mild", 14)):
        judging.answer(judging.assessors(number, places[slug]), linked, 0.5, rng)
    elsewhere = judging.assessors(9, places["middling"])
    judging.judge(elsewhere, Person.objects.filter(pk__in=[one.pk for one in elsewhere]), profession, 0.0, rng)

    compute(profession)
    (scale,) = look(profession, "head-of-profession").scales

    rows = {row.name: row for row in scale.departments}
    assert rows["Mild"].group == rows["Strict"].group != rows["Middling"].group
    assert (rows["Mild"].severity, rows["Mild"].logits) == ("[c]", "[c]")
    assert scale.sentences == ()


def test_one_assessor_of_no_department_does_not_follow_from_the_departments(profession, places, simulated, rng):
    someone = simulated["strict"][0]
    someone.appointments.update(until_on=date(2026, 2, 1))

    compute(profession)
    (scale,) = look(profession, "head-of-profession").scales

    rows = {row.name: row for row in scale.departments}
    assert rows["Strict"].severity == "[c]"
    assert rows["Strict"].exact == "[c]"


def test_who_sees_whose_figures(profession, simulated, places):
    compute(profession)
    someone = simulated["strict"][0]
    elsewhere = looking("moderator", profession + 1)
    inside = looking("moderator", profession, path=f"/{places['strict']}/")

    for stranger in (PUBLIC, elsewhere, looking("assessor", profession)):
        with pytest.raises(NotVisible):
            queries.comparability("weaving", stranger, AT)
        with pytest.raises(NotVisible):
            commands.ask_for_comparability(profession="weaving", actor=stranger, at=AT)
    (own,) = queries.own_severity(Actor(someone.account_id, someone.pk, purpose=Purpose.ASSESSMENT), AT)
    assert own.sentence.startswith("You judge about")
    assert queries.own_severity(PUBLIC, AT) == ()
    assert len(queries.comparability("weaving", inside, AT).scales[0].of_assessors) == 12
    with pytest.raises(NotAllowed):
        commands.compute_comparability(profession_id=profession, actor=looking("moderator", profession), at=AT)


def test_it_takes_the_place_of_what_was_there_and_is_asked_for_once(profession, simulated):
    compute(profession)
    before = Comparability.objects.get().uuid
    compute(profession)

    assert Comparability.objects.get().uuid != before
    assert AssessorFigures.objects.count() == 36
    moderator = looking("moderator", profession)
    first = commands.ask_for_comparability(profession="weaving", actor=moderator, at=AT)
    assert commands.ask_for_comparability(profession="weaving", actor=moderator, at=AT) == first
    assert assessments.professions_judged() == (profession,)


def test_a_case_looked_at_anew_is_one_case_and_withdrawn_words_are_left_out(profession, places, rng):
    staff = judging.assessors(3, places["strict"])
    judging.judge(staff, staff[:1], profession, 0.0, rng, by=3)
    words = assessments.judged_words(profession, AT)

    assert len({word.case for word in words}) == 1
    assert {word.judge for word in words} == {one.account_id for one in staff}


def test_the_page_asks_as_often_for_many_as_for_few(profession, simulated):
    compute(profession)
    moderator = looking("moderator", profession)
    with CaptureQueriesContext(connection) as asked:
        queries.comparability("weaving", moderator, AT)

    assert len(asked) <= 8
