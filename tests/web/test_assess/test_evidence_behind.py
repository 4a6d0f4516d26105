"""From choosing evidence for a skill, and adding some from there, to the case of whoever decides."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.assessments import desk
from tests.assessments.evidence import REPORT, added, changed
from tests.conftest import NOON
from waymark.assessments import commands, queries
from waymark.assessments.types import EvidenceKind

MOST = 20


@pytest.fixture
def opened(who, weaver, skills):
    view = commands.start(role_level_id=weaver, kind="full", actor=who.ada, at=NOON)
    for slug, level in (("weaving", 3), ("dyeing", 2)):
        commands.save_answer(
            assessment=view.uuid, skill_id=skills[slug], level=level, note=desk.LONG, seen_revision=None,
            actor=who.ada, at=NOON,
        )  # fmt: skip
    commands.choose_receiver(assessment=view.uuid, goes_to="assessor", actor=who.ada, at=NOON)
    return view.uuid


def chosen(opened, who):
    view = queries.own_assessment(opened, who.ada, NOON)
    return {pk: [title for _, title in some] for pk, some in queries.evidence_chosen(view, who.ada, NOON).items()}


def counted(browser, url):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        response = browser.get(url)
    assert response.status_code == 200
    assert len(asked) <= MOST, url
    return response.content.decode()


def test_what_supports_a_skill_is_ticked_and_what_is_added_from_there_comes_with_it(browser, who, opened, skills):
    added(who.ada, title="My loom", skills=[skills["weaving"]])
    added(who.ada, title="My boat")
    ada, home = browser(who.ada), reverse("assessment_evidence", args=[opened])
    page = counted(ada, home)
    assert "Your evidence supports 1 skill that has none here yet." in page
    assert "from journeyman up" in page or "Asked for" in page

    one = counted(ada, f"{home}/weaving")
    assert "What you said supports this skill is ticked" in one
    assert one.index("My loom") < one.index("My boat")
    assert ada.post(f"{home}/weaving", {"evidence": []}).status_code == 303
    assert chosen(opened, who) == {}
    assert ada.post(home).status_code == 303
    assert chosen(opened, who) == {skills["weaving"]: ["My loom"]}

    kinds = counted(ada, f"{reverse('me_evidence_new')}?skill=weaving&for={opened}")
    assert f"?skill=weaving&amp;for={opened}" in kinds
    form = counted(ada, f"{reverse('me_evidence_add', args=['account'])}?skill=weaving&for={opened}")
    assert f'name="for" value="{opened}"' in form
    went = ada.post(
        reverse("me_evidence_add", args=["account"]),
        {"title": "My new cloth", "action": "I wove it.", "skills": ["weaving"], "audience": "only_me",
         "for": str(opened), "for_skill": "weaving"},
    )  # fmt: skip
    assert went["Location"] == f"{home}/weaving"
    assert chosen(opened, who) == {skills["weaving"]: ["My loom", "My new cloth"]}


def test_it_is_named_before_sending_what_is_weak_and_sending_goes_on(browser, who, opened, skills):
    ada, check = browser(who.ada), reverse("assessment_check", args=[opened])
    assert "There is no evidence for a skill at a level that asks for it." in counted(ada, check)

    ada.post(reverse("assessment_evidence_skill", args=[opened, "weaving"]), {"evidence": [added(who.ada).uuid]})
    page = counted(ada, check)
    assert "There is no evidence for a skill" not in page
    assert "The new register" in page
    ada.post(reverse("assessment_evidence_skill", args=[opened, "weaving"]), {"evidence": []})
    assert ada.post(check, {"declared": "yes"}).status_code == 303
    assert queries.own_assessment(opened, who.ada, NOON).state == "submitted"


def test_the_case_shows_it_as_it_was_sent_with_its_files(browser, who, opened, skills):
    piece = added(who.ada, kind=EvidenceKind.FILE, upload=REPORT, title="The report", words="My half.", action="")
    for slug in ("weaving", "dyeing"):
        commands.choose_evidence(
            assessment=opened, skill_id=skills[slug], evidence=[piece.uuid], actor=who.ada, at=NOON
        )
    commands.submit(assessment=opened, declared=True, actor=who.ada, at=NOON)
    changed(piece, who.ada, words="All of it.")

    for page in (
        counted(browser(who.first), f"/assess/{opened}"),
        counted(browser(who.ada), reverse("assessment", args=[opened])),
    ):
        assert page.count("Evidence: The report") == 2
        assert "My half." in page
        assert "All of it." not in page
        assert "Changed since" in page
    url = reverse("evidence_file", args=[piece.files[0].uuid])
    got = browser(who.first).get(url)
    assert got["Content-Disposition"].startswith("attachment")
    assert b"".join(got.streaming_content) == REPORT.content
    assert browser(who.boss).get(url).status_code == 404


def test_somebody_elses_evidence_and_a_sent_assessment_are_not_there_to_choose(browser, who, opened, skills):
    url = reverse("assessment_evidence_skill", args=[opened, "weaving"])
    theirs = added(who.boss)
    assert browser(who.boss).get(url).status_code == 404
    assert browser(who.ada).post(url, {"evidence": [theirs.uuid]}).status_code == 422
    assert browser(who.ada).get(url.replace("weaving", "nothing")).status_code == 404
    commands.submit(assessment=opened, declared=True, actor=who.ada, at=NOON)
    assert browser(who.ada).get(url).status_code == 303
