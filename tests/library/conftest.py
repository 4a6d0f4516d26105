"""The files of the starter library, read once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from waymark.exchange.commands import LIBRARY
from waymark.frameworks.rules.lint import lint, wording
from waymark.frameworks.types import Elsewhere, Finding, Limits
from waymark.kernel.ids import derived_uuid
from waymark_formats import crosswalk, waymark
from waymark_formats.framework import FrameworkDocument, RoleDocument

READING_AGE = 14


def identified(document: FrameworkDocument) -> FrameworkDocument:
    """Return a document whose things have identities, as those of a stored version have."""

    def born(one, *path):
        return replace(one, uuid=derived_uuid(document.slug, *path, one.key))

    def role(one: RoleDocument) -> RoleDocument:
        return replace(born(one, "role"), levels=tuple(born(level, "level", one.key) for level in one.levels))

    return replace(
        document,
        skills=tuple(born(skill, "skill") for skill in document.skills),
        families=tuple(
            replace(born(family, "family"), roles=tuple(map(role, family.roles))) for family in document.families
        ),
    )


@pytest.fixture(scope="session")
def library() -> dict[str, FrameworkDocument]:
    """Every framework of the library by the name of its file."""
    return {path.stem: identified(waymark.read(path).document) for path in sorted(LIBRARY.glob("*.yaml"))}


@pytest.fixture(scope="session")
def relations() -> dict[str, tuple[crosswalk.RelationRow, ...]]:
    """The relations in each file of the crosswalk."""
    return {path.stem: crosswalk.read_relations(path) for path in sorted((LIBRARY / "crosswalk").glob("*.yaml"))}


@pytest.fixture(scope="session")
def findings(library, relations) -> list[Finding]:
    """What our own lint finds in the library, with a reading age of fourteen and each framework beside all others."""
    uuids = {skill.key: skill.uuid for document in library.values() for skill in document.skills}
    settled = [frozenset({uuids[row.skill], uuids[row.other]}) for rows in relations.values() for row in rows]
    everything = [
        (name, Elsewhere(skill.uuid, skill.key, skill.name, wording(skill), name, document.title))
        for name, document in library.items()
        for skill in document.skills
    ]
    return [
        finding
        for name, document in library.items()
        for finding in lint(
            document,
            limits=Limits(reading_age=READING_AGE),
            elsewhere=[one for home, one in everything if home != name],
            settled=settled,
        )
    ]
