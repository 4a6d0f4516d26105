"""Short ways to say that a record is wrong, and to be somebody who can mend it."""

from __future__ import annotations

from waymark.kernel.policy import Actor, Duty
from waymark.organisation.models import Organisation
from waymark.people import commands, queries

WRONG = "I work for somebody else"


def ben(place):
    return Actor(account_id=place.account, person_id=place.ben)


def path(place, key):
    return Organisation.objects.get(pk=place.bodies[key]).path


def holding(place, kind, key=None, profession_id=None):
    """Return somebody who holds a duty over a body, or everywhere."""
    duty = Duty(kind, 1, profession_id, place.bodies[key] if key else None, path(place, key) if key else "")
    return Actor(account_id=place.mender, duties=(duty,))


def ask(place, noon, *, about="manager", text=WRONG, manager=None, actor=None):
    return commands.ask_correction(
        about=about, text=text, proposed_manager_id=manager, actor=actor or ben(place), at=noon
    )


def manager_of(person_id, at):
    found = queries.manager_of(person_id, at)
    return found.id if found else None
