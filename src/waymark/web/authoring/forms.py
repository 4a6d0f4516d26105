"""Forms of the workbench: two editors never lose each other's work, and what is typed is kept until it is saved.

How a page uses it, in its view and its template:

    writing = Writing(request, SkillForm, frameworks.skill_shown(...), noun="skill_wording", number=...)
    if writing.saves(lambda given: commands.save_skill(..., seen=writing.seen, actor=request.actor, at=request.at)):
        return see_other(...)
    return render(request, "authoring/skill.html", SkillPage(around, writing.view()), status=writing.status)

    {% from "authoring/_writing.html" import writing_top, writing_form %}   (see there)

The names of the form's fields are those of what it shows (``Shown.fields``) and of the command's arguments.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.access import queries as access
from waymark.audit import queries as audit
from waymark.frameworks import commands
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import Shown, Unsaved
from waymark.kernel.errors import NotVisible, Refusal
from waymark.web.base.request import Request

NOT_KEPT = frozenset({"csrfmiddlewaretoken", "place", "seen", "differs", "then"})
"""What a form sends beside what was typed."""
TICKED = "ticked"
"""Name of the boxes of a form that ticks skills."""


class WritingForm(forms.Form):
    """A form about a thing of a draft. It carries what it showed, as digests, and gives back untouched text exactly."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    was = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, shown: Shown, kept: Unsaved | None = None, **options: Any) -> None:
        initial = {**shown.fields, "seen": shown.seen, "was": _digests(shown.fields)}
        if kept is not None:
            initial |= {**kept.fields, "seen": kept.seen}
        super().__init__(data, initial=initial, **options)
        self.shown = shown
        self._kept = kept

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """Take a tick that was taken away for one: a browser does not send a box without its tick."""
        if self._kept is not None and isinstance(field, forms.BooleanField) and field_name not in self._kept.fields:
            return ""
        return super().get_initial_for_field(field, field_name)

    def typed(self, name: str) -> str:
        """Return what stands in a field now, as plain text; "yes" or nothing for a tick."""
        return _plain(self[name].value())

    def words(self, name: str, text: str) -> str:
        """Return a value of a field as a person reads it: a choice by its words."""
        choices = getattr(self.fields[name], "choices", None)
        if choices is None:
            return _("Yes") if isinstance(self.fields[name], forms.BooleanField) and text else text
        return next((str(label) for value, label in choices if str(value) == text), text)

    def clean(self) -> dict[str, Any]:
        """Give back text that nobody touched to the letter: a browser changes line ends, and a field trims spaces."""
        cleaned = super().clean() or {}
        for name, text in self.shown.fields.items():
            given = cleaned.get(name)
            if isinstance(given, str):
                cleaned[name] = text if _plain(given).strip() == _plain(text).strip() else _plain(given)
        return cleaned


@dataclass(frozen=True, slots=True)
class Differing:
    """A field of which somebody else wrote one text and whoever looks at the page another."""

    name: str
    label: str
    theirs: str
    mine: str
    take: str
    """What is chosen: "theirs", "mine", or nothing yet."""


F = TypeVar("F", bound=WritingForm)


@dataclass(frozen=True, slots=True)
class WritingView(Generic[F]):
    """A form of the workbench as its template draws it."""

    form: F
    stale: bool
    changed_by: str
    """Who was faster; empty when it is not known."""
    by_oneself: bool
    """Whether it was whoever looks at the page, in another window."""
    differing: tuple[Differing, ...]
    offered_from: datetime | None
    """When text was kept that is not saved, and is offered."""
    going_on: bool
    """Whether the form shows such text."""
    keep_url: str
    """Where a script sends what is typed."""
    place: str


