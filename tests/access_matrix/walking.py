"""Opening a route as somebody, and saying in one letter what came of it."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy, deepcopy
from http.cookies import SimpleCookie
from typing import Any
from unittest import mock

import jinja2
from allauth.mfa.webauthn.internal import auth as webauthn
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.access_matrix.routes import OF, THERE
from tests.access_matrix.world import NOBODY, OUTSIDE, PUBLIC, Visitor, World
from waymark.access import queries as access
from waymark.access.models.sessions import SessionStore
from waymark.people import queries as people
from waymark.privacy import queries as privacy
from waymark.privacy.queries import copies
from waymark.privacy.types import CopyTable
from waymark.web.base import page

ANSWERS = {
    "shown": "200: the page, or the file",
    "on": "303, or 302 to where the page has moved: done, or nothing to do here",
    "sign in": "302: to the page that asks who it is, and back",
    "session": "302: an administrator opens a session first",
    "confirm": "303: they show once more that it is them",
    "forbidden": "403: the account belongs to nobody at work, or its duty does not count now",
    "not there": "404: there is none, or none for them",
    "by form": "405: only a form gets here",
    "refused": "409: no, and why",
    "unsure": "400: the form was not one of ours",
    "no token": "401: it is for systems, which show a token",
    "ask again": "422: the form says what is missing",
}
"""All that can be expected."""

_BY_STATUS = {
    200: "shown",
    400: "unsure",
    401: "no token",
    403: "forbidden",
    404: "not there",
    405: "by form",
    409: "refused",
    422: "ask again",
}


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


EMPTY = CopyTable(key="x", title="", why="", keep="", purpose="", withheld="", rows=(), mentions=())
UNSCOPED = {
    PUBLIC, NOBODY, "individual", "assessor", "moderator", "academy-lead", "vacancy-holder", "workforce-planner",
    "communications-lead", "facilitator",
}  # fmt: skip
"""Whose scope has no people in it. They look at what is inside and outside alike, and send a form to one of the two."""
FORMLESS = (PUBLIC, NOBODY, "individual")
"""Who sends a form to a route that takes none: that is answered as a look at it is, whoever sends it."""


def walk(world: World, name: str, *, takes_form: bool) -> Iterator[tuple[str, str, str, str]]:
    """Open a route as everybody, for each of their targets; give the method, who, the target and the answer.

    All share a client, which builds the site's middleware at its first request, and each brings cookies of their own.
    """
    client = Client(raise_request_exception=False)
    for visitor in world.visitors:
        methods = ("GET", "POST") if takes_form or visitor.key in FORMLESS else ("GET",)
        for target, address in addresses(world, visitor, name):
            for method in methods[:1] if visitor.key in UNSCOPED and target == OUTSIDE else methods:
                yield method, visitor.key, target, ask(client, visitor, method, reverse(name, kwargs=address))


@contextmanager
def quickly() -> Iterator[None]:
    """Leave out what has nothing to do with who may, while many pages are opened.

    Who is asking is looked up once per account, since whatever a request does is taken back. Pages are not drawn, and
    the hundred tables of a copy of someone's data not read: their own tests look at them. Nothing is logged.
    """
    logging.disable(logging.WARNING)
    try:
        with (
            mock.patch.object(SessionStore, "load", _session_once(SessionStore.load)),
            mock.patch.object(people, "person_of_account", _once(people.person_of_account)),
            mock.patch.object(access, "duties_held", _once(access.duties_held)),
            mock.patch.object(access, "lapse", _once(access.lapse)),
            mock.patch.object(jinja2.Template, "render", return_value=""),
            mock.patch.object(page, "site_of"),
            mock.patch.object(page, "personal_navigation"),
            mock.patch.object(copies, "_table", return_value=EMPTY),
            mock.patch.object(privacy, "as_pdf", return_value=b""),
            # The passkeys here have a name and no key: no browser made them.
            mock.patch.object(webauthn, "get_credentials", return_value=[]),
        ):
            yield
    finally:
        logging.disable(logging.NOTSET)


def _session_once(load: Callable[[SessionStore], dict[str, Any]]) -> Callable[[SessionStore], dict[str, Any]]:
    known: dict[str, dict[str, Any]] = {}

    def load_once(store: SessionStore) -> dict[str, Any]:
        if store.session_key not in known:
            known[store.session_key] = load(store)
        return deepcopy(known[store.session_key])

    return load_once


def _once(answers: Callable[..., Any]) -> Callable[..., Any]:
    known: dict[str, Any] = {}

    def answer_once(account_id: int, *asked: Any) -> Any:
        *more, _at = asked
        key = repr((account_id, more))
        if key not in known:
            known[key] = answers(account_id, *asked)
        return known[key]

    return answer_once


def addresses(world: World, visitor: Visitor, name: str) -> list[tuple[str, dict[str, Any]]]:
    """Return what a visitor puts into the address of a route, by target ("" for a route without one)."""
    if name in OF:
        return [(target, OF[name](things)) for target, things in visitor.things.items()]
    return [("", THERE[name](world.there) if name in THERE else {})]


def ask(client: Client, visitor: Visitor, method: str, path: str) -> str:
    """Ask as a visitor would, with an empty form; whatever it did is taken back."""
    client.cookies = SimpleCookie() if visitor.cookies is None else copy(visitor.cookies)
    with transaction.atomic():
        response = client.generic(method, path)
        transaction.set_rollback(True)
    if response.streaming:
        deque(response.streaming_content, maxlen=0)  # which closes its file
    return answer(response)
