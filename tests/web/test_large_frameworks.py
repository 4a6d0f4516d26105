"""Pages of a framework so large that it is shown a part at a time."""

from dataclasses import replace

import pytest

from tests.frameworks import build
from tests.web.conftest import OWNER
from tests.web.pages import get
from waymark.frameworks.queries import grids
from waymark.web.explore import skills


@pytest.fixture
def large(professions, monkeypatch):
    monkeypatch.setattr(grids, "WHOLE_UP_TO", 2)
    return build.published(replace(build.crafts(), profession=OWNER))


def test_the_roles_of_a_large_framework_are_shown_a_family_at_a_time(visitor, large):
    first = get(visitor, "/frameworks/crafts")
    second = get(visitor, "/frameworks/crafts?family=trade")

    assert "/roles/weaver" in first.links
    assert "/roles/merchant" not in first.links
    assert "/roles/merchant" in second.links
    assert "/roles/weaver" not in second.links
    for page in (first, second):
        assert "its roles are shown a family at a time" in page.text
        assert {"/frameworks/crafts?family=cloth#cloth", "/frameworks/crafts?family=trade#trade"} <= set(page.links)
        assert page.inline == []


def test_roles_of_a_large_family_come_a_page_at_a_time(visitor, large, monkeypatch):
    monkeypatch.setattr(grids, "ROLES_A_PAGE", 1)

    last = get(visitor, "/frameworks/crafts?family=cloth&page=2")

    assert "/roles/dyer" in last.links
    assert "/roles/weaver" not in last.links


def test_the_home_page_of_a_profession_leads_to_the_other_families(visitor, large):
    page = get(visitor, f"/professions/{OWNER}")

    assert "/roles/weaver" in page.links
    assert "/roles/merchant" not in page.links
    assert "The other families of Crafts" in page.text


def test_a_letter_with_many_skills_is_shown_a_page_at_a_time(visitor, professions, monkeypatch):
    monkeypatch.setattr(skills, "SUMMARIES_A_PAGE", 10)
    build.published(build.crafts(times=17))

    first, last = get(visitor, "/skills?letter=B"), get(visitor, "/skills?letter=B&page=2")

    assert "17 skills under B, of 102" in first.text
    assert "/skills/bookkeeping" in first.links
    assert "/skills/bookkeeping" not in last.links
    assert len([link for link in last.links if link.startswith("/skills/bookkeeping")]) == 7
