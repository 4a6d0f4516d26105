"""The pages of skills: their tree, the form of one, taking one out and putting it back."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.frameworks import build
from tests.web.conftest import OWNER, START
from tests.web.test_authoring.conftest import Writer, at, fields_of, writer
from waymark.audit.commands import seal
from waymark.frameworks import commands, queries
from waymark.frameworks.models import SkillWording, Version
from waymark.kernel.clock import now
from waymark.kernel.policy import OPERATOR


def in_order(writer: Writer, query: str = "") -> list[str]:
    links = writer.get(at("skills") + query).links
    return [link.rpartition("/")[2] for link in links if link.startswith(at("skills/")) and link.count("/") == 6
            and "/new" not in link]  # fmt: skip


def test_skills_stand_in_the_order_of_the_draft(ada):
    assert in_order(ada) == ["weaving", "dyeing", "costing", "bookkeeping", "patience", "cafe-keeping"]
    assert "asked by 5 role levels" in ada.get(at("skills")).text


def test_a_skill_is_moved_with_buttons_and_one_sees_where_it_went(ada):
    answer = ada.post(at("skills/dyeing/move"), {"move": "under"})

    assert answer.response["Location"] == at("skills") + "?under=weaving&moved=dyeing#skill-dyeing"
    assert in_order(ada, "?under=weaving") == ["dyeing"]
    assert "1 skill under it" in ada.get(at("skills")).text
    ada.post(at("skills/dyeing/move"), {"move": "out"})
    assert in_order(ada)[:2] == ["weaving", "dyeing"]


def test_a_move_that_leads_nowhere_says_so(ada):
    answer = ada.browser.post(at("skills/weaving/move"), {"move": "up"}, follow=True)

    assert "cannot be moved further" in answer.content.decode()
    assert ada.post(at("skills/weaving/move"), {"move": "sideways"}).status == 404


def test_a_skill_is_found_by_its_name(ada):
    assert in_order(ada, "?q=keeping") == ["bookkeeping", "cafe-keeping"]
    assert "No skill of this draft" in ada.get(at("skills?q=juggling")).text


def test_a_skill_is_added_and_its_levels_come_next(ada):
    sent = fields_of(ada.get(at("skills/new"))) | {"name": "Spinning", "alternative_labels": "yarn\r\nthread making"}

    answer = ada.post(at("skills/new"), sent)

    assert answer.response["Location"] == at("skills/spinning")
    row = SkillWording.objects.get(skill__slug="spinning")
    assert row.alternative_labels == ["yarn", "thread making"]
    assert "Practitioner: what somebody does" in ada.get(at("skills/spinning")).text


def test_a_skill_is_added_in_the_branch_that_is_open(ada):
    page = ada.get(at("skills?under=weaving"))
    assert at("skills/new?under=weaving") in page.links

    sent = fields_of(ada.get(at("skills/new?under=weaving")))
    assert sent["parent"] == "Weaving"
    ada.post(at("skills/new"), sent | {"name": "Spinning"})
    assert in_order(ada, "?under=weaving") == ["spinning"]


def test_a_skill_without_a_name_is_asked_for_again(ada):
    answer = ada.post(at("skills/new"), fields_of(ada.get(at("skills/new"))) | {"summary": "Kept."})

    assert answer.status == 422
    assert "Enter what the skill is called" in answer.text
    assert fields_of(answer)["summary"] == "Kept."


def test_levels_are_written_and_marked_as_undefined(ada):
    sent = fields_of(ada.get(at("skills/weaving")))
    assert sent["level_3_undefined"] == "yes"
    del sent["level_3_undefined"]
    sent |= {"level_3_text": "You:\r\n- draw\r\n- weave", "level_4_text": "", "level_4_undefined": "yes"}

    answer = ada.post(at("skills/weaving"), sent)

    assert answer.status == 303
    (skill,) = [one for one in queries.document(Version.objects.get().pk).skills if one.key == "weaving"]
    assert skill.descriptors[3] == "You:\n- draw\n- weave"
    assert skill.descriptors[4] is None
    assert skill.source == {"raw": "  Weaving\u00a0"}


def test_a_form_that_is_sent_as_it_stands_changes_nothing(ada, draft):
    before = queries.document(draft.pk)

    for skill in before.skills:
        path = at(f"skills/{skill.key}")
        assert ada.post(path, fields_of(ada.get(path))).status == 303

    assert queries.document(draft.pk) == before


def test_two_editors_of_one_skill_see_both_texts(ada, bo, draft):
    path = at("skills/weaving")
    opened = fields_of(ada.get(path))
    theirs = fields_of(bo.get(path)) | {"level_1_text": "What Bo wrote.", "scale": "four-levels"}
    assert bo.post(path, theirs).status == 303
    seal(at=now())

    answer = ada.post(path, opened | {"level_1_text": "What Ada wrote.", "name": "Weaving cloth"})

    assert answer.status == 422
    assert "Bo changed this while you were writing" in answer.text
    assert "Awareness: what somebody does" in answer.text
    both = fields_of(answer)
    assert (both["differs"], both["name"]) == ("level_1_text", "Weaving cloth")
    assert ada.post(path, both | {"take-level_1_text": "mine"}).status == 303
    (skill,) = [one for one in queries.document(draft.pk).skills if one.key == "weaving"]
    assert (skill.name, skill.descriptors[1]) == ("Weaving cloth", "What Ada wrote.")


def test_one_tick_that_somebody_else_set_is_kept_when_chosen(ada, bo, draft):
    path = at("skills/dyeing")
    opened = fields_of(ada.get(path))
    assert bo.post(path, opened | {"level_4_undefined": "yes"}).status == 303

    both = fields_of(ada.post(path, opened | {"summary": "By Ada."}))

    assert both["take-level_4_undefined"] == "theirs"
    assert ada.post(path, both).status == 303
    (skill,) = [one for one in queries.document(draft.pk).skills if one.key == "dyeing"]
    assert (skill.summary, skill.descriptors[4]) == ("By Ada.", None)


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("summary", "See <a href='x'>", "HTML tag"),
        ("parent", "Juggling", "has no skill"),
        ("level_2_evidence", "", ""),
        ("hidden_labels", "fine\r\n=cmd|x", "formula"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field(ada, field, text, words):
    sent = fields_of(ada.get(at("skills/weaving"))) | {field: text}
    if field == "level_2_evidence":
        sent |= {"level_2_text": "", "level_2_evidence": "A metre."}
        field, words = "level_2_text", "Describe this level"

    answer = ada.post(at("skills/weaving"), sent)

    assert answer.status == 422
    assert words in answer.text
    assert f"#id_{field}" in answer.links


def test_another_scale_brings_other_levels(ada):
    sent = fields_of(ada.get(at("skills/patience"))) | {"scale": "two-levels"}

    answer = ada.post(at("skills/patience"), sent)

    assert answer.response["Location"] == at("skills/patience")
    assert "Able: what somebody does" in ada.get(at("skills/patience")).text


def test_what_hangs_on_a_skill_is_shown_before_it_goes(ada):
    page = ada.get(at("skills/dyeing/remove"))
    assert "4 role levels ask for it, and will not any more" in page.text
    assert "Only this draft has it" in page.text

    assert ada.post(at("skills/dyeing/remove"), fields_of(page)).status == 303
    assert "dyeing" not in in_order(ada)
    assert ada.get(at("skills/dyeing")).status == 404


def test_a_skill_that_changed_meanwhile_is_looked_at_once_more(ada, bo):
    page = ada.get(at("skills/dyeing/remove"))
    bo.post(at("skills/dyeing"), fields_of(bo.get(at("skills/dyeing"))) | {"summary": "By Bo."})

    answer = ada.post(at("skills/dyeing/remove"), fields_of(page))

    assert answer.status == 422
    assert "changed since you opened this page" in answer.text


def test_a_removed_skill_is_put_back(professions):
    first = Version.objects.get(pk=build.published(replace(build.crafts(), profession=OWNER), START))
    commands.start_next_version(framework_id=first.framework_id, label="2", actor=OPERATOR, at=now())
    ada = writer("Ada")
    base = "/authoring/drafts/crafts/2/skills"
    ada.post(f"{base}/dyeing/remove", fields_of(ada.get(f"{base}/dyeing/remove")))
    assert "Removed since version 1" in ada.get(base).text

    answer = ada.post(f"{base}/dyeing/restore", {})

    assert answer.response["Location"] == f"{base}/dyeing"
    assert "Removed since" not in ada.get(base).text


def test_a_reviewer_reads_the_skills_and_changes_none(reviewer):
    page = reviewer.get(at("skills"))

    assert at("preview/skills/weaving") in page.links
    assert at("skills/weaving") not in page.links
    assert page.forms == [] or all("move" not in form for form in page.forms)
    assert "You can thread a loom." in reviewer.get(at("preview/skills/weaving")).text
    for path in ("skills/weaving", "skills/new", "skills/weaving/remove"):
        assert reviewer.get(at(path)).status == 404
    assert reviewer.post(at("skills/weaving/move"), {"move": "down"}).status == 404


def test_the_task_list_says_how_far_the_draft_is(ada, reviewer):
    page = ada.get(at())
    assert "6 skills, 13 levels described" in page.text or "6 skills" in page.text
    assert {at("details"), at("scales"), at("skills"), at("preview"), at("discard")} <= set(page.links)

    shown = reviewer.get(at())
    assert at("skills") in shown.links
    assert at("details") not in shown.links
    assert at("discard") not in shown.links


def test_a_draft_is_downloaded_by_those_who_may_read_it(reviewer):
    response = reviewer.browser.get(at("files/waymark"))

    assert response["Content-Disposition"].startswith("attachment")
    assert b"Weaving" in response.content
    assert reviewer.get(at("files/none")).status == 404


def test_the_preview_reads_as_the_framework_will(reviewer):
    page = reviewer.get(at("preview"))

    assert "It is not published." in page.text
    assert "Junior weaver" in page.text
    assert at("preview/skills/cafe-keeping") in page.links


def test_a_draft_is_discarded_when_that_is_confirmed(ada):
    assert "6 skills" in ada.get(at("discard")).text

    answer = ada.browser.post(at("discard"), fields_of(ada.get(at("discard"))), follow=True)

    assert "Crafts 1 is discarded." in answer.content.decode()
    assert not Version.objects.exists()


def test_pages_of_a_large_draft_take_the_same_queries(ada, draft):
    counts = {}
    large = build.drafted(replace(build.crafts("large", times=40), profession=OWNER), START)
    for base in (at(), "/authoring/drafts/large/1"):
        slug = "weaving" if base == at() else "weaving-large"
        for page in ("", "/skills", f"/skills?under={slug}", f"/skills/{slug}", "/scales", "/preview", "/skills?q=dye"):
            with CaptureQueriesContext(
                connection,
            ) as caught:
                assert ada.browser.get(base + page).status_code == 200
            counts.setdefault(page.replace("-large", ""), []).append(len(caught))
    assert large
    assert all(small == big for small, big in counts.values()), counts


@pytest.mark.parametrize(
    ("path", "section"),
    [
        ("skills/weaving", "skills"),
        ("skills/weaving/remove", "skills"),
        ("skills/new", "skills"),
        ("scales/of/four-levels", "scales"),
        ("roles/weaver", "families"),
        ("review/threads", "review"),
    ],
)
def test_the_section_that_a_deep_page_belongs_to_is_marked(ada, path, section):
    page = ada.get(at(path))

    marked = re.findall(
        r'<a class="govuk-link govuk-link--no-visited-state" href="([^"]+)" aria-current="true"', page.html
    )
    assert marked == [at(section)]
