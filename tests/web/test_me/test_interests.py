"""Which of my skills I want to use or teach."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from waymark.assessments.models import Interest


def test_one_form_says_what_i_want_of_every_skill(weaver, ada):
    browser = ada.browser()
    page = browser.get("/me/skills/interests").content.decode()
    assert "Willing to teach Weaving" in page
    weaving = next(line.skill_id for line in weaver_lines(weaver) if line.skill_slug == "weaving")

    done = browser.post(
        "/me/skills/interests", {f"interest_{weaving}": "3", f"teach_{weaving}": "yes", "shared": "yes"}, follow=True
    )

    assert "Saved." in done.content.decode()
    row = Interest.objects.get()
    assert (row.interest, row.would_use, row.would_teach, row.audience) == (3, False, True, "shared")
    wrong = browser.post("/me/skills/interests", {f"interest_{weaving}": "9"})
    assert wrong.status_code == 422
    assert "Choose one of: none, a little, quite a lot, strong." in wrong.content.decode()


def test_the_form_costs_the_same_for_any_number_of_skills(ada):
    browser = ada.browser()
    with CaptureQueriesContext(connection) as spent:
        browser.get("/me/skills/interests")

    assert len(spent) <= 20


def weaver_lines(ref):
    from tests.conftest import NOON
    from waymark.frameworks import queries as frameworks

    return frameworks.role_level_by_id(ref.id, NOON).requirements
