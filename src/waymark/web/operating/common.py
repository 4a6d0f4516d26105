"""What several pages for those who run the site share."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from waymark.access.types import DutyKind
from waymark.web.base.request import Request

GIVERS = (
    DutyKind.ADMINISTRATOR,
    DutyKind.HEAD_OF_PROFESSION,
    DutyKind.DEPARTMENT_HEAD_OF_PROFESSION,
    DutyKind.HR_DIRECTOR,
)
"""Duties that give others."""

OVERSEERS = (DutyKind.AUDITOR, DutyKind.DATA_PROTECTION_OFFICER)
"""Duties that see every duty in what they are over, and change none."""


def see_other(where: str) -> HttpResponse:
    """Send the browser on after a form was accepted, so that reloading does not send the form again."""
    return HttpResponseRedirect(where, status=303)


def safe_next(request: Request, otherwise: str) -> str:
    """Return the address on this site that the form or the link asked to go to next, or ``otherwise``."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/"):
        return wanted
    return otherwise
