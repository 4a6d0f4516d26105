"""What search finds of a framework."""

import pytest

from tests.frameworks import build
from waymark.frameworks import queries as frameworks
from waymark.search import queries as search

pytestmark = pytest.mark.django_db


@pytest.fixture
def found():
    return {thing.url: thing for thing in frameworks.findables(build.published(build.crafts()))}


def test_the_framework_its_roles_named_levels_and_skills_can_be_found_where_they_live(found):
    assert {(thing.kind, url) for url, thing in found.items()} == {
        ("framework", "/frameworks/crafts"),
        ("role", "/roles/weaver"),
        ("role", "/roles/dyer"),
        ("role", "/roles/merchant"),
        ("role_level", "/roles/weaver/junior-weaver"),
        ("role_level", "/roles/weaver/senior-weaver"),
        ("role_level", "/roles/dyer/associate-dyer"),
        ("role_level", "/roles/dyer/senior-dyer"),
        *(("skill", f"/skills/{slug}") for slug in
          ("weaving", "dyeing", "costing", "bookkeeping", "patience", "cafe-keeping")),
    }  # fmt: skip


def test_labels_are_shown_and_hidden_labels_only_searched(found):
    role, skill = found["/roles/weaver"], found["/skills/weaving"]

    assert (role.labels, role.hidden, role.context) == (("cloth maker",), ("webster",), "Cloth, Crafts")
    assert (skill.labels, skill.hidden, skill.context) == (("loom work",), ("warp and weft",), "Crafts")


def test_a_skill_is_found_by_what_its_levels_say(found):
    assert found["/skills/weaving"].body.splitlines() == [
        "About Weaving.",
        "You can thread a loom.",
        "You can weave plain cloth.",
        "You teach it.",
    ]


def test_a_role_level_is_found_by_the_names_of_its_role(found):
    level = found["/roles/weaver/senior-weaver"]

    assert level.hidden == ("Weaver cloth maker webster",)
    assert (level.title, level.context, level.labels) == ("Senior weaver", "Weaver, Cloth", ())


def test_publishing_a_version_puts_its_words_in_the_place_of_the_older_ones():
    build.published(build.crafts(version="1"), at=build.JANUARY)
    newer = build.reworded(build.crafts(version="2"), "weaver", "Weaves by moonlight.")
    build.published(newer, at=build.FEBRUARY)

    def urls(query, at):
        return [hit.url for hit in search.find(query, at=at).hits]

    assert urls("moonlight", build.JANUARY) == []
    assert urls("moonlight", build.FEBRUARY) == ["/roles/weaver"]
    assert urls("webster", build.FEBRUARY) == [
        "/roles/weaver",
        "/roles/weaver/junior-weaver",
        "/roles/weaver/senior-weaver",
    ]


def test_a_draft_cannot_be_found():
    build.drafted(build.crafts())

    assert search.find("weaver", at=build.FEBRUARY).total == 0
