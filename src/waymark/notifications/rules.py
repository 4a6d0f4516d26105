"""When somebody is e-mailed, and in which words. No table, no clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from waymark.kernel.personal import Text
from waymark.notifications.types import Frequency, Quiet, Topic

TOPICS: Mapping[Topic, tuple[Text, Text]] = {
    Topic.ACCESS: (lazy("Duties"), lazy("A duty is asked for, decided, about to end or taken back.")),
    Topic.SHARING: (lazy("Sharing"), lazy("Someone shares something with you, or takes it back.")),
    Topic.PEOPLE: (
        lazy("Managers, posts and roles"),
        lazy("Someone says that a manager, a post or a role is wrong, or it was put right."),
    ),
    Topic.ASSESSMENTS: (
        lazy("Assessments"),
        lazy("An assessment waits for you, comes back to you, or is decided."),
    ),
    Topic.FRAMEWORKS: (
        lazy("Frameworks"),
        lazy("A standard changes that you work by or put in context, or a draft waits for you or is answered."),
    ),
    Topic.PRIVACY: (
        lazy("Your data"),
        lazy("An export is ready, or something about your data was corrected, restricted or erased."),
    ),
    Topic.SECURITY: (lazy("Security"), lazy("Signing in, and getting back into your account.")),
}
ALWAYS = frozenset({Topic.SECURITY})
"""Topics that are e-mailed at once, whatever was chosen and whatever the hour."""

USUAL = Frequency.AT_ONCE
"""How often someone is e-mailed who has not chosen."""

DIGEST_TIME = time(8)
"""When digests are due, in the time of the site; the weekly one on Monday."""

MOST_ATTEMPTS = 12
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
"""A message is tried over about a day and a half before it is given up."""

PREFERENCES_PATH, STOP_PATH = "/me/notifications", "/notifications/stop/"
"""Where people choose how they are told, and where the link of an e-mail leads; a test of the pages holds them true."""

_SALT = "waymark.notifications.stop"


def frequency(topic: str, chosen: Mapping[str, str]) -> Frequency:
    """Return how often an account is e-mailed about a topic. ``chosen``: its preferences, frequency by topic."""
    if topic in ALWAYS:
        return Frequency.AT_ONCE
    found = chosen.get(topic)
    return Frequency(found) if found in set(Frequency) else USUAL


def send_after(at: datetime, quiet: Quiet | None, zone: ZoneInfo, *, topic: str = "") -> datetime:
    """Return the moment from which something told at ``at`` may be e-mailed: at once, or when quiet hours end.

    The hours are those of the clock on the wall, also on the days it is put forward or back.
    """
    if quiet is None or topic in ALWAYS:
        return at
    local = at.astimezone(zone)
    now, starts, ends = local.time(), quiet.from_time, quiet.until_time
    inside = starts <= now < ends if starts < ends else now >= starts or now < ends
    if not inside:
        return at
    day = local.date() if now < ends else local.date() + timedelta(days=1)
    return datetime.combine(day, ends, zone).astimezone(at.tzinfo)


def digest_at(at: datetime, how_often: Frequency, zone: ZoneInfo) -> datetime:
    """Return the moment of the next digest after ``at``: the next morning that comes, or the next Monday's."""
    local = at.astimezone(zone)
    day = local.date()
    if local.time() >= DIGEST_TIME:
        day += timedelta(days=1)
    if how_often == Frequency.WEEKLY:
        day += timedelta(days=-day.weekday() % 7)
    return datetime.combine(day, DIGEST_TIME, zone).astimezone(at.tzinfo)


def item_text(body: str, url: str, base: str) -> str:
    """Return the text of an e-mail about one thing: what there is to say, and where to act on it."""
    return "\n\n".join(filter(None, (body.strip(), f"{base}{url}" if url else "")))


def digest_subject(count: int) -> str:
    """Return the subject of a digest."""
    return ngettext("%(num)d thing to know", "%(num)d things to know", count) % {"num": count}


def digest_text(things: Sequence[tuple[bool, str, str, str]], base: str) -> str:
    """Return the text of a digest: what waits first, then the news.

    Args:
        things: for each, whether it waits for the reader to do something, its title, its body and its path.
        base: the address of the site.
    """
    parts = []
    for todo, heading in ((True, _("Waiting for you")), (False, _("News"))):
        lines = [
            "\n".join(filter(None, (f"- {title}", body.strip(), f"{base}{url}" if url else "")))
            for waits, title, body, url in things
            if waits == todo
        ]
        if lines:
            parts.append("\n\n".join([heading, *lines]))
    return "\n\n".join(parts)


def letter_text(name: str, text: str, *, site: str, preferences_url: str, stop_url: str) -> str:
    """Return a whole e-mail: the greeting, what it says, and how to have fewer."""
    foot = [
        _("Sent by %(site)s. Choose how you are told: %(url)s") % {"site": site, "url": preferences_url},
        _("Stop email like this: %(url)s") % {"url": stop_url} if stop_url else "",
    ]
    hello = _("Hello %(name)s,") % {"name": name} if name else _("Hello,")
    return "\n\n".join(filter(None, [hello, text, "-- \n" + "\n".join(filter(None, foot))])) + "\n"


def stop_token(account_id: int, topic: str) -> str:
    """Return what the one-click link of an e-mail carries: whose mail it stops, and about what. Signed."""
    return signing.dumps([account_id, topic], salt=_SALT)


def read_stop_token(token: str) -> tuple[int, str] | None:
    """Return the account and the topic that a link names ("": every topic); None when it is forged or broken."""
    try:
        account_id, topic = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return int(account_id), str(topic)
