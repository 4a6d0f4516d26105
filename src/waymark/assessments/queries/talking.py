"""The conversation sheet of an assessment, for its person and their manager."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Count

from waymark.access import queries as access
from waymark.assessments import policies, rules
from waymark.assessments.models import Assessment, Talk
from waymark.assessments.queries import reviewing, views
from waymark.assessments.types.reviewing import OpenTalk, Said, TalkPointView, TalkView
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor, fetch
from waymark.people import queries as people


def talk(uuid: UUID, actor: Actor, at: datetime) -> TalkView:
    """Return the sheet of an assessment that the actor may see. Fourteen queries at most.

    Raises:
        NotVisible: there is none, or the actor may not know of it.
    """
    return of(fetch(policies.SEE_TALK, Assessment.objects.all(), actor, at, uuid=uuid), actor, at)


def of(row: Assessment, actor: Actor, at: datetime) -> TalkView:
    """Return the sheet of an assessment; the caller has decided who may know.

    Raises:
        NotVisible: it has none.
    """
    sheet = Talk.objects.filter(assessment=row).first()
    if sheet is None:
        raise NotVisible
    view = views.of(row)
    role = reviewing.asked_by({row.pk: view})[row.pk]
    asked = {line.skill_id: line for line in role.requirements}
    points = {point.skill_id: point for point in sheet.points.order_by("pk")}
    writers = access.account_names({point.by_id for point in points.values() if point.by_id is not None})
    manager = people.manager_of(row.person_id, at)
    return TalkView(
        assessment=row.uuid,
        person_id=row.person_id,
        name=people.names([row.person_id]).get(row.person_id, ""),
        manager_name=manager.name if manager else "",
        role=role.ref,
        state=row.state,
        begun_at=sheet.begun_at,
        ended_at=sheet.ended_at,
        points=tuple(
            TalkPointView(
                asked=asked[pk],
                version_id=view.version_of(pk),
                own=Said(points[pk].own_level, points[pk].own_has_skill),
                manager=Said(points[pk].manager_level, points[pk].manager_has_skill),
                about=points[pk].about,
                came_of_it=points[pk].came_of_it,
                agreed=points[pk].agreed,
                due_on=points[pk].due_on,
                revision=points[pk].revision,
                saved_at=points[pk].saved_at,
                by=writers[by].name if (by := points[pk].by_id) in writers else "",
            )
            for pk in view.skills
            if pk in points and pk in asked
        ),
        own=row.person_id == actor.person_id,
    )


def has_talk(uuid: UUID, actor: Actor, at: datetime) -> bool:
    """Say whether an assessment that the actor may see has a sheet. One query."""
    return Talk.objects.filter(assessment__in=policies.SEE_TALK.visible(actor, at, uuid=uuid)).exists()


def open_talks(actor: Actor, at: datetime) -> tuple[OpenTalk, ...]:
    """Return the sheets that the actor is still to talk about as a manager, the oldest first. Two queries."""
    seen = policies.MAY_END_TALK.visible(actor, at)
    rows = Talk.objects.filter(ended_at__isnull=True, assessment__in=seen).annotate(number=Count("points"))
    found = list(
        rows.order_by("begun_at", "pk").values_list(
            "assessment__uuid", "assessment__person_id", "begun_at", "number", named=False
        )[: reviewing.MOST]
    )
    names = people.names({person for _uuid, person, _at, _number in found})
    return tuple(OpenTalk(uuid, person, names.get(person, ""), begun, number) for uuid, person, begun, number in found)


def marks_of(uuid: UUID) -> tuple[str, ...]:
    """Return the keys under which people were told of the sheet of an assessment. One query."""
    row = Talk.objects.filter(assessment__uuid=uuid).annotate(number=Count("points")).first()
    if row is None:
        return ()
    return tuple(rules.mark(row.pk, number, whose) for number in range(1, row.number + 1) for whose in rules.WHOSE)
