"""Every page that shows or asks a level, on each kind of scale, and where a level counts from another scale."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from tests.frameworks import build
from tests.web.test_me.conftest import OWNER, START, someone
from tests.web.test_me.pages import Walk, words
from waymark.frameworks import commands, queries
from waymark.kernel.clock import now
from waymark.kernel.policy import OPERATOR
from waymark.organisation import commands as organisation
from waymark_formats.framework import ScaleDocument, ScaleKind
from waymark_formats.framework import ScaleLevel as Step

pytestmark = pytest.mark.django_db


def scale(kind, *names, values=()):
    steps = (
        Step(n, name, value=Decimal(value) if value else None)
        for n, (name, value) in enumerate(zip(names, values or ("",) * len(names), strict=True), 1)
    )
    return ScaleDocument("scale", "Scale", tuple(steps), kind)


KINDS = {
    "labels": (scale(ScaleKind.LABELS, "Aware", "Able", "Adept", "Author"), "Adept", "adept"),
    "points": (scale(ScaleKind.POINTS, "1", "2", "3", "4", "5"), "3 of 5 points", "3 of 5 points"),
    "numeric": (scale(ScaleKind.NUMERIC, "20", "40", "60", "100", values=(20, 40, 60, 100)), "60 of 100", "60 of 100"),
    "bands": (scale(ScaleKind.GRADE_BANDS, "AO to EO", "HEO to SEO", "Grade 7", "Grade 6"), "Grade 7", "grade 7"),
}
NOTHING = scale(ScaleKind.NONE)


def looms(on, level, version="1"):
    skills = ("warping", "shearing")
    asked = tuple(build.asks(key, level) for key in skills)
    return replace(
        build.small("looms", version),
        profession=OWNER,
        scales=(on,),
        skills=tuple(build.skill(key, scale=on.key, descriptors={}) for key in skills),
        families=(
            build.FamilyDocument(
                "cloth", "Cloth",
                roles=(
                    build.role("weaver", build.level("weaver", 1, *asked)),
                    build.role("fuller", build.level("fuller", 1, *asked)),
                ),
            ),
        ),
    )  # fmt: skip


def browser_of_a_weaver(document):
    organisation.ensure_reference(actor=OPERATOR, at=START)
    build.published(document, START)
    role_level = queries.role_level("weaver/weaver", now()).ref.id
    return someone(1, role_level_id=role_level).browser()


@pytest.mark.parametrize("kind", KINDS)
def test_a_level_reads_well_on_every_page(kind):
    on, name, spoken = KINDS[kind]
    browser = browser_of_a_weaver(looms(on, 3))
    visitor = Client()

    for path in ("/roles/weaver", "/skills/warping", "/roles/compare?levels=weaver/weaver&levels=fuller/fuller"):
        assert name in words(visitor.get(path)), path
    assert name in words(visitor.get("/explore/from-my-skills?held=warping:3"))

    walk = Walk(browser, "/me/check")
    walk.press("Yes, start the check")
    assert f"asks for: {name}" in walk.words
    walk.press("Save and continue", answer="working_towards")
    walk.press("Save and continue", answer="above")
    assert walk.where.endswith("/result")

    step = {"points": "One point to go", "numeric": "One step to go"}.get(kind, "One level to go")
    gap = words(browser.get("/me/gap"))
    assert f"{step}: you are at" in gap
    assert f"the role asks for {spoken}" in gap
    held = queries.skill("warping", now()).scale.levels
    assert held[1].name in words(browser.get("/me/skills"))
    assert held[3].name in words(browser.get("/me/skills"))

    full = Walk(browser, "/me/assessments")
    full.press("Full self-assessment: Weaver")
    assert f"Asked for: {name}" in full.words
    full.follow("Warping")
    assert f"asks for: {name}" in full.words
    assert held[0].name in full.words


def test_a_framework_without_levels_asks_yes_or_no_and_has_no_fit():
    browser = browser_of_a_weaver(looms(NOTHING, None))
    visitor = Client()

    assert "Needed, no level" in words(visitor.get("/roles/weaver"))
    assert "This skill has no levels" in words(visitor.get("/skills/warping"))
    assert "Needed, no level" in words(visitor.get("/roles/compare?levels=weaver/weaver&levels=fuller/fuller"))
    assert "no levels to choose from" in words(visitor.get("/explore/from-my-skills?add=warping"))

    walk = Walk(browser, "/me/check")
    walk.press("Yes, start the check")
    assert "names no level" in walk.words
    walk.press("Save and continue", answer="yes")
    walk.press("Save and continue", answer="no")
    assert walk.where.endswith("/result")
    gap = words(browser.get("/me/gap"))
    assert "there is no fit to work out" in gap
    assert "No level named" in gap
    assert "Yes" in words(browser.get("/me/skills"))
    assert browser.get("/me/explore").status_code == 200
    assert browser.get("/").status_code == 200

    full = Walk(browser, "/me/assessments")
    full.press("Full self-assessment: Weaver")
    full.follow("Warping")
    assert "names no level" in full.words


def test_a_level_on_the_scale_before_is_shown_as_what_it_counts_as():
    labels, points = KINDS["labels"][0], KINDS["points"][0]
    browser = browser_of_a_weaver(looms(labels, 3))
    walk = Walk(browser, "/me/check")
    walk.press("Yes, start the check")
    walk.press("Save and continue", answer="meeting")
    walk.press("Save and continue", answer="meeting")
    at = now() - timedelta(seconds=1)
    build.published(looms(points, 3, "2"), at)

    page = words(browser.get("/me/gap"))
    assert "You were judged adept on the scale of Looms, version 1." in page
    assert "It is not comparable and counts as not assessed." in page
    assert "Not comparable" in words(browser.get("/roles/weaver"))

    one, other = sorted(queries.ladders_in_use(OPERATOR, now()), key=lambda found: found.ladder.top)
    table = commands.say_equivalence(
        one=one, other=other, counts_as=(1, 2, 4, 5), reason="As agreed.", actor=OPERATOR, at=now()
    )

    response = browser.get("/me/gap")
    page = words(response)
    assert "That counts as 4 of 5 points here." in page
    assert f"/scales/{table.uuid}" in response.content.decode()
    assert "Adept" in words(browser.get("/me/skills"))
    assert "4 of 5 points" in words(browser.get("/roles/weaver"))
    for path in (walk.where, "/me/explore", "/", "/roles/weaver"):
        response = browser.get(path)
        assert "That counts as 4 of 5 points here." in words(response), path
        assert f"/scales/{table.uuid}" in response.content.decode(), path
    assert "4 of 5 points" in words(Client().get(f"/scales/{table.uuid}"))
