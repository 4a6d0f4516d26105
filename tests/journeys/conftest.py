"""A real site, built by the real command line, driven in a real browser.

The demo is built once for the session and served from a copy of its database, so that a journey may write.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response, sync_playwright

from tests import shared

ROOT = Path(__file__).resolve().parent.parent.parent
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
HTML_VALIDATE = ROOT / "node_modules" / ".bin" / "html-validate"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (1280, 375, 320)
AXE_WIDTHS = (1280, 375)
OVERFLOW = """() => [document.documentElement, ...document.querySelectorAll('.wm-table-frame')]
    .map(one => one.scrollWidth - one.clientWidth)"""
STRUCTURE = """() => {
    const wording = new Set(["action", "alt", "aria-label", "content", "href", "src", "title", "value"]);
    const naming = new Set(["aria-controls", "aria-describedby", "aria-labelledby", "for", "form", "headers", "id",
                            "list", "name"]);
    const some = text => text.trim() ? "x" : "";
    const plain = text => text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|[0-9]+/g, "0");
    const told = ({name, value}) =>
        `${name}="${wording.has(name) ? some(value) : naming.has(name) ? plain(value) : value}"`;
    const made = node => {
        if (node.nodeType === Node.TEXT_NODE) return some(node.data);
        if (node.nodeType !== Node.ELEMENT_NODE) return "";
        const inside = [...node.childNodes].map(made).filter(one => one);
        const kept = inside.filter((one, place) => one !== inside[place - 1] || one !== inside[place - 2]);
        return `<${[node.localName, ...[...node.attributes].map(told)].join(" ")}>${kept.join("")}</>`;
    };
    const ids = [...document.querySelectorAll("[id]")].map(one => one.id);
    const twice = ids.filter((one, place) => ids.indexOf(one) !== place);
    const pointing = [...naming].filter(name => name !== "id" && name !== "name");
    const pointed = pointing.flatMap(name => [...document.querySelectorAll(`[${name}]`)]
        .flatMap(one => one.getAttribute(name).split(/\\s+/)));
    const lost = pointed.filter(one => one && !ids.includes(one));
    return JSON.stringify([made(document.documentElement), twice, lost]);
}"""
"""How a page is made: its elements, what they are called and how they hang together, and where there are words.

Not what the words are, where links lead, which numbers stand in names of things, nor how many rows of a kind follow the
second. A name that stands twice, or is pointed at and not there, makes a page of its own.
"""
CHROMIUM_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.path).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)


def waymark(*arguments: str, data_dir: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "waymark", *arguments],
        env=clean_environment(data_dir, **environment), cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


def clean_environment(data_dir: Path, **extra: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "WAYMARK_TEST_DATABASE"}}
    return kept | {"WAYMARK_DATA_DIR": str(data_dir), "WAYMARK_DEMO": "1", "PYTHONPATH": str(ROOT / "src"), **extra}


@pytest.fixture(scope="session")
def built_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a demo of 200 people on the starter library."""
    return shared.built_demo(tmp_path_factory)


