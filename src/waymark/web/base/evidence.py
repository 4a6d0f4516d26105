"""A file of evidence, handed over to be kept: never shown, and never run by the browser that gets it."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpResponse

from waymark.assessments import queries as assessments
from waymark.web.base.access import signed_in
from waymark.web.base.looking import looked_at
from waymark.web.base.request import Request


@signed_in
def evidence_file(request: Request, uuid: UUID) -> HttpResponse:
    """Hand over a file of evidence to whoever may see it, as an attachment."""
    file, person_id, content = assessments.evidence_file(uuid, request.actor, request.at)
    looked_at(request, [person_id], file=file.name)
    response = FileResponse(content, as_attachment=True, filename=file.name, content_type=file.media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response  # type: ignore[return-value]
