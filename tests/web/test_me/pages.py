"""Reading pages as a person without script does: the words, the links and the forms."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[tuple[str, str]] = []
        self.forms: list[dict] = []
        self.words: list[str] = []
        self._link: list | None = None
        self._button: list | None = None
        self._select: list | None = None
        self._area: list | None = None

    def handle_starttag(self, tag, attributes):
        at = dict(attributes)
        if tag == "a" and "href" in at:
            self._link = [at["href"], ""]
        elif tag == "form":
            self.forms.append(
                {"action": at.get("action", ""), "method": at.get("method", "get"), "fields": [], "buttons": []}
            )
        elif self.forms and tag == "input":
            kind = at.get("type", "text")
            if kind not in {"radio", "checkbox"} or "checked" in at:
                self.forms[-1]["fields"].append((at.get("name", ""), at.get("value", "")))
        elif self.forms and tag == "button":
            self._button = [at.get("name", ""), at.get("value", ""), ""]
        elif self.forms and tag == "select":
            self._select = [at.get("name", ""), ""]
        elif tag == "option" and self._select is not None and "selected" in at:
            self._select[1] = at.get("value", "")
        elif tag == "textarea":
            self._area = [at.get("name", ""), ""]

    def handle_endtag(self, tag):
        if tag == "a" and self._link:
            self.links.append((self._link[0], " ".join(self._link[1].split())))
            self._link = None
        elif tag == "button" and self._button:
            name, value, text = self._button
            self.forms[-1]["buttons"].append((name, value, " ".join(text.split())))
            self._button = None
        elif tag == "select" and self._select:
            self.forms[-1]["fields"].append(tuple(self._select))
            self._select = None
        elif tag == "textarea" and self._area:
            self.forms[-1]["fields"].append(tuple(self._area))
            self._area = None

    def handle_data(self, data):
        self.words.append(data)
        for open_one in (self._link, self._button, self._area):
            if open_one is not None:
                open_one[-1] += data


def read(response) -> _Reader:
    reader = _Reader()
    reader.feed(response.content.decode())
    return reader


def words(response) -> str:
    """Return the main part of the page as its reader reads it."""
    body = re.sub(r"(?s).*<main[^>]*>(.*)</main>.*", r"\1", response.content.decode())
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


class Walk:
    """Someone with a browser and no script: every activation of a link or a button is one click."""

    def __init__(self, client, start: str = "/") -> None:
        self.client = client
        self.clicks = 0
        self.where = start
        self.page = client.get(start, follow=True)

    @property
    def words(self) -> str:
        return words(self.page)

    def follow(self, text: str) -> None:
        """Activate the link that says ``text``."""
        href = next(href for href, said in read(self.page).links if said == text)
        self._arrive("get", href, {})

    def press(self, text: str, **typed: str) -> None:
        """Fill the form that has the button ``text``, and press it."""
        for form in read(self.page).forms:
            for name, value, said in form["buttons"]:
                if said == text:
                    data = dict(form["fields"]) | typed | ({name: value} if name else {})
                    self._arrive(form["method"], form["action"] or self.where, data)
                    return
        raise AssertionError(f"no button “{text}” on {self.where}")

    def _arrive(self, method: str, href: str, data: dict) -> None:
        self.clicks += 1
        to = urljoin(self.where, href)
        if method == "get":
            parts = urlsplit(to)
            self.page = self.client.get(parts.path, dict(parse_qsl(parts.query)) | data, follow=True)
        else:
            self.page = self.client.post(to, data, follow=True)
        chain = getattr(self.page, "redirect_chain", [])
        self.where = chain[-1][0] if chain else to
