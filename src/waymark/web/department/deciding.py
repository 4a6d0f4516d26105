"""One title, or one post: what it is likely to be and why, and the decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import RoleLevelRef
from waymark.kernel.errors import NotVisible, Refusal, Stale
from waymark.kernel.text import folded
from waymark.organisation.types import Place
from waymark.people import commands
from waymark.people import queries as people
from waymark.people.types import CorrectionView, PostDecision, PostPage, PostView, SuggestionView, TitleDetail
from waymark.web.base.going import safe_next, see_other
from waymark.web.base.looking import looked_at
from waymark.web.base.page import render
from waymark.web.base.pagination import Pagination, page_number, paginate
from waymark.web.base.request import Request
from waymark.web.department.common import bands, department_of, seers, states
from waymark.web.department.posts import mapped_in_words

MOST_FOUND = 15
"""Role levels that a search offers."""
MOST_ANSWER = 1000
NONE = "none"


NOWHERE = SuggestionView(None, None, 0, True, ())
"""That posts are in no framework, where it is not suggested."""


class DecideForm(forms.Form):
    """What posts are."""

    to = forms.ChoiceField(
        label=gettext_lazy("Which role is it?"),
        error_messages={
            "required": gettext_lazy("Select a role, or that it is not in any framework"),
            "invalid_choice": gettext_lazy("Select a role, or that it is not in any framework"),
        },
    )
    again = forms.MultipleChoiceField(label=gettext_lazy("Posts that were decided before"), required=False)
    answer = forms.CharField(
        label=gettext_lazy("Your answer to the person (optional)"),
        help_text=gettext_lazy("Up to 1,000 characters."),
        required=False,
        max_length=MOST_ANSWER,
        error_messages={"max_length": gettext_lazy("Your answer must be 1,000 characters or fewer")},
    )
    """Asked for where somebody said that their role is wrong."""
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], decided: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = choices  # type: ignore[attr-defined]
        words = ngettext(
            "Change the %(num)d post that was decided before as well",
            "Change the %(num)d posts that were decided before as well",
            decided,
        ) % {"num": decided}
        self.fields["again"].choices = [("yes", words)]  # type: ignore[attr-defined]

    @property
    def role_level_id(self) -> int | None:
        """What was chosen; None: in no framework."""
        chosen = self.cleaned_data["to"]
        return None if chosen == NONE else int(chosen)


@dataclass(frozen=True, slots=True)
class TitlePage:
    """One title with what is suggested for it, and its posts."""

    place: Place
    detail: TitleDetail
    band: str
    form: DecideForm
    hints: dict[str, str]
    left_out: bool
    """Whether role levels are left out that are not the actor's to choose."""
    query: str
    searched: bool
    posts: PostPage
    states: dict[str, str]
    pagination: Pagination
    back_url: str


@dataclass(frozen=True, slots=True)
class PostOnlyPage:
    """One post, what was decided about it, and the decision."""

    place: Place
    post: PostView
    state: str
    form: DecideForm | None
    hints: dict[str, str]
    left_out: bool
    query: str
    searched: bool
    decisions: tuple[tuple[PostDecision, str], ...]
    correction: CorrectionView | None
    """What its holder says is wrong, to be answered by deciding."""
    title_url: str


@seers
def title(request: Request, slug: str, uuid: UUID) -> HttpResponse:
    """Show one title with everything that is suggested for it; decide what its posts are."""
    place = department_of(request, slug)
    detail = people.title_detail(uuid, request.actor, request.at)
    if detail.department_id != place.id or (request.method == "POST" and not detail.view.seen):
        raise NotVisible
    form, page = _title_page(request, place, detail)
    if request.method != "POST":
        return render(request, "department/title.html", page)
    if not form.is_valid():
        return render(request, "department/title.html", page, status=422)
    try:
        done = commands.map_title(
            title=uuid, role_level_id=form.role_level_id, seen=form.cleaned_data["seen"],
            again=bool(form.cleaned_data["again"]), actor=request.actor, at=request.at,
        )  # fmt: skip
    except NotVisible:
        raise
    except Refusal as no:
        _form, page = _title_page(request, place, detail, afresh=True)
        page.form.add_error(None, str(no))
        return render(request, "department/title.html", page, status=409 if isinstance(no, Stale) else 422)
    messages.success(request, mapped_in_words(done.posts))
    return see_other(safe_next(request, reverse("department_posts", args=[place.slug])))


def _title_page(
    request: Request, place: Place, detail: TitleDetail, *, afresh: bool = False
) -> tuple[DecideForm, TitlePage]:
    query, found = _searched(request)
    offered = list(detail.suggestions)
    if all(one.role_level_id is not None for one in offered):
        offered.append(NOWHERE)
    choices, hints, left_out = _choices(request, place, offered, found)
    view = detail.view
    form = DecideForm(
        _data(request, view.seen, afresh), choices=choices, decided=view.mapped + view.none,
        initial={"seen": view.seen, "to": choices[0][0] if view.unknown else None},
    )  # fmt: skip
    posts = people.posts_of_title(view.uuid, request.actor, request.at, page=page_number(request.GET))
    page = TitlePage(
        place=place,
        detail=detail,
        band=dict(bands())[view.band],
        form=form,
        hints=hints,
        left_out=left_out,
        query=query,
        searched=bool(query),
        posts=posts,
        states=dict(states()),
        pagination=paginate(posts.page, posts.pages, request.GET),
        back_url=safe_next(request, reverse("department_posts", args=[place.slug])),
    )
    return form, page


