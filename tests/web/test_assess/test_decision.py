"""The record of a decision, as a page and as a PDF."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.assessments import desk
from tests.conftest import NOON
from waymark.assessments import commands


def test_its_person_and_whoever_decided_read_the_record_and_nobody_else(who, sent, skills, browser):
    address = reverse("assess_decision", args=[sent.uuid])
    commands.take(assessment=sent.uuid, actor=who.first, at=NOON)
    assert browser(who.first).get(address).status_code == 404  # nothing is decided yet
    words = desk.words(skills, weaving=2, reason="The second cloth shows it")
    commands.sign_off(assessment=sent.uuid, words=words, declaration=desk.DECLARED, actor=who.first, at=NOON)

    for actor, name in ((who.first, "assess_decision"), (who.ada, "assessment_decision")):
        mine = browser(actor)
        page = mine.get(reverse(name, args=[sent.uuid]))
        text = page.content.decode()
        for part in ("Ada Marsh", "Weaving", "The second cloth shows it", desk.LONG, desk.DECLARED, "Finn Assay",
                     "Signed off", "version 1", "Working, by Finn Assay"):  # fmt: skip
            assert part in text, part
        pdf = mine.get(reverse(f"{name}_pdf", args=[sent.uuid]))
        assert pdf["Content-Type"] == "application/pdf"
        assert pdf.content.startswith(b"%PDF")
        assert b"pdfuaid" in pdf.content
    for actor in (who.second, who.boss):
        assert browser(actor).get(address).status_code == 404


def test_the_record_takes_a_fixed_number_of_queries_and_says_what_was_revoked(who, sent, skills, browser):
    commands.sign_off(
        assessment=sent.uuid, words=desk.words(skills), declaration=desk.DECLARED, actor=who.first, at=NOON
    )
    row = commands.revoke_level
    from waymark.assessments.models import Judgement

    word = Judgement.objects.get(assessment__uuid=sent.uuid, source="assessor", skill=skills["weaving"])
    row(judgement=word.uuid, reason="Not their cloth", actor=who.first, at=NOON)
    mine = browser(who.ada)
    with CaptureQueriesContext(connection) as spent:
        page = mine.get(reverse("assessment_decision", args=[sent.uuid]))

    assert "Not their cloth" in page.content.decode()
    assert len(spent) <= 30
