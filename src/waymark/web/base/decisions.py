"""The record of a decision, as its person and as whoever decided see it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from waymark.assessments import queries as assessments
from waymark.assessments.types import DecisionRecord, StepView
from waymark.web.base import moves
from waymark.web.base.answers import attachment
from waymark.web.base.looking import looked_at
from waymark.web.base.page import render, site_of
from waymark.web.base.request import Request


@dataclass(frozen=True, slots=True)
class SkillLines:
    """One skill of the record, with what is said of it."""

    name: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """The record of a decision."""

    record: DecisionRecord
    facts: tuple[str, ...]
    state: str
    skills: tuple[SkillLines, ...]
    steps: tuple[tuple[str, StepView], ...]
    back_url: str
    pdf_url: str


def decision_page(request: Request, uuid: UUID, *, back_url: str, pdf_url: str) -> HttpResponse:
    """Return the record as a page that prints well."""
    record = _record(request, uuid)
    page = DecisionPage(
        record=record,
        facts=assessments.facts_of(record, site=site_of(request).name),
        state=moves.state_words(record.state),
        skills=tuple(
            SkillLines(one.name, tuple(line for line in assessments.lines_of(one) if line[1])) for one in record.skills
        ),
        steps=moves.in_words(record.steps),
        back_url=back_url,
        pdf_url=pdf_url,
    )
    return render(request, "assess/decision.html", page)


def decision_file(request: Request, uuid: UUID) -> HttpResponse:
    """Return the record as a PDF."""
    record = _record(request, uuid)
    content = assessments.decision_pdf(record, site=site_of(request).name, step_words=moves.step_words)
    return attachment(content, "application/pdf", "decision.pdf")


def _record(request: Request, uuid: UUID) -> DecisionRecord:
    record = assessments.decision_record(uuid, request.actor, request.at)
    looked_at(request, [record.person_id], ground=_("it is in their hands as an assessor, or was"))
    return record
