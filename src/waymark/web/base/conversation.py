"""The conversation sheet as both read and write it: the person among their pages, the manager among theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from waymark.assessments.types import TalkPointView, TalkView, TalkWords
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import SkillPage
from waymark.kernel.errors import Refusal
from waymark.web.base import levels
from waymark.web.base.days import DayField
from waymark.web.base.request import Request

MOST = 4000


class SheetForm(forms.Form):
    """What the two write about each skill."""

    def __init__(self, *args: Any, points: Sequence[TalkPointView], **kwargs: Any) -> None:
        """Ask about each of ``points``."""
        super().__init__(*args, **kwargs)
        for point in points:
            pk, skill = point.asked.skill_id, point.asked.skill_name
            self.fields[f"about_{pk}"] = _text(_("What to talk about: %(skill)s"), skill)
            self.fields[f"came_{pk}"] = _text(_("What came of it: %(skill)s"), skill)
            self.fields[f"agreed_{pk}"] = _text(_("What you agreed to do: %(skill)s"), skill)
            self.fields[f"due_{pk}"] = DayField(
                label=_("By when: %(skill)s") % {"skill": skill}, missing="", required=False,
                help_text=_("For example, 27 3 2027"),
            )  # fmt: skip
            self.fields[f"seen_{pk}"] = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One skill of the sheet."""

    point: TalkPointView
    own: str
    own_text: str
    manager: str
    manager_text: str
    """Both levels in words, each with what the standard says of it."""
    about: BoundField
    came_of_it: BoundField
    agreed: BoundField
    due: BoundField
    seen: BoundField


@dataclass(frozen=True, slots=True)
class SheetPage:
    """The sheet of one assessment."""

    talk: TalkView
    rows: tuple[SheetRow, ...]
    form: SheetForm
    open: bool
    """Whether anything can be written on it."""
    problem: str
    changed: bool
    """Whether the other one wrote meanwhile: what they wrote is then shown beside the form."""
    back_url: str


def page_of(request: Request, talk: TalkView, back_url: str, refusal: Refusal | None = None) -> SheetPage:
    """Return the page of a sheet, with what came in by a form, if one did."""
    initial: dict[str, Any] = {}
    for point in talk.points:
        pk = point.asked.skill_id
        initial |= {
            f"about_{pk}": point.about,
            f"came_{pk}": point.came_of_it,
            f"agreed_{pk}": point.agreed,
            f"due_{pk}": point.due_on,
            f"seen_{pk}": point.revision,
        }
    changed = hasattr(refusal, "there")
    data: Any = request.POST if request.method == "POST" else None
    if changed:
        # They have seen now what the other one wrote: what they save next stands.
        data = request.POST.copy()
        data.update({f"seen_{point.asked.skill_id}": str(point.revision) for point in talk.points})
    form = SheetForm(data, initial=initial, points=talk.points)
    wordings = frameworks.skill_wordings({(point.asked.skill_id, point.version_id) for point in talk.points})
    return SheetPage(
        talk=talk,
        rows=tuple(_row(point, wordings, form) for point in talk.points),
        form=form,
        open=talk.ended_at is None and talk.state != "withdrawn",
        problem=str(refusal) if refusal else "",
        changed=changed,
        back_url=back_url,
    )


def words_of(page: SheetPage) -> list[TalkWords]:
    """Return what a valid form says."""
    said = page.form.cleaned_data
    return [
        TalkWords(
            skill_id=pk,
            about=said[f"about_{pk}"],
            came_of_it=said[f"came_{pk}"],
            agreed=said[f"agreed_{pk}"],
            due_on=said[f"due_{pk}"],
            seen_revision=said[f"seen_{pk}"],
        )
        for pk in (point.asked.skill_id for point in page.talk.points)
    ]


def _row(point: TalkPointView, wordings: Mapping[tuple[int, int], SkillPage], form: SheetForm) -> SheetRow:
    pk = point.asked.skill_id
    texts = {one.rank: one.text for one in page.descriptors} if (page := wordings.get((pk, point.version_id))) else {}
    return SheetRow(
        point,
        own=levels.in_words(point.asked, point.own),
        own_text=texts.get(point.own.level or 0) or "",
        manager=levels.in_words(point.asked, point.manager),
        manager_text=texts.get(point.manager.level or 0) or "",
        about=form[f"about_{pk}"],
        came_of_it=form[f"came_{pk}"],
        agreed=form[f"agreed_{pk}"],
        due=form[f"due_{pk}"],
        seen=form[f"seen_{pk}"],
    )


def _text(label: str, skill: str) -> forms.CharField:
    return forms.CharField(
        label=label % {"skill": skill},
        required=False,
        max_length=MOST,
        widget=forms.Textarea,
        error_messages={"max_length": _("A text can have at most 4,000 characters")},
    )
