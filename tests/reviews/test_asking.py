"""Review groups, asking for review, sign-off, and what people are told of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.reviews.conftest import AT, account
from tests.shared import together
from waymark.access.models import Account
from waymark.audit.commands import deliver
from waymark.audit.models import OutboxEvent
from waymark.config.wiring import HANDLERS
from waymark.frameworks import commands as frameworks
from waymark.frameworks import queries as frameworks_queries
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR, PUBLIC
from waymark.notifications.models import Item
from waymark.reviews import commands, queries
from waymark.reviews.models import Invitation, Signatory, SignOff


def ask(scene, *, actor=None, **given):
    return commands.ask_for_review(version_id=scene.version_id, actor=actor or scene.author, at=AT, **given)


def sign(scene, actor, ready=True, reason="", seen=None, at=AT):
    digest = frameworks_queries.content_digest(scene.version_id) if seen is None else seen
    commands.sign_off(version_id=scene.version_id, ready=ready, reason=reason, seen=digest, actor=actor, at=at)


def choose(scene, who):
    return commands.choose_signatory(version_id=scene.version_id, account_id=who.account_id, actor=scene.author, at=AT)


def reword(scene, seen, new, at=AT):
    frameworks.reword(
        version_id=scene.version_id, kind=scene.weaving.kind, uuid=scene.weaving.uuid, field="summary",
        seen_text=seen, new_text=new, actor=scene.author, at=at,
    )  # fmt: skip


def told(who):
    while deliver(handlers=HANDLERS, at=AT):
        pass
    return list(Item.objects.filter(account_id=who.account_id).order_by("pk"))


def test_whoever_is_asked_reads_the_draft_and_has_something_to_do(scene):
    assert ask(scene, accounts=[scene.guest.account_id], due_on=date(2026, 3, 1), message="Please read.") == 1

    card = frameworks_queries.draft("crafts", "1", scene.guest, AT)
    assert (card.version.state, card.may_edit) == ("in_review", False)
    (item,) = told(scene.guest)
    assert (item.title, item.body, item.todo) == ("Review a draft: Crafts 1", "Please read.", True)
    assert item.due_at.date() == date(2026, 3, 1)
    assert [(one.what, one.due_on) for one in queries.waiting_for(scene.guest, AT)] == [("review", date(2026, 3, 1))]


def test_a_group_is_asked_together_and_nobody_twice(scene):
    group = commands.make_group(framework_id=scene.framework_id, name=" Heads  of practice ", actor=scene.author, at=AT)
    for who in (scene.guest, scene.reviewer):
        for _time in range(2):
            commands.add_member(group=group, account_id=who.account_id, actor=scene.author, at=AT)
    assert ask(scene, groups=[group], accounts=[scene.guest.account_id]) == 2

    assert ask(scene, groups=[group]) == 0

    assert [(one.who.name, one.group) for one in queries.invitations(scene.version_id)] == [
        ("Guest", ""),
        ("Reviewer", "Heads of practice"),
    ]


def test_a_name_is_one_groups_until_it_is_closed(scene):
    def make():
        return commands.make_group(framework_id=scene.framework_id, name="Readers", actor=scene.author, at=AT)

    group = make()
    with pytest.raises(commands.NameTaken):
        make()
    commands.close_group(group=group, actor=scene.author, at=AT)

    assert make() != group
    with pytest.raises(NotVisible):
        queries.group(group, scene.author, AT)


def test_groups_are_the_authors_own(scene):
    group = commands.make_group(framework_id=scene.framework_id, name="Readers", actor=scene.author, at=AT)

    for actor in (scene.reviewer, scene.guest):
        with pytest.raises(NotVisible):
            commands.add_member(group=group, account_id=scene.guest.account_id, actor=actor, at=AT)
        with pytest.raises(NotVisible):
            commands.make_group(framework_id=scene.framework_id, name="Others", actor=actor, at=AT)
        assert queries.groups(actor, AT) == ()
    with pytest.raises(commands.NotAnAccount):
        commands.add_member(group=group, account_id=987_654, actor=scene.author, at=AT)
    with pytest.raises(NotVisible):
        commands.remove_member(group=group, account_id=scene.guest.account_id, actor=scene.author, at=AT)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_the_second_is_told(scene):
    ask(scene, accounts=[scene.guest.account_id])

    groups = together(
        *[lambda: commands.make_group(framework_id=scene.framework_id, name="Heads", actor=scene.author, at=AT)] * 2
    )
    chosen = together(lambda: choose(scene, scene.guest), lambda: choose(scene, scene.guest))

    assert sorted(type(result).__name__ for result in groups) == ["NameTaken", "UUID"]
    assert sorted(type(result).__name__ for result in chosen) == ["AlreadyChosen", "UUID"]


def test_asking_nobody_or_for_yesterday_is_refused(scene):
    with pytest.raises(commands.NoneChosen):
        ask(scene)
    with pytest.raises(commands.NotAnAccount):
        ask(scene, accounts=[987_654])
    with pytest.raises(commands.NotDue):
        ask(scene, accounts=[scene.guest.account_id], due_on=AT.date() - timedelta(days=1))
    with pytest.raises(NotVisible):
        ask(scene, actor=scene.reviewer, accounts=[scene.guest.account_id])

    assert not Invitation.objects.exists()
    assert frameworks_queries.draft("crafts", "1", scene.author, AT).version.state == "draft"


def test_somebody_is_reminded_and_then_asked_no_longer(scene):
    ask(scene, accounts=[scene.guest.account_id])
    uuid = queries.my_invitation(scene.version_id, scene.guest).uuid
    told(scene.guest)

    commands.remind(invitation=uuid, actor=scene.author, at=AT)
    assert [item.title for item in told(scene.guest)] == ["Review a draft: Crafts 1", "Reminder: review Crafts 1"]
    commands.ask_no_longer(invitation=uuid, actor=scene.author, at=AT)

    assert told(scene.guest)[0].done_at == AT
    with pytest.raises(NotVisible):
        frameworks_queries.draft("crafts", "1", scene.guest, AT)
    with pytest.raises(NotVisible):
        commands.remind(invitation=uuid, actor=scene.author, at=AT)


def test_somebody_says_that_they_have_finished(scene):
    ask(scene, accounts=[scene.guest.account_id])
    uuid = queries.my_invitation(scene.version_id, scene.guest).uuid
    told(scene.guest)
    with pytest.raises(NotVisible):
        commands.finish_review(invitation=uuid, actor=scene.author, at=AT)

    commands.finish_review(invitation=uuid, actor=scene.guest, at=AT)

    assert told(scene.guest)[0].done_at == AT
    assert queries.waiting_for(scene.guest, AT) == ()


def test_back_to_writing_ends_what_waits_and_leaves_the_draft_readable(scene):
    ask(scene, accounts=[scene.guest.account_id])
    told(scene.guest)

    commands.end_review(version_id=scene.version_id, actor=scene.author, at=AT)

    assert told(scene.guest)[0].done_at == AT
    assert frameworks_queries.draft("crafts", "1", scene.guest, AT).version.state == "draft"
    with pytest.raises(frameworks.NotInReview):
        commands.end_review(version_id=scene.version_id, actor=scene.author, at=AT)


def test_after_a_round_of_writing_the_same_people_are_asked_again(scene):
    ask(scene, accounts=[scene.guest.account_id])
    told(scene.guest)
    commands.finish_review(
        invitation=queries.my_invitation(scene.version_id, scene.guest).uuid, actor=scene.guest, at=AT
    )
    commands.end_review(version_id=scene.version_id, actor=scene.author, at=AT)
    told(scene.guest)

    assert ask(scene, accounts=[scene.guest.account_id]) == 1
    assert ask(scene, accounts=[scene.guest.account_id]) == 0

    assert [item.done_at for item in told(scene.guest)] == [AT, None]
    assert queries.my_invitation(scene.version_id, scene.guest).finished_at is None


@pytest.mark.parametrize("over", ["published", "discarded", "asked no longer"])
def test_nothing_waits_for_what_is_over(scene, over):
    ask(scene, accounts=[scene.guest.account_id])
    choose(scene, scene.guest)
    assert [item.done_at for item in told(scene.guest)] == [None, None]
    if over == "discarded":
        commands.propose_release(
            version_id=scene.version_id, from_at=AT, notes="", reason="Now.", actor=scene.author, at=AT
        )
        assert [item.done_at for item in told(scene.second)] == [None]

    if over == "published":
        frameworks.publish(version_id=scene.version_id, effective_from=AT, reason="x", actor=OPERATOR, at=AT)
    elif over == "discarded":
        frameworks.discard_draft(version_id=scene.version_id, seen=None, actor=scene.author, at=AT)
    else:
        uuid = queries.my_invitation(scene.version_id, scene.guest).uuid
        commands.ask_no_longer(invitation=uuid, actor=scene.author, at=AT)

    assert [item.done_at for item in told(scene.guest)] == [AT, AT]
    assert [item.done_at for item in told(scene.second)] == ([AT] if over == "discarded" else [])


def test_news_of_a_proposal_that_went_with_its_draft_is_told_to_nobody(scene):
    commands.propose_release(version_id=scene.version_id, from_at=AT, notes="", actor=scene.author, at=AT)
    frameworks.discard_draft(version_id=scene.version_id, seen=None, actor=scene.author, at=AT)

    assert told(scene.second) == []
    assert not OutboxEvent.objects.exclude(problem="").exists()


def test_nobody_chosen_stands_in_nobodys_way(scene):
    assert queries.sign_offs(scene.version_id, AT) == ()
    assert queries.is_ready(scene.version_id, AT)


def test_a_draft_is_ready_when_everyone_chosen_says_so(scene):
    choose(scene, scene.reviewer)
    choose(scene, scene.second)
    assert not queries.is_ready(scene.version_id, AT)
    assert [item.title for item in told(scene.reviewer)] == ["Sign off a draft: Crafts 1"]

    sign(scene, scene.reviewer)
    sign(scene, scene.second, ready=False, reason="Dyeing is thin.")
    assert [(one.who.name, one.ready, one.reason) for one in queries.sign_offs(scene.version_id, AT)] == [
        ("Reviewer", True, ""),
        ("Second", False, "Dyeing is thin."),
    ]
    assert not queries.is_ready(scene.version_id, AT)
    sign(scene, scene.second)

    assert queries.is_ready(scene.version_id, AT)
    assert [item.title for item in told(scene.author)] == [
        "Reviewer says ready: Crafts 1",
        "Second says not yet: Crafts 1",
        "Second says ready: Crafts 1",
    ]
    assert told(scene.reviewer)[0].done_at == AT


def test_a_sign_off_says_when_the_draft_changed_since_and_when_it_changed_back(scene):
    choose(scene, scene.reviewer)
    sign(scene, scene.reviewer)
    assert queries.is_ready(scene.version_id, AT)

    reword(scene, "About Weaving.", "About cloth.", AT + timedelta(minutes=1))
    (changed,) = queries.sign_offs(scene.version_id, AT)
    reword(scene, "About cloth.", "About Weaving.", AT + timedelta(minutes=2))
    (back,) = queries.sign_offs(scene.version_id, AT)

    assert (changed.ready, changed.changed_since, changed.holds) == (True, True, False)
    assert (back.changed_since, back.holds) == (False, True)


def test_a_command_that_began_before_the_sign_off_and_ended_after_it_counts(scene):
    choose(scene, scene.reviewer)
    sign(scene, scene.reviewer)
    assert queries.is_ready(scene.version_id, AT)

    reword(scene, "About Weaving.", "About cloth.", AT - timedelta(minutes=5))

    assert not queries.is_ready(scene.version_id, AT)


def test_nobody_signs_off_what_they_did_not_see(scene):
    choose(scene, scene.reviewer)
    seen = frameworks_queries.content_digest(scene.version_id)
    reword(scene, "About Weaving.", "About cloth.")

    with pytest.raises(commands.DraftChanged):
        sign(scene, scene.reviewer, seen=seen)
    with pytest.raises(commands.NotSaid):
        sign(scene, scene.reviewer, ready=False)
    with pytest.raises(NotVisible):
        sign(scene, scene.author)

    assert not SignOff.objects.exists()


def test_only_whoever_reads_the_draft_is_chosen_and_only_once(scene):
    with pytest.raises(commands.NotAReader):
        choose(scene, scene.guest)
    with pytest.raises(NotVisible):
        commands.choose_signatory(
            version_id=scene.version_id, account_id=scene.author.account_id, actor=scene.reviewer, at=AT
        )
    choose(scene, scene.reviewer)
    with pytest.raises(commands.AlreadyChosen):
        choose(scene, scene.reviewer)


def test_whoever_is_chosen_no_longer_does_not_count(scene):
    uuid = choose(scene, scene.reviewer)
    commands.drop_signatory(signatory=uuid, actor=scene.author, at=AT)

    assert queries.is_ready(scene.version_id, AT)
    assert Signatory.objects.count() == 1
    with pytest.raises(NotVisible):
        sign(scene, scene.reviewer)


def test_whoever_reads_no_longer_cannot_sign_off(scene):
    ask(scene, accounts=[scene.guest.account_id])
    choose(scene, scene.guest)
    uuid = queries.my_invitation(scene.version_id, scene.guest).uuid
    commands.ask_no_longer(invitation=uuid, actor=scene.author, at=AT)

    with pytest.raises(NotVisible):
        sign(scene, scene.guest)


def test_those_who_spoke_hear_the_answer_and_nobody_hears_themselves(scene):
    thread = commands.start_thread(
        version_id=scene.version_id, passage=scene.weaving, text="Which?", actor=scene.reviewer, at=AT
    )
    commands.reply(thread=thread, text="Any.", actor=scene.author, at=AT)

    assert [item.title for item in told(scene.reviewer)] == ["Author replied to you about Crafts 1"]
    assert told(scene.author) == []


def test_whoever_suggested_hears_what_came_of_it(scene):
    uuid = commands.suggest(
        version_id=scene.version_id, passage=scene.weaving, field="name", seen_text="Weaving", new_text="Loom work",
        actor=scene.reviewer, at=AT,
    )  # fmt: skip
    assert [(one.what, one.number) for one in queries.waiting_for(scene.author, AT)] == [("suggestions", 1)]
    commands.decline(suggestion=uuid, reason="No.", actor=scene.author, at=AT)

    (item,) = told(scene.reviewer)
    assert (item.title, item.body) == ("Your words were declined for Crafts 1", "No.")


def test_the_digest_is_of_the_content_and_not_of_its_rows(scene):
    before = frameworks_queries.content_digest(scene.version_id)
    frameworks.publish(version_id=scene.version_id, effective_from=AT, reason="x", actor=OPERATOR, at=AT)
    made = frameworks.start_next_version(framework_id=scene.framework_id, label="2", actor=scene.author, at=AT)

    assert frameworks_queries.content_digest(made.id) == before


def test_an_account_that_is_closed_is_not_asked(scene):
    closed = account("closed")
    closed.is_active = False
    closed.save()

    with pytest.raises(commands.NotAnAccount):
        ask(scene, accounts=[closed.pk])


def test_what_people_were_sent_leads_to_the_draft_under_its_new_label(scene):
    ask(scene, accounts=[scene.guest.account_id])
    (item,) = told(scene.guest)
    frameworks.save_details(
        version_id=scene.version_id, title="Crafts", label="2027-01", summary="", licence="", attribution="", seen=None,
        actor=scene.author, at=AT,
    )  # fmt: skip
    uuid = frameworks_queries.version_by_id(scene.version_id).uuid

    assert item.url == f"/authoring/draft/{uuid}/review"
    assert frameworks_queries.draft_address(uuid, scene.guest, AT) == "/authoring/drafts/crafts/2027-01"
    with pytest.raises(NotVisible):
        frameworks_queries.draft_address(uuid, PUBLIC, AT)
    frameworks.publish(version_id=scene.version_id, effective_from=AT, reason="x", actor=OPERATOR, at=AT)
    assert frameworks_queries.draft_address(uuid, PUBLIC, AT) == "/frameworks/crafts/versions/2027-01"


def test_nobody_waits_for_a_signatory_who_cannot_read_the_draft_any_more(scene):
    ask(scene, accounts=[scene.guest.account_id])
    choose(scene, scene.guest)
    choose(scene, scene.second)
    sign(scene, scene.second)
    assert not queries.is_ready(scene.version_id, AT)

    commands.ask_no_longer(invitation=Invitation.objects.get().uuid, actor=scene.author, at=AT)

    guest, second = queries.sign_offs(scene.version_id, AT)
    assert (guest.gone, guest.awaited) == (True, False)
    assert (second.gone, second.holds) == (False, True)
    assert queries.is_ready(scene.version_id, AT)


def test_whoever_left_is_not_waited_for_and_what_they_said_of_the_draft_as_it_stands_holds(scene):
    ask(scene, accounts=[scene.guest.account_id])
    choose(scene, scene.guest)
    sign(scene, scene.guest)

    Account.objects.filter(pk=scene.guest.account_id).update(is_active=False)
    (kept,) = queries.sign_offs(scene.version_id, AT)
    reword(scene, "About Weaving.", "About cloth.")
    (gone,) = queries.sign_offs(scene.version_id, AT)

    assert (kept.holds, kept.gone) == (True, False)
    assert (gone.holds, gone.gone) == (False, True)
    assert queries.is_ready(scene.version_id, AT)
