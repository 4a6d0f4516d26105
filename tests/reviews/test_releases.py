"""A release takes two people, is about what the draft said when it was proposed, and is done with the agreement."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from tests.frameworks import build
from tests.shared import together
from waymark.access.models import Account, Grant
from waymark.access.types import DutyKind
from waymark.audit import commands as audit
from waymark.audit.models import Entry, OutboxEvent
from waymark.config.wiring import HANDLERS
from waymark.frameworks import commands as frameworks_commands
from waymark.frameworks import queries as frameworks
from waymark.frameworks.models import SkillWording, Version
from waymark.kernel.errors import NotVisible, Stale
from waymark.kernel.policy import OPERATOR, PUBLIC, Actor, Duty
from waymark.notifications.models import Item
from waymark.reviews import commands, queries
from waymark.reviews.models import Release, Signatory

AT, LATER = build.FEBRUARY, build.FEBRUARY + timedelta(days=1)
DAY = timedelta(days=1)


@pytest.fixture
def draft(db):
    """The second version of a framework, with a skill reworded and two left out."""
    build.profession("baking")
    build.published(replace(build.crafts(), profession="baking"))
    document = build.crafts(version="2")
    skills = tuple(
        replace(skill, summary="Colour for ever.") if skill.key == "dyeing" else skill
        for skill in document.skills
        if skill.key not in {"patience", "cafe-keeping"}
    )
    families = tuple(
        replace(
            family,
            roles=tuple(
                replace(
                    role,
                    levels=tuple(
                        replace(
                            level,
                            requirements=tuple(
                                one for one in level.requirements if one.skill not in {"patience", "cafe-keeping"}
                            ),
                        )
                        for level in role.levels
                    ),
                )
                for role in family.roles
            ),
        )
        for family in document.families
    )
    return build.drafted(replace(document, families=families, skills=skills, profession="baking"))


def holding(kind, name):
    profession = Version.objects.earliest("pk").framework.profession_id
    account, _ = Account.objects.get_or_create(
        email=f"{name}@example.org", defaults={"uuid": uuid4(), "name": name, "created_at": AT}
    )
    grant, _ = Grant.objects.get_or_create(
        account=account, kind=kind.value, profession_id=profession,
        defaults={
            "uuid": uuid4(), "from_at": AT - DAY, "until_at": AT + 99 * DAY, "reason": "x", "created_at": AT,
            "two_people": False,
        },
    )  # fmt: skip
    return Actor(account_id=account.pk, duties=(Duty(kind.value, grant.pk, profession_id=profession),))


def author():
    return holding(DutyKind.FRAMEWORK_AUTHOR, "author")


def head(name="head"):
    return holding(DutyKind.HEAD_OF_PROFESSION, name)


def propose(draft, actor=None, **changed):
    asked = {"from_at": LATER, "notes": "Better.", "reason": ""} | changed
    return commands.propose_release(version_id=draft, actor=actor or author(), at=AT, **asked)


def decide(release, actor, *, agree=True, answer="", at=AT):
    commands.decide_release(release=release, agree=agree, answer=answer, actor=actor, at=at)


def reword(draft):
    SkillWording.objects.filter(version_id=draft, skill__slug="weaving").update(summary="Else.")


def told(actor):
    audit.deliver(handlers=HANDLERS, at=AT)
    return list(Item.objects.filter(account_id=actor.account_id).order_by("pk").values_list("title", "done_at"))


def test_with_the_agreement_of_a_second_person_the_version_is_published_on_its_day(draft):
    release = propose(draft)
    assert Version.objects.get(pk=draft).published_at is None

    decide(release, head(), answer="Good.")

    made = frameworks.version("crafts", "2")
    assert (made.effective_from, made.published_at, made.notes) == (LATER, AT, "Better.")
    assert frameworks.framework("crafts", AT).label == "1"
    assert frameworks.framework("crafts", LATER).label == "2"
    kinds = Entry.objects.filter(kind__startswith="reviews.").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["reviews.release.proposed", "reviews.release.agreed"]


def test_a_day_that_has_passed_means_the_moment_of_agreement(draft):
    release = propose(draft, from_at=AT)

    decide(release, head(), at=LATER)

    assert frameworks.version("crafts", "2").effective_from == LATER


def test_nobody_agrees_to_their_own_proposal(draft):
    release = propose(draft, head())

    with pytest.raises(commands.OwnProposal, match="Another head"):
        decide(release, head())

    assert Version.objects.get(pk=draft).published_at is None
    decide(release, head("another"))
    assert Version.objects.get(pk=draft).published_at == AT


@pytest.mark.parametrize("who", ["author", "reviewer", "public", "nobody"])
def test_only_a_head_of_the_profession_is_the_second_person(draft, who):
    release = propose(draft)
    actor = {
        "author": holding(DutyKind.FRAMEWORK_AUTHOR, "second"),
        "reviewer": holding(DutyKind.FRAMEWORK_REVIEWER, "reviewer"),
        "public": PUBLIC,
        "nobody": Actor(account_id=987_654),
    }[who]

    with pytest.raises(NotVisible):
        decide(release, actor)


@pytest.mark.parametrize("kind", [DutyKind.FRAMEWORK_REVIEWER, DutyKind.ASSESSOR])
def test_only_those_who_write_it_propose(draft, kind):
    with pytest.raises(NotVisible):
        propose(draft, holding(kind, "somebody"))


def test_a_proposal_is_void_once_the_draft_says_something_else(draft):
    release = propose(draft)
    reword(draft)

    assert queries.last_release(draft, head(), AT).state == "void"
    with pytest.raises(Stale, match="changed after it was proposed"):
        decide(release, head())

    assert Version.objects.get(pk=draft).published_at is None
    again = propose(draft)
    assert list(Release.objects.order_by("pk").values_list("state", flat=True)) == ["void", "open"]
    decide(again, head())


def test_what_replaces_what_is_part_of_the_proposal(draft):
    release = propose(draft)
    thing = frameworks.left_out(draft)[0]
    frameworks_commands.name_successors(
        version_id=draft,
        kind=thing.kind,
        uuid=thing.uuid,
        successors=[],
        reason="No use.",
        seen=None,
        actor=OPERATOR,
        at=AT,
    )

    with pytest.raises(Stale):
        decide(release, head())


def test_a_second_proposal_waits_for_the_first(draft):
    propose(draft)

    with pytest.raises(commands.AlreadyProposed):
        propose(draft, head())


def test_a_refusal_says_why_and_leaves_the_draft_to_its_authors(draft):
    release = propose(draft)
    with pytest.raises(commands.ReasonNeeded):
        decide(release, head(), agree=False, answer=" ")

    decide(release, head(), agree=False, answer="Too early.")

    view = queries.last_release(draft, author(), AT)
    assert (view.state, view.answer, view.decided_by.name, view.may_decide) == ("refused", "Too early.", "head", False)
    with pytest.raises(commands.ProposalOver):
        decide(release, head())


def test_a_proposal_is_taken_back_by_those_who_write_the_version(draft):
    release = propose(draft)
    with pytest.raises(NotVisible):
        commands.take_release_back(release=release, actor=PUBLIC, at=AT)

    commands.take_release_back(release=release, actor=author(), at=AT)

    assert queries.last_release(draft, author(), AT).state == "taken_back"
    with pytest.raises(commands.ProposalOver):
        commands.take_release_back(release=release, actor=author(), at=AT)


def test_whoever_has_not_signed_off_stands_in_the_way_until_somebody_says_why_not(draft):
    Signatory.objects.create(uuid=uuid4(), version_id=draft, account_id=head().account_id, from_at=AT)
    with pytest.raises(commands.NotSignedOff, match="Say why"):
        propose(draft)

    propose(draft, reason="She is away.")

    assert queries.last_release(draft, author(), AT).reason == "She is away."


def test_whoever_says_not_yet_after_the_proposal_stands_in_the_way_of_the_agreement(draft):
    signatory = head("another")
    commands.choose_signatory(version_id=draft, account_id=signatory.account_id, actor=author(), at=AT)
    content = frameworks.content_digest(draft)
    commands.sign_off(version_id=draft, ready=True, seen=content, actor=signatory, at=AT)
    release = propose(draft)
    commands.sign_off(version_id=draft, ready=False, reason="Wait.", seen=content, actor=signatory, at=AT)

    with pytest.raises(commands.NotSignedOff, match="propose it again and say why"):
        decide(release, head())

    assert Version.objects.get(pk=draft).published_at is None
    decide(release, head(), agree=False, answer="Not yet.")
    decide(propose(draft, reason="She agrees by now."), head())
    assert Version.objects.get(pk=draft).published_at == AT


@pytest.mark.django_db(transaction=True)
def test_what_an_editor_saves_during_the_agreement_is_not_published_unseen(draft):
    release, second, editor = propose(draft), head(), author()
    written = threading.Event()

    def edit():
        with transaction.atomic():
            frameworks_commands.add_family(version_id=draft, name="Pottery", summary="", actor=editor, at=AT)
            written.set()
            time.sleep(1)

    def agree():
        written.wait(20)
        decide(release, second)

    results = together(edit, agree)

    assert [type(result) for result in results] == [type(None), Stale]
    assert Version.objects.get(pk=draft).published_at is None


@pytest.mark.django_db(transaction=True)
def test_of_two_proposals_at_once_the_second_is_told(draft):
    one, other = author(), head()

    results = together(lambda: propose(draft, one), lambda: propose(draft, other))

    assert sorted(type(result).__name__ for result in results) == ["AlreadyProposed", "UUID"]


def test_a_version_never_holds_before_the_one_it_follows(draft):
    later = replace(build.crafts(version="3"), effective_from=LATER.date())
    frameworks_commands.import_version(
        document=later, into="crafts", owner="", version="3", licence="", source_format="waymark", publish=True,
        reason="x", actor=OPERATOR, at=AT,
    )  # fmt: skip

    with pytest.raises(commands.OutOfOrder, match="3 February 2026"):
        propose(draft, from_at=AT)
    assert not Release.objects.exists()


def test_the_heads_are_asked_and_the_proposer_hears_what_came_of_it(draft):
    first, second = head(), head("another")
    release = propose(draft, first)
    assert told(first) == []
    assert told(second) == [("Decide about a release: publish Crafts, version 2", None)]
    assert [one.what for one in queries.waiting_for(second, AT)] == ["release"]
    assert queries.waiting_for(first, AT) == queries.waiting_for(author(), AT) == ()

    decide(release, second)
    assert queries.waiting_for(second, AT) == ()

    assert told(second) == [("Decide about a release: publish Crafts, version 2", AT)]
    assert told(first) == [("Agreed: publish Crafts, version 2", None)]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_the_second_is_told(draft):
    release, one, other = propose(draft), head(), head("another")

    results = together(lambda: decide(release, one), lambda: decide(release, other, agree=False, answer="No."))

    assert sorted(type(result).__name__ for result in results) == ["NoneType", "ProposalOver"]
    assert OutboxEvent.objects.filter(kind="reviews.release.decided").count() == 1


def test_the_notes_begin_with_what_changed(draft):
    found = frameworks.difference(Version.objects.get(label="1").pk, draft)

    assert queries.drafted_notes(found, "1") == (
        "What changed since version 1:\n\n- 2 skills go: Patience, Café keeping.\n- 1 skill reworded: Dyeing.\n"
        "- 2 requirements ask less."
    )
    assert queries.drafted_notes(frameworks.difference(draft, draft), "1") == ""


@pytest.mark.parametrize(("number", "expected"), [(0, 0), (1, None), (4, None), (5, 5)])
def test_small_numbers_of_people_are_not_shown(number, expected):
    assert queries.shown(number).number == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([5, 8], (13, False)),
        ([3, 100], (100, True)),
        ([0, 7], (7, False)),
        ([1, 2], (None, False)),
        ([4, 1], (10, True)),
        ([3, 2, 0], (10, True)),
    ],
)
def test_a_sum_gives_nothing_away_that_is_hidden_beside_it(parts, expected):
    found = queries.total_shown(parts)

    assert (found.number, found.rounded) == expected


def test_the_number_of_queries_is_fixed(draft, django_assert_max_num_queries):
    propose(draft)
    actor = head()

    with django_assert_max_num_queries(24):
        queries.last_release(draft, actor, AT)
