"""The guide "bring your spreadsheet" says what the pages say, and its steps can be walked."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.house.house import ROOT
from tests.web.conftest import professions  # noqa: F401 - a fixture
from tests.web.test_authoring.conftest import writer
from waymark.frameworks.models import Version

GUIDE = (ROOT / "docs" / "guides" / "bring-your-spreadsheet.md").read_text()
SHEET = b"""Team,Job,Grade of job,Skill,Level
Ovens,Baker,Junior baker,Kneading,Awareness
Ovens,Baker,Head baker,Kneading,Expert
Ovens,Baker,Head baker,Selling,Often
"""


@pytest.mark.django_db
def test_a_spreadsheet_is_brought_as_the_guide_says(professions, settings, tmp_path):  # noqa: F811
    settings.IMPORTS_DIR = tmp_path / "imports"
    ada = writer("Ada")
    seen = []

    def send(where: str, **chosen: object) -> str:
        page = ada.get(where)
        seen.append(page.text)
        sent = {name: value for name, value in page.forms[-1].items() if name != "csrfmiddlewaretoken"}
        answer = ada.browser.post(where, sent | chosen)
        assert answer.status_code == 303, answer.content.decode()
        return str(answer.headers["Location"])

    # 1. Upload
    seen.append(ada.get("/authoring").text)
    seen.append(ada.get("/authoring/import").text)
    answer = ada.browser.post("/authoring/import", {"file": SimpleUploadedFile("bakers.csv", SHEET)})
    # 2. Sheets
    columns = send(answer.headers["Location"], use=["1"])
    # 3. Columns
    target = send(
        columns, layout="list", meaning_0="family", meaning_1="role", meaning_2="role_level", meaning_3="skill",
        meaning_4="level",
    )  # fmt: skip
    # 4. Target
    problems = send(target, target="new", title="Bakers at work", label="1.0", scale="usual")
    # 5. Problems
    assert "row 4" in ada.get(problems).text
    difference = send(problems)
    # 6. Difference, 7. draft
    assert "row 4" in ada.get(difference).text
    assert send(difference) == "/authoring/drafts/bakers-at-work/1.0"
    assert Version.objects.get().state == "draft"

    everything = " ".join(seen)
    for words in re.findall(r'"([^"]+)"', GUIDE):
        assert words in everything or words in {"Your imports"}, words
    for heading in ("Choose the sheets", "What is wrong where", "What it would change"):
        assert f"**{heading}" in GUIDE
        assert heading in everything
