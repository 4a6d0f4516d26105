"""A document becomes the next version of a framework: whole or not at all, and everything keeps its identity."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import NOON
from tests.formats.samples import anonymous, everything
from tests.frameworks.build import crafts, profession
from waymark.audit.models import Entry
from waymark.frameworks import commands as frameworks
from waymark.frameworks import queries
from waymark.frameworks.models import Framework, Role, RoleLevelWording, Skill, Version
from waymark.kernel import triggers
from waymark.kernel.errors import NotAllowed, NotVisible
from waymark.kernel.policy import OPERATOR, PUBLIC, Actor
from waymark.search import queries as search

pytestmark = pytest.mark.django_db


def bring(document, **given):
    return frameworks.import_version(
        **{
            "document": document,
            "into": document.slug,
            "owner": "",
            "version": document.version,
            "licence": "",
            "source_format": "waymark",
            "publish": False,
            "reason": "a test",
            "actor": OPERATOR,
            "at": NOON,
            **given,
        }
    )


def plan(document, **given):
    return queries.plan_import(
        **{
            "document": document,
            "into": document.slug,
            "owner": "",
            "version": document.version,
            "licence": "",
            "actor": OPERATOR,
            "at": NOON,
            **given,
        }
    )


def row_counts():
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def forget_frameworks():
    """Leave the database as if no framework had ever been imported."""
    with triggers.suspended(connection):
        for model in reversed(list(apps.get_app_config("frameworks").get_models())):
            model._default_manager.all()._raw_delete(DEFAULT_DB_ALIAS)


def with_skill(document, position, **changes):
    """The document with one skill changed; when its key is, whatever named it by its key says the new one."""
    old = document.skills[position].key
    new = changes.get("key", old)
    skills = list(document.skills)
    skills[position] = replace(skills[position], **changes)

    def named(key):
        return new if key == old else key

    return replace(
        document,
        skills=tuple(replace(skill, parent=named(skill.parent)) for skill in skills),
        relations=tuple(replace(one, skill=named(one.skill), to=named(one.to)) for one in document.relations),
    )


def test_a_version_says_what_its_document_said_to_the_letter():
    made = bring(everything())

    assert queries.document(made.version_id) == everything()
    assert made.state == "draft"
    assert (made.counts.skills, made.counts.descriptors, made.counts.requirements) == (3, 3, 4)
    assert made.counts == queries.counts(made.version_id)


def test_a_published_version_says_when_it_took_effect():
    made = bring(replace(everything(), effective_from=None), publish=True)

    assert made.state == "published"
    assert queries.document(made.version_id) == replace(everything(), effective_from=date(2026, 3, 2))
    assert queries.framework("bakery", NOON).label == "2026.1"


def test_everything_gets_an_identity_that_is_the_same_at_every_employer():
    first = queries.document(bring(anonymous(everything())).version_id)
    forget_frameworks()

    again = queries.document(bring(anonymous(everything())).version_id)

    assert again == first
    assert None not in {skill.uuid for skill in again.skills} | {again.uuid, again.version_uuid}


def test_slugs_come_from_keys_and_a_lone_unnamed_level_takes_its_roles():
    bring(anonymous(everything()))

    slugs = set(RoleLevelWording.objects.values_list("role_level__slug", flat=True))

    assert slugs == {"bread/junior-baker", "bread/lead-baker", "chief-baker"}


def test_a_slug_that_another_framework_has_gets_the_frameworks_own_behind_it():
    bring(everything())

    other = bring(anonymous(everything("patisserie")))

    assert set(Skill.objects.filter(framework__slug="patisserie").values_list("slug", flat=True)) == {
        "kneading-patisserie",
        "ovens-patisserie",
        "judgement-patisserie",
    }
    assert any('the role slug "bread" is taken' in remark.what for remark in other.remarks)


def test_a_copy_of_a_framework_gets_identities_of_its_own():
    bring(everything())

    copy = bring(everything("patisserie"))

    given = queries.document(copy.version_id)
    assert {skill.uuid for skill in given.skills} & {skill.uuid for skill in everything().skills} == set()
    assert given.uuid != everything().uuid
    assert any("belongs to something else" in remark.what for remark in copy.remarks)
    assert len(copy.remarks) > 3


def test_a_reserved_word_is_never_a_slug():
    document = anonymous(everything())
    family = document.families[1]
    compare = replace(family.roles[0], name="Compare", key="compare")

    bring(replace(document, families=(replace(family, roles=(compare,)),)))

    assert Role.objects.get().slug == "compare-bakery"


def test_things_keep_their_identity_under_another_spelling_of_their_name():
    bring(anonymous(everything()), publish=True)
    before = {row["slug"]: row for row in Skill.objects.values("slug", "uuid", "id")}
    shouting = with_skill(anonymous(everything(version="2026.2")), 0, name=" KNEADING", key="something else")

    bring(replace(shouting, families=()), at=NOON + timedelta(days=1))

    assert {row["slug"]: row for row in Skill.objects.values("slug", "uuid", "id")} == before


def test_a_uuid_or_the_slug_as_key_carries_an_identity_over_a_new_name():
    first = bring(everything(), publish=True)
    renamed = with_skill(everything(version="2026.2"), 0, name="Dough work", key="dough-work")
    renamed = with_skill(renamed, 1, name="Hearths", uuid=None)
    renamed = replace(renamed, families=(), version_uuid=None)

    second = bring(renamed)

    assert Skill.objects.count() == 3
    assert second.difference.counts["skills"] == {"added": 0, "removed": 0, "reworded": 2, "spacing": 0}
    assert {skill.key for skill in queries.document(second.version_id).skills} == {
        skill.key for skill in queries.document(first.version_id).skills
    }


def test_what_a_version_leaves_out_comes_back_as_itself():
    bring(anonymous(everything()), publish=True)
    whole = anonymous(everything(version="2026.2"))
    bring(replace(whole, skills=whole.skills[:1], families=(), relations=()), publish=True)

    back = bring(anonymous(everything(version="2026.3")))

    assert Skill.objects.count() == 3
    assert back.difference.counts["skills"]["added"] == 2


def test_a_role_level_is_another_one_in_another_role():
    bring(anonymous(everything()), publish=True)
    document = anonymous(everything(version="2026.2"))
    baking, leading, empty = document.families
    moved = replace(leading.roles[0], levels=(baking.roles[0].levels[0],))
    bring(replace(document, families=(baking, replace(leading, roles=(moved,)), empty)))

    slugs = RoleLevelWording.objects.filter(version__label="2026.2").values_list("role_level__slug", flat=True)

    assert set(slugs) == {"bread/junior-baker", "bread/lead-baker", "chief-baker/junior-baker"}


def test_rungs_that_no_source_gives_are_inferred_and_marked():
    made = bring(everything())

    lead = RoleLevelWording.objects.get(version_id=made.version_id, name="Lead baker")
    junior = RoleLevelWording.objects.get(version_id=made.version_id, name="Junior baker")
    assert (lead.rung, lead.rung_inferred) == (5, True)
    assert (junior.rung, junior.rung_inferred) == (1, False)
    assert any("1 of 3 role levels have no place in an order" in remark.what for remark in made.remarks)


def test_a_new_framework_belongs_to_its_owner_and_keeps_it():
    owner = profession("bakers")
    profession("millers")
    bring(everything(), owner="bakers", publish=True)

    second = bring(with_skill(everything(version="2"), 0, summary="New."), owner="millers")

    assert Framework.objects.get().profession_id == owner
    assert any("another owner" in remark.what for remark in second.remarks)


def test_no_second_draft_is_begun_beside_one_that_is_being_written():
    first = bring(everything())

    with pytest.raises(frameworks.DraftOpen, match=r"2026\.1 is being written already"):
        bring(with_skill(everything(version="2026.2"), 0, summary="Other."))

    assert Version.objects.get().pk == first.version_id
    made = bring(with_skill(everything(version="2026.2"), 0, summary="Other."), publish=True)
    assert made.state == "published"


def test_a_label_that_is_taken_is_refused():
    bring(everything())

    with pytest.raises(frameworks.VersionExists, match=r"version 2026\.1 of bakery.*a label of its own"):
        bring(with_skill(everything(), 0, summary="Other."))


def test_a_document_that_changes_nothing_is_refused():
    bring(everything(), publish=True)

    with pytest.raises(frameworks.AlreadyImported, match=r"Version 2026\.1 of bakery already says exactly this"):
        bring(everything())
    with pytest.raises(frameworks.AlreadyImported, match=r"2026\.1"):
        bring(replace(anonymous(everything()), effective_from=None), version="2026.2")


def test_a_document_with_nothing_in_it_is_refused():
    with pytest.raises(frameworks.NothingToImport):
        bring(replace(everything(), skills=(), families=()))


def test_an_owner_nobody_knows_is_refused_with_those_there_are():
    profession("bakers")

    with pytest.raises(frameworks.UnknownProfession, match=r'"smiths".*are: bakers'):
        bring(everything(), owner="smiths")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": "T" * 201}, "The title .* 201 characters"),
        ({"licence": "L" * 201}, "The licence"),
        ({"version": "a/b"}, "label of a version"),
        ({"version": "1" * 61}, "The version"),
        ({"slug": "Bakery"}, "short name of a framework"),
        ({"slug": "new"}, "short name of a framework"),
    ],
)
def test_what_does_not_fit_is_refused_on_both_databases(change, words):
    with pytest.raises(frameworks.NotStorable, match=words):
        bring(replace(everything(), **change))
    assert not Framework.objects.exists()


def test_names_that_do_not_fit_are_refused_few_at_a_time():
    document = everything()
    long = replace(document, skills=tuple(replace(skill, name="N" * 301) for skill in document.skills * 3), families=())

    with pytest.raises(frameworks.NotStorable, match="There are 4 more like these") as refused:
        bring(long)

    assert len(refused.value.reasons) == 9


@pytest.mark.parametrize("actor", [PUBLIC, Actor(account_id=1, person_id=1)])
def test_only_an_operator_or_an_author_imports_and_a_refusal_leaves_nothing(actor):
    before = row_counts()

    with pytest.raises(NotAllowed, match="professions you write for"):
        bring(everything(), actor=actor)

    assert row_counts() == before


def test_only_an_operator_publishes():
    made = bring(everything())

    with pytest.raises(NotVisible):
        frameworks.publish(version_id=made.version_id, effective_from=NOON, reason="", actor=PUBLIC, at=NOON)


def test_publishing_puts_a_draft_in_force_and_into_the_search():
    made = bring(everything())
    assert search.find("kneading", at=NOON).total == 0

    card = frameworks.publish(
        version_id=made.version_id, effective_from=NOON, reason="signed off", actor=OPERATOR, at=NOON
    )

    assert (card.state, card.effective_from, card.published_at) == ("published", NOON, NOON)
    assert [hit.url for hit in search.find("kneading", at=NOON, kind="skill").hits] == ["/skills/kneading"]
    entry = Entry.objects.order_by("-pk").first()
    assert (entry.kind, entry.reason, entry.by_operator) == ("frameworks.version.published", "signed off", True)


def test_a_version_is_published_once():
    made = bring(everything(), publish=True)

    with pytest.raises(frameworks.AlreadyPublished, match=r"2026\.1"):
        frameworks.publish(version_id=made.version_id, effective_from=NOON, reason="", actor=OPERATOR, at=NOON)


def test_a_version_cannot_take_effect_before_the_one_that_holds():
    bring(replace(everything(), effective_from=None), publish=True)
    earlier = with_skill(everything(version="2026.2"), 0, summary="New.")
    before = row_counts()

    with pytest.raises(frameworks.TooEarly, match=r"5 January 2026, before version 2026\.1.*2 March 2026"):
        bring(earlier, publish=True)
    with pytest.raises(frameworks.TooEarly):
        plan(earlier)

    assert row_counts() == before


def test_a_later_version_takes_over_when_its_day_comes():
    bring(everything(), publish=True)
    coming = with_skill(replace(everything(version="2"), effective_from=date(2026, 4, 1)), 0, name="Massage")
    bring(coming, publish=True)

    april = datetime(2026, 4, 2, tzinfo=UTC)

    assert queries.framework("bakery", NOON).label == "2026.1"
    assert queries.framework("bakery", april).label == "2"
    assert (search.find("massage", at=NOON).total, search.find("massage", at=april).total) == (0, 1)
    assert search.find("kneading", at=april, kind="skill").total == 0


def test_importing_the_same_again_to_publish_it_publishes_the_draft():
    draft = bring(everything())

    made = bring(everything(), publish=True)

    assert (made.version_id, made.state) == (draft.version_id, "published")
    assert Version.objects.count() == 1


def test_an_import_is_one_entry_with_its_reason():
    bring(everything(), publish=True, reason="the spring release")

    entry = Entry.objects.get(kind__startswith="frameworks.")

    assert (entry.kind, entry.reason) == ("frameworks.version.imported", "the spring release")
    assert entry.facts["label"] == "2026.1"
    assert entry.facts["published"] is True


def test_a_plan_says_what_the_import_then_does_and_writes_nothing():
    bring(everything(), publish=True)
    changed = with_skill(everything(version="2026.2"), 0, summary="Other.")
    before = row_counts()

    planned = plan(changed)

    assert row_counts() == before
    assert (planned.state, planned.version_id) == ("planned", None)
    done = bring(changed)
    assert (planned.difference, planned.counts, planned.remarks) == (done.difference, done.counts, done.remarks)
    assert planned.compared_with == done.compared_with == "2026.1"


def test_a_plan_refuses_what_the_import_would():
    bring(everything())

    with pytest.raises(frameworks.AlreadyImported):
        plan(everything(), version="2")
    with pytest.raises(frameworks.VersionExists):
        plan(with_skill(everything(), 0, summary="Other."))
    with pytest.raises(frameworks.UnknownProfession):
        plan(everything("other"), owner="nobody")
    with pytest.raises(NotAllowed):
        plan(with_skill(everything(version="2"), 0, summary="Other."), actor=PUBLIC)


def test_the_number_of_queries_does_not_grow_with_the_document():
    taken = {}
    for times in (1, 5):
        bring(crafts(f"crafts-{times}", "1", times=times), publish=True)
        second = crafts(f"crafts-{times}", "2", times=times)
        with CaptureQueriesContext(connection) as captured:
            bring(replace(second, title="Other"), publish=True)
        taken[times] = len(captured)

    assert taken[1] == taken[5]


@pytest.mark.django_db(transaction=True)
def test_two_next_versions_at_once_both_stand():
    bring(everything(), publish=True)
    both_ready = Barrier(2, timeout=20)
    failed = []

    def run(label):
        try:
            both_ready.wait()
            own = with_skill(
                everything(version=label), 0, name=f"Kneading {label}", key=label, uuid=None, summary=label
            )
            bring(replace(own, families=(), version_uuid=None), publish=True)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(label,)) for label in ("2a", "2b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    versions = dict(Version.objects.values_list("label", "pk"))
    assert {queries.document(versions[label]).skills[0].summary for label in ("2a", "2b")} == {"2a", "2b"}
    assert Skill.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_two_new_frameworks_at_once_both_stand():
    both_ready = Barrier(2, timeout=20)
    failed = []

    def run(slug):
        try:
            both_ready.wait()
            bring(anonymous(everything(slug)))
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(slug,)) for slug in ("north", "south")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    assert Skill.objects.count() == 6
    assert len(set(Skill.objects.values_list("slug", flat=True))) == 6
