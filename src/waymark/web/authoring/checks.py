"""What lint finds beside a draft: it warns and never blocks. Each finding can be accepted with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import Finding, FindingWords
from waymark.kernel.errors import NotVisible, Refusal
from waymark.reviews import commands
from waymark.reviews import queries as reviews
from waymark.reviews.types import Accepted, CheckRunView
from waymark.web.authoring.common import Bench, bench
from waymark.web.base.access import with_account
from waymark.web.base.answers import csv_attachment
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.pagination import Pagination, page_number, paginate
from waymark.web.base.request import Request
from waymark_formats.tables import csv_line

A_PAGE = 25
PARTS = {
    "names": gettext_lazy("names and labels"),
    "summary": gettext_lazy("summary"),
    "levels": gettext_lazy("wording of the levels"),
}
"""What of two skills is compared."""


class AcceptForm(forms.Form):
    """Why a finding is meant to be so."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it meant to be so?"),
        help_text=gettext_lazy("Other authors and reviewers read it. Up to 400 characters."),
        max_length=commands.MOST_REASON,
        error_messages={
            "required": gettext_lazy("Say why it is meant to be so"),
            "max_length": gettext_lazy("Your reason must be 400 characters or fewer"),
        },
    )


class LimitsForm(forms.Form):
    """What the framework allows before the checks say something."""

    most_skills = forms.IntegerField(
        label=gettext_lazy("How many skills may a role level ask for?"),
        help_text=gettext_lazy("From 3 to 60. Ten is usual."),
        min_value=commands.SKILLS_FROM,
        max_value=commands.SKILLS_TO,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), gettext_lazy("Enter a number of skills from 3 to 60")
        ),
    )
    reading_age = forms.IntegerField(
        label=gettext_lazy("How hard may a text be to read?"),
        help_text=gettext_lazy("A reading age in years, from 9 to 25. Words that name skills and roles count as easy."),
        min_value=commands.AGE_FROM,
        max_value=commands.AGE_TO,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), gettext_lazy("Enter a reading age from 9 to 25")
        ),
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding, ready to be shown. Addresses are empty where there is nothing to go to."""

    words: FindingWords
    name: str
    level: str
    url: str
    text: str
    match_name: str
    match_url: str
    match_sum: str
    """The arithmetic of the likeness."""
    accept_url: str
    digest: str


@dataclass(frozen=True, slots=True)
class ShownAccepted:
    """A finding that was accepted."""

    finding: Shown
    one: Accepted
    take_back_url: str


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many findings of a kind wait; ``url`` shows them alone."""

    kind: str
    name: str
    count: int
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ChecksPage:
    """What the checks find."""

    bench: Bench
    kinds: tuple[KindCount, ...]
    total: int
    all_url: str
    chosen: str
    findings: tuple[Shown, ...]
    number: int
    accepted: tuple[ShownAccepted, ...]
    pages: Pagination
    most_skills: int
    reading_age: int
    run: CheckRunView | None
    """Of a draft so large that a worker checks it: when it last did. None: it was checked just now."""


@dataclass(frozen=True, slots=True)
class AcceptPage:
    """One finding, to be accepted."""

    bench: Bench
    finding: Shown
    form: AcceptForm


@dataclass(frozen=True, slots=True)
class LimitsPage:
    """What the framework allows."""

    bench: Bench
    form: LimitsForm


@with_account
def checks(request: Request, framework: str, label: str) -> HttpResponse:
    """Show what lint finds, by kind, with what was accepted folded away. By form, have a worker run the checks."""
    around = bench(request, framework, label)
    home = reverse("authoring_checks", args=around.args)
    version_id = around.draft.version.id
    if request.method == "POST":
        try:
            commands.ask_for_checks(version_id=version_id, actor=request.actor, at=request.at)
        except commands.BeingChecked as no:
            messages.warning(request, str(no))
        return see_other(home)
    found = reviews.checks_page(
        version_id, request.at, kind=request.GET.get("kind", ""), page=page_number(request.GET), per_page=A_PAGE
    )
    counts, kind, total = found.counts, found.kind, sum(found.counts.values())
    page = ChecksPage(
        bench=around,
        kinds=tuple(
            KindCount(one, frameworks.kind_in_words(one), counts[one], f"{home}?kind={one}", one == kind)
            for one in frameworks.FINDING_KINDS
            if counts.get(one)
        ),
        total=total,
        all_url=home,
        chosen=frameworks.kind_in_words(kind) if kind else "",
        findings=tuple(shown(around, one) for one in found.findings),
        number=counts[kind] if kind else total,
        accepted=tuple(
            ShownAccepted(
                shown(around, one.finding),
                one,
                reverse("authoring_check_take_back", args=[*around.args, one.uuid]),
            )
            for one in found.accepted
        ),
        pages=paginate(found.page, found.pages, request.GET),
        most_skills=found.limits.most_skills,
        reading_age=found.limits.reading_age,
        run=found.run,
    )
    return render(request, "authoring/checks.html", page)


