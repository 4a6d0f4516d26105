"""What is held about somebody, why and for how long; and the notices of each purpose. All from the declarations."""

from __future__ import annotations

from datetime import datetime

from waymark.kernel import personal
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor
from waymark.people import queries as people
from waymark.privacy import policies, rules
from waymark.privacy.queries import holds
from waymark.privacy.types import ErasurePreview, Held, NotHeld, Notice


def held(person_id: int, actor: Actor, at: datetime) -> tuple[Held, ...]:
    """Return what kinds of data there are about a person, with counts, in the order of their purposes.

    What is withheld from the person's copy is listed without a count.

    Raises:
        NotVisible: the actor may not have a copy of this person's data.

    Cost: four queries, whatever there is.
    """
    policies.MAY_COPY.require(actor, person_id, at)
    account_id = people.accounts_of([person_id]).get(person_id)
    counts = personal.counts(person_id=person_id, account_id=account_id)
    return tuple(
        _held(holding, None if holding.withheld else counts.get(holding.key, 0))
        for purpose in rules.PURPOSES
        for holding in personal.holdings()
        if holding.purpose == purpose and _about_people(holding)
    )


def erasure_preview(person_id: int, actor: Actor, at: datetime) -> ErasurePreview:
    """Return what erasing a person would take away and what it would leave. Five queries.

    Raises:
        NotVisible: the actor may not erase this person.
    """
    policies.MAY_ERASE.require(actor, person_id, at)
    account_id = people.accounts_of([person_id]).get(person_id)
    counts = personal.counts(person_id=person_id, account_id=account_id)
    goes, stays = list[Held](), list[NotHeld]()
    for holding in personal.holdings():
        rows = counts.get(holding.key, 0)
        if holding.erasing == personal.Erasing.KEEP:
            if rows:
                stays.append(NotHeld(str(holding.what), rows, str(holding.kept_because)))
        elif rows:
            goes.append(_held(holding, rows))
    return ErasurePreview(tuple(goes), tuple(stays), holds.holds_on(person_id, actor, at))


def notices() -> tuple[Notice, ...]:
    """Return the privacy notice of each purpose for which anything is held. No query."""
    return tuple(notice for notice in map(_notice, rules.PURPOSES) if notice.holdings)


def notice(slug: str) -> Notice:
    """Return the privacy notice of one purpose. No query.

    Raises:
        NotVisible: nothing is held for a purpose of that name.
    """
    for one in notices():
        if one.slug == slug:
            return one
    raise NotVisible


def what(key: str) -> str:
    """Return what a kind of data is called for people; empty when there is none of that key."""
    return next((str(holding.what) for holding in personal.holdings() if holding.key == key), "")


def kinds() -> tuple[tuple[str, str], ...]:
    """Return the kinds of data a person may say are wrong: key and words. What records others' doings is left out."""
    return tuple(
        (holding.key, str(holding.what))
        for holding in personal.holdings()
        if (holding.person or holding.account)
        and holding.erasing != personal.Erasing.KEEP
        and not holding.withheld
        and holding.model != "privacy.DataRequest"
    )


def _about_people(holding: personal.Holding) -> bool:
    return bool(holding.person or holding.account)


def _notice(purpose: str) -> Notice:
    slug, title, about = rules.PURPOSES[purpose]
    lines = tuple(_held(holding, None) for holding in personal.holdings() if holding.purpose == purpose)
    return Notice(slug, str(title), str(about), lines)


def _held(holding: personal.Holding, rows: int | None) -> Held:
    return Held(holding.key, str(holding.what), str(holding.why), str(holding.keep), holding.purpose, rows)
