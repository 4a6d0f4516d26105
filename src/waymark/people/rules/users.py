"""What a department's system says of somebody one by one (SCIM), and what it means there. No table."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple
from unicodedata import normalize

from waymark.people.rules.feeding import Place, day_after, key
from waymark.people.types import NO_POST, PersonSaid, PostSaid, Seat, UserSaid

LASTS = timedelta(days=365)
"""How long a token lets a system in."""
LONGEST_VALUE = 40
LONGEST = {
    "user_name": 200, "external_id": 200, "given_name": 100, "family_name": 100, "email": 254, "email_type": 40,
    "locale": 40, "employee_number": LONGEST_VALUE, "organization": 200, "department": 200, "division": 200,
    "number": 40, "title": 200, "unit": 200, "grade": 200, "region": 200, "location": 200, "fte": 10, "start": 30,
    "end": 30, "profession": 200, "main_profession": 200,
}  # fmt: skip
NEEDED = ("number", "title", "unit", "start")
"""What a post cannot be written without."""
FEWEST_ENDINGS = 5
"""So many in a day are never too many, however small the department."""
APART = ("user_name", "external_id", "active", "manager")
"""What is kept in columns of its own."""

Wrong = tuple[str, str]
"""Code, and what it is about."""


class Meaning(NamedTuple):
    """What a system's words mean, and what is wrong with them."""

    seat: Seat | None
    post: PostSaid
    """The words that the seat was made of."""
    main_profession_id: int | None
    other_profession_ids: tuple[int, ...] | None
    wrong: tuple[Wrong, ...]


def user_key(user_name: str) -> str:
    """Return a user name as it is compared: without case."""
    return normalize("NFC", normalize("NFC", user_name).lower())


def value_of(said: UserSaid) -> str:
    """Return what a feed is to call somebody whom it speaks of for the first time; empty when it gives no number.

    The staff number, else what the system calls them. Never the user name: that is given to somebody else one day, who
    would get the record of the one before.
    """
    return next((one for one in (said.employee_number, said.external_id) if 0 < len(one) <= LONGEST_VALUE), "")


def missing(post: PostSaid) -> tuple[str, ...]:
    """Return what is lacking before a post can be written; nothing where no post is said."""
    return tuple(name for name in NEEDED if not getattr(post, name)) if post.number else ()


def complete(post: PostSaid, before: PostSaid | None) -> PostSaid | None:
    """Return the words of a post to write: what is said, completed by what was said when it was complete last.

    A system takes a post apart and puts it together again, one attribute after the other; the post stays meanwhile.
    None: there is none, or not yet.
    """
    if not post.number:
        return None
    if before is not None and before.number == post.number:
        lacking = {name: getattr(before, name) for name in missing(post)}
        post = replace(post, **lacking)
    return None if missing(post) else post


def meaning(said: UserSaid, before: PostSaid | None, place: Place) -> Meaning:
    """Return what is said of somebody in terms of the department.

    Args:
        said: in the system's words.
        before: the words of the post that was complete last; None: none was.
        place: what the department's words mean.
    """
    wrong: list[Wrong] = [
        ("long", name)
        for name, value in {**_texts(said), **_texts(said.post)}.items()
        if len(value) > LONGEST.get(name, 200)
    ]
    wrong += [("long", "other_professions") for one in said.post.other_professions if len(one) > 200]
    if said.organization and key(said.organization) not in place.department:
        wrong.append(("organization", said.organization))
    post = said.post
    main = _one_of(place.professions, post.main_profession, "profession", wrong)
    others = None
    if post.other_professions:
        found = {_one_of(place.professions, one, "profession", wrong) for one in post.other_professions}
        others = tuple(sorted(one for one in found if one is not None and one != main))
    whole = complete(post, before)
    seat = _seat(whole or post, place, wrong)
    return Meaning(seat if whole else None, whole or NO_POST, main, others, tuple(dict.fromkeys(wrong)))


