"""Review groups of the frameworks one writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import NotVisible, Refusal
from waymark.people import queries as people
from waymark.reviews import commands
from waymark.reviews import queries as reviews
from waymark.reviews.types import GroupView, Who
from waymark.web.authoring.review.overview import work
from waymark.web.base.access import with_account
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request


class GroupForm(forms.Form):
    """A new group: whose, and what it is called."""

    framework = forms.ChoiceField(
        label=gettext_lazy("Which framework is it to review?"),
        error_messages={"required": gettext_lazy("Choose the framework")},
    )
    name = forms.CharField(
        label=gettext_lazy("What is it called?"),
        help_text=gettext_lazy("Such as “Heads of practice of the large departments”."),
        max_length=120,
        error_messages={"required": gettext_lazy("Enter a name for the group")},
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["framework"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        field.initial = choices[0][0] if len(choices) == 1 else None


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group in the list."""

    view: GroupView
    framework: str


@dataclass(frozen=True, slots=True)
class GroupsPage:
    """The groups of the frameworks one writes, and the form for a new one."""

    groups: tuple[GroupLine, ...]
    form: GroupForm


@dataclass(frozen=True, slots=True)
class MemberLine:
    """Somebody in a group, or who was found, and where they work."""

    who: Who
    work: str


@dataclass(frozen=True, slots=True)
class GroupPage:
    """One group with who is in it, and the search for more."""

    group: GroupView
    framework: str
    members: tuple[MemberLine, ...]
    query: str
    found: tuple[MemberLine, ...]


@with_account
def groups(request: Request) -> HttpResponse:
    """List the review groups, and make one."""
    titles = _titles(request)
    if not titles:
        raise NotVisible
    choices = [(str(pk), title) for pk, title in titles.items()]
    form = GroupForm(request.POST if request.method == "POST" else None, choices=choices)
    if request.method == "POST" and form.is_valid():
        try:
            uuid = commands.make_group(
                framework_id=int(form.cleaned_data["framework"]), name=form.cleaned_data["name"],
                actor=request.actor, at=request.at,
            )  # fmt: skip
        except NotVisible:
            raise
        except Refusal as no:
            form.add_error("name", str(no))
        else:
            return see_other(reverse("authoring_group", args=[uuid]))
    known = reviews.groups(request.actor, request.at)
    page = GroupsPage(tuple(GroupLine(one, titles.get(one.framework_id, "")) for one in known), form)
    return render(request, "authoring/review/groups.html", page, status=422 if form.errors else 200)


@with_account
def group(request: Request, uuid: UUID) -> HttpResponse:
    """Show who is in a group; add and remove people, close it."""
    view = reviews.group(uuid, request.actor, request.at)
    if request.method == "POST":
        return _change(request, uuid)
    query = request.GET.get("q", "")[:200]
    found = people.find_colleagues(query, request.actor, request.at, with_account=True) if query else ()
    inside = {one.account_id for one in view.members}
    known = people.colleagues_of_accounts(inside, request.actor, request.at)
    page = GroupPage(
        group=view,
        framework=_titles(request).get(view.framework_id, ""),
        members=tuple(MemberLine(one, work(known.get(one.account_id))) for one in view.members),
        query=query,
        found=tuple(
            MemberLine(Who(one.account_id, one.name), work(one))
            for one in found
            if one.account_id is not None and one.account_id not in inside
        ),
    )
    return render(request, "authoring/review/group.html", page)


def _change(request: Request, uuid: UUID) -> HttpResponse:
    given = request.POST.get("account", "")
    account_id = int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0
    who: dict[str, Any] = {"group": uuid, "actor": request.actor, "at": request.at}
    match request.POST.get("do"):
        case "add":
            try:
                if account_id not in people.colleagues_of_accounts({account_id}, request.actor, request.at):
                    raise commands.NotAnAccount  # the search finds no such colleague: nobody tells whether it exists
                commands.add_member(account_id=account_id, **who)
            except commands.NotAnAccount as no:
                messages.error(request, str(no))
            else:
                messages.success(request, _("They are in the group."))
        case "remove":
            commands.remove_member(account_id=account_id, **who)
            messages.success(request, _("They are not in the group any more."))
        case "close":
            commands.close_group(**who)
            messages.success(request, _("The group is closed."))
            return see_other(reverse("authoring_groups"))
        case _:
            raise NotVisible
    return see_other(reverse("authoring_group", args=[uuid]))


def _titles(request: Request) -> dict[int, str]:
    """Return the frameworks the actor writes, by title."""
    bench = frameworks.workbench(request.actor, request.at)
    begun = (card for card in bench.drafts if card.profession_id in bench.professions)
    found = {card.framework_id: card.title for card in (*bench.frameworks, *begun)}
    return dict(sorted(found.items(), key=lambda one: (one[1].casefold(), one[0])))
