"""Every page of the workbench, come to by its links: with and without script, on a phone, for whoever has it.

A new route of ``web/authoring`` that nobody comes to here fails the walk: link to it, or prepare what it needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser

from tests.journeys.conftest import Walk, served, visiting, waymark
from tests.journeys.test_individual import sign_in
from waymark.web.authoring.urls import urlpatterns

LIBRARY = Path(__file__).resolve().parent.parent.parent / "src" / "waymark" / "library"
ACTIONS = {
    "authoring_check_take_back", "authoring_choice_remove", "authoring_context_check", "authoring_family_move",
    "authoring_level_move", "authoring_review_drop", "authoring_review_invitation", "authoring_review_writing",
    "authoring_role_move", "authoring_scale_levels", "authoring_skill_move", "authoring_skill_restore",
    "authoring_take_back", "authoring_unsaved",
}  # fmt: skip
"""Routes that take a form of another page and have none of their own."""
FILES = {
    "authoring_checks_csv", "authoring_download", "authoring_import_problems_csv", "authoring_import_template",
    "authoring_review_remarks",
}  # fmt: skip
"""Routes that hand out a file."""
IN_MESSAGES = {"authoring_draft_for_good"}
"""Routes of addresses that messages give, which send on to a page."""
PAGES = {str(route.name) for route in urlpatterns} - ACTIONS - FILES - IN_MESSAGES


class Preparing:
    """Somebody who does what has to be there before every page of the workbench is."""

    def __init__(self, walk: Walk) -> None:
        self.page, self.site = walk.page, walk.site

    def sign_in(self, key: str) -> None:
        self.go("/demo")
        self.page.locator(f'form[action$="/{key}"] button').click()

    def go(self, path: str) -> None:
        answer = self.page.goto(self.site + path)
        assert answer is not None
        assert answer.ok, path

    def press(self, name: str) -> None:
        """Press a button; what comes must not be the form again."""
        self.page.get_by_role("button", name=name, exact=True).first.click()
        self.page.wait_for_load_state()
        assert not self.page.get_by_role("heading", name="There is a problem").count(), self.page.inner_text("main")

    def bring(self, file: Path) -> None:
        """Bring a spreadsheet as far as the check of what is in it."""
        self.go("/authoring/import")
        self.page.locator("input[type=file]").set_input_files(file)
        for button in ("Upload", "Go on", "Go on"):
            self.press(button)
        self.page.get_by_label("A new framework").check()
        self.page.get_by_label("What is the framework called?").fill("Bakers at work")
        self.page.get_by_label("Awareness, Working, Practitioner, Expert").check()
        self.press("Check the file")


def prepare(walk: Walk, folder: Path) -> None:
    """Leave something behind in every part of the workbench: taken over, removed, asked, said, brought, proposed."""
    here = Preparing(walk)
    here.sign_in("framework-author")
    here.go("/authoring")
    draft = here.page.locator("main a[href^='/authoring/drafts/']:not([href*='/review'])").first.get_attribute("href")
    here.go(f"{draft}/derive/leadership-behaviours?what=skills")
    here.page.locator("input[name=ticked]").first.check()
    here.press("Take over what is ticked")
    here.go(f"{draft}/skills/agile-working/remove")
    here.press("Remove it")
    here.go(f"{draft}/roles/data-analyst/levels/trainee-data-analyst/groups/new")
    here.page.get_by_label("What is the group called?").fill("One of these")
    here.page.get_by_label("How many of them are asked for?").fill("1")
    here.page.get_by_role("checkbox").first.check()
    here.press("Save")
    here.go(f"{draft}/checks")
    here.page.locator("main a", has_text="Accept with a reason").first.click()
    here.page.get_by_label("Why is it meant to be so?").fill("It is one of a kind.")
    here.press("Accept")

    here.go("/authoring/groups")
    here.page.get_by_role("radio").first.check()
    here.page.get_by_label("What is it called?").fill("Readers")
    here.press("Make the group")

    here.go("/authoring/equivalences")
    for field, scale in (("one", "Digital and data"), ("other", "Leadership behaviours")):
        option = here.page.locator(f"#id_{field} option", has_text=scale).first
        here.page.locator(f"#id_{field}").select_option(value=option.get_attribute("value"))
    here.press("Continue")
    here.page.get_by_label("Why it is so").fill("They are named alike.")
    here.press("Save the table")

    head, rows = "Family,Role,Role level,Skill,Skill level\n", "Making,Baker,Head baker,Kneading,Expert\n"
    for name, text in (("good", rows), ("bad", rows + "Making,Baker,Head baker,Selling,Wurking hard\n")):
        (folder / f"{name}.csv").write_text(head + text)
        here.bring(folder / f"{name}.csv")
    here.bring(folder / "good.csv")
    here.press("Make it a draft")

    here.sign_in("framework-reviewer")
    here.go(f"{draft}/review/read")
    here.page.get_by_role("link", name="Remark").first.click()
    here.page.get_by_label("Your remark").fill("For whom is it?")
    here.press("Send")
    here.page.locator("a[href*='/review/passages/framework.'][href$='/summary']").first.click()
    here.page.get_by_label("in other words").fill("For everybody who works with data.")
    here.press("Suggest")

    here.sign_in("department-head-of-profession")
    here.go("/skills/seeing-the-big-picture-ways-of-working")
    here.page.get_by_role("link", name="Add our context").first.click()
    here.page.get_by_label("Note", exact=True).check()
    here.page.get_by_label("In your department’s words").fill("Begin with the map in the hall.")
    here.press("Preview")
    here.press("Publish")

    here.sign_in("framework-author")
    here.go(f"{draft}/release/propose")
    here.page.locator("textarea[name=reason]").fill("The reviewer is away.")
    here.press("Propose the release")


def publish(folder: Path, label: str, said: str) -> None:
    """Put a version of a second framework of the profession in force, from the library and under another name."""
    text = (LIBRARY / "leadership-behaviours.yaml").read_text()
    text = text.replace("Leadership behaviours", "Ways of working").replace('label: "2026.1"', f'label: "{label}"')
    text = re.sub("\n  effective_from: .*", "", text).replace("Knowing why your work matters", said)
    (folder / f"{label}.yaml").write_text(text)
    done = waymark(
        "import", str(folder / f"{label}.yaml"), "--as", "waymark", "--into", "ways-of-working",
        "--owner", "digital-data-and-technology", "--publish", data_dir=folder / "data",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def site(built_demo: Path, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One site for all: it is prepared once, and the walks write nothing."""
    folder = tmp_path_factory.mktemp("workbench")
    with served(built_demo, folder / "data") as address:
        prepared(browser, address, folder)
        yield address


