"""Revoking a signed-off level, page by page."""

from django.urls import reverse

from tests.assessments import desk
from tests.conftest import NOON
from waymark.assessments import commands
from waymark.assessments.models import Judgement, Revocation


def test_whoever_signed_a_level_off_revokes_it_and_the_pages_say_so(who, sent, skills, browser):
    commands.sign_off(
        assessment=sent.uuid, words=desk.words(skills), declaration=desk.DECLARED, actor=who.first, at=NOON
    )
    mine = browser(who.first)
    assert "Ada Marsh" in mine.get(reverse("assess_signed")).content.decode()
    address = reverse("assess_revoke", args=[sent.uuid])
    page = mine.get(address).content.decode()
    assert "Weaving: " in page
    row = Judgement.objects.get(assessment__uuid=sent.uuid, source="assessor", skill=skills["weaving"])

    empty = mine.post(address, {})
    assert empty.status_code == 422
    assert "Say why, in a sentence or two" in empty.content.decode()
    done = mine.post(address, {"level": str(row.uuid), "reason": "It was another person’s work"}, follow=True)

    assert "Revoked. It counts no more" in done.content.decode()
    assert Revocation.objects.get().reason == "It was another person’s work"
    assert "It was another person’s work" in mine.get(address).content.decode()
    assert "Revoked: It was another person’s work" in browser(who.ada).get(reverse("me_skills")).content.decode()
    assert browser(who.second).get(address).status_code == 404
    assert browser(who.ada).get(address).status_code == 404