class Writing(Generic[F]):
    """One form about one thing of a draft, from opening it until it is saved."""

    def __init__(
        self,
        request: Request,
        make: Callable[..., F],
        shown: Shown,
        *,
        framework: str,
        label: str,
        noun: str = "",
        number: int = 0,
        place: str = "",
        opened: bool = False,
        **options: Any,
    ) -> None:
        """Open the form, or take what was sent.

        Args:
            request: whose path is the form's place.
            make: the form's class.
            shown: the thing as it stands; for a new thing, what its form begins with.
            framework: slug of the draft's framework.
            label: of the draft.
            noun: what the record calls the thing, to say who changed it.
            number: its id there.
            place: the form's own address, when the page that shows it has another.
            opened: whether the form is only shown, whatever was sent: another form of the page was.
            **options: for the form.
        """
        self.request = request
        self.place = place or request.path
        self.sent = request.method == "POST" and not opened
        self.shown = shown
        self.noun, self.number = noun, number
        self.keep_url = reverse("authoring_unsaved", args=[framework, label])
        self.stale = False
        self.status = 200
        self._differs: tuple[str, ...] = ()
        self._kept: Unsaved | None = None
        self.going_on = False
        if self.sent:
            self.form = make(self._chosen(request.POST), shown=shown, **options)
        else:
            self._kept = self._offered()
            self.going_on = self._kept is not None and "unsaved" in request.GET
            self.form = make(None, shown=shown, kept=self._kept if self.going_on else None, **options)

    @property
    def seen(self) -> str:
        """The digest of what the form showed when it was opened."""
        return str(self.form["seen"].value() or "")

    def saves(self, save: Callable[[dict[str, Any]], object]) -> bool:
        """Say whether the form was sent and saved. ``save`` is called once, with what was given, and may refuse.

        A refusal becomes a message at its field; when somebody else was faster, the page shows both texts.
        """
        if not self.sent:
            return False
        if self.form.is_valid() and not self._undecided():
            try:
                save(self.form.cleaned_data)
            except NotVisible:
                raise
            except commands.Changed as no:
                self._show_both(no)
            except commands.Unfit as no:
                for name, sentence in no.fields.items():
                    self.form.add_error(name if name in self.form.fields else None, sentence)
            except Refusal as no:
                self.form.add_error(None, str(no))
            else:
                commands.discard_unsaved(place=self.place, actor=self.request.actor, at=self.request.at)
                return True
        self.status = 422
        return False

    def view(self) -> WritingView[F]:
        """Return what the template draws."""
        who = audit.last_to_touch(self.noun, self.number) if self.stale and self.noun else None
        name = access.account_names([who]).get(who) if who is not None else None
        return WritingView(
            form=self.form,
            stale=self.stale,
            changed_by=name.name if name else "",
            by_oneself=who is not None and who == self.request.actor.account_id,
            differing=tuple(self._differing()) if self._differs else (),
            offered_from=self._kept.saved_at if self._kept and not self.going_on else None,
            going_on=self.going_on,
            keep_url=self.keep_url,
            place=self.place,
        )

    def _offered(self) -> Unsaved | None:
        """Return text that was kept, unless it says what is saved already."""
        kept = frameworks.unsaved(self.place, self.request.actor)
        if kept is None:
            return None
        same = all(_plain(kept.fields.get(name, "")).strip() == _plain(text).strip()
                   for name, text in self.shown.fields.items())  # fmt: skip
        return None if same else kept

    def _chosen(self, sent: Any) -> Any:
        """Return what was sent, with the text of others where whoever sent it chose that."""
        data = sent.copy()
        self._differs = tuple(name for name in data.get("differs", "").split(",") if name in self.shown.fields)
        if data.get("seen", "") == self.shown.seen:
            for name in self._differs:
                if data.get(f"take-{name}") == "theirs":
                    data[name] = self.shown.fields[name]
        return data

    def _undecided(self) -> bool:
        """Say whether both texts were shown and one was not chosen between."""
        waiting = [
            one.name for one in self._differing() if not one.take and self.form.data.get("seen") == self.shown.seen
        ]
        for name in waiting:
            self.form.add_error(name, _("Choose which text to keep"))
        return bool(waiting)

    def _show_both(self, no: commands.Changed) -> None:
        """Keep what was typed, and put beside it what somebody else saved meanwhile."""
        self.stale = True
        self.shown = no.now
        self._differs = tuple(name for name in no.now.fields if name in self.form.fields)
        data: Any = self.form.data.copy()  # type: ignore[attr-defined]  # what was sent: a QueryDict
        data["seen"] = no.now.seen
        for name in self._differs:
            data.pop(f"take-{name}", None)
        self.form.data = data

    def _differing(self) -> Iterator[Differing]:
        was = dict(part.split(":") for part in self.form.data.get("was", "").split(",") if part.count(":") == 1)
        for name in self._differs:
            theirs, mine = _plain(self.shown.fields[name]), self.form.typed(name)
            if name not in self.form.fields or theirs.strip() == mine.strip():
                continue
            if was.get(name) == _digest(theirs):
                continue  # only whoever typed changed it
            take = self.form.data.get(f"take-{name}", "")
            if not take and was.get(name) == _digest(mine):
                take = "theirs"  # only somebody else did
            field = self.form.fields[name]
            yield Differing(
                name, str(field.label), self.form.words(name, theirs), self.form.words(name, mine),
                take if take in {"theirs", "mine"} else "",
            )  # fmt: skip


def kept_fields(sent: QueryDict) -> dict[str, str]:
    """Return what is kept of a form that is not saved: what was typed, and the digests of what was shown."""
    kept = {name: _plain(text) for name, text in sent.items() if name not in NOT_KEPT and not name.startswith("take-")}
    if kept.pop(TICKED, None) is not None:
        kept["skills"] = ticked_skills(sent)
    return kept


def ticked_skills(sent: QueryDict) -> str:
    """Return the skills that are ticked in a form as the text of its field "skills": slugs, one per line."""
    return "\n".join(sorted(filter(None, sent.getlist(TICKED))))


def _plain(value: Any) -> str:
    if value is True:
        return "yes"
    return "" if value in (None, False) else str(value).replace("\r\n", "\n")


def _digest(text: str) -> str:
    return hashlib.sha256(_plain(text).strip().encode()).hexdigest()[:10]


def _digests(fields: Mapping[str, str]) -> str:
    return ",".join(f"{name}:{_digest(text)}" for name, text in fields.items())
