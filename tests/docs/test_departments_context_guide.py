"""The guide "put it in your department's context" says what the pages say, and its steps can be walked."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.frameworks import build
from tests.house.house import ROOT
from tests.web.conftest import OWNER, START, crafts, professions, visitor  # noqa: F401 - fixtures
from tests.web.pages import Page, get
from tests.web.test_context import browser, head  # noqa: F401 - fixtures
from tests.web.test_me.conftest import someone
from waymark.audit import commands as audit
from waymark.config.wiring import HANDLERS
from waymark.frameworks import queries
from waymark.frameworks.commands import ask_departments_to_check
from waymark.frameworks.models import OverlayEntry
from waymark.kernel.clock import now

GUIDE = (ROOT / "docs" / "guides" / "departments-context.md").read_text()
LEVEL = "/authoring/context/new?level=weaver/weaver"
SAID = {
    "Add our context", "Preview", "Publish", "Higher level", "Extra skill", "Find skills", "Your gap", "Our context",
    "Still right", "Change", "Take back",
}  # fmt: skip


def harder() -> None:
    """Publish a version that asks for more weaving of weavers, and words the role anew."""
    document = build.reworded(replace(build.crafts(version="2"), profession=OWNER), "weaver", "Weaver, reworded.")
    family = document.families[0]
    weaver = next(role for role in family.roles if role.key == "weaver")
    levels = tuple(
        replace(
            level,
            requirements=tuple(
                replace(one, level=3) if level.key == "weaver" and one.skill == "weaving" else one
                for one in level.requirements
            ),
        )
        for level in weaver.levels
    )
    roles = tuple(replace(weaver, levels=levels) if role is weaver else role for role in family.roles)
    build.published(replace(document, families=(replace(family, roles=roles), *document.families[1:])),
                    START + timedelta(days=9))  # fmt: skip


def test_what_the_guide_names_is_what_is_walked():
    assert set(re.findall(r"\*\*(.+?)\*\*", GUIDE)) == SAID


@pytest.mark.django_db
def test_context_is_added_checked_changed_and_taken_back_as_the_guide_says(browser, visitor):  # noqa: F811
    seen = []

    def look(address: str) -> Page:
        page = get(browser, address)
        seen.append(page.text)
        return page

    def send(address: str, **fields: str) -> Page:
        form = next((one for one in reversed(look(address).forms) if "seen" in one or "organisation" in one), {})
        page = Page(browser.post(address, form | fields))
        seen.append(page.text)
        return page

    def row(kind: str) -> str:
        return f"/authoring/context/{OverlayEntry.objects.filter(overlay__kind=kind).latest('pk').overlay.uuid}"

    # Add something: three clicks
    address = "/authoring/context/new?role=weaver"
    page = look("/roles/weaver")
    assert {address, LEVEL} <= set(page.links)
    note = {"kind": "note", "text": "Our looms are old."}
    assert "Locked" in look(address).text
    assert "In Hall 1 Our looms are old." in send(address, then="preview", **note).text
    assert not OverlayEntry.objects.exists()
    assert send(address, then="publish", **note).status == 303
    assert "Our looms are old. Added by the department" in look("/roles/weaver").text
    assert "Our looms are old." not in get(visitor, "/roles/weaver").text
    assert "Our looms are old." not in get(someone(2).browser(), "/roles/weaver").text

    # Ask for more
    at = datetime.now(UTC)
    weaving, keeping = (queries.skill(slug, at).id for slug in ("weaving", "cafe-keeping"))
    higher = {"kind": "higher_level", "text": "Faults cost us dear.", "then": "publish"}
    for level in (1, 2):
        assert send(LEVEL, raised=f"{weaving}:{level}", **higher).status == 422
    assert send(LEVEL, raised=f"{weaving}:3", **higher).status == 303
    extra = {"kind": "extra_skill", "text": "", "find": "café"}
    assert f'value="{keeping}:1"' in send(LEVEL, then="find", **extra).html
    assert send(LEVEL, then="publish", asked=f"{keeping}:1", importance="desirable", **extra).status == 303
    gap = look("/me/gap").text
    assert "Asked for by Hall 1 at this level; the standard asks for working" in gap
    assert "(1 level asked for by Hall 1)" in gap
    assert "It is in no comparison between roles, people or departments." in gap

    # When the standard changes
    harder()
    audit.deliver(handlers=HANDLERS, at=now())
    ask_departments_to_check(version_id=queries.version("crafts", "2").id, at=now())
    assert "/authoring/context?state=check" in look("/me/notifications").links
    assert "ask to be looked at" in look("/authoring/context").text
    one = row("note")
    assert "Summary Weaver in short. Weaver, reworded. Our looms are old." in look(one).text
    checked = {"seen": next(form["seen"] for form in look(one).forms if "seen" in form)}
    assert browser.post(f"{one}/check", checked).status_code == 303
    assert "Still right" not in get(browser, one).text
    assert "Overtaken by the standard" in look(row("higher_level")).text

    first = look(f"{one}/change")
    assert send(f"{one}/change", text="Our looms are new.").status == 303
    stale = Page(browser.post(f"{one}/change", first.forms[-1] | {"text": "Typed meanwhile."}))
    assert (stale.status, "Typed meanwhile." in stale.html) == (409, True)
    assert send(f"{one}/end", reason="").status == 422
    assert send(f"{one}/end", reason="They were sold.").status == 303
    history = look(one).text
    for words in ("Our looms are old.", "Our looms are new.", "They were sold."):
        assert words in history
    assert "Our looms" not in look("/roles/weaver").text

    for words in SAID:
        assert words in " ".join(seen), words
