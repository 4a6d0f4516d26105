"""The parts of writing a framework, as the task list of a draft shows them.

To add one: a function that says how far it is, and a line in ``TASKS``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from waymark.frameworks.types import DraftCard


@dataclass(frozen=True, slots=True)
class State:
    """How far a task is. ``done`` None: not begun; False: under way; True: done."""

    done: bool | None
    words: str = ""
    """What there is so far, as a count; instead of "Done" and "In progress"."""


@dataclass(frozen=True, slots=True)
class Task:
    """One part of the work, and the page it is done on."""

    title: str | Promise
    route: str
    """Takes the slug of the framework and the label of the version."""
    state: Callable[[DraftCard], State]
    for_editors: bool = True
    """Whether only those who write the draft have the page."""


def details(card: DraftCard) -> State:
    """Done when its purpose and its licence are said."""
    return State(bool(card.version.summary.strip() and card.version.licence.strip()))


def scales(card: DraftCard) -> State:
    """Done once skills are described on them; a framework begins with the usual one."""
    return State(bool(card.counts.descriptors))


def skills(card: DraftCard) -> State:
    """Done when there are skills, and as many levels described as there are skills at least."""
    count = card.counts.skills
    if not count:
        return State(None)
    described = ngettext("%(num)s level described", "%(num)s levels described", card.counts.descriptors)
    words = ngettext("%(num)s skill", "%(num)s skills", count) % {"num": f"{count:,}"}
    return State(card.counts.descriptors >= count, f"{words}, {described % {'num': f'{card.counts.descriptors:,}'}}")


def roles(card: DraftCard) -> State:
    """Done when every role has a level, as far as the counts tell."""
    count = card.counts.roles
    if not count:
        return State(False if card.counts.families else None)
    words = ngettext("%(num)s role", "%(num)s roles", count) % {"num": f"{count:,}"}
    levels = ngettext("%(num)s role level", "%(num)s role levels", card.counts.role_levels)
    return State(card.counts.role_levels >= count, f"{words}, {levels % {'num': f'{card.counts.role_levels:,}'}}")


def requirements(card: DraftCard) -> State:
    """Done when there are as many as there are role levels at least."""
    count = card.counts.requirements
    if not count:
        return State(None)
    words = ngettext("%(num)s requirement", "%(num)s requirements", count) % {"num": f"{count:,}"}
    return State(count >= card.counts.role_levels, words)


TASKS: tuple[tuple[str | Promise, tuple[Task, ...]], ...] = (
    (
        gettext_lazy("Say what it is"),
        (
            Task(gettext_lazy("Purpose, licence and label"), "authoring_details", details),
            Task(gettext_lazy("Scales"), "authoring_scales", scales, for_editors=False),
        ),
    ),
    (
        gettext_lazy("Write it"),
        (
            Task(gettext_lazy("Skills and their levels"), "authoring_skills", skills, for_editors=False),
            Task(gettext_lazy("Families, roles and their levels"), "authoring_families", roles),
            Task(gettext_lazy("What each role level asks"), "authoring_families", requirements),
        ),
    ),
)
"""In the order in which the work is usually done, under headings."""


def in_words(state: State) -> str:
    """Return how far a task is, in words."""
    if state.done is None:
        return _("Not started")
    return state.words or (_("Done") if state.done else _("In progress"))