@contextmanager
def served(built_demo: Path, folder: Path) -> Iterator[str]:
    """Serve a copy of the demo and yield its address."""
    shutil.copytree(built_demo, folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [sys.executable, "-m", "waymark", "serve", "--port", str(port)],
        env=clean_environment(folder, PUBLIC_BASE_URL=address), cwd=ROOT, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(150):
            try:
                urllib.request.urlopen(address, timeout=5).read()
                break
            except OSError:
                assert server.poll() is None, "the server stopped"
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture
def site(built_demo: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a site of this journey's own: what it writes nobody else sees."""
    with served(built_demo, tmp_path / "data") as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for each file of journeys: its event loop ends before tests of another kind need the database."""
    path = os.environ.get("WAYMARK_CHROMIUM") or shutil.which("chromium")
    assert path, "Browser journeys need Chromium: run make browser, or set WAYMARK_CHROMIUM to its path."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


found_clean: set[str] = set()
"""How the pages are made that axe has found nothing wrong with, in this run."""


@dataclass
class Walk:
    """A page that checks what it visits: axe, html-validate, no sideways scroll and no table cut at three widths.

    Axe takes much of a journey's time. It looks once at each way a page is made (``STRUCTURE``): its rules are about
    elements, their names and their colours. Only how large a link is may differ with its words.
    """

    page: Page
    site: str
    seen: dict[str, str]
    javascript: bool = True
    clicks: int = 0
    document: Response | None = None
    """The last page as the server sent it."""

    def __post_init__(self) -> None:
        self.page.on("response", self._keep)

    def _keep(self, response: Response) -> None:
        if response.request.resource_type == "document" and not 300 <= response.status < 400:
            self.document = response

    def visit(self, path: str) -> None:
        self.page.goto(self.site + path)
        self.check()

    def click(self, name: str, role: str = "link", exact: bool = False) -> None:
        """Activate a link or a button by what it is called, and check where it leads."""
        self.page.get_by_role(role, name=name, exact=exact).first.click()  # type: ignore[arg-type]
        self.page.wait_for_load_state()
        self.clicks += 1
        self.check()

    def check(self) -> None:
        """Look at the page at three widths: no sideways scroll and no table cut, no axe violation; keep its markup."""
        address = self.page.url.removeprefix(self.site)
        if self.document is not None:
            self.seen[f"{address} ({len(self.seen) + 1})"] = self.document.text()
            self.document = None
        before = self.page.viewport_size
        made = self.structure() if self.javascript else ""
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 800})
            overflow, *cut = self.page.evaluate(OVERFLOW)
            assert overflow <= 0, f"{address} scrolls sideways by {overflow} px at {width} px"
            assert max(cut, default=0) <= 0, f"{address} cuts a table by {max(cut)} px at {width} px"
            if self.javascript and width in AXE_WIDTHS and made not in found_clean:
                wrong = self.violations()
                assert not wrong, f"{address} at {width} px: {wrong}"
        found_clean.add(made)
        if before:
            self.page.set_viewport_size(before)

    def structure(self) -> str:
        """Return a digest of how the page is made."""
        return hashlib.sha256(self.page.evaluate(STRUCTURE).encode()).hexdigest()

    def violations(self) -> list[tuple[str, list[str], str]]:
        """Return what axe finds wrong at the width the page has: the rule, where, and in words."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text())
        found = self.page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", TAGS
        )
        return [(v["id"], [n["target"] for n in v["nodes"]][:4], v["help"]) for v in found["violations"]]


def validate_markup(pages: dict[str, str], folder: Path) -> None:
    """Run html-validate over the pages as the server sent them."""
    names = {}
    for number, (address, markup) in enumerate(pages.items()):
        if markup:
            names[f"{number}.html"] = address
            (folder / f"{number}.html").write_text(markup)
    if not names:
        return  # a walk that was skipped has seen no page
    (folder / ".htmlvalidate.json").write_text(MARKUP_RULES)
    done = subprocess.run([HTML_VALIDATE, "-f", "text", str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{names}\n{done.stdout}"


MARKUP_RULES = """{
  "root": true,
  "extends": ["html-validate:recommended"],
  "rules": {
    "no-trailing-whitespace": "off",
    "void-style": "off",
    "long-title": "off",
    "doctype-style": "off",
    "no-inline-style": "error",
    "attribute-boolean-style": "off",
    "attribute-empty-style": "off",
    "no-redundant-role": "off",
    "form-dup-name": "off",
    "aria-label-misuse": ["error", {"allowAnyNamable": true}],
    "element-name": "error"
  }
}"""


@contextmanager
def visiting(browser: Browser, site: str, seen: dict[str, str], javascript: bool) -> Iterator[Walk]:
    """A visitor with a browser of their own, whose console must stay free of errors."""
    context = browser.new_context(java_script_enabled=javascript, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield Walk(page, site, seen, javascript)
    context.close()
    assert not [c for c in complaints if "422" not in c and "404" not in c], complaints


@pytest.fixture(scope="module")
def markup(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Pages of a file's walks, by walk and address: html-validate takes them all at once when the last has ended."""
    pages: dict[str, str] = {}
    yield pages
    validate_markup(pages, tmp_path_factory.mktemp("markup"))


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
def walk(request: pytest.FixtureRequest, browser: Browser, site: str, markup: dict[str, str]) -> Iterator[Walk]:
    """A visitor, once with JavaScript and once without; console errors fail the journey."""
    javascript = request.param == "with JavaScript"
    with visiting(browser, site, {}, javascript) as walk:
        yield walk
    if not javascript:  # the markup is the same in both
        markup |= {f"{request.node.name}: {address}": page for address, page in walk.seen.items()}


@pytest.fixture
def another(browser: Browser, walk: Walk) -> Iterator[Callable[[], Walk]]:
    """Call it for one more visitor of the same site, signed in apart; what they see is checked with the rest."""
    with ExitStack() as visitors:
        yield lambda: visitors.enter_context(visiting(browser, walk.site, walk.seen, walk.javascript))
