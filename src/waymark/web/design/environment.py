"""The template environment: GOV.UK macros, our components, translation; an undefined variable is an error."""

from __future__ import annotations

import hashlib
from collections.abc import MutableMapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from jinja2 import (
    ChainableUndefined,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
)

from waymark.web.design import charts, links, text, words

GOVUK = "govuk_frontend_jinja/"


class WaymarkEnvironment(Environment):
    """Our templates are strict about undefined names; the GOV.UK macros, written for a lenient engine, are not.

    A template whose name starts with ``govuk_frontend_jinja/`` is therefore compiled by a second environment.
    """

    govuk: Environment

    def get_template(
        self, name: str | Template, parent: str | None = None, globals: MutableMapping[str, Any] | None = None
    ) -> Template:
        """Load a template, the GOV.UK ones from their own environment."""
        if isinstance(name, str) and name.startswith(GOVUK):
            return self.govuk.get_template(name, parent, globals)
        return super().get_template(name, parent, globals)


def environment(**options: Any) -> Environment:
    """Build the Jinja environment Django asks for."""
    loader = options.pop("loader")
    options |= {"trim_blocks": True, "lstrip_blocks": True}
    components = PrefixLoader({"components": FileSystemLoader(Path(__file__).parent)})
    env = WaymarkEnvironment(loader=ChoiceLoader([loader, components]), **(options | {"undefined": StrictUndefined}))
    env.govuk = Environment(
        loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        **(options | {"undefined": ChainableUndefined}),
    )
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(
        {
            "static": staticfiles_storage.url,
            "asset": asset,
            "url": reverse,
            "level_bar": charts.level_bar,
            "fit_bar": charts.fit_bar,
            "rung_grid": charts.rung_grid,
            "gap_chart": charts.gap_chart,
            "role_level_url": links.role_level_url,
            "changed_words": words.changed_words,
        }
    )
    env.tests["group"] = lambda label: isinstance(label, list | tuple)
    env.filters.update(
        {
            "prose": text.prose,
            "date": text.date,
            "moment": text.moment,
            "date_and_time": text.date_and_time,
            "age": text.age,
            "number": text.number,
            "summary_line": text.summary_line,
            "whole": text.whole,
            "capfirst": capfirst,
        }
    )
    return env


def asset(path: str) -> str:
    """Return the address of a static file, with a mark that changes when its content does."""
    mark = _mark(path) if not settings.DEBUG else _mark.__wrapped__(path)
    return f"{staticfiles_storage.url(path)}{mark}"


@lru_cache(maxsize=64)
def _mark(path: str) -> str:
    found = finders.find(path)
    if not isinstance(found, str):
        return ""
    return "?v=" + hashlib.sha256(Path(found).read_bytes()).hexdigest()[:10]
