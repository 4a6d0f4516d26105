"""The front page for those who run the site leads to every page of theirs."""

import pytest

from tests.house.test_routes_say_who_may import routes
from tests.web.pages import get
from tests.web.test_me.conftest import someone
from waymark.kernel.policy import Duty
from waymark.web.operating.landing import TOOLS

pytestmark = pytest.mark.django_db
REACHED_FROM_ANOTHER = {
    "operating/audit/check",
    "operating/audit/export",
    "operating/feeds/template.xlsx",
    "operating/feeds/twice",
    "operating/feeds/twice/merged",
    "operating/reference/changes",
    "operating/reference/grades",
    "operating/reference/grades/add",
    "operating/reference/grades/new",
    "operating/reference/open",
    "operating/reference/units-template",
}


def pages_of_holders():
    return {
        route: set(view.kinds)
        for route, view in routes()
        if route.startswith("operating") and view.access == "holds" and "<" not in route
    }


def test_every_page_for_holders_stands_there_with_the_duties_that_open_it():
    listed = {f"operating{path}": kinds for path, kinds in ((_path(tool), set(tool.kinds)) for tool in TOOLS) if path}

    assert listed == {route: kinds for route, kinds in pages_of_holders().items() if route not in REACHED_FROM_ANOTHER}


def _path(tool):
    from django.urls import reverse

    return reverse(tool.url_name).partition("/operating")[2]


@pytest.mark.parametrize(
    ("duty", "seen", "unseen"),
    [
        (Duty("auditor", 1), ["/operating/audit", "/operating/access"], ["/operating/privacy", "/operating/jobs"]),
        (Duty("data-protection-officer", 1), ["/operating/privacy/retention", "/operating/audit"], ["/operating/jobs"]),
        (
            Duty("data-protection-officer", 1, organisation_id=1, path="/1/"),
            ["/operating/privacy"],
            ["/operating/privacy/retention"],
        ),
        (Duty("administrator", 1), ["/operating/jobs", "/operating/corrections"], ["/operating/audit"]),
    ],
)
def test_it_leads_to_what_a_duty_opens_and_nowhere_else(crafts, holding, duty, seen, unseen):
    who = someone(91)
    holding[who.account] = (duty,)

    page = get(who.browser(), "/operating")

    assert set(seen) <= set(page.links)
    assert not set(unseen) & set(page.links)
    for link in seen:
        assert who.browser().get(link).status_code == 200
