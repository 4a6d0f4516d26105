"""What the documents say is there: rooms on the map, links that lead somewhere, words in the glossary."""

import re
from pathlib import Path

import pytest

from tests.house.house import ROOT, floors, rooms, where

DOCUMENTS = sorted(path for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"!?\[(?:[^\]\[]|\[[^\]]*\])*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^(#+) +(.+?) *$", re.MULTILINE)
MAP = ROOT / "docs" / "map.md"
DECISIONS = ROOT / "docs" / "decisions"


def prose(path):
    return FENCE.sub("", path.read_text())


def anchors(path):
    """The names of a page's headings, as they are made on the sites that show Markdown."""
    found = set()
    for _, title in HEADING.findall(prose(path)):
        plain = re.sub(r"[`*_]|\[|\]\([^)]*\)", "", title).lower()
        found.add(re.sub(r"[^\w\- ]", "", plain).replace(" ", "-"))
    return found


def why_not(page, target):
    """Say why a link on a page leads nowhere; None when it leads somewhere, or out of the project."""
    if re.match(r"[a-z][a-z0-9+.-]*:", target):
        return None
    name, _, anchor = target.partition("#")
    there = (page.parent / name).resolve() if name else page
    if not there.exists():
        return f"{target} is not there"
    if anchor and there.suffix == ".md" and anchor not in anchors(there):
        return f"{target}: no such heading"
    return None


@pytest.mark.parametrize("page", DOCUMENTS, ids=where)
def test_every_link_leads_somewhere(page):
    broken = [reason for target in LINK.findall(prose(page)) if (reason := why_not(page, target))]

    assert broken == []


def test_a_link_that_leads_nowhere_is_seen(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# One thing\n[a](other.md) [b](#one-thing) [c](#another) ![d](no.png)\n```\n[e](f.md)\n```\n")

    assert [target for target in LINK.findall(prose(page)) if why_not(page, target)] == [
        "other.md",
        "#another",
        "no.png",
    ]


def sections(page):
    """Give each section's text by its title, without back-ticks."""
    parts = re.split(r"^#+ +(.+?) *$", page.read_text(), flags=re.MULTILINE)
    return {title.replace("`", ""): text for title, text in zip(parts[1::2], parts[2::2], strict=True)}


@pytest.mark.parametrize("room", sorted(floors()))
def test_every_room_has_a_section_on_the_map(room):
    text = sections(MAP).get(room, "")

    assert len(text.split()) > 15, f"docs/map.md has no section called {room}"


def test_the_map_shows_no_room_that_is_not_there():
    on_the_map = {title for title in sections(MAP) if re.fullmatch(r"[a-z_]+", title)}

    assert on_the_map == {*floors(), "waymark_engine", "waymark_formats"}


@pytest.mark.parametrize("room", rooms())
def test_the_map_says_how_a_room_that_has_tables_is_entered(room):
    folder = ROOT / "src" / "waymark" / room
    doors = {door for door in ("commands", "queries") if (folder / door).is_dir() or (folder / f"{door}.py").is_file()}

    for door in doors:
        assert door in sections(MAP)[room], f"docs/map.md does not say what {room}.{door} are"


def test_decisions_are_numbered_and_have_their_four_parts():
    pages = sorted(DECISIONS.glob("*.md"))

    assert [page.name[:4] for page in pages] == [f"{number:04}" for number in range(1, len(pages) + 1)]
    for page in pages:
        titles = [title for level, title in HEADING.findall(page.read_text()) if level == "##"]
        assert titles[:4] == ["Context", "Decision", "Consequences", "Refused alternatives"], page.name


def test_the_glossary_has_each_word_once_in_order():
    words = [
        line.split("**")[1]
        for line in (ROOT / "docs" / "glossary.md").read_text().splitlines()
        if line.startswith("- **")
    ]

    assert len(words) > 30
    assert words == sorted(set(words), key=str.casefold)


def test_a_page_named_in_the_source_is_there():
    named = {
        (where(path), name)
        for path in (ROOT / "src").rglob("*.py")
        for name in re.findall(r"docs/[\w/.-]+\.md", path.read_text())
    }

    assert [f"{path} names {name}" for path, name in sorted(named) if not (ROOT / name).is_file()] == []


def test_every_document_is_looked_at():
    assert {Path("README.md"), Path("docs/map.md"), Path("docs/glossary.md")} <= {
        page.relative_to(ROOT) for page in DOCUMENTS
    }
