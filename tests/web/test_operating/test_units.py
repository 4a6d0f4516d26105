"""A department's units from a sheet: brought, shown, added."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.organisation.trees import plant, shape
from tests.people.feeding.conftest import row
from tests.web.confirming import just_confirmed
from tests.web.pages import Page
from tests.web.test_me.conftest import someone
from tests.web.test_operating.test_onboarding import brought
from waymark.kernel.clock import now
from waymark.kernel.policy import OPERATOR, Duty
from waymark.organisation import commands
from waymark.organisation.models import OrganisationChange
from waymark.organisation.types import NewOrganisation

UNKNOWN = (row("7", unit="U77"), row("8", unit="U77"), row("9", unit="U78"))
UNITS = "/operating/reference/organisations/department-for-farms/units"
SHEET = "Code,Name,Code of the unit above\nF3,Sheep,\nF31,Flocks,F3\nF2,Seedlings,\nF9,Nowhere,F8\n"


@pytest.fixture
def administrator(crafts, holding):
    one = someone(92)
    holding[one.account] = (Duty("administrator", 1),)
    return just_confirmed(one.browser())


def bring(client, text=SHEET, name="units.csv", **said):
    today = timezone.localdate()
    answers = {"day_0": today.day, "day_1": today.month, "day_2": today.year, "reason": "They join.", **said}
    return client.post(UNITS, {"file": SimpleUploadedFile(name, text.encode()), **answers})


def hidden(page):
    return next(form for form in page.forms if form.get("step") == "confirmed")


def test_a_sheet_is_shown_before_anything_is_written_and_then_added(administrator):
    plant()
    asked = Page(administrator.get("/operating/reference/organisations/department-for-farms"))
    assert UNITS in asked.links
    assert "Bring its units from a sheet" in Page(administrator.get(UNITS)).headings

    preview = Page(bring(administrator))
    assert "Sheep" not in shape()
    assert "Nothing here or in the sheet has the code “F8”" in preview.text
    assert "Seedlings" in preview.text, "called otherwise here"
    assert "Add 2 units" in preview.text

    answer = administrator.post(UNITS, hidden(preview))
    assert answer.status_code == 303
    assert "2 units are open." in Page(administrator.get(answer.headers["Location"])).text
    assert shape()["Flocks"] == "Department for Farms / Sheep / Flocks"
    assert OrganisationChange.objects.filter(reason="They join.").count() == 2


def test_what_is_shown_and_what_is_added_agree(administrator):
    ids = plant()
    preview = Page(bring(administrator))
    new = [NewOrganisation("s", "Sheep", "unit", parent_id=ids["farms"])]
    commands.add_organisations(organisations=new, actor=OPERATOR, at=now())

    answer = administrator.post(UNITS, hidden(preview))
    assert answer.status_code == 422
    assert "The units here have changed since you looked." in Page(answer).text
    assert administrator.post(UNITS, {**hidden(preview), "rows": "[1]"}).status_code == 400


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"text": "Code,Name\nF3,Sheep\n"}, "there is no column “Code of the unit above”"),
        ({"name": "units.xlsx"}, "units.xlsx"),
        ({"day_2": "2099"}, "Units of a sheet open today or on an earlier day."),
        ({"reason": ""}, "Enter why this changes"),
    ],
)
def test_a_sheet_that_cannot_be_used_is_refused_on_the_form(administrator, said, words):
    plant()
    answer = bring(administrator, **said)
    assert answer.status_code == 422
    assert words in Page(answer).text


def test_the_template_is_a_workbook(administrator):
    answer = administrator.get("/operating/reference/units-template")
    assert answer.content.startswith(b"PK")
    assert "units-template.xlsx" in answer.headers["Content-Disposition"]


def test_units_that_a_file_of_people_names_and_nobody_knows_are_a_sheet(administrator, department, tmp_path):
    run = brought(department, tmp_path, *(row(f"{n}") for n in range(1, 7)), *UNKNOWN).uuid
    page = Page(administrator.get(f"/operating/feeds/files/{run}?kind=aside"))
    link = f"/operating/reference/units-of-file/{run}"
    assert link in page.links
    assert "Download the 2 units that are not here as a sheet (.csv)" in page.text
    assert administrator.get(link).content.decode().splitlines()[1:] == ["U77,,", "U78,,"]
