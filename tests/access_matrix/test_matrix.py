"""Every route, opened by everyone for what is theirs, in their scope and just outside, answers as the table says."""

import pytest
from django.http import HttpResponse
from django.urls import clear_url_caches, path

from tests.access_matrix.routes import OF, THERE, routes
from tests.access_matrix.table import TABLE, WHO, Row, expected
from tests.access_matrix.walking import ANSWERS, quickly, walk
from waymark.web import urls
from waymark.web.base.access import public, signed_in

pytestmark = pytest.mark.django_db


def surprises(world, table):
    """Give what was answered otherwise than a table says, and how much was asked."""
    found, asked = [], 0
    with quickly():
        for name, row in table.items():
            for method, who, target, given in walk(world, name, takes_form=bool(row.post)):
                asked += 1
                if given != (wanted := expected(row, method, who, target)):
                    found.append(f"{method} {name}, {who}@{target}: {given}, not {wanted}")
    return found, asked


def test_everyone_gets_what_the_table_says(built):
    found, asked = surprises(built, TABLE)

    assert found == []
    assert asked > 4000


def test_every_route_is_in_the_table_and_the_table_has_no_other():
    assert {route.name for route in routes()} == set(TABLE)


def test_an_address_is_made_for_routes_that_there_are():
    assert set(OF) | set(THERE) <= set(TABLE)
    assert {name for name in TABLE if name not in {*OF, *THERE}} == {
        route.name for route in routes() if not route.pattern.converters
    }


def test_the_table_uses_the_words_there_are():
    for name, row in TABLE.items():
        for wanted in filter(None, (row.get, row.post)):
            first, *others = wanted.split("; ")
            assert {first, *(part.partition(": ")[2] for part in others)} <= set(ANSWERS), name
            names = {who.partition("@")[0] for part in others for who in part.partition(": ")[0].split(", ")}
            assert names <= set(WHO), name


@signed_in
def meant(request):
    return HttpResponse("for those who are signed in")


@public
def planted(request):
    return HttpResponse("for anyone, by mistake")


@pytest.mark.parametrize(("view", "caught"), [(meant, False), (planted, True)])
def test_a_route_with_the_wrong_decorator_is_caught(built, monkeypatch, view, caught):
    monkeypatch.setattr(urls, "urlpatterns", [*urls.urlpatterns, path("planted", view, name="planted")])
    clear_url_caches()
    try:
        row = Row("shown; public: sign in; bare: forbidden")
        found, asked = surprises(built, {"planted": row})
        assert {route.name for route in routes()} - set(TABLE) == {"planted"}
    finally:
        monkeypatch.undo()
        clear_url_caches()

    assert asked > 20
    assert bool(found) == caught
    if caught:
        assert "GET planted, public@: shown, not sign in" in found
