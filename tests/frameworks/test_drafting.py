"""A framework begins, and its next version does."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.formats.samples import everything
from tests.frameworks import build, overlays
from tests.frameworks.test_import import bring
from tests.shared import together
from waymark.access.models import Account
from waymark.access.types import DutyKind
from waymark.audit.models import Entry
from waymark.frameworks import commands, queries
from waymark.frameworks.models import Framework, Overlay, Skill, UnsavedForm
from waymark.kernel.errors import NotVisible
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import OPERATOR, PUBLIC, Actor, Duty
from waymark.organisation.models import Profession

pytestmark = pytest.mark.django_db
AT = build.FEBRUARY


@pytest.fixture
def baking():
    return Profession.objects.create(uuid="00000000-0000-0000-0000-0000000000aa", slug="baking", name="Baking")


def author(profession, kind=DutyKind.FRAMEWORK_AUTHOR):
    return Actor(account_id=1, duties=(Duty(kind.value, 1, profession_id=profession.pk),))


def start(profession, actor=None, **changed):
    words = {"title": "Bakers at work", "slug": "", "summary": "For bakers.", "label": "1.0"} | changed
    return commands.start_framework(profession_id=profession.pk, actor=actor or author(profession), at=AT, **words)


def test_an_author_begins_a_framework_with_the_usual_scale(baking):
    made = start(baking)

    whole = queries.document(made.id)
    assert (made.framework_slug, made.state, whole.title) == ("bakers-at-work", "draft", "Bakers at work")
    assert [level.name for level in whole.scales[0].levels] == ["Awareness", "Working", "Practitioner", "Expert"]
    assert Entry.objects.filter(kind="frameworks.framework.started").count() == 1


@pytest.mark.parametrize("slug", ["Bakers at work", "compare", "new"])
def test_an_address_that_is_taken_or_kept_is_refused(baking, slug):
    start(baking)

    with pytest.raises(commands.SlugTaken, match="is taken"):
        start(baking, slug=slug)

    assert Framework.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_begin_the_same_framework_at_once_the_second_is_told(baking):
    results = together(lambda: start(baking), lambda: start(baking))

    assert sorted(type(result).__name__ for result in results) == ["SlugTaken", "VersionCard"]


def test_what_is_no_label_is_refused(baking):
    with pytest.raises(commands.NotALabel, match="cannot be a label"):
        start(baking, label="version one / draft")


def test_nobody_begins_a_framework_of_a_profession_they_do_not_write_for(baking):
    other = Profession.objects.create(uuid="00000000-0000-0000-0000-0000000000ab", slug="brewing", name="Brewing")

    for actor in (PUBLIC, author(other), author(baking, DutyKind.FRAMEWORK_REVIEWER)):
        with pytest.raises(NotVisible):
            start(baking, actor)


def test_the_next_version_begins_as_the_newest_published_one_stands():
    first = bring(everything(), publish=True)
    before = queries.document(first.version_id)

    made = commands.start_next_version(framework_id=Framework.objects.get().pk, label="2027.1", actor=OPERATOR, at=AT)

    after = queries.document(made.id)
    assert after.skills == before.skills
    assert after.families == before.families
    assert after.relations == before.relations
    assert queries.difference(first.version_id, made.id).changes == ()
    assert queries.draft("bakery", "2027.1", OPERATOR, AT).before.label == "2026.1"


def test_a_framework_has_one_open_draft():
    bring(everything(), publish=True)
    framework = Framework.objects.get().pk
    commands.start_next_version(framework_id=framework, label="2027.1", actor=OPERATOR, at=AT)

    with pytest.raises(commands.DraftOpen, match=r"2027\.1 is being written"):
        commands.start_next_version(framework_id=framework, label="2028.1", actor=OPERATOR, at=AT)


def test_a_label_is_used_once():
    bring(everything(), publish=True)

    with pytest.raises(commands.LabelTaken, match=r"2026\.1"):
        commands.start_next_version(framework_id=Framework.objects.get().pk, label="2026.1", actor=OPERATOR, at=AT)


def test_a_draft_is_there_for_those_who_write_or_review_it(baking):
    made = start(baking)

    for kind, edits in ((DutyKind.FRAMEWORK_AUTHOR, True), (DutyKind.FRAMEWORK_REVIEWER, False)):
        card = queries.draft(made.framework_slug, "1.0", author(baking, kind), AT)
        assert card.may_edit is edits
        assert [one.label for one in queries.workbench(author(baking, kind), AT).drafts] == ["1.0"]
    for actor in (PUBLIC, author(baking, DutyKind.ASSESSOR)):
        with pytest.raises(NotVisible):
            queries.draft(made.framework_slug, "1.0", actor, AT)


def test_a_title_that_is_no_text_is_refused(baking):
    for title in ("<b>Crafts</b>", "=1+1", "x" * 201):
        with pytest.raises(commands.Unfit) as no:
            start(baking, title=title)
        assert list(no.value.fields) == ["title"]

    assert not Framework.objects.exists()


def test_a_framework_whose_only_draft_was_given_up_is_begun_again(baking):
    made = start(baking)
    Overlay.objects.create(
        uuid=new_uuid(), framework_id=made.framework_id, kind="note", organisation=overlays.organisation("ministry"),
        skill_id=Skill.objects.create(uuid=new_uuid(), framework_id=made.framework_id, slug="kneading").pk,
    )  # fmt: skip
    commands.discard_draft(version_id=made.id, seen=None, actor=author(baking), at=AT)
    assert Framework.objects.exists()

    again = start(baking, title="Bakers at work")

    assert (again.framework_id, again.label) == (made.framework_id, "1.0")
    other = Profession.objects.create(uuid="00000000-0000-0000-0000-0000000000ac", slug="milling", name="Milling")
    commands.discard_draft(version_id=again.id, seen=None, actor=author(baking), at=AT)
    with pytest.raises(commands.SlugTaken):
        start(other)


def test_what_others_typed_moves_along_with_the_label(baking):
    made = start(baking)
    account = Account.objects.create(uuid=new_uuid(), email="a@example.org", name="A", created_at=AT)
    who = {"actor": Actor(account_id=account.pk), "at": AT}
    place = "/authoring/drafts/bakers-at-work/{}/skills/kneading"
    commands.keep_unsaved(place=place.format("1.0"), fields={"name": "Half a"}, seen="x", **who)

    commands.save_details(
        version_id=made.id, title="Bakers at work", label="2027-01", summary="", licence="", attribution="", seen=None,
        actor=author(baking), at=AT,
    )  # fmt: skip

    assert [one.place for one in UnsavedForm.objects.all()] == [place.format("2027-01")]


def test_a_large_draft_is_discarded_with_as_many_queries_as_a_small_one():
    counts = []
    for times in (1, 6):
        draft = build.drafted(build.crafts(times=times))
        with CaptureQueriesContext(connection) as done:
            commands.discard_draft(version_id=draft, seen=None, actor=OPERATOR, at=AT)
        counts.append(len(done))
        assert not Skill.objects.exists()

    assert counts[0] == counts[1]
