"""What the pages of the workbench share: who opens them, and the draft they are about."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import DraftCard
from waymark.kernel.errors import NotVisible
from waymark.web.base.page import NavItem
from waymark.web.base.request import Request


@dataclass(frozen=True, slots=True)
class Bench:
    """What stands around every page about one draft."""

    draft: DraftCard
    navigation: tuple[NavItem, ...]

    @property
    def args(self) -> list[str]:
        """What routes about this draft are made of."""
        return [self.draft.version.framework_slug, self.draft.version.label]


def bench(request: Request, framework: str, label: str, *, to_edit: bool = False) -> Bench:
    """Return the draft a page is about.

    Args:
        request: who asks.
        framework: its slug.
        label: of the version.
        to_edit: whether the page changes the draft.

    Raises:
        NotVisible: the reader may not see it, or not change it where the page does.
    """
    card = frameworks.draft(framework, label, request.actor, request.at)
    if to_edit and not card.may_edit:
        raise NotVisible
    return Bench(card, navigation(request, framework, label))


def navigation(request: Request, framework: str, label: str) -> tuple[NavItem, ...]:
    """Return the links to the sections of a draft."""
    sections = [
        (_("Task list"), "authoring_draft"),
        (_("Checks"), "authoring_checks"),
    ]
    items = []
    for text, name in sections:
        url = reverse(name, args=[framework, label])
        inside = request.path.startswith(url) and name != "authoring_draft"
        items.append(NavItem(text, url, request.path == url, inside))
    return tuple(items)
