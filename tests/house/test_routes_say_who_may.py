"""Every page says who may see it: a route that forgets is found here and not by a stranger."""

from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from waymark.access.types import DutyKind

WHO = {"public", "signed_in", "with_account", "holds", "demo_only"}


def routes(resolver=None, before=""):
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from routes(one, before + str(one.pattern))
        elif isinstance(one, URLPattern):
            yield before + str(one.pattern), one.callback


def test_every_route_says_who_may():
    silent = [route or "home" for route, view in routes() if getattr(view, "access", None) not in WHO]

    assert silent == []


def test_every_personal_route_is_for_the_signed_in():
    of_the_account = ("me/duties", "me/notifications")  # an auditor from outside has these and is nobody at work
    wrong = [
        route
        for route, view in routes()
        if route.startswith("me/")
        and view.access != ("with_account" if route.startswith(of_the_account) else "signed_in")
    ]

    assert wrong == []


def test_a_page_for_holders_names_duties_that_there_are():
    for route, view in routes():
        if view.access == "holds":
            assert view.kinds, route
            assert all(isinstance(kind, DutyKind) for kind in view.kinds), route


def test_every_operating_route_is_for_accounts_or_for_holders():
    open_to_others = [
        route
        for route, view in routes()
        if route.startswith("operating") and view.access not in {"signed_in", "with_account", "holds"}
    ]

    assert open_to_others == []


def test_there_are_routes():
    assert len(list(routes())) > 20
