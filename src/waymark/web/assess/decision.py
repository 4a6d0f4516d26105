"""What I decided about an assessment, to read and to keep."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from waymark.kernel.policy import Purpose
from waymark.web.base.access import purpose, with_account
from waymark.web.base.decisions import decision_file, decision_page
from waymark.web.base.request import Request


@with_account
@purpose(Purpose.ASSESSMENT)
def decision(request: Request, uuid: UUID) -> HttpResponse:
    """Show the record of a decision."""
    return decision_page(
        request, uuid, back_url=reverse("assess_case", args=[uuid]),
        pdf_url=reverse("assess_decision_pdf", args=[uuid]),
    )  # fmt: skip


@with_account
@purpose(Purpose.ASSESSMENT)
def decision_pdf(request: Request, uuid: UUID) -> HttpResponse:
    """Hand over the record of a decision."""
    return decision_file(request, uuid)
