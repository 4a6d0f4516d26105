"""What was decided about an assessment of mine, to read and to keep."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from waymark.web.base.access import signed_in
from waymark.web.base.decisions import decision_file, decision_page
from waymark.web.base.request import Request


@signed_in
def decision(request: Request, uuid: UUID) -> HttpResponse:
    """Show the record of a decision."""
    return decision_page(
        request, uuid, back_url=reverse("assessment", args=[uuid]),
        pdf_url=reverse("assessment_decision_pdf", args=[uuid]),
    )  # fmt: skip


@signed_in
def decision_pdf(request: Request, uuid: UUID) -> HttpResponse:
    """Hand over the record of a decision."""
    return decision_file(request, uuid)
