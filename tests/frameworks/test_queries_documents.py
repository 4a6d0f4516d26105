"""A whole version as a document, and the difference between two."""

from dataclasses import replace

import pytest

from tests.frameworks import build
from waymark.frameworks import queries as frameworks
from waymark.frameworks.commands import AlreadyImported

pytestmark = pytest.mark.django_db


def bare(document):
    """A document without what an import adds to it: identities and the day it was published."""

    def of(thing, **inside):
        return replace(thing, uuid=None, **inside)

    return of(
        document,
        version_uuid=None,
        effective_from=None,
        skills=tuple(of(skill) for skill in document.skills),
        families=tuple(
            of(
                family,
                roles=tuple(of(role, levels=tuple(of(level) for level in role.levels)) for role in family.roles),
            )
            for family in document.families
        ),
    )


def test_a_version_says_exactly_what_was_put_into_it():
    document = build.crafts(times=2)

    found = frameworks.document(build.published(document))

    assert bare(found) == bare(document)


def test_a_version_gives_every_identity():
    found = frameworks.document(build.published(build.crafts()))

    things = [*found.skills, *found.families]
    things += [role for family in found.families for role in family.roles]
    things += [level for family in found.families for role in family.roles for level in role.levels]
    uuids = [found.uuid, found.version_uuid, *(thing.uuid for thing in things)]
    assert None not in uuids
    assert len(set(uuids)) == len(uuids)
    assert found.effective_from == build.JANUARY.date()


def test_a_version_names_the_profession_that_owns_it():
    build.profession("weavers")

    found = frameworks.document(build.published(replace(build.crafts(), profession="weavers")))

    assert found.profession == "weavers"


def test_what_one_version_gives_makes_the_next_with_the_same_identities():
    first = frameworks.document(build.published(build.crafts(version="1")))
    given = replace(first, version="2", notes="Release 2.", version_uuid=None, effective_from=None)

    second = frameworks.document(build.published(given, at=build.FEBRUARY))

    assert replace(second, version_uuid=None, effective_from=None) == given


def test_a_version_imported_again_is_known_to_say_the_same():
    first = frameworks.document(build.published(build.crafts(version="1")))

    with pytest.raises(AlreadyImported):
        build.drafted(replace(first, version="2"), at=build.FEBRUARY)


def test_the_difference_between_two_versions_is_told():
    older = build.published(build.crafts(version="1"))
    newer = build.published(build.reworded(build.crafts(version="2"), "weaver", "Weaves by night."), at=build.FEBRUARY)

    found = frameworks.difference(older, newer)

    assert [(change.what, change.kind, change.slug) for change in found.changes] == [("reworded", "role", "weaver")]
    assert frameworks.difference(older, older).changes == ()


def test_the_difference_names_a_choose_n_group_as_readers_know_it():
    newer = build.crafts(version="2")
    family = newer.families[0]
    role = next(role for role in family.roles if any(level.choices for level in role.levels))
    without = replace(
        role,
        levels=tuple(
            replace(level, choices=(), requirements=tuple(replace(one, choice="") for one in level.requirements))
            for level in role.levels
        ),
    )
    families = (replace(family, roles=tuple(without if one is role else one for one in family.roles)),)
    older = build.published(replace(build.crafts(version="1"), families=families + newer.families[1:]))
    after = build.published(newer, at=build.FEBRUARY)

    found = frameworks.difference(older, after)

    assert [change.after for change in found.changes if change.kind == "role_level"] == ["One of these: at least 1"]
    asked = [change.after for change in found.changes if change.kind == "requirement"]
    assert asked
    assert all(words.endswith('in the group "One of these"') for words in asked)
