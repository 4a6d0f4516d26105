"""What stands around every page: who may, what a refusal looks like, the brand, feedback."""

from django.core import mail
from django.test import Client, RequestFactory
from django.urls import get_resolver

from tests.web.conftest import START
from tests.web.pages import Page, get
from tests.web.test_me.conftest import someone
from waymark.access import commands as access
from waymark.access.models import Account
from waymark.kernel.errors import NotAllowed
from waymark.kernel.policy import OPERATOR, PUBLIC
from waymark.web.base import errors
from waymark.web.base.middleware import RefusalMiddleware
from waymark.web.base.request import Request


def routes(patterns=None):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns)
        else:
            yield pattern


def test_every_route_says_who_may():
    assert [route.name for route in routes() if getattr(route.callback, "access", None) is None] == []
    assert {route.callback.access for route in routes()} == {
        "public", "signed_in", "with_account", "holds", "demo_only",
    }  # fmt: skip


def test_pages_about_me_send_the_public_to_sign_in_and_back(visitor, settings):
    settings.DEMO = True

    assert visitor.get("/me/skills?x=1").headers["Location"] == "/demo?next=%2Fme%2Fskills%3Fx%3D1"


def test_without_demo_mode_the_public_is_sent_to_sign_in_and_back(visitor, settings):
    settings.DEMO = False

    assert visitor.get("/me/skills?x=1").headers["Location"] == "/account/sign-in?next=%2Fme%2Fskills%3Fx%3D1"
    assert visitor.get("/demo").status_code == 404


def test_without_demo_mode_the_header_leads_to_sign_in(visitor, settings):
    settings.DEMO = False

    assert "/account/sign-in?next=%2Fhelp" in get(visitor, "/help").links
    assert "/account/sign-in" in get(visitor, "/account/sign-in").links


def test_an_account_that_belongs_to_nobody_is_told_so(professions):
    access.create_account(email="nobody@example.test", name="Nobody", actor=OPERATOR, at=START)
    client = Client()
    client.force_login(Account.objects.get(email="nobody@example.test"))

    page = Page(client.get("/me/skills"))

    assert page.status == 403
    assert page.headings == ["Your account is not linked to a person"]


def test_the_name_of_whoever_is_signed_in_stands_in_the_header(crafts):
    page = get(someone(1).browser(), "/help")

    assert "Person 1" in page.text
    assert "Sign out" in page.text


def test_a_refusal_nobody_handled_becomes_a_page_with_its_sentence(visitor, rf: RequestFactory):
    request = _request(rf)

    page = Page(RefusalMiddleware(lambda _: None).process_exception(request, NotAllowed("Only the owner may do this.")))

    assert page.status == 409
    assert "Only the owner may do this." in page.text


def test_any_other_failure_is_left_to_be_reported(rf: RequestFactory):
    assert RefusalMiddleware(lambda _: None).process_exception(_request(rf), ValueError("x")) is None


def test_the_page_for_our_own_failures_needs_nothing_that_may_be_broken(rf: RequestFactory):
    page = Page(errors.broken(rf.get("/")))

    assert page.status == 500
    assert page.headings == ["Sorry, there is a problem with this service"]
    assert page.inline == []


def test_a_stale_form_is_refused_in_the_product_s_own_look(settings, crafts):
    settings.FEEDBACK_EMAIL = "somebody@example.test"
    strict = Client(enforce_csrf_checks=True)

    page = Page(strict.post("/feedback", {"about": "x", "comments": "y"}))

    assert page.status == 403
    assert page.headings == ["This form is out of date"]


def test_the_brand_colour_comes_from_the_settings(visitor, settings):
    settings.BRAND_COLOUR = "#7b2d8b"

    answer = visitor.get("/brand.css")

    assert answer.headers["Content-Type"].startswith("text/css")
    assert "--govuk-brand-colour:#7b2d8b;" in answer.content.decode()
    assert answer.headers["Cache-Control"] == "public, max-age=300"


def test_a_brand_colour_that_is_none_is_set_aside(visitor, settings):
    settings.BRAND_COLOUR = "red;} body{display:none"

    assert "display" not in visitor.get("/brand.css").content.decode()


def test_the_style_sheet_of_the_brand_looks_nobody_up(crafts, django_assert_num_queries):
    browser = someone(1).browser()

    with django_assert_num_queries(0):
        browser.get("/brand.css")


def test_feedback_becomes_one_e_mail_and_nothing_else(visitor, settings):
    settings.FEEDBACK_EMAIL = "somebody@example.test"

    answer = visitor.post(
        "/feedback", {"about": "Find a role", "comments": "It was easy.\nThanks", "reply_to": "me@example.test"}
    )

    assert answer.status_code == 303
    assert mail.outbox[0].to == ["somebody@example.test"]
    assert mail.outbox[0].reply_to == ["me@example.test"]
    assert "It was easy." in mail.outbox[0].body
    assert "Feedback sent" in get(visitor, answer.headers["Location"]).text


def test_a_program_that_fills_in_everything_is_thanked_and_ignored(visitor, settings):
    settings.FEEDBACK_EMAIL = "somebody@example.test"

    answer = visitor.post("/feedback", {"about": "Buy", "comments": "this", "website": "https://example.test"})

    assert answer.status_code == 303
    assert mail.outbox == []


def test_every_field_of_the_feedback_form_has_its_own_message(visitor, settings):
    settings.FEEDBACK_EMAIL = "somebody@example.test"

    page = Page(visitor.post("/feedback", {"about": "", "comments": "", "reply_to": "nonsense"}))

    assert page.status == 422
    for words in ("Enter what you were trying to do", "Enter how we could make", "Enter an email address in the"):
        assert page.text.count(words) == 2
    assert 'href="#id_about"' in page.html
    assert "Error: Feedback" in page.text


def test_without_an_address_the_page_says_where_to_write(visitor, settings):
    settings.FEEDBACK_EMAIL = ""

    page = get(visitor, "/feedback")

    assert "<textarea" not in page.html
    assert "Write to whoever runs it" in page.text


def _request(rf: RequestFactory) -> Request:
    request = rf.get("/")
    request.actor, request.person = PUBLIC, None
    return request
