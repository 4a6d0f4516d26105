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

BELONGS = {"authoring_families": ("roles/", "derive")}
"""Other addresses of a draft that belong to a section, by its route: what they begin with."""


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
    return Bench(card, navigation(request, card))


def navigation(request: Request, card: DraftCard) -> tuple[NavItem, ...]:
    """Return the links to the sections of a draft that are open to whoever asks."""
    sections = [
        (_("Task list"), "authoring_draft"),
        (_("Scales"), "authoring_scales"),
        (_("Skills"), "authoring_skills"),
        *([(_("Families and roles"), "authoring_families")] if card.may_edit else []),
        (_("Checks"), "authoring_checks"),
        (_("Review"), "authoring_review"),
        (_("Release"), "authoring_release"),
    ]
    if card.may_edit:
        sections.insert(1, (_("Details"), "authoring_details"))
    home = reverse("authoring_draft", args=[card.version.framework_slug, card.version.label])
    items = []
    for text, name in sections:
        url = reverse(name, args=[card.version.framework_slug, card.version.label])
        starts = tuple(f"{home}/{part}" for part in BELONGS.get(name, ()))
        inside = request.path.startswith((url, *starts)) and name != "authoring_draft"
        items.append(NavItem(text, url, request.path == url, inside))
    return tuple(items)
