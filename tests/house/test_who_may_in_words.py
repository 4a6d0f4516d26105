"""Every policy says what it is about and every ground why, in words that can be translated; page and document agree."""

from django.test import Client
from django.utils.functional import Promise

from tests.house.house import ROOT
from tests.house.test_policies_agree import policies
from tests.web.pages import get
from tools.build_who_may import document
from waymark.kernel.policy import Ground, Policy, declared
from waymark.people.models import Person
from waymark.web.site.who_may import who_may_page


def without_words(policies):
    return [
        name
        for name, policy in policies.items()
        if not all(isinstance(words, Promise) for words in (policy.about, *(one.reason for one in policy.grounds)))
    ]


def test_every_policy_and_every_ground_has_words():
    assert without_words(policies()) == []


def test_a_policy_without_words_is_found():
    plain = Ground("because", lambda actor, at: Person.objects.none())

    assert without_words({"x.SILENT": Policy(plain)}) == ["x.SILENT"]


def test_every_policy_of_every_room_is_on_the_page():
    known = list(policies().values())

    assert {id(policy) for policy in known} <= {id(policy) for policy in declared()}
    shown = {rule.about for group in who_may_page().groups for rule in group.rules}
    assert {str(policy.about) for policy in known} == shown


def test_the_document_says_what_the_policies_say():
    page = ROOT / "docs" / "who-may-see-what.md"

    assert page.read_text(encoding="utf-8") == document(), "run make docs"


def test_the_page_is_for_everybody_and_asks_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = get(Client(), "/who-may-see-what")

    assert page.headings == ["Who may see what"]
    assert not page.inline
    for group in who_may_page().groups:
        for rule in group.rules:
            assert rule.about in page.text
            assert all(reason.words in page.text for reason in rule.reasons)
    assert "/who-may-see-what" in get(Client(), "/privacy").links
