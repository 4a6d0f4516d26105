"""The pages anyone may read."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.frameworks import build
from tests.web.pages import Page, get
from waymark.frameworks import queries as frameworks
from waymark_formats.framework import RelationDocument, RelationKind

EVERY_PAGE = {
    "/": "What good looks like",
    "/frameworks": "Crafts",
    "/frameworks/crafts": "Roles by family and rung",
    "/frameworks/crafts/versions/1": "This is the first version",
    "/professions": "Digital, Data and Technology",
    "/professions/digital-data-and-technology": "Senior weaver",
    "/roles/weaver": "Skills, level by level",
    "/roles/compare": "Choose two or three role levels",
    "/skills": "Skills A to Z",
    "/skills/weaving": "You can weave plain cloth.",
    "/search": "Try a job title",
    "/search?q=weaving": "Weaving",
    "/explore/from-my-skills": "Add a skill",
    "/accessibility": "Accessibility statement",
    "/cookies": "waymark_session",
    "/privacy": "The record of your skills belongs to you",
    "/help": "Words we use",
    "/feedback": "Feedback",
}


@pytest.mark.parametrize(("path", "words"), EVERY_PAGE.items())
def test_every_page_answers_with_its_words_one_heading_and_no_id_twice(visitor, crafts, path, words):
    page = get(visitor, path)

    assert words in page.text
    assert len(page.headings) == 1
    assert len(page.ids) == len(set(page.ids))


@pytest.mark.parametrize("path", [*EVERY_PAGE, "/nothing/here"])
def test_no_page_holds_inline_script_or_style(visitor, crafts, path):
    page = Page(visitor.get(path))

    assert page.inline == []
    assert "script-src 'self'" in page.response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in page.response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_a_fresh_install_without_frameworks_still_has_something_to_say(visitor, path):
    if any(path.startswith(part) for part in ("/frameworks/", "/professions/", "/roles/weaver", "/skills/")):
        pytest.skip("there is no such page before a framework or a profession is there")

    page = get(visitor, path)

    assert page.headings
    assert page.inline == []


def test_a_fresh_install_says_that_no_framework_has_been_published(visitor):
    assert "No framework has been published here yet" in get(visitor, "/").text
    assert "No framework has been published here yet" in get(visitor, "/frameworks").text
    assert "There are no skills here yet" in get(visitor, "/skills").text
    assert "no framework has been published" in get(visitor, "/roles/compare").text


@pytest.mark.parametrize(
    "path",
    [
        "/frameworks/nothing", "/frameworks/crafts/versions/9", "/frameworks/crafts/versions/1/changes",
        "/frameworks/crafts/versions/1/download/docx", "/professions/nothing", "/roles/nothing",
        "/roles/weaver/nothing", "/skills/nothing", "/id/00000000-0000-0000-0000-000000000000", "/nothing",
    ],
)  # fmt: skip
def test_an_unknown_address_is_a_404_page_that_offers_search(visitor, crafts, path):
    page = Page(visitor.get(path))

    assert page.status == 404
    assert page.headings == ["Page not found"]
    assert 'action="/search"' in page.html


def test_html_in_a_framework_is_shown_as_text(visitor, professions):
    evil = "<script>alert(1)</script> & <b>bold</b>\n- <img src=x onerror=alert(1)>"
    document = build.crafts()
    family = replace(
        document.families[0],
        name="<i>Cloth</i>",
        roles=tuple(replace(role, summary=evil, entry_routes=evil) for role in document.families[0].roles),
    )
    skills = tuple(
        replace(skill, summary=evil, descriptors={1: evil}) if skill.key == "weaving" else skill
        for skill in document.skills
    )
    build.published(
        replace(document, title="<u>Crafts</u>", summary=evil, skills=skills, families=(family, *document.families[1:]))
    )

    for path in ("/", "/frameworks/crafts", "/roles/weaver", "/skills/weaving", "/skills", "/search?q=weaving"):
        page = get(visitor, path)
        assert "<script>alert" not in page.html
        assert "<img" not in page.html
        assert "<i>Cloth" not in page.html
        assert "<u>Crafts" not in page.html


@pytest.mark.parametrize(
    "path",
    [
        "/", "/frameworks", "/frameworks/crafts", "/frameworks/crafts/versions/1", "/professions",
        "/professions/digital-data-and-technology", "/roles/weaver", "/skills", "/skills/weaving",
        "/search?q=weaving", "/roles/compare?levels=weaver/weaver&levels=dyer/dyer",
        "/explore/from-my-skills?held=weaving:2&held=dyeing:1",
    ],
)  # fmt: skip
def test_a_page_asks_the_database_as_often_for_a_large_framework_as_for_a_small_one(
    visitor, professions, path, django_assert_num_queries
):
    build.published(replace(build.crafts(), profession="digital-data-and-technology"))
    with CaptureQueriesContext(connection) as small:
        get(visitor, path)
    build.published(
        replace(build.crafts(version="1.1", times=6), profession="digital-data-and-technology"),
        datetime(2026, 3, 1, tzinfo=UTC),
    )

    get(visitor, path.replace("versions/1", "versions/1.1"))
    with CaptureQueriesContext(connection) as large:
        get(visitor, path)

    assert len(large) == len(small)
    assert len(small) <= 12


def test_the_framework_page_is_a_table_of_families_by_rung(visitor, crafts):
    page = get(visitor, "/frameworks/crafts")

    assert '<th scope="rowgroup"' in page.html
    assert 'id="cloth"' in page.html
    assert 'href="/roles/weaver#senior-weaver"' in page.html
    assert 'data-label="Senior"' in page.html
    for number, what in (("2", "families"), ("3", "roles"), ("7", "role levels"), ("6", "skills")):
        assert f"<dt>{what}</dt><dd>{number}</dd>" in page.html


def test_a_profession_with_two_frameworks_shows_both_and_repeats_no_id(visitor, crafts):
    build.published(replace(build.crafts("trades"), profession="digital-data-and-technology"))

    page = get(visitor, "/professions/digital-data-and-technology")

    assert {"/frameworks/crafts", "/frameworks/trades"} <= set(page.links)
    assert len(page.ids) == len(set(page.ids))


def test_a_profession_without_a_framework_is_told_so_and_offered_skills_and_behaviours(visitor, crafts):
    build.published(replace(build.crafts("leadership-behaviours"), title="Leadership behaviours"))

    page = get(visitor, "/professions/finance")

    assert "has not published a framework here yet" in page.text
    assert {"/skills", "/frameworks/leadership-behaviours", "/explore/from-my-skills"} <= set(page.links)


def test_a_uuid_leads_to_the_page_of_what_it_names(visitor, crafts):
    role = frameworks.role("weaver", datetime.now(UTC))

    answer = visitor.get(f"/id/{role.uuid}")

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/roles/weaver"


def test_the_version_page_counts_what_changed_and_the_difference_names_it(visitor, crafts_twice):
    version = get(visitor, "/frameworks/crafts/versions/2")
    changes = get(visitor, "/frameworks/crafts/versions/2/changes")

    assert "Spinning is back." in version.text
    assert "Since version 1" in version.text
    assert changes.headings == ["What changed from 1 to 2"]
    assert 'What changed from <span class="wm-whole">1</span> to <span class="wm-whole">2</span>' in changes.html
    assert "Spinner" in changes.text
    assert "Colour that stays for ever." in changes.text
    assert "1 changed in spacing or punctuation only" in changes.text
    assert changes.text.index("Dyeing") < changes.text.index("spacing or punctuation")


@pytest.mark.parametrize(
    "address",
    [
        "/frameworks/crafts/versions/%00", "/frameworks/crafts/versions/%00/changes", "/skills?framework=%00",
        "/roles/compare?levels=%00", "/explore/from-my-skills?add=%00", "/roles/weaver?level=%00",
    ],
)  # fmt: skip
def test_a_null_in_an_address_is_an_answer_and_no_error(visitor, crafts, address):
    assert visitor.get(address).status_code in {200, 400, 404}


def test_families_and_relations_that_come_and_go_are_told_as_well(visitor, crafts):
    first = build.crafts(version="1")
    families = (replace(first.families[0], name="Yarn and cloth"), *first.families[1:])
    relations = (RelationDocument("weaving", RelationKind.BROADER, to="dyeing"),)
    build.published(replace(first, version="2", families=families, relations=relations), at=build.FEBRUARY)

    version = get(visitor, "/frameworks/crafts/versions/2")
    changes = get(visitor, "/frameworks/crafts/versions/2/changes")

    for words in ("Job families", "Relations between skills"):
        assert words in version.text
        assert words in changes.text
    assert "Yarn and cloth" in changes.text
    assert "Weaving: broader Dyeing" in changes.text


def test_an_earlier_version_says_so_and_leads_to_the_current_one(visitor, crafts_twice):
    page = get(visitor, "/frameworks/crafts/versions/1")

    assert "Earlier version" in page.text
    assert "Go to the current version" in page.text


def test_a_version_downloaded_as_json_is_the_version_that_was_published(visitor, crafts):
    answer = visitor.get("/frameworks/crafts/versions/1/download/waymark")
    document = json.loads(answer.content)

    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="crafts-1.json"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Weaving" in json.dumps(document)
    assert answer.content == visitor.get("/frameworks/crafts/versions/1/download/waymark").content


def test_a_version_that_the_format_cannot_say_is_refused_in_words(visitor, crafts):
    page = Page(visitor.get("/frameworks/crafts/versions/1/download/ddat"))

    assert page.status == 409
    assert page.headings == ["There is a problem"]
