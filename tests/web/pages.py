"""Reading pages as a browser would: their text, and what a strict content security policy forbids."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from django.http import HttpResponse
from django.test import Client


class Page(HTMLParser):
    """One answer, taken apart."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.response = response
        self.status = response.status_code
        self.html = response.content.decode()
        self.inline: list[str] = []
        self.links: list[str] = []
        self.headings: list[str] = []
        self.ids: list[str] = []
        self._words: list[str] = []
        self._in: list[str] = []
        self.feed(self.html)
        self.text = re.sub(r"\s+", " ", " ".join(self._words)).strip()

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "style" or (tag == "script" and not values.get("src")):
            self.inline.append(tag)
        self.inline += [f"{tag} {name}" for name in values if name == "style" or name.startswith("on")]
        if tag == "a" and values.get("href"):
            self.links.append(values["href"])
        if values.get("id"):
            self.ids.append(values["id"])
        if tag == "h1":
            self._in.append(tag)
            self.headings.append("")

    def handle_endtag(self, tag):
        if self._in and self._in[-1] == tag:
            self._in.pop()

    def handle_data(self, data):
        self._words.append(data)
        if self._in:
            self.headings[-1] += data


def get(client: Client, path: str) -> Page:
    page = Page(client.get(path))
    assert page.status == 200, f"{path}: {page.status}"
    return page
