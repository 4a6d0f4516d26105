"""The pages of reference data: finding an organisation, changing it, lists, grades."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.organisation.trees import asked, plant, shape
from tests.people.conftest import identity
from tests.providers import department
from tests.web.confirming import asks_to_confirm, just_confirmed
from tests.web.pages import Page
from tests.web.test_me.conftest import someone
from waymark.access import commands as access
from waymark.access import queries as access_queries
from waymark.access.models import Account
from waymark.access.types import ProviderKind
from waymark.kernel.policy import OPERATOR, Duty
from waymark.organisation import commands as organisation_commands
from waymark.organisation import queries as organisation
from waymark.organisation.models import Grade, Organisation, OrganisationChange
from waymark.organisation.types import ListKind, NewGrade
from waymark.people import commands as people
from waymark.people.types import AppointmentRow, PersonRow, PostRow
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


def day_parts(day, name="day"):
    return {f"{name}_0": day.day, f"{name}_1": day.month, f"{name}_2": day.year}


def shown_then_made(client, address, said):
    """Put a thing of a list right, or end it: as the page asks, by way of what it does."""
    seen = next(form["seen"] for form in Page(client.get(address)).forms if "seen" in form)
    preview = Page(client.post(address, {"reason": "It is so.", "seen": seen} | said))
    assert preview.status == 200, preview.text
    assert preview.headings[0] == "See what this change does"
    return client.post(address, preview.forms[-2])


def ask(client, slug, kind, *, day=None, reason="The machinery changes.", **said):
    return client.post(f"{BODY}/{slug}/{kind}", {**day_parts(day or today()), "reason": reason, **said})


def load_post(body_id, grade_id):
    """Put somebody into a post of a body, with a grade."""
    return people.load(
        people=[PersonRow(identity("p"), "S700", None, "Kim", "Lund", "")],
        posts=[PostRow(identity("post"), "P700", "Planner", body_id, grade_id, None, None, None)],
        appointments=[AppointmentRow(0, 0, today() - timedelta(days=90), None, Decimal(1))],
        actor=OPERATOR, at=datetime.now(UTC),
    )  # fmt: skip


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


def vacancy_holder_over(body_id, number=92):
    """Give somebody a duty over a body."""
    return access.give_duty(
        account=Account.objects.get(pk=someone(number).account).uuid, kind="vacancy-holder", organisation_id=body_id,
        until_at=datetime.now(UTC) + timedelta(days=90), reason="x", actor=OPERATOR, at=datetime.now(UTC),
    )  # fmt: skip


def merge_by_page(client, slug, into, day):
    done = client.post(f"{BODY}/{slug}/merge", Page(ask(client, slug, "merge", into=into, day=day)).forms[-2])
    assert done.status_code == 303
    return done.headers["Location"]


def test_duties_of_a_chain_of_mergers_go_to_what_is_open(tree, administrator):
    grant = vacancy_holder_over(tree["ports"])
    first = merge_by_page(administrator, "ports", "seeds", today() - timedelta(days=3))
    second = merge_by_page(administrator, "seeds", "rivers-agency", today() - timedelta(days=1))

    assert "all of Rivers Agency" in Page(administrator.get(f"{first}/duties")).text
    administrator.post(f"{first}/duties", {"grants": [str(grant)], "reason": "They go on."})

    assert [
        len(access_queries.duties_over([tree[key]], OPERATOR, datetime.now(UTC))) for key in ("seeds", "rivers")
    ] == [0, 1]
    blocked = Page(administrator.post(f"{first}/undo", {**day_parts(today()), "reason": "A mistake."}))
    assert blocked.status == 422
    assert second in blocked.links


def test_after_an_undo_no_duty_is_offered_and_what_was_given_is_named_before(tree, administrator):
    grant = vacancy_holder_over(tree["ports"])
    merger = merge_by_page(administrator, "ports", "seeds", today() - timedelta(days=3))
    administrator.post(f"{merger}/duties", {"grants": [str(grant)], "reason": "They go on."})
    (carried,) = access_queries.duties_over([tree["seeds"]], OPERATOR, datetime.now(UTC))

    page = Page(administrator.get(f"{merger}/undo"))
    assert "They keep it until somebody takes it back" in page.text
    assert f"/operating/access/{carried.uuid}" in page.links
    administrator.post(f"{merger}/undo", {**day_parts(today()), "reason": "A mistake."})

    assert "duties" not in Page(administrator.get(merger)).text
    assert administrator.get(f"{merger}/duties").status_code == 404


def test_the_preview_of_a_move_names_what_covers_it_no_longer_and_from_then_on(tree, administrator):
    vacancy_holder_over(tree["farms"])
    vacancy_holder_over(tree["trade"], 93)
    people.add_feed(organisation_id=tree["farms"], name="HR", actor=OPERATOR, at=datetime.now(UTC))
    department.add_provider(ProviderKind.OIDC, department.DETAILS, tree["trade"])
    load_post(tree["seeds"], None)

    move = Page(ask(administrator, "seeds", "move", parent="department-for-trade"))
    split = Page(
        ask(administrator, "department-for-farms", "split", name="X", body_kind="unit", parent="department-for-trade",
            units=["seeds"])
    )  # fmt: skip

    for page in (move, split):
        before, after = page.text.split("What covers it from then on")
        assert "Vacancy holder" in before.split("What covers it no longer")[1]
        assert "people feed does not speak of the people who go" in before
        assert "Vacancy holder" in after
        assert "sign-on lets in the people who come" in after


def test_the_change_page_says_who_called_it_off(tree, administrator):
    uuid = people.reorganise(
        change=asked("rename", tree["seeds"], name="Grain", on=today() + timedelta(days=9)), actor=OPERATOR,
        at=datetime.now(UTC),
    )  # fmt: skip
    answer = administrator.post(f"/operating/reference/changes/{uuid}/call-off", {"reason": "Not after all."})

    page = follow(administrator, answer)
    assert "Planned by The operator of this site" in page.text
    assert "Called off by" in page.text
    assert "Called off by The operator" not in page.text


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
    assert "Its sign-on lets nobody new in from then on" in preview.text
    assert "“Department for Farms” is part of “Department for Trade” now" in ended.text
    assert not any("file" in form for form in ended.forms)


def test_a_list_is_added_to_put_right_and_ended(tree, administrator):
    address = "/operating/reference/lists/function"
    assert "Property" in Page(administrator.get(address)).text

    added = administrator.post(address, {"name": "Estates", **day_parts(today() - timedelta(days=9))})
    taken = Page(administrator.post(address, {"name": "Estates", **day_parts(today())}))
    pk = next(one.id for one in organisation.items(ListKind.FUNCTION) if one.name == "Estates")
    right = shown_then_made(administrator, f"{address}/{pk}", {"what": "change", "name": "Buildings"})
    ended = shown_then_made(administrator, f"{address}/{pk}", {"what": "end", **day_parts(today(), "until")})

    assert [answer.status_code for answer in (added, right, ended)] == [303, 303, 303]
    assert taken.status == 422
    assert "in the list already" in taken.text
    one = organisation.item(ListKind.FUNCTION, pk)
    assert (one.name, one.until_on) == ("Buildings", today())


def test_what_a_list_changes_is_shown_before_it_is_saved(tree, administrator):
    heo = Grade.objects.get(code="HEO", organisation=None)
    load_post(tree["ports"], heo.pk)
    address = f"/operating/reference/lists/grade/{heo.pk}"
    page = Page(administrator.get(address))
    assert "People it is said of today 1" in page.text
    said = {"what": "change", "name": "Officer", "code": "HO", "band": "", "reason": "It is so.",
            "seen": organisation.item(ListKind.GRADE, heo.pk).seen}  # fmt: skip

    no_reason = Page(administrator.post(address, said | {"reason": ""}))
    preview = Page(administrator.post(address, said))
    assert (no_reason.status, preview.status) == (422, 200)
    for words in ("called “Officer” instead of", "code is HO instead of HEO", "posts that have it 1", "set aside"):
        assert words in preview.text
    assert organisation.item(ListKind.GRADE, heo.pk).code == "HEO"
    assert "Officer" in Page(administrator.post(address, preview.forms[-1])).html

    assert administrator.post(address, preview.forms[-2]).status_code == 303
    stale = Page(administrator.post(address, said | {"step": "confirmed"}))
    assert (stale.status, "Somebody else has changed" in stale.text) == (422, True)
    end = {"what": "end", **day_parts(today() + timedelta(days=9), "until"), "reason": "No more.",
           "seen": organisation.item(ListKind.GRADE, heo.pk).seen}  # fmt: skip
    assert "is not understood in files" in Page(administrator.post(address, end)).text


def test_a_list_is_changed_only_by_who_shows_that_it_is_them(tree, administrator):
    one = organisation.items(ListKind.FUNCTION)[0]
    said = {"what": "change", "name": "Buildings", "reason": "x", "seen": one.seen, "step": "confirmed"}

    assert asks_to_confirm(administrator, f"/operating/reference/lists/function/{one.id}", said)
    assert organisation.item(ListKind.FUNCTION, one.id) == one


def test_what_nothing_uses_says_so(tree, administrator):
    for kind in ("function", "specialism", "location"):
        pk = organisation.items(ListKind(kind))[0].id
        assert "Nothing yet" in Page(administrator.get(f"/operating/reference/lists/{kind}/{pk}")).text


def test_one_grade_is_added_to_the_common_ones_or_to_a_scheme(tree, administrator):
    heo = Grade.objects.get(code="HEO", organisation=None)
    common_one = {"code": "HEO+", "name": "Higher still", "band": heo.band_id, "above": heo.pk, **day_parts(today())}
    first = organisation_commands.add_grades(
        organisation_id=tree["farms"], grades=[NewGrade("B1", "Band 1", None)], from_on=today(), actor=OPERATOR,
        at=datetime.now(UTC),
    )  # fmt: skip
    own = {"code": "B2", "name": "Band 2", "band": "", "above": first[0], **day_parts(today())}

    listed = Page(administrator.get("/operating/reference/grades"))
    assert {"/operating/reference/grades/add", "/operating/reference/grades/add?of=department-for-farms"} <= set(
        listed.links
    )
    assert Page(administrator.get("/operating/reference/grades/add?of=department-for-farms")).forms[-1]["above"] == str(
        first[0]
    )
    added = [
        administrator.post("/operating/reference/grades/add", common_one),
        administrator.post("/operating/reference/grades/add?of=department-for-farms", own),
    ]
    again = Page(administrator.post("/operating/reference/grades/add", common_one))

    assert [answer.status_code for answer in added] == [303, 303]
    assert (again.status, "already" in again.text) == (422, True)
    common, scheme = organisation.schemes(today())
    assert [one.code for one in scheme.grades] == ["B1", "B2"]
    assert "HEO+" in [one.code for one in common.grades]


def test_what_has_ended_is_not_offered(tree, administrator, crafts):
    gone = organisation.profession_id("tax")
    organisation_commands.end_item(
        kind=ListKind.PROFESSION, item_id=gone, until_on=today(), reason="x", actor=OPERATOR, at=datetime.now(UTC)
    )
    organisation_commands.add_item(
        kind=ListKind.PROFESSION, name="Seafaring", from_on=today() + timedelta(days=9), actor=OPERATOR,
        at=datetime.now(UTC),
    )  # fmt: skip

    given = {one.name for one in access_queries.professions_to_give(OPERATOR, datetime.now(UTC))}
    assert "Veterinarian" in given
    assert not {"Tax", "Seafaring"} & given
    for address in ("/professions", "/me/profession"):
        page = administrator.get(address)
        assert page.status_code == 200, address
        assert "Veterinarian" in Page(page).html, address
        assert not {">Tax<", ">Seafaring<"} & {word for word in (">Tax<", ">Seafaring<") if word in Page(page).html}


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
