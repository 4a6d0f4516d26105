"""No page of assessors and panels asks more than twenty queries, whatever stands behind the case."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.assessments import desk, panel
from tests.assessments.evidence import REPORT, added
from tests.conftest import NOON
from waymark.assessments import commands
from waymark.assessments.models import Assessment, Step, Witness
from waymark.assessments.types import EvidenceKind

MOST = 20


def counted(client, url):
    client.get("/help")  # what was said after a form is shown, and forgotten
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    assert len(asked) <= MOST, "\n".join(one["sql"][:160] for one in asked)
    return answer.content.decode()


def sent_with_everything(who, weaver, skills, *, beside=False):
    """Return an assessment with a testimony and a file behind a skill; ``beside``: the department asked for more."""
    view = commands.start(role_level_id=weaver, kind="full", actor=who.ada, at=NOON)
    row = Assessment.objects.get(uuid=view.uuid)
    put = {"weaving": 3, "dyeing": 2}
    if beside:
        one = {"skill_id": skills["patience"], "version_id": row.version_id, "level": 1, "importance": "desirable",
               "asked_for_by": "The mill", "standard_level": None}  # fmt: skip
        row.beside, row.skills = [one], [*dict.fromkeys([*row.skills, skills["patience"]])]
        row.save(update_fields=["beside", "skills"])
    for slug, level in put.items():
        commands.save_answer(
            assessment=view.uuid, skill_id=skills[slug], level=level, note=desk.LONG, seen_revision=None,
            actor=who.ada, at=NOON,
        )  # fmt: skip
    seen = added(who.ada, kind=EvidenceKind.TESTIMONY, title="Seen at the loom")
    commands.ask_testimony(uuid=seen.uuid, account_id=who.boss.account_id, actor=who.ada, at=NOON)
    asked = Witness.objects.latest("pk").uuid
    commands.write_testimony(witness=asked, words="I saw it.", actor=who.boss, at=NOON)
    file = added(who.ada, kind=EvidenceKind.FILE, upload=REPORT, title="My report")
    commands.choose_evidence(
        assessment=view.uuid, skill_id=skills["weaving"], evidence=[seen.uuid, file.uuid], actor=who.ada, at=NOON
    )
    commands.choose_receiver(assessment=view.uuid, goes_to="assessor", actor=who.ada, at=NOON)
    return commands.submit(assessment=view.uuid, declared=True, actor=who.ada, at=NOON)


def by_the_command_line(case):
    """Put a step of an account that belongs to nobody into the history."""
    row = Assessment.objects.get(uuid=case.uuid)
    nobody = desk.with_account("Z", "Zed", "Nobody")
    Step.objects.create(
        assessment=row, move="put_back", before=row.state, after=row.state, account_id=nobody.account_id, at=NOON
    )


@pytest.mark.parametrize("beside", [False, True])
def test_a_case_with_testimonies_from_the_pool_to_its_end(browser, who, weaver, skills, beside):
    sent = sent_with_everything(who, weaver, skills, beside=beside)
    by_the_command_line(sent)
    first, url = browser(who.first), f"/assess/{sent.uuid}"

    assert "Seen at the loom" in counted(first, url)
    commands.take(assessment=sent.uuid, actor=who.first, at=NOON)
    assert "Bo Chief" in counted(first, url)
    words = desk.words(skills, weaving=1, reason="Plain cloth only.")
    commands.confirm(assessment=sent.uuid, words=words, actor=who.first, at=NOON)
    assert "said by Finn Assay" in counted(first, url)
    commands.delegate(assessment=sent.uuid, to_account_id=who.second.account_id, actor=who.first, at=NOON)
    assert "Seen at the loom" in counted(first, url)
    commands.sign_off(assessment=sent.uuid, words=words, declaration=desk.DECLARED, actor=who.second, at=NOON)
    counted(browser(who.second), url)


@pytest.mark.parametrize("beside", [False, True])
def test_another_look_with_testimonies_its_moderation_and_its_panel(browser, who, weaver, skills, beside):
    third = desk.assessor("T", "Tess", who.profession_id)
    sent = sent_with_everything(who, weaver, skills, beside=beside)
    words = desk.words(skills, weaving=1, reason="Plain cloth only.")
    signed = {"words": words, "declaration": desk.DECLARED, "at": NOON}
    commands.sign_off(assessment=sent.uuid, actor=who.first, **signed)
    again = commands.appeal(assessment=sent.uuid, reason="No.", actor=who.ada, at=NOON + timedelta(hours=1))
    assert "another look" in counted(browser(who.second), f"/assess/{again.uuid}")
    commands.sign_off(assessment=again.uuid, actor=who.second, **signed)
    once_more = commands.appeal(assessment=again.uuid, reason="No.", actor=who.ada, at=NOON + timedelta(hours=2))
    panel.make(who, with_panel=False)
    panel.rule(who)
    commands.confirm(assessment=once_more.uuid, words=words, actor=third, at=NOON)
    by_the_command_line(once_more)
    mo = browser(who.mo)

    choose = f"/assess/moderation/{once_more.uuid}/panel"
    assert "No panel has two members" in counted(mo, choose)
    made = panel.compose(who)
    panel.compose(who, name="South")
    page = counted(mo, choose)
    assert "North" in page
    assert "South" in page
    commands.send_to_moderation(assessment=once_more.uuid, panel=made, actor=who.mo, at=NOON)
    url = f"/assess/moderation/{once_more.uuid}"
    assert "Seen at the loom" in counted(mo, url)
    for actor in (who.mo, who.nia):
        commands.say_in_panel(assessment=once_more.uuid, words=words, actor=actor, at=NOON)
    assert "Nia Panel" in counted(mo, url)
    counted(mo, "/assess/moderation")
    assert "A panel looks at it" in counted(browser(third), f"/assess/{once_more.uuid}")
