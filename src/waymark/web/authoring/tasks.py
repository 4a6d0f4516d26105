"""The parts of writing a framework, as the task list of a draft shows them.

To add one: a function that says how far it is, and a line in ``TASKS``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from waymark.frameworks.types import Counts, DraftCard


@dataclass(frozen=True, slots=True)
class State:
    """How far a task is. ``done`` None: not begun; False: under way; True: done."""

    done: bool | None
    words: str = ""
    """What there is so far, as a count; instead of "Done" and "In progress"."""


@dataclass(frozen=True, slots=True)
class SoFar:
    """How far the work on a draft is: what it holds, and what is said of it."""

    card: DraftCard
    counts: Counts
    open_remarks: int
    """Threads and suggestions that are open."""
    proposed: bool
    """Whether its release is proposed and waits for the second person."""


@dataclass(frozen=True, slots=True)
class Task:
    """One part of the work, and the page it is done on."""

    title: str | Promise
    route: str
    """Takes the slug of the framework and the label of the version."""
    state: Callable[[SoFar], State]
    for_editors: bool = True
    """Whether only those who write the draft have the page."""


def details(so_far: SoFar) -> State:
    """Done when its purpose and its licence are said."""
    card = so_far.card
    return State(bool(card.version.summary.strip() and card.version.licence.strip()))


def scales(so_far: SoFar) -> State:
    """Done once skills are described on them; a framework begins with the usual one."""
    return State(bool(so_far.counts.descriptors))


def skills(so_far: SoFar) -> State:
    """Done when there are skills, and as many levels described as there are skills at least."""
    count = so_far.counts.skills
    if not count:
        return State(None)
    described = ngettext("%(num)s level described", "%(num)s levels described", so_far.counts.descriptors)
    words = ngettext("%(num)s skill", "%(num)s skills", count) % {"num": f"{count:,}"}
    return State(
        so_far.counts.descriptors >= count, f"{words}, {described % {'num': f'{so_far.counts.descriptors:,}'}}"
    )


def roles(so_far: SoFar) -> State:
    """Done when every role has a level, as far as the counts tell."""
    count = so_far.counts.roles
    if not count:
        return State(False if so_far.counts.families else None)
    words = ngettext("%(num)s role", "%(num)s roles", count) % {"num": f"{count:,}"}
    levels = ngettext("%(num)s role level", "%(num)s role levels", so_far.counts.role_levels)
    return State(so_far.counts.role_levels >= count, f"{words}, {levels % {'num': f'{so_far.counts.role_levels:,}'}}")


def requirements(so_far: SoFar) -> State:
    """Done when there are as many as there are role levels at least."""
    count = so_far.counts.requirements
    if not count:
        return State(None)
    words = ngettext("%(num)s requirement", "%(num)s requirements", count) % {"num": f"{count:,}"}
    return State(count >= so_far.counts.role_levels, words)


def checks(so_far: SoFar) -> State:
    """Never done: what the checks find is advice, and looking through the framework anew takes its time."""
    return State(False, _("See what could be clearer"))


def review(so_far: SoFar) -> State:
    """Under way while it is in review or something said of it is open."""
    if so_far.open_remarks:
        words = ngettext("%(num)s open remark", "%(num)s open remarks", so_far.open_remarks)
        return State(False, words % {"num": f"{so_far.open_remarks:,}"})
    return State(False, _("In review")) if so_far.card.version.state == "in_review" else State(None)


def release(so_far: SoFar) -> State:
    """Under way once it is proposed."""
    return State(False, _("Waits for the second person")) if so_far.proposed else State(None)


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
    (
        gettext_lazy("Check it and release it"),
        (
            Task(gettext_lazy("Checks"), "authoring_checks", checks, for_editors=False),
            Task(gettext_lazy("Review and sign-off"), "authoring_review", review, for_editors=False),
            Task(gettext_lazy("Release"), "authoring_release", release, for_editors=False),
        ),
    ),
)
"""In the order in which the work is usually done, under headings."""


def in_words(state: State) -> str:
    """Return how far a task is, in words."""
    if state.done is None:
        return _("Not started")
    return state.words or (_("Done") if state.done else _("In progress"))
