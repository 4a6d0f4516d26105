"""One role of a draft: what it is called and what it is, where it stands, and its levels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.frameworks import commands
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import DraftRolePlace, PassageKind, Shown
from waymark.web.authoring import checks
from waymark.web.authoring.common import Bench, bench
from waymark.web.authoring.forms import Writing, WritingForm, WritingView
from waymark.web.authoring.review.beside import Talked, talk
from waymark.web.authoring.structure.families import WAYS, RemovePage, family_url, removed
from waymark.web.base.access import with_account
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request


class RoleForm(WritingForm):
    """What a role is called and what it is."""

    name = forms.CharField(
        label=gettext_lazy("What is the role called?"),
        help_text=gettext_lazy("Without a grade, such as Data engineer."),
        max_length=300,
        error_messages={"required": gettext_lazy("Enter what the role is called")},
    )
    summary = forms.CharField(
        label=gettext_lazy("What is it for? (optional)"),
        help_text=gettext_lazy("Two or three sentences that a newcomer understands."),
        required=False,
    )
    responsibilities = forms.CharField(label=gettext_lazy("Responsibilities (optional)"), required=False)
    entry_routes = forms.CharField(
        label=gettext_lazy("Ways in (optional)"),
        help_text=gettext_lazy("Where people come from who take it up."),
        required=False,
    )
    next_moves = forms.CharField(
        label=gettext_lazy("Where it leads (optional)"),
        help_text=gettext_lazy("What people do after it."),
        required=False,
    )
    role_type = forms.CharField(
        label=gettext_lazy("Special sort of role (optional)"),
        help_text=gettext_lazy("Such as Management or Specialist, in the framework’s own word."),
        max_length=80,
        required=False,
    )
    alternative_labels = forms.CharField(
        label=gettext_lazy("Other names (optional)"),
        help_text=gettext_lazy("One per line. Readers see them, and search finds the role by them."),
        required=False,
    )
    hidden_labels = forms.CharField(
        label=gettext_lazy("Names for search only (optional)"),
        help_text=gettext_lazy("One per line. Nobody sees them; search finds the role by them."),
        required=False,
    )


class NewRoleForm(RoleForm):
    """A role that begins, and in which family."""

    family = forms.ChoiceField(
        label=gettext_lazy("In which family?"),
        error_messages={"required": gettext_lazy("Choose the family it belongs to")},
    )

    def __init__(self, *args: Any, families: tuple[tuple[str, str], ...], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["family"] = forms.ChoiceField(
            label=self.fields["family"].label,
            choices=families,
            error_messages=dict(self.fields["family"].error_messages),
        )


class MoveForm(forms.Form):
    """Another family for a role."""

    family = forms.ChoiceField(
        label=gettext_lazy("Move it to another family"),
        error_messages={"required": gettext_lazy("Choose a family")},
    )

    def __init__(self, *args: Any, families: tuple[tuple[str, str], ...], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["family"] = forms.ChoiceField(
            label=self.fields["family"].label,
            choices=families,
            error_messages=dict(self.fields["family"].error_messages),
        )


@dataclass(frozen=True, slots=True)
class NewRolePage:
    """The form for a new role."""

    bench: Bench
    writing: WritingView[NewRoleForm]


@dataclass(frozen=True, slots=True)
class RolePage:
    """One role of a draft, with its levels."""

    bench: Bench
    writing: WritingView[RoleForm]
    place: DraftRolePlace
    move: MoveForm | None
    """None when there is no other family."""
    back_url: str
    findings: tuple[checks.Shown, ...]
    talk: tuple[Talked, ...] = ()
    """What is said of it."""


@with_account
def role_new(request: Request, framework: str, label: str) -> HttpResponse:
    """Add a role to a family."""
    around = bench(request, framework, label, to_edit=True)
    version_id = around.draft.version.id
    choices = frameworks.family_names(version_id)
    if not choices:
        messages.info(request, _("Roles stand in families. Add a family first."))
        return see_other(reverse("authoring_family_new", args=around.args))
    wanted = request.GET.get("family", "")
    begins = dict.fromkeys(frameworks.ROLE_FIELDS, "")
    begins["family"] = wanted if wanted in dict(choices) else choices[0][0]
    nothing = Shown(begins, "")
    writing = Writing(request, NewRoleForm, nothing, framework=framework, label=label, families=choices)
    made: list[str] = []

    def save(given: dict[str, Any]) -> None:
        made.append(
            commands.add_role(
                version_id=version_id,
                family=given["family"],
                words={name: given[name] for name in frameworks.ROLE_FIELDS},
                actor=request.actor,
                at=request.at,
            )
        )

    if writing.saves(save):
        messages.success(request, _("The role is added. Now add its levels."))
        return see_other(role_url(around, made[0]) + "#levels")
    page = NewRolePage(around, writing.view())
    return render(request, "authoring/structure/role_new.html", page, status=writing.status)


@with_account
def role(request: Request, framework: str, label: str, role: str) -> HttpResponse:
    """Change what a role is called and what it is, and see its levels."""
    around = bench(request, framework, label, to_edit=True)
    version_id = around.draft.version.id
    place = frameworks.role_place(version_id, role)
    shown = frameworks.role_shown(version_id, role)
    writing = Writing(
        request, RoleForm, shown, framework=framework, label=label, noun="role", number=place.id,
    )  # fmt: skip

    def save(given: dict[str, Any]) -> None:
        commands.save_role(
            version_id=version_id,
            role=role,
            words={name: given[name] for name in frameworks.ROLE_FIELDS},
            seen=writing.seen,
            actor=request.actor,
            at=request.at,
        )

    if writing.saves(save):
        messages.success(request, _("The role is saved."))
        return see_other(role_url(around, role))
    others = tuple(one for one in frameworks.family_names(version_id) if one[0] != place.family_slug)
    page = RolePage(
        around, writing.view(), place, MoveForm(families=others) if others else None,
        family_url(around, place.family_slug), checks.beside(request, around, "role", role),
        talk(around, PassageKind.ROLE, role),
    )  # fmt: skip
    return render(request, "authoring/structure/role.html", page, status=writing.status)


@with_account
def role_move(request: Request, framework: str, label: str, role: str) -> HttpResponse:
    """Move a role up or down in its family, or to another, and show it where it stands then."""
    around = bench(request, framework, label, to_edit=True)
    version_id = around.draft.version.id
    if request.method == "POST":
        way = WAYS.get(request.POST.get("way", ""))
        try:
            if way:
                commands.move_role(version_id=version_id, role=role, way=way, actor=request.actor, at=request.at)
            elif family := request.POST.get("family", ""):
                commands.move_role_to(
                    version_id=version_id, role=role, family=family, actor=request.actor, at=request.at
                )
        except commands.AtTheEnd as no:
            messages.info(request, str(no))
    family, page = frameworks.role_spot(version_id, role)
    return see_other(f"{family_url(around, family, page)}#role-{role}")


@with_account
def role_remove(request: Request, framework: str, label: str, role: str) -> HttpResponse:
    """Take a role out of a draft, after saying what goes with it."""
    around = bench(request, framework, label, to_edit=True)
    version_id = around.draft.version.id
    hanging = frameworks.role_hanging(version_id, role)
    family, number = frameworks.role_spot(version_id, role)

    def remove(seen: str) -> None:
        commands.remove_role(version_id=version_id, role=role, seen=seen, actor=request.actor, at=request.at)

    page = RemovePage(around, _("Remove a role"), hanging, True, False, role_url(around, role), "")
    if asked := removed(request, page, remove):
        return asked
    messages.success(request, _('The role "%(name)s" is removed from this draft.') % {"name": hanging.name})
    return see_other(family_url(around, family, number))


def role_url(around: Bench, role: str) -> str:
    """Return the address of a role of a draft."""
    return reverse("authoring_role", args=[*around.args, role])
