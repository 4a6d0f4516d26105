"""How an assessment begins in a browser, its task list, and what it says when role or version change."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.assessments import build as record
from tests.assessments import desk
from tests.assessments.test_beginning import newer
from tests.conftest import NOON
from tests.frameworks import build
from waymark.assessments import commands, queries
from waymark.assessments.models import Acceptance, Assessment, Judgement
from waymark.assessments.queries import beginning
from waymark.frameworks import queries as frameworks
from waymark.kernel.policy import OPERATOR
from waymark.organisation import commands as organisation
from waymark.organisation.models import Organisation
from waymark.organisation.types import NewOrganisation
from waymark.people.models import Person, RoleClaim

MOST = 20


def counted(browser, url):
    with CaptureQueriesContext(connection) as asked:
        response = browser.get(url)
    assert response.status_code == 200, url
    assert len(asked) <= MOST, (url, len(asked))
    return " ".join(response.content.decode().split())


@pytest.fixture
def claimed(who, weaver):
    return RoleClaim.objects.create(person_id=who.ada.person_id, role_level_id=weaver, from_at=NOON)


@pytest.fixture
def opened(who, weaver):
    return commands.start(role_level_id=weaver, kind="full", actor=who.ada, at=NOON).uuid


def put(who, uuid, skill_id, level):
    commands.save_answer(
        assessment=uuid, skill_id=skill_id, level=level, note=desk.LONG, seen_revision=None, actor=who.ada, at=NOON
    )


def test_the_task_list_says_how_far_each_part_is(browser, who, opened, skills):
    ada, home = browser(who.ada), reverse("assessment", args=[opened])
    page = counted(ada, home)
    for text in (
        "Confirm role and version", "Not confirmed yet", "Rate your skills", "choose at least 1 of “One of these”",
        "Add evidence", "Choose who it goes to", "Cannot start yet",
    ):  # fmt: skip
        assert text in page, text

    assert "Asks for" in counted(ada, f"{home}/role")
    assert ada.post(f"{home}/role", {"then": "confirm"})["Location"] == home
    put(who, opened, skills["weaving"], 3)
    commands.choose_receiver(assessment=opened, goes_to="assessor", actor=who.ada, at=NOON)
    page = counted(ada, home)
    assert "Completed" in page
    assert "To do: One of these" in page
    assert "0 of 1" in page  # evidence is asked for weaving
    put(who, opened, skills["dyeing"], 2)
    page = counted(ada, home)
    assert "Declare and send" in page
    assert f'href="{home}/check#send"' in page


def test_what_is_signed_off_is_offered_to_be_left_out_with_who_when_and_until_when(
    browser, who, crafts, skills, weaver
):
    maker = Person.objects.get(pk=who.first.person_id)
    until = NOON.replace(year=2028)
    record.signed_off(Person.objects.get(pk=who.ada.person_id), skills["weaving"], crafts, 3, maker=maker,
                      valid_until=until)  # fmt: skip
    ada = browser(who.ada)
    went = ada.post(reverse("me_assessments"), {"role_level": "weaver/weaver"})
    assert went["Location"] == f"{reverse('assessment_new')}?role_level=weaver%2Fweaver"

    page = counted(ada, went["Location"])
    assert "Signed off by Finn Assay" in page
    assert "It holds until 2 March 2028." in page
    made = ada.post(reverse("assessment_new"), {"role_level": "weaver/weaver", "keep": [str(skills["weaving"])]})
    row = Assessment.objects.get(person_id=who.ada.person_id, state="in_progress")
    assert (made["Location"], row.taken_over) == (reverse("assessment", args=[row.uuid]), [skills["weaving"]])
    assert "Left out, because it holds" in counted(ada, made["Location"])
    went = ada.post(reverse("assessment_answer_anyway", args=[row.uuid, "weaving"]))
    assert went["Location"] == reverse("assessment_skill", args=[row.uuid, "weaving"])
    row.refresh_from_db()
    assert (skills["weaving"] in row.skills, row.taken_over) == (True, [])


def test_one_skill_can_be_assessed_alone(browser, who, skills, weaver, claimed):
    ada, url = browser(who.ada), reverse("assessment_new")
    assert "It asks about this skill alone:" in counted(ada, f"{url}?skill=weaving")
    made = ada.post(url, {"role_level": "weaver/weaver", "skill": ["weaving"]})

    row = Assessment.objects.get()
    assert (row.kind, row.skills) == ("single", [skills["weaving"]])
    assert "Assessment of single skills" in counted(ada, made["Location"])
    assert "Neither your role nor your target role asks for this" in counted(ada, f"{url}?skill=patience")
    assert "Be assessed on this skill" in counted(ada, reverse("me_gap"))
    assert ada.get(f"{url}?role_level=nothing/at-all").status_code == 404


def test_what_a_department_asks_for_again_is_one_assessment_of_exactly_that(
    browser, who, crafts, skills, claimed, monkeypatch
):
    ada_row = Person.objects.get(pk=who.ada.person_id)
    for slug in ("weaving", "cafe-keeping"):
        record.signed_off(ada_row, skills[slug], crafts, 1, maker=ada_row)
    organisation.ensure_reference(actor=OPERATOR, at=NOON)
    ids = organisation.add_organisations(
        organisations=[NewOrganisation("south", "South", "department")], actor=OPERATOR, at=NOON
    )
    place = Organisation.objects.get(pk=ids["south"])
    for judgement in Judgement.objects.filter(person=ada_row):
        Acceptance.objects.create(
            uuid=record.uuid4(), person=ada_row, organisation=place, judgement=judgement, moved_on=NOON.date(),
            outcome="asked", at=NOON,
        )  # fmt: skip
    monkeypatch.setattr(
        beginning, "_said_by_department",
        lambda person_id, at: dict(Acceptance.objects.values_list("judgement_id", "outcome")),
    )  # fmt: skip
    ada = browser(who.ada)
    page = counted(ada, reverse("me_assessments"))
    assert "South asks for these again" in page
    page = counted(ada, reverse("assessment_again"))
    assert "Your role does not ask for: Café keeping" in page
    ada.post(reverse("assessment_again"))
    assert Assessment.objects.filter(state="in_progress").get().skills == [skills["weaving"]]


def test_a_change_in_the_middle_is_told_and_answered(browser, who, opened, skills, claimed):
    put(who, opened, skills["weaving"], 3)
    put(who, opened, skills["costing"], 1)
    build.published(newer(), NOON)
    ada, home = browser(who.ada), reverse("assessment", args=[opened])
    assert "Version 2 of this framework holds now." in counted(ada, home)
    assert "Move my answers to version 2" in counted(ada, f"{home}/role")

    ada.post(f"{home}/role", {"then": "confirm"})
    assert "holds now" not in counted(ada, home)
    dyer = frameworks.role_level("dyer/dyer", NOON).ref.id
    Assessment.objects.filter(uuid=opened).update(own_role_level=claimed.role_level_id)
    RoleClaim.objects.filter(pk=claimed.pk).update(role_level_id=dyer)
    assert "Your role is now Dyer." in counted(ada, home)

    went = ada.post(f"{home}/role", {"then": "role"}, follow=True)
    assert "1 answer is kept." in went.content.decode()
    assert "No longer asked for: Costing." in went.content.decode()
    assert queries.own_assessment(opened, who.ada, NOON).role_level_id == dyer


def test_what_is_with_somebody_already_goes_on_as_it_was_sent(browser, who, weaver, skills):
    sent = desk.submitted(who, weaver, skills)
    build.published(newer(), NOON)
    ada, home = browser(who.ada), reverse("assessment", args=[sent.uuid])
    page = counted(ada, home)
    assert "Version 2 of this framework holds now." in page
    assert "What you sent goes on as you sent it." in page
    assert ada.post(f"{home}/role", {"then": "version"}).status_code == 303
    assert queries.own_assessment(sent.uuid, who.ada, NOON).version_id == sent.version_id
