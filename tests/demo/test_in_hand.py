"""What people of the demo have in hand: something shared, something wrong, something asked for."""

import pytest

from waymark.access import queries as access
from waymark.assessments import queries as assessments
from waymark.assessments.models import Answer, Assessment, Evidence, Judgement, Share, Standing
from waymark.audit.models import OutboxEvent
from waymark.demo.commands.comparing import COUNTS_AS
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import Limits
from waymark.gaps import queries as gaps
from waymark.kernel.policy import OPERATOR, Actor
from waymark.people import queries as people
from waymark.people.models import Correction, ReportingLine
from waymark.privacy.models import DataRequest
from waymark.reviews import queries as reviews

pytestmark = pytest.mark.django_db

LEVELS = ("learning", "doing", "leading")
"""Of the pilot's scale."""


def actor_of(key, at):
    account = access.demo_account(key)
    return Actor(account.id, people.person(key, at, OPERATOR).id, duties=access.duties_of(account.id, at))


def test_two_of_the_managers_team_share_a_full_assessment_with_them(built, at):
    manager = people.person("manager", at, OPERATOR)
    team = set(ReportingLine.objects.filter(manager_id=manager.id).values_list("person_id", flat=True))

    shares = list(Share.objects.select_related("assessment"))
    assert len({share.assessment.person_id for share in shares}) == len(shares) == 2
    for share in shares:
        assessment = share.assessment
        asked = frameworks.role_level_by_id(assessment.role_level_id, at).requirements
        assert share.with_manager
        assert (assessment.kind, assessment.state) == ("full", "submitted")
        assert assessment.person_id in team
        assert Judgement.objects.filter(assessment=assessment).count() == len(asked)
    assert not Answer.objects.exists()


def test_the_two_keep_evidence_and_one_asks_the_manager_for_a_testimony(built, at):
    manager = actor_of("manager", at)

    for share in Share.objects.select_related("assessment"):
        kept = Evidence.objects.filter(person_id=share.assessment.person_id)
        assert {"account", "file", "link", "qualification"} <= set(kept.values_list("kind", flat=True))
    (asked,) = assessments.testimonies_asked(manager, at)
    assert asked.title
    assert {one.title for pk in Evidence.objects.values_list("person_id", flat=True)
            for one in assessments.evidence_shown(pk, manager, at)} == {"The move of the old register"}  # fmt: skip


def test_one_of_the_team_sent_theirs_to_the_assessors_with_evidence(built, at):
    assessor, manager = actor_of("assessor", at), people.person("manager", at, OPERATOR)

    (card,) = assessments.waiting_cases(assessor, at).cards
    case = assessments.case(card.uuid, assessor, at)

    assert ReportingLine.objects.get(person_id=card.person_id).manager_id == manager.id
    asked = frameworks.role_level_by_id(card.role_level_id, at).requirements
    assert len(case.view.answers) == len(asked)
    assert {one.kind for some in case.evidence.values() for one in some} >= {"account", "file"}
    assert case.weaknesses


def test_one_more_of_the_team_says_that_their_post_is_wrong(built, at):
    manager = people.person("manager", at, OPERATOR)

    correction = Correction.objects.get()
    line = ReportingLine.objects.get(person_id=correction.person_id)
    assert (correction.about, correction.state, line.manager_id) == ("post", "open", manager.id)
    assert correction.text


def test_somebody_asks_to_have_something_put_right(built, at):
    request = DataRequest.objects.get()

    assert (request.kind, request.state) == ("correction", "open")
    assert request.person_id == people.person("assessor", at, OPERATOR).id


def test_the_individual_has_nothing_in_hand(built, at):
    individual = people.person("individual", at, OPERATOR).id

    for table in (Assessment, Correction, DataRequest):
        assert not table.objects.filter(person_id=individual).exists()


def test_whoever_answers_is_told_once_the_worker_delivers(built):
    waiting = set(OutboxEvent.objects.filter(settled_at=None).values_list("kind", flat=True))

    assert {"assessments.assessment.shared", "people.correction.asked", "privacy.request.made"} <= waiting


def test_a_review_is_under_way_and_each_of_its_people_has_something_to_do(built, at):
    author, reviewer, guest = (
        actor_of(key, at) for key in ("framework-author", "framework-reviewer", "vacancy-holder")
    )

    assert {one.what for one in reviews.waiting_for(author, at)} == {"threads", "suggestions"}
    assert {one.what for one in reviews.waiting_for(reviewer, at)} == {"review", "sign_off"}
    assert {one.what for one in reviews.waiting_for(guest, at)} == {"review"}
    draft = reviews.waiting_for(guest, at)[0].version_id
    assert sorted((one.ready is None, one.awaited) for one in reviews.sign_offs(draft, at)) == [
        (False, True), (True, True),
    ]  # fmt: skip


def test_somebody_sees_a_level_that_counts_from_another_scale(built, at):
    level = frameworks.role_level("service-team-lead/senior-service-team-lead", at).ref.id
    judged = (
        Standing.objects.filter(purpose="development", skill__slug="agile-working", level__gte=1)
        .order_by("-level", "pk")
        .first()
    )
    counted = COUNTS_AS[judged.level - 1]

    lines = {line.skill_slug: line for line in gaps.gap(judged.person_id, level, OPERATOR, at).skills}

    assert lines["small-steps"].held == counted
    assert f"That counts as {LEVELS[counted - 1]} here." in lines["small-steps"].counted_from
    assert lines["small-steps"].origin.table


def test_the_checks_find_no_text_of_the_library_hard_and_say_so_of_one_that_is(built, at):
    author = actor_of("framework-author", at)
    draft = reviews.waiting_for(author, at)[0].version_id
    versions = [draft, *(card.id for card in frameworks.current_versions(at))]

    def hard(version_id, limits):
        return [one for one in frameworks.findings(version_id, limits, at) if one.kind == "hard_to_read"]

    assert [hard(version_id, Limits()) for version_id in versions] == [[]] * len(versions)
    assert hard(draft, Limits(reading_age=9))
