"""Who may see and do what: the policies and the kinds of duty, in their own words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.access import queries as access
from waymark.access.types import DutyKind, Extent, KindOfDuty
from waymark.kernel import kinds
from waymark.kernel.policy import Ground, Policy, Purpose, declared
from waymark.web.base.access import public
from waymark.web.base.page import render
from waymark.web.base.request import Request

PURPOSES: dict[Purpose, str | Promise] = {
    Purpose.DEVELOPMENT: gettext_lazy("development"),
    Purpose.ASSESSMENT: gettext_lazy("assessment"),
    Purpose.RECRUITMENT: gettext_lazy("recruitment"),
    Purpose.TALENT: gettext_lazy("talent"),
    Purpose.STATISTICS: gettext_lazy("statistics"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for which somebody may, and what for; no purposes: whatever it is for."""

    words: str
    purposes: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing, and everybody who may."""

    about: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The rules about one kind of thing."""

    title: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class DutyInWords:
    """One kind of duty."""

    name: str
    over: str
    sees: str
    does: str
    given_by: str
    two_people: bool
    most_days: int


@dataclass(frozen=True, slots=True)
class WhoMayPage:
    """Every rule and every duty."""

    groups: tuple[Group, ...]
    duties: tuple[DutyInWords, ...]


@public
def who_may(request: Request) -> HttpResponse:
    """Show who may see and do what. No query."""
    return render(request, "site/who_may.html", who_may_page())


def who_may_page() -> WhoMayPage:
    """Return every rule and every duty in words. The document in docs/ is written from it as well."""
    names = {one.kind: str(one.name) for one in access.kinds()}
    return WhoMayPage(tuple(_groups(declared())), tuple(_duty(one, names) for one in access.kinds()))


def _groups(policies: Iterable[Policy]) -> Iterable[Group]:
    """Give the rules by the kind of thing they answer for, and among them those of the rooms below first."""
    floors = {config.name: number for number, config in enumerate(apps.get_app_configs())}
    about: defaultdict[str, list[tuple[int, Rule]]] = defaultdict(list)
    for policy in policies:
        room = ".".join(policy.module.split(".")[:2])
        if room in floors:
            label = policy.model()._meta.app_label
            # A table that another package owns is a matter of the room that answers for it.
            label = label if label in kinds.known() else room.rpartition(".")[2]
            about[label].append((floors[room], _rule(policy)))
    labels = [config.label for config in apps.get_app_configs()]
    for label in sorted(about, key=labels.index):
        ordered = sorted(about[label], key=lambda found: found[0])
        yield Group(kinds.words(label), tuple(rule for _floor, rule in ordered))


def _rule(policy: Policy) -> Rule:
    return Rule(str(policy.about), tuple(_reason(ground) for ground in policy.grounds))


def _reason(ground: Ground) -> Reason:
    walled = [str(words) for purpose, words in PURPOSES.items() if purpose in (ground.purposes or ())]
    return Reason(str(ground.reason), _(" and ").join(walled))


def _duty(kind: KindOfDuty, names: dict[DutyKind, str]) -> DutyInWords:
    named = {Extent.ALWAYS: _("one %s"), Extent.OPTIONAL: _("one %s, or every one")}
    over = [
        named[extent] % word
        for extent, word in ((kind.profession, _("profession")), (kind.organisation, _("organisation")))
        if extent in named
    ]
    return DutyInWords(
        name=names[kind.kind],
        over="; ".join(over) or _("everything"),
        sees=str(kind.sees),
        does=str(kind.does),
        given_by=", ".join(names[giver] for giver in kind.given_by),
        two_people=kind.two_people,
        most_days=kind.most_days,
    )
