"""The pages of reference data: finding an organisation, changing it, lists, grades."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tests.organisation.trees import asked, plant, shape
from tests.providers import department
from tests.web.confirming import asks_to_confirm, just_confirmed
from tests.web.pages import Page
from tests.web.test_me.conftest import someone
from waymark.access import commands as access
from waymark.access import queries as access_queries
from waymark.access.models import Account
from waymark.access.types import ProviderKind
from waymark.kernel.policy import OPERATOR, Duty
from waymark.organisation import queries as organisation
from waymark.organisation.models import Grade, Organisation, OrganisationChange
from waymark.organisation.types import ListKind
from waymark.people import commands as people
from waymark.reporting import commands as reporting

BODY = "/operating/reference/organisations"


@pytest.fixture
def administrator(crafts, holding):
    one = someone(91)
    holding[one.account] = (Duty("administrator", 1),)
    return just_confirmed(one.browser())


@pytest.fixture
def tree(administrator):
    return plant()


def today():
    return timezone.localdate()


def day_parts(day):
    return {"day_0": day.day, "day_1": day.month, "day_2": day.year}


def ask(client, slug, kind, *, day=None, reason="The machinery changes.", **said):
    return client.post(f"{BODY}/{slug}/{kind}", {**day_parts(day or today()), "reason": reason, **said})


def follow(client, answer):
    return Page(client.get(answer.headers["Location"]))


def test_departments_are_listed_and_everything_is_found_by_name_or_code(tree, administrator):
    listed = Page(administrator.get("/operating/reference"))
    found = Page(administrator.get("/operating/reference?q=F11"))
    nothing = Page(administrator.get("/operating/reference?q=zebra"))

    assert listed.headings == ["Reference data"]
    assert "Department for Farms" in listed.text
    assert "Locks" not in listed.text
    assert "1 organisation." in found.text
    assert f"{BODY}/locks" in found.links
    assert "No organisation matches" in nothing.text
    assert not listed.inline


def test_a_bodys_page_shows_parts_past_and_figures(tree, administrator):
    page = Page(administrator.get(f"{BODY}/department-for-farms"))

    assert {f"{BODY}/rivers-agency", f"{BODY}/seeds", f"{BODY}/department-for-farms/merge"} <= set(page.links)
    assert "It has never changed." in page.text
    assert "As it was" in page.text
    assert "No number is shown: no disclosure profile is in force." in page.text

    reporting.ensure_profiles(actor=OPERATOR, at=datetime.now(UTC))
    page = Page(administrator.get(f"{BODY}/department-for-farms"))
    assert "as the profile “csstats-2023” says" in page.text
    assert page.html.count(">Hidden<") == 4, "nobody works there: none is a small number"


def test_a_merger_is_previewed_and_then_made(tree, administrator):
    preview = Page(ask(administrator, "department-for-farms", "merge", into="Department for Trade"))

    assert preview.status == 200
    assert "Department for Farms: merged into Department for Trade" in preview.text
    assert "3 parts that move along" in preview.text or "parts that move along" in preview.text
    assert "Department for Farms" in shape()

    done = administrator.post(f"{BODY}/department-for-farms/merge", preview.forms[-2])

    assert done.status_code == 303
    assert "Department for Farms" not in shape()
    page = follow(administrator, done)
    assert "Made" in page.text
    assert "It closed on" in Page(administrator.get(f"{BODY}/department-for-farms")).text


def test_what_was_typed_comes_back_to_be_changed(tree, administrator):
    preview = Page(ask(administrator, "seeds", "rename", name="Grain", code="G"))

    again = Page(administrator.post(f"{BODY}/seeds/rename", preview.forms[-1]))

    assert again.status == 200
    assert again.forms[-1]["name"] == "Grain"


def test_a_change_for_a_later_day_is_planned_listed_and_called_off(tree, administrator):
    later = today() + timedelta(days=30)
    preview = Page(ask(administrator, "seeds", "rename", name="Grain", day=later))
    assert "Plan this change" in preview.text

    planned = follow(administrator, administrator.post(f"{BODY}/seeds/rename", preview.forms[-2]))

    assert "Waits for its day" in planned.text
    assert "Seeds is called Grain" in Page(administrator.get("/operating/reference/changes")).text
    uuid = OrganisationChange.objects.get().uuid
    answer = administrator.post(f"/operating/reference/changes/{uuid}/call-off", {"reason": "Not after all."})
    assert "Called off" in follow(administrator, answer).text
    again = Page(administrator.post(f"/operating/reference/changes/{uuid}/call-off", {"reason": "Again."}))
    assert again.status == 422
    assert "waits no longer" in again.text


def test_a_change_is_undone_by_the_opposite_one(tree, administrator):
    uuid = people.reorganise(
        change=asked("rename", tree["seeds"], name="Grain", on=today() - timedelta(days=3)), actor=OPERATOR,
        at=datetime.now(UTC),
    )  # fmt: skip
    address = f"/operating/reference/changes/{uuid}/undo"
    assert Page(administrator.get(address)).headings == ["Undo this change?"]

    answer = administrator.post(address, {**day_parts(today()), "reason": "A mistake."})

    assert "Made" in follow(administrator, answer).text
    assert "Seeds" in shape()
    assert administrator.post(address, {**day_parts(today()), "reason": "Again."}).status_code == 422


@pytest.mark.parametrize(
    ("slug", "kind", "said", "words"),
    [
        ("seeds", "rename", {"name": ""}, "Enter the name"),
        ("seeds", "rename", {"name": "Rivers Agency"}, "There is a “Rivers Agency” there already"),
        ("department-for-farms", "move", {"parent": "locks"}, "cannot become part of itself"),
        ("department-for-farms", "merge", {"into": "Nowhere"}, "No organisation is called “Nowhere”"),
        ("department-for-farms", "close", {}, "still has 2 parts"),
        ("department-for-farms", "split", {"name": "X", "body_kind": "department"}, "Choose at least one unit or post"),
        ("department-for-farms", "split", {"name": "X", "body_kind": "department", "posts": "P1"}, "are not posts of"),
    ],
)
def test_what_makes_no_sense_is_said_on_the_form(tree, administrator, slug, kind, said, words):
    page = Page(ask(administrator, slug, kind, **said))

    assert page.status == 422
    assert words in page.text
    assert "There is a problem" in page.text


def test_a_body_is_meant_by_its_address_where_two_have_its_name(tree, administrator):
    people.reorganise(
        change=asked("open", name="Seeds", body_kind="unit", parent_id=tree["trade"], on=today()), actor=OPERATOR,
        at=datetime.now(UTC),
    )  # fmt: skip

    unsure = Page(ask(administrator, "ports", "merge", into="seeds "))
    sure = Page(ask(administrator, "ports", "merge", into="seeds-unit"))

    assert sure.status == 200
    assert "merged into Seeds" in sure.text
    assert unsure.status == 200  # an address name is exact: it means the first


def test_an_organisation_opens_under_another(tree, administrator):
    form = Page(administrator.get("/operating/reference/open?under=seeds"))
    assert form.forms[-1]["parent"] == "seeds"

    said = form.forms[-1] | {"name": "Wheat", "code": "W", "reason": "It grows."}
    preview = Page(administrator.post("/operating/reference/open", said))
    assert "Wheat opens as part of Seeds" in preview.text
    administrator.post("/operating/reference/open", preview.forms[-2])

    assert shape()["Wheat"] == "Department for Farms / Seeds / Wheat"


def test_units_are_chosen_for_a_split(tree, administrator):
    form = Page(administrator.get(f"{BODY}/department-for-farms/split"))
    assert "Rivers Agency" in form.text

    preview = Page(
        ask(administrator, "department-for-farms", "split", name="Rivers", body_kind="department",
            units=["rivers-agency"])
    )  # fmt: skip
    assert "Part of Department for Farms becomes Rivers" in preview.text
    administrator.post(f"{BODY}/department-for-farms/split", preview.forms[-2])

    assert shape()["Locks"] == "Rivers / Rivers Agency / Locks"


def test_duties_over_a_merged_body_go_over_only_when_they_are_chosen(tree, administrator):
    holder = someone(92)
    access.give_duty(
        account=Account.objects.get(pk=holder.account).uuid, kind="vacancy-holder", organisation_id=tree["ports"],
        until_at=datetime.now(UTC) + timedelta(days=90), reason="x", actor=OPERATOR, at=datetime.now(UTC),
    )  # fmt: skip
    preview = Page(ask(administrator, "ports", "merge", into="seeds"))
    assert "Vacancy holder" in preview.text
    done = administrator.post(f"{BODY}/ports/merge", preview.forms[-2])
    assert access_queries.duties_over([tree["seeds"]], OPERATOR, datetime.now(UTC)) == ()
    assert "1 duty was over what closed." in follow(administrator, done).text
    address = f"{done.headers['Location']}/duties"

    choice = Page(administrator.get(address))
    (card,) = access_queries.duties_over([tree["ports"]], OPERATOR, datetime.now(UTC))
    assert str(card.uuid) in choice.html
    assert administrator.post(address, {"reason": "x"}).status_code == 422
    said = follow(administrator, administrator.post(address, {"grants": [str(card.uuid)], "reason": "They go on."}))

    assert "1 duty given." in said.text
    assert len(access_queries.duties_over([tree["seeds"]], OPERATOR, datetime.now(UTC))) == 1


def test_the_preview_of_a_merger_says_what_becomes_of_feed_and_sign_on(tree, administrator):
    at, farms = datetime.now(UTC), tree["farms"]
    feed = people.add_feed(organisation_id=farms, name="HR", actor=OPERATOR, at=at)
    department.add_provider(ProviderKind.OIDC, department.DETAILS, farms)

    other = Page(ask(administrator, "department-for-farms", "rename", name="Department for Fields"))
    preview = Page(ask(administrator, "department-for-farms", "merge", into="department-for-trade"))
    administrator.post(f"{BODY}/department-for-farms/merge", preview.forms[-2])
    ended = Page(administrator.get(f"/operating/feeds/{feed.uuid}"))

    assert "people feed" not in other.text
    assert "Its people feed takes nothing more from then on." in preview.text
    assert "Its sign-on lets nobody in from then on" in preview.text
    assert "“Department for Farms” is part of “Department for Trade” now" in ended.text
    assert not any("file" in form for form in ended.forms)


def test_a_list_is_added_to_put_right_and_ended(tree, administrator):
    address = "/operating/reference/lists/function"
    assert "Property" in Page(administrator.get(address)).text

    added = administrator.post(address, {"name": "Estates", **day_parts(today() - timedelta(days=9))})
    taken = Page(administrator.post(address, {"name": "Estates", **day_parts(today())}))
    pk = next(one.id for one in organisation.items(ListKind.FUNCTION) if one.name == "Estates")
    right = administrator.post(f"{address}/{pk}", {"what": "change", "name": "Buildings"})
    ended = administrator.post(
        f"{address}/{pk}", {"what": "end", "until_0": today().day, "until_1": today().month, "until_2": today().year}
    )

    assert [answer.status_code for answer in (added, right, ended)] == [303, 303, 303]
    assert taken.status == 422
    assert "in the list already" in taken.text
    one = organisation.item(ListKind.FUNCTION, pk)
    assert (one.name, one.until_on) == ("Buildings", today())


@pytest.mark.parametrize("kind", ["profession", "specialism", "function", "region", "location"])
def test_every_list_has_a_page(tree, administrator, kind):
    page = Page(administrator.get(f"/operating/reference/lists/{kind}"))
    pk = organisation.items(ListKind(kind))[0].id

    assert (page.status, page.inline) == (200, [])
    assert Page(administrator.get(f"/operating/reference/lists/{kind}/{pk}")).status == 200
    assert Page(administrator.post(f"/operating/reference/lists/{kind}", {})).status == 422


def test_an_organisation_gets_grades_of_its_own(tree, administrator):
    bands = {band.slug: band.id for band in organisation.grade_bands()}
    rows = {"code_1": "B1", "name_1": "Band 1", "band_1": bands["grade-7-and-grade-6"]}
    empty = Page(administrator.post("/operating/reference/grades/new", {}))
    form = {"organisation": "farms-that-are-not", **day_parts(today()), **rows}
    unknown = Page(administrator.post("/operating/reference/grades/new", form))

    form["organisation"] = "Department for Farms"
    done = administrator.post("/operating/reference/grades/new", form)

    assert (empty.status, unknown.status, done.status_code) == (422, 422, 303)
    page = follow(administrator, done)
    assert "Department for Farms" in page.text
    assert "G7, G6" in page.text
    pk = Grade.objects.get(code="B1").pk
    assert Page(administrator.get(f"/operating/reference/lists/grade/{pk}")).status == 200


def test_a_strong_act_asks_once_more_who_it_is(tree, administrator):
    said = Page(ask(administrator, "seeds", "rename", name="Grain")).forms[-2]
    del said["csrfmiddlewaretoken"]

    assert asks_to_confirm(administrator, f"{BODY}/seeds/rename", said)
    assert "Seeds" in shape()


def test_pages_take_a_fixed_number_of_queries(tree, administrator, django_assert_max_num_queries):
    Organisation.objects.bulk_create(
        Organisation(
            uuid=f"00000000-0000-0000-0000-{number:012d}", slug=f"u{number}", name=f"Unit {number}", kind="unit",
            parent_id=tree["farms"], path=f"/{tree['farms']}/{90_000 + number}/",
        )
        for number in range(60)
    )  # fmt: skip
    for address, most in (
        ("/operating/reference", 14),
        ("/operating/reference?q=unit", 14),
        (f"{BODY}/department-for-farms", 36),
        ("/operating/reference/changes", 14),
        ("/operating/reference/grades", 14),
    ):
        with django_assert_max_num_queries(most):
            administrator.get(address)


def test_nobody_else_finds_these_pages(tree, stranger):
    for address in ("/operating/reference", f"{BODY}/seeds", "/operating/reference/grades"):
        assert stranger.browser().get(address).status_code == 404
