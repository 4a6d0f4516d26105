"""Opening a route as somebody, and saying in one letter what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from types import SimpleNamespace
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.access_matrix.routes import OF, THERE
from tests.access_matrix.world import Visitor, World

ANSWERS = {
    "shown": "200: the page, or the file",
    "on": "303, or 302 to where the page has moved: done, or nothing to do here",
    "sign in": "302: to the page that asks who it is, and back",
    "session": "302: an administrator opens a session first",
    "confirm": "303: they show once more that it is them",
    "nobody": "403: the account belongs to nobody in the people records",
    "lapsed": "403: the duty was theirs and is over",
    "not there": "404: there is none, or none for them",
    "by form": "405: only a form gets here",
    "refused": "409: no, and why",
    "unsure": "400: the form was not one of ours",
    "ask again": "422: the form says what is missing",
}
"""All that can be expected."""

_BY_STATUS = {200: "shown", 400: "unsure", 403: "nobody", 404: "not there", 405: "by form", 409: "refused", 422: "ask again"}


def answer(response: HttpResponse) -> str:
    """Say what came of it, in one of ``ANSWERS``."""
    if response.status_code in {301, 302, 303}:
        where = response.headers["Location"].partition("?")[0]
        return {
            reverse("demo"): "sign in",
            reverse("account_login"): "sign in",
            reverse("account_reauthenticate"): "confirm",
            reverse("admin_session"): "session",
        }.get(where, "on")
    return _BY_STATUS.get(response.status_code, str(response.status_code))


def walk(world: World, name: str) -> Iterator[tuple[str, Visitor, str, str]]:
    """Open a route as everybody, for each of their targets; give the method, who, the target and the answer."""
    for visitor in world.visitors:
        for target, address in addresses(world, visitor, name):
            for method in ("GET", "POST"):
                yield method, visitor, target, ask(visitor, method, reverse(name, kwargs=address))


def addresses(world: World, visitor: Visitor, name: str) -> list[tuple[str, dict[str, Any]]]:
    """Return what a visitor puts into the address of a route, by target ("" for a route without one)."""
    if name in OF:
        return [(target, OF[name](things)) for target, things in visitor.things.items()]
    return [("", THERE[name](world.there) if name in THERE else {})]


def ask(visitor: Visitor, method: str, path: str) -> str:
    """Ask as a visitor would, with an empty form; whatever it did is taken back."""
    client = Client(raise_request_exception=True)
    if visitor.cookies is not None:
        client.cookies = copy(visitor.cookies)
    with transaction.atomic():
        response = client.generic(method, path)
        transaction.set_rollback(True)
    return answer(response)


def things(**known: Any) -> SimpleNamespace:
    """Return things by name."""
    return SimpleNamespace(**known)