def _seat(post: PostSaid, place: Place, wrong: list[Wrong]) -> Seat | None:
    unit = place.units.get(key(post.unit)) if post.unit else None
    if post.unit and unit is None:
        wrong.append(("unit_twice" if key(post.unit) in place.units else "unit", post.unit))
    grade = _one_of(place.grades, post.grade, "grade", wrong)
    region = _one_of(place.regions, post.region, "region", wrong)
    profession = _one_of(place.professions, post.profession, "profession", wrong)
    start, end = _day(post.start, wrong), _day(post.end, wrong)
    fte = _share(post.fte, wrong)
    if start and end and end < start:
        wrong.append(("backwards", post.end))
    if wrong or unit is None or start is None:
        return None
    return Seat(post.number, post.title, unit, grade, region, profession, start, day_after(end), fte)


def _one_of(names: Any, word: str, what: str, wrong: list[Wrong]) -> int | None:
    found: int | None = names.get(key(word)) if word else None
    if word and found is None:
        wrong.append((what, word))
    return found


def _day(text: str, wrong: list[Wrong]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        wrong.append(("day", text))
        return None


def _share(text: str, wrong: list[Wrong]) -> Decimal:
    try:
        share = Decimal(text or "1")
    except InvalidOperation:
        share = Decimal(0)
    if not (share.is_finite() and 0 < share <= 1):
        wrong.append(("share", text))
        return Decimal(1)
    return share.quantize(Decimal("0.01")) or Decimal("0.01")


def _texts(said: Any) -> dict[str, str]:
    return {name: value for name, value in asdict(said).items() if isinstance(value, str)}


def person_said(
    value: str, said: UserSaid, found: Meaning, manager: str, spoken: list[str], leaving_on: date | None
) -> PersonSaid:
    """Return what a system says of somebody as a feed says it.

    Args:
        value: what the feed calls them.
        said: in the system's words.
        found: what that means.
        manager: what the feed calls whoever manages them; empty: nobody.
        spoken: what the system has ever said of (``says``).
        leaving_on: the first day they do not work here any more.
    """
    others = found.other_profession_ids
    return PersonSaid(
        value, said.given_name, said.family_name, said.email.lower(), (found.seat,) if found.seat else (),
        manager if "manager" in spoken else None, found.main_profession_id,
        others if others is not None or "others" not in spoken else (), leaving_on,
    )  # fmt: skip


def to_json(said: UserSaid) -> dict[str, Any]:
    """Return what is said as plain values, but for what is kept in columns."""
    whole = asdict(said)
    for name in APART:
        del whole[name]
    post = post_to_json(said.post)
    del whole["post"]
    return {name: value for name, value in whole.items() if value not in {"", None}} | ({"post": post} if post else {})


def post_to_json(post: PostSaid) -> dict[str, Any]:
    """Return the words of a post as plain values, without what is not said."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(post).items() if value}


def says(kept: dict[str, Any], said: UserSaid) -> list[str]:
    """Return what the system has ever said of somebody that may be on record without it: only that can it end."""
    now = {"manager": said.manager is not None, "others": bool(said.post.other_professions)}
    return sorted({*kept.get("says", ()), *(name for name, there in now.items() if there)})


def from_json(kept: dict[str, Any], user_name: str, external_id: str, active: bool | None, manager: Any) -> UserSaid:
    """Return what ``to_json`` kept, with what is kept in columns."""
    whole = {name: value for name, value in kept.items() if name != "says"}
    post = post_from_json(whole.pop("post", {}))
    return UserSaid(
        user_name=user_name, external_id=external_id, active=active, manager=manager, post=post,
        **{"given_name": "", "family_name": "", **whole},
    )  # fmt: skip


def post_from_json(kept: dict[str, Any]) -> PostSaid:
    """Return a post that ``to_json`` kept."""
    plain: dict[str, Any] = dict(kept)
    if "other_professions" in plain:
        plain["other_professions"] = tuple(plain["other_professions"])
    return PostSaid(**plain)


def too_many_endings(endings: int, there: int, most: int) -> bool:
    """Say whether a system ends more in a day than ``most`` per cent of the people there."""
    return endings > FEWEST_ENDINGS and endings * 100 > most * there