@with_account
def accept(request: Request, framework: str, label: str, digest: str) -> HttpResponse:
    """Accept a finding with a reason."""
    around = bench(request, framework, label, to_edit=True)
    version_id = around.draft.version.id
    finding = reviews.waiting_finding(version_id, digest, request.at)
    if finding is None:
        raise NotVisible
    form = AcceptForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            commands.accept_finding(
                version_id=version_id,
                digest=digest,
                reason=form.cleaned_data["reason"],
                actor=request.actor,
                at=request.at,
            )
        except Refusal as no:
            form.add_error("reason", str(no))
        else:
            messages.success(request, _("Accepted. It comes back when what it is about changes."))
            return see_other(reverse("authoring_checks", args=around.args))
    page = AcceptPage(around, shown(around, finding), form)
    return render(request, "authoring/check_accept.html", page, status=422 if form.errors else 200)


@require_POST
@with_account
def take_back(request: Request, framework: str, label: str, uuid: UUID) -> HttpResponse:
    """Accept a finding no longer."""
    around = bench(request, framework, label, to_edit=True)
    commands.take_back_acceptance(accepted=uuid, actor=request.actor, at=request.at)
    messages.success(request, _("The finding is shown again."))
    return see_other(reverse("authoring_checks", args=around.args))


@with_account
def limits(request: Request, framework: str, label: str) -> HttpResponse:
    """Set what the framework allows."""
    around = bench(request, framework, label, to_edit=True)
    version_id = around.draft.version.id
    if request.method == "POST":
        form = LimitsForm(request.POST)
        if form.is_valid():
            commands.set_check_limits(
                version_id=version_id,
                most_skills=form.cleaned_data["most_skills"],
                reading_age=form.cleaned_data["reading_age"],
                actor=request.actor,
                at=request.at,
            )
            messages.success(request, _("Saved. The checks use these limits from now on."))
            return see_other(reverse("authoring_checks", args=around.args))
    else:
        now = reviews.check_limits(around.draft.version.framework_id)
        form = LimitsForm(initial={"most_skills": now.most_skills, "reading_age": now.reading_age})
    return render(request, "authoring/check_limits.html", LimitsPage(around, form), status=422 if form.errors else 200)


@with_account
def as_csv(request: Request, framework: str, label: str) -> HttpResponse:
    """Hand out every finding as a file for a spreadsheet, those that were accepted included."""
    around = bench(request, framework, label)
    found = reviews.checks(around.draft.version.id, request.at)
    lines = [
        csv_line(
            [
                _("Kind"),
                _("Where"),
                _("Level"),
                _("What was found"),
                _("What to do"),
                _("Text"),
                _("Like"),
                _("Accepted because"),
            ]
        )
    ]
    for finding, reason in [
        *((one, "") for one in found.waiting),
        *((one.finding, one.reason) for one in found.accepted),
    ]:
        one = shown(around, finding)
        row = [
            one.words.kind,
            one.name,
            one.level,
            one.words.sentence,
            one.words.advice,
            one.text,
            one.match_name,
            reason,
        ]
        lines.append(csv_line(row))
    return csv_attachment(lines, f"{framework}-checks.csv")


def beside(request: Request, around: Bench, thing: str, slug: str) -> tuple[Shown, ...]:
    """Return the findings about a skill or a role, ready to be shown beside its form.

    None with a form that comes back with errors, and none of a draft so large that a worker checks it: the page of
    the checks has them.
    """
    if request.method != "GET":
        return ()
    found = reviews.findings_of(around.draft.version.id, thing, slug, request.at)
    return tuple(shown(around, one) for one in found)


def shown(around: Bench, finding: Finding) -> Shown:
    """Return a finding ready to be shown."""
    match = finding.match
    return Shown(
        words=frameworks.in_words(finding),
        name=finding.name,
        level=finding.level,
        url=_place(around, finding.thing, finding.role_slug, finding.slug),
        text=finding.shown,
        match_name=(f"{match.name} ({match.framework_title})" if match.framework_slug else match.name) if match else "",
        match_url=_match_url(around, finding),
        match_sum=likeness_sum(match.parts, match.score) if match else "",
        accept_url=reverse("authoring_check_accept", args=[*around.args, finding.digest])
        if around.draft.may_edit
        else "",
        digest=finding.digest,
    )


def likeness_sum(parts: tuple[tuple[str, int, int], ...], score: int) -> str:
    """Return the arithmetic of a likeness: "names and labels 60 of 60, summary 3 of 15: 63 of 75 points, 84 of 100"."""
    terms = ", ".join(
        _("%(part)s %(points)s of %(most)s") % {"part": PARTS[part], "points": points, "most": most}
        for part, points, most in parts
    )
    return _("%(terms)s: %(sum)s of %(most)s points, so %(score)s of 100") % {
        "terms": terms,
        "sum": sum(points for _part, points, _most in parts),
        "most": sum(most for _part, _points, most in parts),
        "score": score,
    }


def _match_url(around: Bench, finding: Finding) -> str:
    match = finding.match
    if match is None:
        return ""
    return frameworks.address("skill", match.slug) if match.framework_slug else _place(around, "skill", "", match.slug)


def _place(around: Bench, thing: str, role: str, slug: str) -> str:
    """Return where a thing is edited, or where those who only read the draft read it; empty where they cannot.

    A role level is one of a role.
    """
    if around.draft.may_edit:
        name = {"skill": "authoring_skill", "role": "authoring_role", "role_level": "authoring_level"}[thing]
    elif thing == "skill":
        name = "authoring_preview_skill"
    else:
        return ""
    return reverse(name, args=[*around.args, *([role] if thing == "role_level" else []), slug])
