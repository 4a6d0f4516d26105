"""The demo organisation."""

from collections import Counter

import pytest
from django.db.models import F

from waymark.assessments.models import Judgement, Standing
from waymark.audit.models import Entry
from waymark.careers.models import Target
from waymark.demo import commands, queries
from waymark.demo.rules.cast import PARTS
from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import NotAllowed
from waymark.kernel.policy import OPERATOR, PUBLIC
from waymark.organisation.models import Organisation
from waymark.people import queries as people
from waymark.people.models import Appointment, MappingBatch, Membership, Person, Post, ReportingLine, RoleClaim

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_mode")]


def test_everyone_has_a_name_a_post_a_team_and_but_for_the_top_of_each_department_a_manager(built, at):
    assert built.people == Person.objects.count() == Post.objects.count() == Appointment.objects.count() == 200
    assert built.departments == Organisation.objects.filter(kind="department").count() == 5
    assert not Person.objects.filter(given_name="").exists()
    assert set(Post.objects.values_list("organisation__kind", flat=True)) == {"unit"}
    assert ReportingLine.objects.count() == 200 - (built.departments - 1)


def test_a_department_is_being_brought_on_whose_file_waits_to_be_applied(built, at):
    (feed,) = people.feeds(OPERATOR, at)
    (run,) = people.runs(feed.uuid, OPERATOR, at)

    assert feed.organisation_name == "Department for Heritage and Crafts"
    assert (run.state, run.problem, run.unusual) == ("shown", "", ())
    assert run.counts["new"] > 100
    assert run.counts["aside"] == len(list(people.set_aside(run.uuid, OPERATOR, at))) > 3


def test_managers_are_as_senior_as_their_people_and_nobody_manages_in_a_circle(built):
    manager_of = dict(ReportingLine.objects.values_list("person_id", "manager_id"))
    grade_of = dict(Appointment.objects.values_list("person_id", "post__grade__rank"))
    for person, manager in manager_of.items():
        assert (grade_of[manager] or 0) >= (grade_of[person] or 0)
    for person in grade_of:
        steps = 0
        while person in manager_of:
            person, steps = manager_of[person], steps + 1
            assert steps < 20


def test_there_is_one_ready_made_person_for_each_kind_of_user(built, django_assert_num_queries):
    with django_assert_num_queries(2):
        found = queries.demo_people()

    assert [person.key for person in found] == [part.key for part in PARTS]
    assert len(found) == len({person.name for person in found}) == len(PARTS)
    assert all(person.title and person.about and person.post for person in found)


def test_the_individual_has_a_mapped_post_a_manager_and_nothing_on_record(built, at):
    individual = people.person("individual", at, OPERATOR)
    manager = people.person("manager", at, OPERATOR)

    assert individual.main_profession_slug == "digital-data-and-technology"
    assert individual.manager_name == manager.name
    assert individual.mapped_role_level_id is not None
    assert not individual.claimed
    assert len(frameworks.role_level_by_id(individual.mapped_role_level_id, at).requirements) >= 5
    assert not Judgement.objects.filter(person_id=individual.id).exists()
    assert not Target.objects.filter(person_id=individual.id).exists()


def test_the_manager_leads_about_seven_people(built, at):
    manager = people.person("manager", at, OPERATOR)

    assert 5 <= ReportingLine.objects.filter(manager_id=manager.id).count() <= 9


def test_the_title_of_a_mapped_post_is_that_of_its_role_level(built, at):
    mapped = Post.objects.filter(role_level__isnull=False)

    refs = frameworks.role_level_refs(set(mapped.values_list("role_level_id", flat=True)), at)
    assert built.mapped_posts == mapped.count() > 20
    assert all(post.title == refs[post.role_level_id].title for post in mapped)


def test_in_one_department_about_a_tenth_of_the_posts_is_left_to_decide_about(built, at):
    batches = MappingBatch.objects.all()
    (department,) = set(batches.values_list("organisation__path", flat=True))
    posts = Post.objects.filter(organisation__path__startswith=department)

    unknown = posts.filter(role_level=None, in_no_framework=False).count()
    assert 0.05 < unknown / posts.count() < 0.2
    assert sum(batch.posts for batch in batches) == Post.objects.filter(in_no_framework=True).count() > 5
    assert not posts.filter(title_group=None).exists()


