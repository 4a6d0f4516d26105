"""A record that somebody shows by a link, and the code that is printed on it. Public: the secret lets in."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from waymark.access import commands as access
from waymark.access import queries as access_queries
from waymark.access.types import Try
from waymark.assessments import commands as record
from waymark.assessments import queries as assessments
from waymark.assessments.types import PortableRecord, SignedLevel
from waymark.kernel.errors import NotVisible
from waymark.web.base.access import public
from waymark.web.base.answers import attachment
from waymark.web.base.going import place_of
from waymark.web.base.page import render, site_of
from waymark.web.base.request import Request


class CodeForm(forms.Form):
    """The code that is printed on a record."""

    code = forms.CharField(
        label=_("Code on the record"),
        help_text=_("16 letters and digits, in groups of four."),
        max_length=60,
        error_messages={"required": _("Enter the code that is printed on the record")},
    )


@dataclass(frozen=True, slots=True)
class ShownLevel:
    """One level, and what became of it in words; empty: it stands."""

    level: SignedLevel
    state: str


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A record, to whoever has its link or code."""

    record: PortableRecord
    levels: tuple[ShownLevel, ...]
    issuer: str
    token: str
    """Empty where it was found by its code."""


@dataclass(frozen=True, slots=True)
class VerifyPage:
    """Enter the code of a record."""

    form: CodeForm


@dataclass(frozen=True, slots=True)
class ClosedPage:
    """A link that opens nothing; ``too_many``: somebody tried too often."""

    too_many: bool


@public
def opened(request: Request, token: str) -> HttpResponse:
    """Show the record that a link opens, and count the look."""
    if _locked(request):
        return _closed(request, too_many=True)
    try:
        shown = record.open_record(token=token, at=request.at)
    except NotVisible:
        _count(request)
        return _closed(request)
    return _kept_out(render(request, "site/record.html", _page(request, shown, token)))


@public
def printed(request: Request, token: str) -> HttpResponse:
    """Hand over the record that a link opens as a PDF, and count the look."""
    if _locked(request):
        return _closed(request, too_many=True)
    try:
        shown = record.open_record(token=token, at=request.at)
    except NotVisible:
        _count(request)
        return _closed(request)
    verify_at = request.build_absolute_uri(reverse("record_verify"))
    content = assessments.record_pdf(shown, site=site_of(request).name, verify_at=verify_at)
    return _kept_out(attachment(content, "application/pdf", "record.pdf"))


@public
def verify(request: Request) -> HttpResponse:
    """Ask for the code on a printed record, and show what it stands for now."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if _locked(request):
            return _closed(request, too_many=True)
        try:
            shown = record.verify_record(code=form.cleaned_data["code"], at=request.at)
        except NotVisible:
            _count(request)
            form.add_error("code", str(_("No record with this code can be verified: check it, or its time is over")))
        else:
            return _kept_out(render(request, "site/record.html", _page(request, shown, "")))
    return _kept_out(render(request, "site/record_verify.html", VerifyPage(form), status=422 if form.errors else 200))


def _page(request: Request, shown: PortableRecord, token: str) -> ShownPage:
    levels = tuple(ShownLevel(one, assessments.state_in_words(one.state)) for one in shown.levels)
    return ShownPage(shown, levels, site_of(request).name, token)


def _closed(request: Request, *, too_many: bool = False) -> HttpResponse:
    return _kept_out(render(request, "site/record_closed.html", ClosedPage(too_many), status=429 if too_many else 404))


def _locked(request: Request) -> bool:
    until = access_queries.locked_until(what=Try.RECORD, whose="", where=place_of(request), at=request.at)
    return until is not None


def _count(request: Request) -> None:
    """Count a link or code that opened nothing: thirty in a quarter of an hour are enough."""
    access.count_try(what=Try.RECORD, whose="", where=place_of(request), at=request.at)


def _kept_out(response: HttpResponse) -> HttpResponse:
    """Keep the answer out of every store and index, and the address out of what other sites are told."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
