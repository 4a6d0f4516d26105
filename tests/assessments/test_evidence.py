"""Evidence: kept, changed, removed, and who sees it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.assessments import build as record
from tests.assessments.evidence import PUT, added, changed
from tests.conftest import NOON
from waymark.assessments import commands, queries
from waymark.assessments.models import Assessment, Evidence, EvidenceBefore, EvidenceUse, Share
from waymark.assessments.rules import evidence as rules
from waymark.assessments.types import EvidenceKind
from waymark.audit.models import Entry
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import PUBLIC


def use(view, person, weaver, *, state="submitted", skill):
    """Put a piece of evidence to a skill of an assessment, as sending it does."""
    version = record.frameworks.role_level("weaver/weaver", NOON).ref.version_id
    assessment = Assessment.objects.create(
        uuid=uuid4(), person=person, role_level_id=weaver, version_id=version, kind="full", state=state,
        started_at=NOON, submitted_at=NOON if state == "submitted" else None,
    )  # fmt: skip
    EvidenceUse.objects.create(
        assessment=assessment, evidence=Evidence.objects.get(uuid=view.uuid), skill_id=skill, revision=view.revision,
        at=NOON,
    )  # fmt: skip
    return assessment


def test_evidence_is_kept_for_its_person_alone(as_ada, stranger, skills):
    view = added(as_ada, skills=[skills["weaving"], skills["dyeing"]])

    assert queries.evidence_item(view.uuid, as_ada, NOON) == view
    assert view.words == PUT
    assert set(view.skills) == {skills["weaving"], skills["dyeing"]}
    assert Entry.objects.latest("pk").kind == "assessments.evidence.added"
    for other in (record.acting(stranger), PUBLIC):
        with pytest.raises(NotVisible):
            queries.evidence_item(view.uuid, other, NOON)


def test_what_a_kind_does_not_ask_for_is_left_out(as_ada):
    view = added(as_ada, kind=EvidenceKind.LINK, url="https://www.example.org/a", words="Mine.")

    assert (view.words.situation, view.words.action) == ("", "")
    assert view.words.url == "https://www.example.org/a"


@pytest.mark.parametrize(
    ("kind", "words", "wrong"),
    [
        (EvidenceKind.ACCOUNT, {"title": "  "}, {"title": "Enter a title"}),
        (EvidenceKind.ACCOUNT, {"action": ""}, {"action": "Enter what you did"}),
        (EvidenceKind.LINK, {"url": ""}, {"url": "Enter the address of the link"}),
        (EvidenceKind.OBSERVATION, {"by_name": "Ben"}, {"words": "Enter what they saw"}),
        (EvidenceKind.QUALIFICATION, {}, {"by_name": "Enter who awarded it"}),
        (EvidenceKind.ACCOUNT, {"result": "x" * 4001}, {"result": "4,001 characters"}),
        (EvidenceKind.ACCOUNT, {"title": "x" * 201}, {"title": "200 or fewer"}),
    ],
)
def test_words_that_cannot_be_kept_say_which(as_ada, kind, words, wrong):
    with pytest.raises(commands.NotTheseWords) as refusal:
        added(as_ada, kind=kind, **words)

    assert set(refusal.value.wrong) == set(wrong)
    for column, part in wrong.items():
        assert part in refusal.value.wrong[column]
    assert not Evidence.objects.exists()
    assert not Entry.objects.exists()


def test_skills_have_to_be_there_and_not_too_many(as_ada, skills):
    for chosen in ([10**9], range(1, 30)):
        with pytest.raises(commands.NotTheseSkills):
            added(as_ada, skills=chosen)


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/a", "http://127.0.0.1:8000", "https://10.1.2.3/x", "http://192.168.0.1", "http://169.254.169.254/",
        "http://[::1]/", "http://[fd00::1]/", "http://[::ffff:10.0.0.1]/", "https://wiki.internal/a", "http://printer.local",
        "http://intranet/page", "http://metadata.google.internal/", "http://2130706433/", "http://0x7f.1/", "http://127.1/",
        "http://0.0.0.0", "http://localhost./", "https://[2002:7f00:1::]/", "http://100.64.0.1/",
    ],
)  # fmt: skip
def test_a_link_into_a_private_network_is_refused(as_ada, url):
    with pytest.raises(commands.NotTheseWords, match="private network"):
        added(as_ada, kind=EvidenceKind.LINK, url=url)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "ftp://example.org/a", "example.org", "//example.org", "https://", "http://[nonsense",
        "https://exa mple.org", "data:text/html,x", "https://example.org:port/", "file:///etc/passwd",
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_page_is_refused(url):
    assert "whole address" in rules.why_not_this_link(url)


def test_an_address_without_a_password_is_kept():
    assert "Leave out" in rules.why_not_this_link("https://ada:secret@example.org/")
    assert rules.why_not_this_link("https://www.example.org/a?b=c#d") == ""
    assert rules.why_not_this_link("http://8.8.8.8/a") == ""


def test_a_change_counts_the_revision_and_keeps_the_rest(as_ada, skills):
    view = added(as_ada, skills=[skills["weaving"]])
    later = NOON + timedelta(hours=1)

    now = changed(view, as_ada, title="Another", skills=[skills["dyeing"]], at=later)

    assert (now.revision, now.words.title, now.skills) == (2, "Another", (skills["dyeing"],))
    assert now.saved_at == later
    assert not EvidenceBefore.objects.exists()
    assert changed(now, as_ada, seen=1) == now  # the same again


def test_a_stale_change_is_refused_with_what_differs(as_ada):
    view = added(as_ada)
    changed(view, as_ada, title="Meanwhile")

    with pytest.raises(commands.EvidenceStale, match="What differs: title, result") as refusal:
        changed(view, as_ada, result="Mine")

    assert refusal.value.there.words.title == "Meanwhile"
    assert queries.evidence_item(view.uuid, as_ada, NOON).words.result == PUT.result


def test_what_an_assessment_used_is_kept_as_it_was(as_ada, ada, weaver, skills):
    view = added(as_ada, skills=[skills["weaving"]])
    use(view, ada, weaver, skill=skills["weaving"])

    changed(view, as_ada, action="I helped.")

    (before,) = EvidenceBefore.objects.all()
    assert (before.revision, before.said["action"]) == (1, "I led the move.")
    assert before.said["skills"] == [skills["weaving"]]


def test_what_no_assessment_used_is_gone_when_removed(as_ada, ada, weaver, skills):
    view = added(as_ada, skills=[skills["weaving"]])
    use(view, ada, weaver, state="in_progress", skill=skills["weaving"])

    assert commands.remove_evidence(uuid=view.uuid, actor=as_ada, at=NOON) is True

    assert not Evidence.objects.exists()
    assert queries.my_evidence(as_ada, NOON).of == 0


def test_what_an_assessment_used_leaves_the_library_only(as_ada, ada, stranger, weaver, skills):
    view = added(as_ada, skills=[skills["weaving"]])
    assessment = use(view, ada, weaver, skill=skills["weaving"])
    reader = record.acting(stranger)
    Share.objects.create(uuid=uuid4(), assessment=assessment, with_account_id=account(stranger), from_at=NOON)

    assert commands.remove_evidence(uuid=view.uuid, actor=as_ada, at=NOON) is False

    assert queries.my_evidence(as_ada, NOON).of == 0
    assert queries.evidence_item(view.uuid, as_ada, NOON).removed_at == NOON
    assert queries.evidence_item(view.uuid, replace(reader, account_id=account(stranger)), NOON).uuid == view.uuid
    with pytest.raises(NotVisible):
        changed(view, as_ada, title="Anew")


def account(person):
    from waymark.access.models import Account

    found = Account.objects.filter(email=f"p{person.pk}@example.test").first()
    found = found or Account.objects.create(
        uuid=uuid4(), email=f"p{person.pk}@example.test", name=str(person.pk), created_at=NOON
    )
    person.account = found
    person.save()
    return found.pk


def test_others_see_what_a_shared_assessment_used_and_nothing_else(as_ada, ada, stranger, weaver, skills):
    used, draft, alone = (
        added(as_ada, title=title, skills=[skills["weaving"]]) for title in ("Used", "Draft", "Alone")
    )
    assessment = use(used, ada, weaver, skill=skills["weaving"])
    getting_ready = use(draft, ada, weaver, state="in_progress", skill=skills["weaving"])
    reader = replace(record.acting(stranger), account_id=account(stranger))
    for one in (assessment, getting_ready):
        Share.objects.create(uuid=uuid4(), assessment=one, with_account_id=reader.account_id, from_at=NOON)

    assert queries.evidence_item(used.uuid, reader, NOON).own is False
    assert [line.title for line in queries.evidence_shown(ada.pk, reader, NOON)] == ["Used"]
    for hidden in (draft, alone):
        with pytest.raises(NotVisible):
            queries.evidence_item(hidden.uuid, reader, NOON)


def test_nobody_changes_what_they_may_only_see(as_ada, ada, stranger, weaver, skills):
    view = added(as_ada)
    assessment = use(view, ada, weaver, skill=skills["weaving"])
    reader = replace(record.acting(stranger), account_id=account(stranger))
    Share.objects.create(uuid=uuid4(), assessment=assessment, with_account_id=reader.account_id, from_at=NOON)

    with pytest.raises(NotVisible):
        changed(view, reader, title="Theirs")
    with pytest.raises(NotVisible):
        commands.remove_evidence(uuid=view.uuid, actor=reader, at=NOON)
    with pytest.raises(NotVisible):
        added(PUBLIC)


def test_the_list_is_searched_and_narrowed(as_ada, skills, django_assert_max_num_queries):
    added(as_ada, title="Der Überblick", skills=[skills["weaving"]], at=NOON)
    added(as_ada, title="A page", kind=EvidenceKind.LINK, url="https://www.example.org/x", at=NOON + timedelta(1))
    for number in range(20):
        added(as_ada, title=f"Number {number}", at=NOON - timedelta(1))

    with django_assert_max_num_queries(7):
        first = queries.my_evidence(as_ada, NOON)

    assert (first.of, first.found, first.pages) == (22, 22, 2)
    assert [line.title for line in first.lines[:2]] == ["A page", "Der Überblick"]
    assert len(queries.my_evidence(as_ada, NOON, page=9).lines) == 2
    assert [line.title for line in queries.my_evidence(as_ada, NOON, words="uberBLICK der").lines] == ["Der Überblick"]
    assert queries.my_evidence(as_ada, NOON, skill_id=skills["weaving"]).found == 1
    assert queries.my_evidence(as_ada, NOON, kind="link").found == 1
    assert queries.my_evidence(as_ada, NOON, words="nothing of that").found == 0
    assert queries.evidence_by_skill(as_ada, NOON) == {skills["weaving"]: 1}
