"""Evidence that somebody shows to their manager, or sent with an assessment that I may see: to read."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from waymark.assessments import queries as assessments
from waymark.assessments.types import EvidenceView
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import SkillRow
from waymark.kernel.errors import NotVisible
from waymark.kernel.text import sort_key
from waymark.people import queries as people
from waymark.people.types import Colleague
from waymark.web.base.access import signed_in
from waymark.web.base.evidence_kinds import kind_name, texts_of
from waymark.web.base.looking import looked_at
from waymark.web.base.page import render
from waymark.web.base.request import Request


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """A piece of somebody's evidence, to read."""

    person: Colleague
    view: EvidenceView
    kind: str
    texts: tuple[tuple[str, str], ...]
    skills: tuple[SkillRow, ...]


@signed_in
def evidence(request: Request, uuid: UUID, evidence: UUID) -> HttpResponse:
    """Show a piece of evidence of somebody who shows it to me. One's own has a page of its own."""
    view = assessments.evidence_item(evidence, request.actor, request.at)
    person = people.colleagues([view.person_id], request.actor, request.at).get(view.person_id)
    if view.own or person is None or person.uuid != uuid:
        raise NotVisible
    looked_at(request, [view.person_id], ground=_("its person shows it to them"))
    rows = frameworks.skill_rows(view.skills, request.at) if view.skills else {}
    page = ShownEvidence(
        person=person,
        view=view,
        kind=kind_name(view.kind),
        texts=texts_of(view),
        skills=tuple(sorted(rows.values(), key=lambda row: (sort_key(row.name), row.slug))),
    )
    return render(request, "team/evidence.html", page)