def prepared(browser: Browser, address: str, folder: Path) -> None:
    publish(folder, "1", "Knowing why your work matters")
    with visiting(browser, address, {}, javascript=False) as walk:
        prepare(walk, folder)
    publish(folder, "2", "Saying why your work matters")


def route_of(address: str) -> str:
    """Return the name of the route of the workbench an address belongs to; empty when it is of another part."""
    path = urlsplit(address).path
    if not path.startswith("/authoring"):
        return ""
    try:
        return str(resolve(path).url_name)
    except Resolver404:
        return path


def follow(walk: Walk, start: str, seen: set[tuple[str, ...]]) -> None:
    """Visit what links lead to from a page, one address of each route and of each kind of question to it."""
    todo = [start]
    seen.add((route_of(start), *sorted(parse_qs(urlsplit(start).query))))
    while todo:
        address = todo.pop(0)
        answer = walk.page.goto(walk.site + address)
        assert answer is not None
        assert answer.ok, f"{address}: {answer.status}"
        walk.check()
        links = walk.page.locator("a[href^='/authoring']").evaluate_all("all => all.map(a => a.getAttribute('href'))")
        for link in links:
            name = route_of(link)
            kind = (name, *sorted(parse_qs(urlsplit(link).query)))
            if not name or kind in seen:
                continue
            seen.add(kind)
            if name in FILES:
                # 409: a format that cannot hold what was taken over, and says so.
                assert walk.page.request.get(walk.site + link).status in {200, 409}, f"{link}, from {address}"
            else:
                todo.append(link)


def addresses(walk: Walk, page: str, pattern: str) -> list[str]:
    """Return the addresses a page links to that have a pattern in them."""
    walk.page.goto(walk.site + page)
    found = walk.page.locator("main a").evaluate_all("all => all.map(a => a.getAttribute('href') || '')")
    return [one for one in found if re.search(pattern, one)]


def test_every_page_of_the_workbench_is_come_to_and_clean(walk: Walk):
    written: set[tuple[str, ...]] = set()
    sign_in(walk, "framework-author")
    follow(walk, "/authoring", written)
    (proposed,) = addresses(walk, "/authoring", "/drafts/digital-and-data/[^/]+$")
    (bakers,) = addresses(walk, "/authoring", "/drafts/bakers-at-work/")
    follow(walk, f"{bakers}/release", written)
    sheet = re.sub("/problems$", "/sheets/1", addresses(walk, "/authoring/import", "/problems$")[0])
    follow(walk, sheet, written)
    sign_in(walk, "head-of-profession")
    for start in (f"{proposed}/release", "/authoring/frameworks/digital-and-data/terms"):
        follow(walk, start, written)

    read: set[tuple[str, ...]] = set()
    sign_in(walk, "framework-reviewer")
    follow(walk, "/authoring", read)
    context: set[tuple[str, ...]] = set()
    sign_in(walk, "department-head-of-profession")
    one_by_one = addresses(walk, "/authoring/context", "^/authoring/context/[0-9a-f-]+$")
    # The first asks to be looked at: the standard then and now stand beside it. The last is as it was.
    for start in ("/authoring/context", "/authoring/context/new?role=data-engineer", one_by_one[-1]):
        follow(walk, start, context)

    visited = {kind[0] for kind in written | read | context}
    assert not PAGES - visited, f"nobody came to {sorted(PAGES - visited)}"