@seers
def post(request: Request, slug: str, uuid: UUID) -> HttpResponse:
    """Show one post and what was decided about it; decide what it is."""
    place = department_of(request, slug)
    view = people.post(uuid, request.actor, request.at)
    may_map = people.may_map_post(uuid, request.actor, request.at)
    if view.department_slug != place.slug or (request.method == "POST" and not may_map):
        raise NotVisible
    page = _post_page(request, place, view, may_map)
    form = page.form
    if request.method != "POST" or form is None:
        return render(request, "department/post.html", page)
    if not form.is_valid():
        return render(request, "department/post.html", page, status=422)
    try:
        commands.map_post(
            post=uuid, role_level_id=form.role_level_id, seen=form.cleaned_data["seen"],
            correction=_correction_named(request), answer=form.cleaned_data["answer"], actor=request.actor,
            at=request.at,
        )  # fmt: skip
    except NotVisible:
        raise
    except Refusal as no:
        page = _post_page(request, place, view, may_map, afresh=True)
        assert page.form is not None
        page.form.add_error(None, str(no))
        return render(request, "department/post.html", page, status=409 if isinstance(no, Stale) else 422)
    told = page.correction is not None
    messages.success(request, _("The post is decided, and the person is told.") if told else _("The post is decided."))
    return see_other(safe_next(request, reverse("department_post", args=[place.slug, uuid])))


def _post_page(request: Request, place: Place, view: PostView, may_map: bool, *, afresh: bool = False) -> PostOnlyPage:
    query, found = _searched(request)
    named = _correction_named(request)
    correction = people.role_correction(named, view.uuid, request.actor, request.at) if named and may_map else None
    offered: list[SuggestionView] = []
    if correction is not None:
        looked_at(request, [correction.person_id], ground=_("they can put right what the person says is wrong"))
        if correction.proposed_role is not None:
            professions = people.professions_mapped(place.path, request.actor)
            theirs = people.may_choose(correction.proposed_role, professions)
            offered.append(SuggestionView(correction.proposed_role.id, correction.proposed_role, 0, theirs, ()))
    if view.title_uuid is not None:
        offered += people.title_detail(view.title_uuid, request.actor, request.at).suggestions
    if all(one.role_level_id is not None for one in offered):
        offered.append(NOWHERE)
    choices, hints, left_out = _choices(request, place, offered, found)
    if correction is not None and correction.proposed_role is not None:
        hints[str(correction.proposed_role.id)] = _("What the person says: %(framework)s") % {
            "framework": correction.proposed_role.framework_title
        }
    seen = people.post_seen(view.uuid)
    form = DecideForm(_data(request, seen, afresh), choices=choices, initial={"seen": seen}) if may_map else None
    return PostOnlyPage(
        place=place,
        post=view,
        state=dict(states())[view.state],
        form=form,
        hints=hints,
        left_out=left_out,
        query=query,
        searched=bool(query),
        decisions=tuple(
            (one, people.how_in_words(one.how)) for one in people.decisions_about(view.uuid, request.actor, request.at)
        ),
        correction=correction,
        title_url=reverse("department_title", args=[place.slug, view.title_uuid]) if view.title_uuid else "",
    )


def _data(request: Request, seen: str, afresh: bool) -> Any:
    """Return what was sent; ``afresh``: what the page shows now counts as seen."""
    if request.method != "POST":
        return None
    if not afresh:
        return request.POST
    data = request.POST.copy()
    data["seen"] = seen
    return data


def _searched(request: Request) -> tuple[str, tuple[RoleLevelRef, ...]]:
    """Return what was searched for, and role levels with all of its words in their title, in the frameworks' order."""
    query = (request.GET.get("q") or request.POST.get("q") or "")[:200].strip()
    words = folded(query).split()
    if not words:
        return query, ()
    found = [
        ref
        for ref in frameworks.current_role_level_refs(request.at)
        if ref.framework_slug != frameworks.BEHAVIOURS and all(word in folded(ref.title) for word in words)
    ]
    return query, tuple(found[:MOST_FOUND])


def _correction_named(request: Request) -> UUID | None:
    """Return the correction that the page is to answer; None for no identity."""
    try:
        return UUID(request.POST.get("correction") or request.GET.get("correction") or "")
    except ValueError:
        return None


def _choices(
    request: Request, place: Place, offered: list[SuggestionView], found: tuple[RoleLevelRef, ...]
) -> tuple[list[tuple[str, str]], dict[str, str], bool]:
    """Return what may be chosen: what is suggested, then what was searched for; with what is said under each.

    The last says whether something is left out that is not the actor's to choose.
    """
    professions = people.professions_mapped(place.path, request.actor)
    mine = tuple(ref for ref in found if people.may_choose(ref, professions))
    left_out = len(mine) < len(found) or not all(one.mine for one in offered)
    choices: list[tuple[str, str]] = []
    hints: dict[str, str] = {}
    for one in offered:
        value = NONE if one.role_level_id is None else str(one.role_level_id)
        if not one.mine or value in hints:
            continue
        choices.append((value, one.ref.title if one.ref else _("Not in any framework")))
        parts = [_("%(score)s %%") % {"score": one.score}] if one.parts else []
        hints[value] = ", ".join([*([one.ref.framework_title] if one.ref else []), *parts])
    known = {value for value, _words in choices}
    for ref in mine:
        if str(ref.id) not in known:
            choices.append((str(ref.id), ref.title))
            hints[str(ref.id)] = ref.framework_title
    return choices, hints, left_out
