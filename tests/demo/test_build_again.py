"""Building a demo from nothing: the same each time, and all of it or nothing."""

import pytest
from django.db import transaction
from django.db.models import F

from tests.shared import SHARED, needs_shared
from waymark.assessments.models import Judgement
from waymark.demo import commands, queries
from waymark.exchange import commands as exchange
from waymark.frameworks import queries as frameworks
from waymark.frameworks.models import Version
from waymark.kernel.errors import Refusal
from waymark.kernel.policy import OPERATOR
from waymark.organisation import commands as organisation
from waymark.organisation.models import Profession
from waymark.people import queries as people
from waymark.people.models import Person, Post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_mode")]


def built_and_taken_back(at, **changed):
    with transaction.atomic():
        commands.build(**({"people": 200, "at": at, "actor": OPERATOR} | changed))
        found = (
            list(Person.objects.order_by("staff_number").values_list("uuid", "given_name", "family_name")),
            list(Post.objects.order_by("number").values_list("title", "grade__code", "organisation__slug")),
            list(
                Judgement.objects.filter(assessment=None)
                .order_by("uuid")
                .values_list("uuid", "level", "source", "made_at")
            ),
            sorted(
                Judgement.objects.exclude(assessment=None).values_list("person__staff_number", "skill__slug", "level")
            ),
            queries.demo_people(),
        )
        transaction.set_rollback(True)
    return found


def test_the_same_seed_gives_the_same_demo_and_another_seed_another(at):
    first, again, other = (built_and_taken_back(at, seed=seed) for seed in (1, 1, 2))

    assert first == again
    assert first[0] != other[0]
    assert first[4] != other[4]


def test_a_demo_that_fails_half_way_leaves_nothing_behind(at, tmp_path):
    folder = tmp_path / "uk-gdd-ddat" / "raw" / "2026-01-01"
    folder.mkdir(parents=True)
    (folder / "roles.csv").write_text("this is not a framework\n")

    with pytest.raises(Refusal, match=r"roles\.csv"):
        commands.build(people=200, data=tmp_path, at=at, actor=OPERATOR)

    assert not Person.objects.exists()
    assert not Version.objects.exists()
    assert not Profession.objects.exists()


def test_a_framework_that_is_there_already_is_not_imported_again(at):
    organisation.ensure_reference(actor=OPERATOR, at=at)
    exchange.import_framework(
        path=exchange.LIBRARY / "digital-and-data.yaml", format="waymark", publish=True, actor=OPERATOR, at=at
    )

    built = commands.build(people=200, at=at, actor=OPERATOR)

    assert built.frameworks == 12
    assert len(frameworks.current_versions(at)) == 13


@needs_shared
def test_with_the_real_framework_some_were_judged_against_the_earlier_version(at):
    built = commands.build(people=300, data=SHARED / "data", at=at, actor=OPERATOR)

    earlier, later = (
        frameworks.version("government-digital-and-data", label) for label in ("2025-09-25", "2026-03-23")
    )
    against = {version.label: Judgement.objects.filter(version_id=version.id).count() for version in (earlier, later)}
    assert built.frameworks == 15
    assert min(against.values()) > 10
    assert not Judgement.objects.filter(made_at__lt=F("version__effective_from")).exists()
    ages = [(at - made_at).days for made_at in Judgement.objects.filter(version__in=[earlier.id, later.id])
            .values_list("made_at", flat=True)]  # fmt: skip
    assert max(ages) > 365


def test_what_is_judged_against_a_library_imported_before_is_no_older_than_it(at):
    organisation.ensure_reference(actor=OPERATOR, at=at)
    for path in exchange.LIBRARY.glob("*.yaml"):
        exchange.import_framework(path=path, format="waymark", publish=True, actor=OPERATOR, at=at)

    commands.build(people=200, at=at, actor=OPERATOR)

    assert {card.label for card in frameworks.current_versions(at)} == {"2026.1", "1"}
    assert Judgement.objects.count() > 100
    assert not Judgement.objects.filter(made_at__lt=F("version__effective_from")).exists()


@needs_shared
def test_with_the_real_framework_the_individual_is_in_it_and_others_in_either(at):
    commands.build(people=300, data=SHARED / "data", at=at, actor=OPERATOR)

    individual = people.person("individual", at, OPERATOR)
    assert individual.mapped_role_level_id is not None
    ref = frameworks.role_level_refs([individual.mapped_role_level_id], at)[individual.mapped_role_level_id]
    assert ref.framework_slug == "government-digital-and-data"
    mapped = set(Post.objects.filter(role_level__isnull=False).values_list("role_level_id", flat=True))
    assert {ref.framework_slug for ref in frameworks.role_level_refs(mapped, at).values()} > {
        "government-digital-and-data", "digital-and-data",
    }  # fmt: skip
