"""The demo holds the library: people of at least ten professions have a role level, gaps to it, and roles that suit."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.test import override_settings

from waymark.assessments.models import Standing
from waymark.demo import commands
from waymark.frameworks import queries as frameworks
from waymark.frameworks.models import Crosswalk, Equivalence
from waymark.gaps import queries as gaps
from waymark.kernel.policy import OPERATOR
from waymark.people.models import Appointment

AT = datetime(2026, 11, 2, 12, tzinfo=UTC)
FEWEST = 10


@pytest.fixture(scope="module", params=[300, 3000])
def size(request, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), override_settings(DEMO=True), transaction.atomic():
        commands.build(people=request.param, at=AT, actor=OPERATOR)
        yield request.param
        transaction.set_rollback(True)


@pytest.fixture
def judged(size):
    """Up to five people with a role level and a record, by profession: who they are, and their role level."""
    known = set(Standing.objects.values_list("person_id", flat=True))
    rows = Appointment.objects.filter(post__role_level__isnull=False, person__in=known).order_by("person_id")
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for profession, person, level in rows.values_list("post__profession__slug", "person_id", "post__role_level_id"):
        found[profession].append((person, level))
    return {profession: people[:5] for profession, people in found.items()}


@pytest.mark.django_db
def test_ten_professions_have_people_with_gaps_and_matches(judged):
    short, suiting = set(), set()
    for profession, people in judged.items():
        for person, level in people:
            gap = gaps.gap(person, level, OPERATOR, AT)
            assert len(gap.skills) >= 5, profession
            if any(line.status == "short" for line in gap.skills):
                short.add(profession)
            if gaps.match(person, OPERATOR, AT):
                suiting.add(profession)

    assert len(judged) >= FEWEST, sorted(judged)
    assert len(short) >= FEWEST, sorted(set(judged) - short)
    assert len(suiting) >= FEWEST, sorted(set(judged) - suiting)


@pytest.mark.django_db
def test_the_people_of_a_profession_are_in_roles_of_its_framework(size):
    homes = defaultdict(set)
    rows = set(
        Appointment.objects.filter(post__role_level__isnull=False).values_list(
            "post__profession__slug", "post__role_level_id"
        )
    )
    refs = frameworks.role_level_refs({level for _, level in rows}, AT)
    for profession, level in rows:
        homes[profession].add(refs[level].framework_slug)

    assert homes["policy"] == {"policy"}
    assert homes["operational-delivery"] == {"operational-delivery"}
    assert homes["economics"] == {"data-analysis-and-research"}
    assert len({slug for slugs in homes.values() for slug in slugs}) >= (9 if size > 300 else 8)


@pytest.mark.django_db
def test_the_skills_of_the_library_are_related(size):
    assert Crosswalk.objects.filter(skill__framework__slug="policy").count() >= 5
    assert Crosswalk.objects.filter(kind="same", other__slug="policy-for-delivery").exists()
    assert Equivalence.objects.filter(from_framework__slug="policy").count() == 5
