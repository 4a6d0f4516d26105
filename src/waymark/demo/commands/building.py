"""Building a demo: every room loads its own part, through its commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import numpy as np
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from waymark.access import commands as access
from waymark.assessments import commands as assessments
from waymark.audit import commands as audit
from waymark.careers import commands as careers
from waymark.demo.commands import (
    calibrating,
    casting,
    changes,
    comparing,
    context,
    counting,
    drafting,
    duties,
    for_review,
    in_hand,
    libraries,
    mapping,
    moderating,
    onboarding,
    place,
    record,
    reviewing,
    workforce,
)
from waymark.demo.commands.place import Reference
from waymark.demo.commands.workforce import Chance, Workforce
from waymark.demo.rules import sizes
from waymark.demo.rules.cast import DIGITAL
from waymark.demo.types import DemoBuilt
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import RoleLevelView
from waymark.kernel.errors import NotAllowed, Refusal
from waymark.kernel.ids import slugify
from waymark.kernel.policy import Actor
from waymark.organisation import commands as organisation
from waymark.organisation import queries as reference_data
from waymark.people import commands as people_commands
from waymark.people import queries as people_queries
from waymark.reporting import commands as reporting

DIGITAL_NAME = "Digital, Data and Technology"
TARGETS = 40
"""People with a saved target at most: each is a command of their own."""


class AlreadyBuilt(Refusal):
    """There are people here already."""

    def __init__(self, people: int) -> None:
        super().__init__(
            _("There are %(people)d people here already. Use another data folder to build a new demo.")
            % {"people": people}
        )
        self.people = people


class WrongSize(Refusal):
    """A demo cannot be that small or that large."""

    def __init__(self, people: int) -> None:
        super().__init__(
            _("A demo has from %(least)s to %(most)s people; %(people)s is outside that.")
            % {"least": f"{sizes.SMALLEST:,}", "most": f"{sizes.LARGEST:,}", "people": f"{people:,}"}
        )


@transaction.atomic
def build(
    *,
    people: int,
    seed: int = 1,
    data: Path | None = None,
    at: datetime,
    actor: Actor,
    progress: Callable[[str], None] = lambda step: None,
) -> DemoBuilt:
    """Build a demo of ``people`` in an empty site: all of it or nothing.

    The same size, seed and frameworks give the same organisation, ages counted back from ``at``.

    Args:
        people: how many, ``sizes.SMALLEST`` to ``sizes.LARGEST``.
        seed: where chance starts.
        data: a folder with real frameworks to import as well; None for the starter library alone.
        at: when; nothing in the demo is later.
        actor: an operator.
        progress: told what is being done, in a few words.

    Raises:
        NotAllowed: the actor is not an operator, or this is not demo mode.
        WrongSize: too few or too many people.
        AlreadyBuilt: there are people here already.

    Cost: a number of statements that does not depend on ``people``, and memory for the arrays and one row of each kind.
    """
    if not actor.operator or not settings.DEMO:
        raise NotAllowed(_("Only an operator may build a demo, and only in demo mode."))
    if not sizes.SMALLEST <= people <= sizes.LARGEST:
        raise WrongSize(people)
    if there := people_queries.count():
        raise AlreadyBuilt(there)

    progress(_("adding professions, regions and grades"))
    organisation.ensure_reference(actor=actor, at=at)
    versions = libraries.import_library(data=data, actor=actor, at=at, progress=progress)

    progress(_("drawing %(people)s people") % {"people": f"{people:,}"})
    ranks = {grade.code: grade.rank for grade in reference_data.grades()} | {"": 0}
    drawn = workforce.draw(people, seed, ranks, DIGITAL_NAME)
    reference = _reference(drawn)
    cast = casting.cast(drawn, dict(reference.profession_slugs), ranks)
    mapped = mapping.map_posts(
        drawn, reference.profession_ids, reference.profession_slugs, reference.grade_codes, cast, at
    )

    progress(_("loading people, posts and teams"))
    accounts = {
        person: access.create_account(
            email=place.email_of(key), name=" ".join(drawn.name(person)), demo_key=key, actor=actor, at=at
        )
        for key, person in cast.items()
    }
    judging = {
        person: access.create_account(
            email=place.email_of(f"assessor-{number}"), name=" ".join(drawn.name(person)), actor=actor, at=at
        )
        for number, person in enumerate(calibrating.assessors(drawn, tuple(accounts)), 1)
    }
    accounts |= judging
    organisations = list(place.organisations(drawn, reference.profession_slugs))
    ids = organisation.add_organisations(organisations=organisations, actor=actor, at=at)
    rows = place.Rows(drawn, cast, accounts, mapped, ids, reference, seed, at)
    loaded = people_commands.load(
        people=rows.people(), posts=rows.posts(), appointments=rows.appointments(), lines=rows.lines(),
        memberships=rows.memberships(), claims=rows.claims(), actor=actor, at=at,
    )  # fmt: skip

    past = changes.make(
        organisations=organisations, ids=ids, department=f"d{drawn.department[cast['manager']]}", actor=actor, at=at
    )
    duties.give(
        people={key: loaded.first_person_id + person for key, person in cast.items()},
        professions=reference.id_of_slug,
        department_id=ids[f"d{drawn.department[cast['manager']]}"],
        actor=actor,
        at=at,
    )

    director = cast["hr-director"]
    mapping.decide_most(
        department_id=ids[f"d{drawn.department[cast['manager']]}"],
        person_id=loaded.first_person_id + director,
        account_id=accounts[director],
        at=at,
    )
    draft = drafting.write(people={key: loaded.first_person_id + person for key, person in cast.items()}, at=at)
    if draft is not None:
        reviewing.review(version_id=draft, at=at)
    versions += comparing.compare(actor=actor, at=at, progress=progress)
    if (role_level := mapped.get(cast["individual"])) is not None:
        context.add(role_level=role_level, department_id=ids[f"d{drawn.department[cast['manager']]}"], at=at)

    progress(_("loading judgements"))
    rng = np.random.default_rng([seed, people, 1])
    said = record.judgements(drawn, mapped, reference.bands, cast, loaded.first_person_id, rng, at)
    judgements = assessments.load_judgements(said, actor=actor, at=at)
    judgements += in_hand.put(
        drawn=drawn, mapped=mapped, cast=cast, first_person_id=loaded.first_person_id,
        profession_id=reference.id_of_slug[DIGITAL], at=at,
    )  # fmt: skip
    judgements += moderating.moderate(
        drawn=drawn, mapped=mapped, cast=cast, first_person_id=loaded.first_person_id,
        profession_id=reference.id_of_slug[DIGITAL], at=at,
    )  # fmt: skip
    judgements += for_review.send(drawn=drawn, mapped=mapped, cast=cast, first_person_id=loaded.first_person_id, at=at)
    managed_in = f"d{drawn.department[cast['manager']]}"
    judgements += counting.put(
        drawn=drawn, mapped=mapped, cast=cast, first_person_id=loaded.first_person_id,
        department_id=ids[managed_in], department_path=reference_data.organisation_by_id(ids[managed_in]).path, at=at,
    )  # fmt: skip
    progress(_("counting posts for figures"))
    reporting.take_snapshot(actor=actor, at=at)
    progress(_("answering exercises for assessors"))
    calibrating.answer(
        drawn=drawn, people=judging, profession_id=reference.id_of_slug[slugify(DIGITAL_NAME)],
        first_person_id=loaded.first_person_id, actor=actor, at=at,
    )  # fmt: skip
    arriving = onboarding.begin(actor=actor, at=at)
    targets = _save_targets(drawn, mapped, cast, loaded.first_person_id, at)

    built = DemoBuilt(
        people=loaded.people,
        departments=sum(1 for new in organisations if new.kind == "department") + 1,
        organisations=len(organisations) + past + arriving,
        frameworks=versions,
        mapped_posts=len(mapped),
        judgements=judgements,
        targets=targets,
    )
    audit.record(
        "demo.built", actor=actor, at=at, people=built.people, seed=seed, organisations=built.organisations,
        frameworks=built.frameworks, mapped_posts=built.mapped_posts, judgements=built.judgements,
        targets=built.targets,
    )  # fmt: skip
    return built


def _reference(drawn: Workforce) -> Reference:
    """Find the reference data by what the workforce counts in."""
    professions = {card.slug: card.id for card in reference_data.professions()}
    slugs = {place: slugify(name) for place, name in enumerate(drawn.published.professions)}
    known = {place: slug for place, slug in slugs.items() if slug in professions}
    regions = {named.name: named.id for named in reference_data.regions()}
    grades = reference_data.grades()
    return Reference(
        profession_ids={place: professions[slug] for place, slug in known.items()},
        profession_slugs=known,
        id_of_slug=professions,
        region_ids={place: regions[name] for place, name in enumerate(drawn.published.regions)},
        grade_ids={grade.rank: grade.id for grade in grades},
        grade_codes={0: ""} | {grade.rank: grade.code for grade in grades},
        bands={grade.rank: grade.band_rank for grade in grades if grade.band_rank is not None},
    )


def _save_targets(
    drawn: Workforce, mapped: Mapping[int, RoleLevelView], cast: Mapping[str, int], first: int, at: datetime
) -> int:
    """Save the next rung of their own role as the target of some people, each in their own name."""
    higher: dict[tuple[int, int], int] = {}
    for version in frameworks.current_versions(at):
        for view in frameworks.all_role_levels(at, [version.id]):
            higher.setdefault((view.ref.role_id, view.ref.rung), view.ref.id)
    count = 0
    wanting = [person for person in mapped if person != cast["individual"]]
    for person in sorted(
        wanting, key=lambda person: (person not in cast.values(), drawn.chance[person, Chance.TARGET])
    )[:TARGETS]:
        ref = mapped[person].ref
        above = [rung for role_id, rung in higher if role_id == ref.role_id and rung > ref.rung]
        if above:
            careers.save_target(
                role_level_id=higher[ref.role_id, min(above)], actor=Actor(person_id=first + person), at=at
            )
            count += 1
    return count
