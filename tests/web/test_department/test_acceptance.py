"""The page on which a department writes what it accepts of levels signed off elsewhere."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.people.conftest import demo_mode, mended, place, role_levels
from tests.people.mending import holding
from tests.web.test_department.test_posts import home, with_duty
from tests.web.test_me.pages import words
from waymark.assessments.models import AcceptanceRule

__all__ = ["demo_mode", "home", "mended", "place", "role_levels"]

PAGE = "/departments/home-office/acceptance"
RULE = {"profession": "every", "months": "36", "assurance": "panel", "scales": "same", "reason": "We know their panels"}


def test_where_nothing_is_written_the_page_says_what_holds(home):
    said = words(home.director.get(PAGE))

    assert "Nothing was written, so this holds" in said
    assert "As long as it is valid." in said
    assert home.director.get("/departments/acceptance").headers["Location"] == PAGE


def test_a_rule_is_written_holds_and_the_one_before_stays_to_be_read(home):
    assert home.director.post(PAGE, RULE | {"issuers": [str(home.bodies["defra"])]}).status_code == 303
    assert home.director.post(PAGE, RULE | {"reason": "They know ours"}).status_code == 303

    said = words(home.director.get(PAGE))

    assert "Signed off in any department. By a panel. At most 36 months old" in said
    assert "1 earlier rule" in said
    assert "Signed off in: Department for Farms." in said
    assert AcceptanceRule.objects.count() == 2


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"reason": ""}, "Say why, in a sentence or two"),
        ({"months": "0"}, "The number of months must be 1 or more"),
        ({"months": "many"}, "Enter the number of months as a whole number, like 36"),
        ({"assurance": ""}, "Select who must have signed it off"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_what_was_typed_stays(home, changed, said):
    answer = home.director.post(PAGE, RULE | changed)

    assert answer.status_code == 422
    assert said in words(answer)
    assert "We know their panels" in words(answer) or "reason" in changed
    assert not AcceptanceRule.objects.exists()


def test_other_departments_and_other_duties_find_no_such_page(home):
    elsewhere = with_duty(home, holding(home, "hr-director", "defra"))
    assert elsewhere.get(PAGE).status_code == 404
    assert elsewhere.post(PAGE, RULE).status_code == 404
    assessor = with_duty(home, holding(home, "assessor", "ho"))
    assert assessor.get(PAGE).status_code == 404
    assert Client().get(PAGE).status_code == 302
    assert not AcceptanceRule.objects.exists()
