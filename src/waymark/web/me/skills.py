"""Your skills: every level with where it comes from, how old it is, and its history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from waymark.assessments import queries as assessments
from waymark.assessments.types import HeldFor, SkillStanding
from waymark.web.base.access import signed_in
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.me import words
from waymark.web.me.common import me


@dataclass(frozen=True, slots=True)
class HistoryItem:
    """One word on a skill, in the wording it was said against."""

    level_name: str
    descriptor: str
    source: str
    made_at: object
    version: str
    note: str
    counts: bool
    current: bool
    revoked: str


@dataclass(frozen=True, slots=True)
class PurposeItem:
    """What is held of one skill for one purpose, in words."""

    purpose: str
    level: str
    """The level, or why there is none."""
    source: str
    """Whose word it is and since when; empty where nothing is held."""
    valid_until: object


@dataclass(frozen=True, slots=True)
class SkillItem:
    """One skill of mine."""

    standing: SkillStanding
    source: str
    version: str
    old: bool
    history: tuple[HistoryItem, ...]
    evidence: int
    """How many pieces of my evidence support it."""
    purposes: tuple[PurposeItem, ...]
    wish: str
    """How much I want to work with it, as one line; empty when I said nothing."""
    exempt: str
    """Until when and why I am exempt from it; empty when I am not."""


@dataclass(frozen=True, slots=True)
class SkillsPage:
    """My skills, and what the list is narrowed to."""

    items: tuple[SkillItem, ...]
    of: int
    """How many there are before the list is narrowed."""
    sources: tuple[tuple[str, str], ...]
    source: str
    older: bool
    rules: tuple[tuple[str, str], ...]
    """Each purpose, and the rule by which a level is held for it."""

    @property
    def narrowed(self) -> bool:
        """Whether a filter is on."""
        return bool(self.source or self.older)


@signed_in
def skills(request: Request) -> HttpResponse:
    """List my skills, by name."""
    found = assessments.standings(me(request).id, request.actor, request.at)
    evidence = assessments.evidence_by_skill(request.actor, request.at)
    wishes = assessments.wishes(me(request).id, request.actor, request.at).words
    exempt = assessments.exempt_from(me(request).id, request.actor, request.at)
    items = tuple(
        _item(one, request, evidence.get(one.skill_id, 0), wishes.get(one.skill_id, ""), exempt.words(one.skill_id))
        for one in found
    )
    codes = sorted({one.held.source for one in found if one.held})
    source = request.GET.get("source", "")
    source = source if source in codes else ""
    older = request.GET.get("older") == "12"
    page = SkillsPage(
        items=tuple(_narrowed(items, source, older)),
        of=len(items),
        sources=tuple((code, words.source_title(code)) for code in codes),
        source=source,
        older=older,
        rules=assessments.purposes_in_words(),
    )
    return render(request, "me/skills.html", page, seen_by=[assessments.who_sees_levels()])


def _narrowed(items: Iterable[SkillItem], source: str, older: bool) -> Iterable[SkillItem]:
    for item in items:
        held = item.standing.held
        if source and (held is None or held.source != source):
            continue
        if older and not item.old:
            continue
        yield item


def _item(standing: SkillStanding, request: Request, evidence: int, wish: str, exempt: str) -> SkillItem:
    held = standing.held
    history = tuple(
        HistoryItem(
            level_name=line.level_name,
            descriptor=line.descriptor,
            source=words.source(line.source, line.maker_name),
            made_at=line.made_at,
            version=words.version(line.framework_title, line.version_label),
            note=line.note,
            counts=line.counts,
            current=line.current,
            revoked=line.revoked,
        )
        for line in standing.history
    )
    current = next((line for line in history if line.current), None)
    return SkillItem(
        standing=standing,
        source=words.source(held.source, held.maker_name) if held else "",
        version=current.version if current else "",
        old=held is not None and words.is_old(held.made_at, request.at),
        history=history,
        evidence=evidence,
        purposes=tuple(_purpose(one) for one in standing.purposes),
        wish=wish,
        exempt=exempt,
    )


def _purpose(one: HeldFor) -> PurposeItem:
    held = one.held
    said = words.source(held.source, held.maker_name) if held else ""
    return PurposeItem(
        purpose=assessments.purpose_in_words(one.purpose),
        level=one.level_name or assessments.nothing_in_words(one.purpose, lapsed=one.lapsed),
        source=_("%(source)s, %(day)s") % {"source": said, "day": date_format(held.made_at)} if held else "",
        valid_until=one.valid_until if held else None,
    )
