"""How comparably the assessors of a profession judge: for moderators and heads of the profession."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from waymark.access.types import DutyKind
from waymark.kernel.policy import Purpose
from waymark.people import queries as people
from waymark.reporting import commands, queries
from waymark.reporting.types import ComparabilityView, ComparedLine, ComparedProfession, ScaleComparability
from waymark.web.base.access import holds, purpose
from waymark.web.base.going import see_other
from waymark.web.base.looking import looked_at
from waymark.web.base.page import render
from waymark.web.base.request import Request

_LOOKING = (DutyKind.MODERATOR, DutyKind.HEAD_OF_PROFESSION, DutyKind.DEPARTMENT_HEAD_OF_PROFESSION)


@dataclass(frozen=True, slots=True)
class ProfessionsPage:
    """The professions whose figures somebody may see."""

    professions: tuple[ComparedProfession, ...]


@dataclass(frozen=True, slots=True)
class AssessorLine:
    """One assessor, by name, with what is worth a look."""

    name: str
    line: ComparedLine
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """One scale, with its assessors."""

    figures: ScaleComparability
    assessors: tuple[AssessorLine, ...]


@dataclass(frozen=True, slots=True)
class ComparabilityPage:
    """One profession."""

    view: ComparabilityView
    scales: tuple[Scale, ...]
    job_url: str
    """Where it says how far the work is that was just asked for; empty when none was."""


@holds(*_LOOKING)
@purpose(Purpose.ASSESSMENT)
def professions(request: Request) -> HttpResponse:
    """List the professions, or go to the only one."""
    found = queries.compared_professions(request.actor, request.at)
    if len(found) == 1:
        return see_other(reverse("assess_comparability_of", args=[found[0].slug]))
    return render(request, "assess/comparability_list.html", ProfessionsPage(found))


@holds(*_LOOKING)
@purpose(Purpose.ASSESSMENT)
def profession(request: Request, slug: str) -> HttpResponse:
    """Show how comparably a profession judges; have it worked out anew."""
    if request.method == "POST":
        job = commands.ask_for_comparability(profession=slug, actor=request.actor, at=request.at)
        messages.success(request, _("It is being worked out. The page shows it when it is done."))
        return see_other(f"{reverse('assess_comparability_of', args=[slug])}?{urlencode({'job': str(job)})}")
    view = queries.comparability(slug, request.actor, request.at)
    accounts = {one.account_id for scale in view.scales for one in scale.of_assessors if one.account_id is not None}
    named = people.colleagues_of_accounts(accounts, request.actor, request.at)
    looked_at(
        request, (one.person_id for one in named.values()), ground=_("they are a moderator of the profession"),
        list="comparability",
    )  # fmt: skip
    names = {account: one.name for account, one in named.items()}
    page = ComparabilityPage(
        view,
        tuple(
            Scale(scale, tuple(_assessor(one, names) for one in scale.of_assessors)) for scale in view.scales
        ),
        job_url=_job_url(request.GET.get("job", "")),
    )  # fmt: skip
    return render(request, "assess/comparability.html", page)


def _assessor(line: ComparedLine, names: dict[int, str]) -> AssessorLine:
    marks = []
    if line.group is None:
        marks.append(_("Shares no case with anybody"))
    if line.extreme:
        marks.append(_("Always the highest level, or always the lowest"))
    if line.odd:
        marks.append(_("More surprises than usual"))
    return AssessorLine(names.get(line.account_id or 0, _("Somebody who is not on record")), line, tuple(marks))


def _job_url(job: str) -> str:
    try:
        return reverse("operating_job", args=[UUID(job)])
    except ValueError:
        return ""