def test_a_role_level_is_about_as_senior_as_the_grade_of_its_posts(built, at):
    rows = Post.objects.filter(role_level__isnull=False, grade__isnull=False)
    refs = frameworks.role_level_refs(set(rows.values_list("role_level_id", flat=True)), at)
    by_grade = {}
    for code, role_level_id in rows.values_list("grade__code", "role_level_id"):
        by_grade.setdefault(code, set()).add(refs[role_level_id].rung)

    assert max(by_grade["EO"]) <= min(by_grade["G6"])
    assert by_grade["HEO"] <= {2, 3}


def test_judgements_are_of_every_age_up_to_thirty_months_and_of_every_source(built, at):
    ages = [(at - made_at).days for made_at in Judgement.objects.values_list("made_at", flat=True)]
    sources = Counter(Judgement.objects.values_list("source", flat=True))

    assert built.judgements == len(ages)
    assert min(ages) >= 0
    assert max(ages) <= 915
    assert min(ages) < 60
    assert max(ages) > 700
    assert set(sources) == {"self", "manager", "assessor"}
    assert sources["self"] > sources["manager"] > sources["assessor"]


def test_nothing_was_judged_before_the_version_it_names_came_into_force(built):
    assert Judgement.objects.exists()
    assert not Judgement.objects.filter(made_at__lt=F("version__effective_from")).exists()


def test_the_library_is_labelled_by_the_year_in_which_the_demo_lets_it_begin(built, at):
    cards = [card for card in frameworks.current_versions(at) if card.framework_slug != "service-teams-pilot"]

    assert {(card.label, str(card.effective_from.date())) for card in cards} == {("2024.1", "2024-01-01")}


def test_some_judgements_are_superseded_and_some_skills_were_never_spoken_of(built, at):
    assert 0 < Standing.objects.filter(purpose="development").count() < Judgement.objects.count()
    mapped = people.person("assessor", at, OPERATOR)
    assert mapped.mapped_role_level_id is not None
    assert Standing.objects.filter(person_id=mapped.id).exists()


def test_what_a_manager_said_was_said_by_the_manager(built):
    manager_of = dict(ReportingLine.objects.values_list("person_id", "manager_id"))

    rows = Judgement.objects.filter(source="manager").values_list("person_id", "maker_id")
    assert rows
    assert all(manager_of[person] == maker for person, maker in rows)


def test_a_few_people_confirmed_their_role_and_a_few_want_another(built):
    assert RoleClaim.objects.count() > 5
    assert 0 < built.targets == Target.objects.count() <= 40


def test_most_people_belong_to_the_profession_of_their_post_and_some_to_another(built):
    own = dict(Appointment.objects.values_list("person_id", "post__profession_id"))
    main = dict(Membership.objects.filter(main=True).values_list("person_id", "profession_id"))

    same = sum(own[person] == profession for person, profession in main.items())
    assert 0.9 < same / len(main) < 1


def test_one_entry_says_what_the_demo_is_made_of(built):
    entry = Entry.objects.get(kind="demo.built")

    assert entry.by_operator
    assert entry.facts["people"] == 200
    assert entry.facts["judgements"] == built.judgements


def test_a_second_demo_is_refused_and_the_first_stays(built, at):
    with pytest.raises(commands.AlreadyBuilt, match="200 people"):
        commands.build(people=200, at=at, actor=OPERATOR)

    assert Person.objects.count() == 200


@pytest.mark.parametrize("people_asked", [0, 199, 10**7])
def test_a_demo_that_is_too_small_or_too_large_is_refused(at, people_asked):
    with pytest.raises(commands.WrongSize, match="200"):
        commands.build(people=people_asked, at=at, actor=OPERATOR)


def test_only_an_operator_builds_a_demo_and_only_in_demo_mode(at, settings):
    with pytest.raises(NotAllowed):
        commands.build(people=200, at=at, actor=PUBLIC)
    settings.DEMO = False
    with pytest.raises(NotAllowed):
        commands.build(people=200, at=at, actor=OPERATOR)
