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
        self.forms: list[dict[str, str]] = []
        """What each form that is posted would send as it stands, buttons left out."""
        self._field = ""
        self._posted = False
        self._words: list[str] = []
        self._in: list[str] = []
        self.feed(self.html)
        self.text = re.sub(r"\s+", " ", " ".join(self._words)).strip()

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "style" or (tag == "script" and not values.get("src")):
            self.inline.append(tag)
        self.inline += [f"{tag} {name}" for name in values if name == "style" or name.startswith("on")]
        self._form(tag, values)
        if tag == "a" and values.get("href"):
            self.links.append(values["href"])
        if values.get("id"):
            self.ids.append(values["id"])
        if tag == "h1":
            self._in.append(tag)
            self.headings.append("")

    def _form(self, tag, values):
        if tag == "form":
            self._posted = values.get("method", "").lower() == "post"
            if self._posted:
                self.forms.append({})
        if not self._posted:
            return
        sent, name = self.forms[-1], values.get("name", "")
        if tag == "input" and name:
            if values.get("type") not in {"radio", "checkbox"}:
                sent[name] = values.get("value") or ""
            elif "checked" in values:
                sent[name] = values.get("value", "on")
        elif tag == "textarea" and name:
            self._field = name
            sent[name] = ""
        elif tag == "select" and name:
            self._field = name
        elif tag == "option" and self._field and (self._field not in sent or "selected" in values):
            sent[self._field] = values.get("value", "")

    def handle_endtag(self, tag):
        if tag == "form":
            self._posted = False
        if tag in {"textarea", "select"}:
            self._field = ""
        if self._in and self._in[-1] == tag:
            self._in.pop()

    def handle_data(self, data):
        self._words.append(data)
        if self._field and self.forms and self.get_starttag_text().startswith("<textarea"):
            self.forms[-1][self._field] += data
        if self._in:
            self.headings[-1] += data


def get(client: Client, path: str) -> Page:
    page = Page(client.get(path))
    assert page.status == 200, f"{path}: {page.status}"
    return page
