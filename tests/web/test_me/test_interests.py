"""Which of my skills I want to use or teach."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.assessments.build import skill_ids
from waymark.assessments import commands as record
from waymark.assessments.models import Interest
from waymark.assessments.types import Wish
from waymark.kernel.clock import now


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


def test_what_the_page_did_not_ask_about_stays_as_it_was(weaver, ada):
    browser = ada.browser()
    weaving, *_others = (line.skill_id for line in weaver_lines(weaver))
    browser.post("/me/skills/interests", {f"interest_{weaving}": "3", "shared": "no"})

    browser.post("/me/skills/interests", {"shared": "yes"})

    row = Interest.objects.get()
    assert (row.interest, row.audience) == (3, "shared")


def test_what_is_no_interest_is_refused_and_not_taken_for_none(weaver, ada):
    browser = ada.browser()
    weaving, *_others = (line.skill_id for line in weaver_lines(weaver))
    browser.post("/me/skills/interests", {f"interest_{weaving}": "3", "shared": "no"})

    for odd in ("", "x", "-1", "\u0663", "9" * 5000):
        assert browser.post("/me/skills/interests", {f"interest_{weaving}": odd}).status_code == 422

    assert Interest.objects.get().interest == 3


def test_what_was_said_of_a_skill_that_no_role_of_mine_asks_for_can_be_changed(ada, crafts):
    other = skill_ids(crafts)["cafe-keeping"]
    record.save_interests(wishes=[Wish(other, 2)], shared=False, actor=ada.actor, at=now())
    browser = ada.browser()

    assert f'name="interest_{other}"' in browser.get("/me/skills/interests").content.decode()
    browser.post("/me/skills/interests", {f"interest_{other}": "0", "shared": "no"})

    assert Interest.objects.get().interest == 0
