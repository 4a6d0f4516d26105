"""What I share with whom, sharing an assessment with somebody named, and taking it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from waymark.assessments import commands as record
from waymark.assessments import queries as assessments
from waymark.assessments.types import AssessmentView, SharedView, ShareView
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import RoleLevelRef
from waymark.kernel.errors import NotVisible, Refusal
from waymark.people import queries as people
from waymark.people.types import Colleague, PersonCard
from waymark.web.base.access import signed_in
from waymark.web.base.going import see_other
from waymark.web.base.looking import looked_at
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.me import colleagues
from waymark.web.me.colleagues import ColleagueSearch
from waymark.web.me.common import me, why_closed
from waymark.web.me.forms import MY_MANAGER, ShareForm


@dataclass(frozen=True, slots=True)
class Shared:
    """One assessment that I share with somebody."""

    view: ShareView
    title: str
    url: str
    whom: str


@dataclass(frozen=True, slots=True)
class ShownToMe:
    """One assessment that somebody shares with me."""

    view: SharedView
    title: str
    url: str
    name: str


@dataclass(frozen=True, slots=True)
class SharingPage:
    """What I share, and what is shared with me."""

    mine: tuple[Shared, ...]
    theirs: tuple[ShownToMe, ...]


@dataclass(frozen=True, slots=True)
class SharePage:
    """Choose whom to share an assessment with."""

    view: AssessmentView
    title: str
    manager: str
    """The manager on record; empty for none."""
    search: ColleagueSearch
    form: ShareForm
    hints: dict[str, str]
    can_choose: bool
    """Whether there is anybody to choose: a manager, or somebody who was found."""
    shared: tuple[str, ...]
    """With whom it is shared already."""


@dataclass(frozen=True, slots=True)
class ShareCheckPage:
    """Exactly what they will see, before it is shared."""

    view: AssessmentView
    title: str
    whom: str
    where: str
    with_manager: bool
    form: ShareForm
    query: str
    notes: int
    """How many of the answers have a note."""


@signed_in
def listing(request: Request) -> HttpResponse:
    """List what I share with whom since when, and what others share with me."""
    actor, at = request.actor, request.at
    mine = assessments.my_shares(actor, at)
    theirs = assessments.shared_with(actor, at)
    people_known = people.colleagues({one.person_id for one in theirs}, actor, at)
    refs = frameworks.role_level_refs({one.role_level_id for one in mine} | {one.role_level_id for one in theirs}, at)
    looked_at(request, people_known, ground=_("its person shared it with them by name"), list="shared")
    page = SharingPage(
        mine=tuple(
            Shared(one, _title(one.role_level_id, refs), _own_url(one), capfirst(whom(one, me(request).manager_name)))
            for one in mine
        ),
        theirs=tuple(_theirs(theirs, people_known, refs)),
    )
    return render(request, "me/sharing.html", page, seen_by=[assessments.who_sees_assessments()])


@signed_in
def share(request: Request, uuid: UUID) -> HttpResponse:
    """Choose whom to share an assessment with, see exactly what they will see, and share it."""
    view = assessments.own_assessment(uuid, request.actor, request.at)
    if view.state not in {"submitted", "confirmed", "signed_off", "declined"}:
        if request.method == "POST":
            messages.warning(request, why_closed(view) if view.withdrawn_at else str(record.NotSubmitted()))
        return see_other(reverse("assessment", args=[uuid]))
    person = me(request)
    page = _share_page(request, person, view)
    form = page.form
    if request.method != "POST" or request.POST.get("step") == "change":
        return render(request, "me/share.html", page)
    if not form.is_valid():
        return render(request, "me/share.html", page, status=422)
    with_manager = form.cleaned_data["with_whom"] == MY_MANAGER
    colleague = None if with_manager else page.search.chosen(form.cleaned_data["with_whom"])
    name = colleague.name if colleague else person.manager_name
    if request.POST.get("step") != "send":
        check = ShareCheckPage(
            view=view,
            title=page.title,
            whom=name,
            where=colleagues.where(colleague) if colleague else "",
            with_manager=with_manager,
            form=form,
            query=page.search.query,
            notes=sum(1 for answer in view.answers if answer.note),
        )
        return render(request, "me/share_check.html", check)
    try:
        record.share_assessment(
            uuid=uuid,
            with_account_id=colleague.account_id if colleague else None,
            with_manager=with_manager,
            message=form.cleaned_data["message"],
            actor=request.actor,
            at=request.at,
        )
    except NotVisible:
        raise
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return render(request, "me/share.html", page, status=422)
    messages.success(request, _("Shared with %(name)s. You can stop sharing it here at any time.") % {"name": name})
    return see_other(reverse("me_sharing"))


@signed_in
def stop(request: Request, uuid: UUID) -> HttpResponse:
    """Stop sharing an assessment with somebody."""
    if request.method == "POST":
        share = record.stop_sharing(share_uuid=uuid, actor=request.actor, at=request.at)
        messages.success(
            request,
            _("You stopped sharing it with %(name)s. They cannot open it any more.")
            % {"name": whom(share, me(request).manager_name)},
        )
    return see_other(reverse("me_sharing"))


def whom(share: ShareView, manager: str) -> str:
    """Return with whom something is shared: "your manager, Asha Rao"."""
    if share.with_manager:
        return _("your manager, %(name)s") % {"name": manager} if manager else _("your manager (nobody at the moment)")
    return share.with_name or _("somebody who can no longer sign in")


def _share_page(request: Request, person: PersonCard, view: AssessmentView) -> SharePage:
    found = colleagues.search(request, with_account=True)
    choices = []
    hints = dict(found.hints)
    if person.manager_name:
        choices.append((MY_MANAGER, _("Your manager, %(name)s") % {"name": person.manager_name}))
        hints[MY_MANAGER] = _("If your manager changes, the new one sees it and this one no longer does.")
    choices += found.choices
    refs = frameworks.role_level_refs([view.role_level_id], request.at)
    standing = assessments.my_shares(request.actor, request.at)
    return SharePage(
        view=view,
        title=_title(view.role_level_id, refs),
        manager=person.manager_name,
        search=found,
        form=ShareForm(request.POST if request.method == "POST" else None, whom=choices),
        hints=hints,
        can_choose=bool(choices),
        shared=tuple(whom(one, person.manager_name) for one in standing if one.assessment == view.uuid),
    )


def _title(role_level_id: int, refs: Mapping[int, RoleLevelRef]) -> str:
    return refs[role_level_id].title if role_level_id in refs else _("A role that is no longer in use")


def _own_url(share: ShareView) -> str:
    return reverse("check_result" if share.kind == "quick" else "assessment", args=[share.assessment])


def _theirs(
    views: Iterable[SharedView], known: Mapping[int, Colleague], refs: Mapping[int, RoleLevelRef]
) -> Iterable[ShownToMe]:
    for one in views:
        person = known.get(one.person_id)
        if person is not None:
            url = reverse("team_assessment", args=[person.uuid, one.assessment])
            yield ShownToMe(one, _title(one.role_level_id, refs), url, person.name)
