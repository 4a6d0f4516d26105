"""What the pages of reference data ask."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.organisation import queries
from waymark.organisation.types import BandCard, Body, Change, ChangeKind, ListItem, Named, NewGrade
from waymark.web.base.days import DayField
from waymark.web.base.texts import text_field

GRADE_ROWS = 12
MOST_REASON = 400
_FIRST_DAY = gettext_lazy("First day")
_WHY = gettext_lazy("Why does it change?")
_NAME_HELP = gettext_lazy("Its address on this site stays the same.")
_BODY_HELP = gettext_lazy("Its name, its code, or the last part of its address on this site.")
KINDS = (("department", gettext_lazy("Department")), ("agency", gettext_lazy("Agency")), ("unit", gettext_lazy("Unit")))


def day_field(label: Any = _FIRST_DAY, help_text: Any = "") -> DayField:
    """Return the field for the day from which something holds."""
    return DayField(
        label=label,
        missing=gettext_lazy("Enter the day"),
        help_text=help_text or gettext_lazy("Today, an earlier day, or a day to come: then it waits for that day."),
    )


def reason_field(label: Any = _WHY) -> forms.CharField:
    """Return the field for why something changes."""
    return text_field(
        label,
        missing=gettext_lazy("Enter why this changes"),
        most=MOST_REASON,
        too_long=gettext_lazy("The reason must be 400 characters or fewer"),
        help_text=gettext_lazy("Kept with the change, and in the record."),
    )


def body_called(text: str) -> Named:
    """Return the one open organisation that somebody means.

    Raises:
        ValidationError: there is none, or more than one.
    """
    found = queries.named_bodies(text)
    open_ones = [line for line in found if line.until_on is None] or list(found)
    if not open_ones:
        raise forms.ValidationError(_("No organisation is called “%(text)s”. Search for it first.") % {"text": text})
    if len(open_ones) > 1:
        raise forms.ValidationError(
            _("More than one is called “%(text)s”. Enter the last part of its address: %(slugs)s.")
            % {"text": text, "slugs": ", ".join(line.slug for line in open_ones[:6])}
        )
    return Named(open_ones[0].id, open_ones[0].slug, open_ones[0].name)


def _text(label: Any, most: int, missing: Any = "", help_text: Any = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        help_text=help_text,
        error_messages={
            "required": missing,
            "max_length": gettext_lazy("Shorten it to %(most)d characters or fewer") % {"most": most},
        },
    )


class ChangeForm(forms.Form):
    """A change of organisations. Which fields there are depends on the kind."""

    def __init__(
        self, *args: Any, kind: ChangeKind, body: Body | None, units: Sequence[Named] = (), **kwargs: Any
    ) -> None:
        """Ask for what a change of ``kind`` of ``body`` needs; ``units`` may go along with a split."""
        super().__init__(*args, **kwargs)
        self.kind, self.body = kind, body
        fields: dict[str, forms.Field] = {}
        opens = (kind is ChangeKind.OPEN and body is None) or kind is ChangeKind.SPLIT
        if opens or kind is ChangeKind.RENAME:
            missing = gettext_lazy("Enter the name")
            fields["name"] = _text(gettext_lazy("Name"), 200, missing, "" if opens else _NAME_HELP)
            fields["code"] = _text(
                gettext_lazy("Code (optional)"), 40, required=False,
                help_text=gettext_lazy("What the department calls it in its own files."),
            )  # fmt: skip
        if opens:
            fields["body_kind"] = forms.ChoiceField(
                label=gettext_lazy("Kind"),
                choices=KINDS,
                error_messages={
                    "required": gettext_lazy("Select a kind"),
                    "invalid_choice": gettext_lazy("Select a kind"),
                },
            )
        if opens or kind in {ChangeKind.MOVE, ChangeKind.OPEN}:
            fields["parent"] = _text(
                gettext_lazy("Part of"), 200, required=False,
                help_text=gettext_lazy(
                    "Name, code or last part of the address. Leave it empty for what stands by itself, as a department."
                ),
            )  # fmt: skip
        if kind is ChangeKind.MERGE:
            fields["into"] = _text(
                gettext_lazy("Into which organisation?"), 200, gettext_lazy("Enter the organisation"), _BODY_HELP
            )
            fields["others"] = _text(
                gettext_lazy("Others that merge into the same (optional)"), 2000, required=False,
                help_text=gettext_lazy("One on each line."),
            )  # fmt: skip
        if kind is ChangeKind.SPLIT:
            fields["units"] = forms.MultipleChoiceField(
                label=gettext_lazy("Parts that go"),
                required=False,
                choices=[(unit.slug, unit.name) for unit in units],
                error_messages={"invalid_choice": gettext_lazy("Select from the parts on this page")},
            )
            fields["posts"] = _text(
                gettext_lazy("Posts that go (optional)"), 200_000, required=False,
                help_text=gettext_lazy(
                    "Numbers of posts of the organisation itself, one on each line. Its parts take theirs along."
                ),
            )  # fmt: skip
        fields["day"] = day_field()
        fields["reason"] = reason_field()
        self.fields = fields
        self.units = {unit.slug: unit.id for unit in units}

    def clean_parent(self) -> Named | None:
        """Find what it becomes part of."""
        text = str(self.cleaned_data["parent"]).strip()
        return body_called(text) if text else None

    def clean_into(self) -> Named:
        """Find what it is merged into."""
        return body_called(str(self.cleaned_data["into"]))

    def clean_others(self) -> list[Named]:
        """Find the others that merge into the same."""
        return [body_called(line) for line in str(self.cleaned_data["others"]).splitlines() if line.strip()]

    def clean_posts(self) -> list[str]:
        """Read the numbers of posts, each once."""
        return list(dict.fromkeys(re.split(r"[\s,;]+", str(self.cleaned_data["posts"]).strip()))) if (
            str(self.cleaned_data["posts"]).strip()
        ) else []  # fmt: skip

    def change(self) -> Change:
        """Return what is asked for; the form is valid."""
        said = self.cleaned_data
        parent, into = said.get("parent"), said.get("into")
        others = [other.id for other in said.get("others", [])]
        return Change(
            kind=self.kind,
            on=said["day"],
            reason=said["reason"],
            organisation_ids=tuple(dict.fromkeys([*([self.body.id] if self.body else []), *others])),
            name=said.get("name", ""),
            code=said.get("code", ""),
            body_kind=said.get("body_kind", ""),
            parent_id=parent.id if parent else None,
            into_id=into.id if into else None,
            units=tuple(self.units[slug] for slug in said.get("units", [])),
            posts=tuple(said.get("posts", [])),
        )


class ReasonForm(forms.Form):
    """Why a change is called off."""

    reason = reason_field(gettext_lazy("Why is it called off?"))


class UndoForm(forms.Form):
    """From which day on a change is undone, and why."""

    day = day_field(help_text=gettext_lazy("Later than the change itself. A day to come waits for that day."))
    reason = reason_field(gettext_lazy("Why is it undone?"))


class CarryForm(forms.Form):
    """Which duties are given anew over the successor, and why."""

    grants = forms.MultipleChoiceField(
        label=gettext_lazy("Duties to give over the successor"),
        error_messages={
            "required": gettext_lazy("Select at least one duty"),
            "invalid_choice": gettext_lazy("Select from the duties on this page"),
        },
    )
    reason = reason_field(gettext_lazy("Why do they have it there?"))

    def __init__(self, *args: Any, grants: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """Offer duties by their UUIDs."""
        super().__init__(*args, **kwargs)
        field = self.fields["grants"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(grants)


class ItemForm(forms.Form):
    """One thing of a list: its name, and what else that list keeps of it."""

    def __init__(
        self, *args: Any, coded: bool, owners: Sequence[ListItem] = (), owner_label: Any = "",
        bands: Sequence[BandCard] = (), dated: bool = True, **kwargs: Any,
    ) -> None:  # fmt: skip
        """Ask for a name; for a code, an owner, a band and a first day where the list has them."""
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = {
            "name": _text(gettext_lazy("Name"), 200, gettext_lazy("Enter a name")),
        }
        if coded:
            # A grade always has a code.
            label = gettext_lazy("Code") if bands else gettext_lazy("Code (optional)")
            fields["code"] = _text(label, 20, gettext_lazy("Enter a code"), required=bool(bands))
        if owners:
            fields["of"] = forms.TypedChoiceField(
                label=owner_label,
                choices=[("", gettext_lazy("Choose")), *((str(one.id), one.name) for one in owners)],
                coerce=int,
                error_messages={
                    "required": gettext_lazy("Choose what it belongs to"),
                    "invalid_choice": gettext_lazy("Choose from the list"),
                },
            )
        if bands:
            fields["band"] = forms.TypedChoiceField(
                label=gettext_lazy("Band"),
                required=False,
                empty_value=None,
                choices=[("", gettext_lazy("None")), *((str(band.id), band.name) for band in bands)],
                coerce=int,
                error_messages={"invalid_choice": gettext_lazy("Choose from the list")},
            )
        if dated:
            fields["day"] = day_field(help_text=gettext_lazy("From this day on it is in the list."))
        else:
            fields["reason"] = reason_field()
        self.fields = fields


class EndItemForm(forms.Form):
    """Until when something is in its list."""

    until = DayField(
        label=gettext_lazy("First day on which it is not in the list any more"),
        missing="",
        required=False,
        help_text=gettext_lazy("Leave it empty to keep it for good. Whoever has it keeps it."),
    )
    reason = reason_field()


class GradeForm(ItemForm):
    """One grade more of a scheme, next above another one."""

    def __init__(self, *args: Any, scheme: Sequence[ListItem], bands: Sequence[BandCard], **kwargs: Any) -> None:
        """Offer the grades of ``scheme``, most junior first, to stand next above one of them."""
        super().__init__(*args, coded=True, bands=bands, **kwargs)
        self.fields["above"] = forms.TypedChoiceField(
            label=gettext_lazy("Next above which grade?"),
            required=False,
            empty_value=None,
            choices=[
                *((str(one.id), f"{one.code}: {one.name}") for one in reversed(scheme)),
                ("", gettext_lazy("None: it is the most junior")),
            ],
            coerce=int,
            error_messages={"invalid_choice": gettext_lazy("Choose from the list")},
        )


class GradesForm(forms.Form):
    """The grades of an organisation's own scheme: a code, a name and a band in each row, most junior first."""

    organisation = _text(gettext_lazy("Organisation"), 200, gettext_lazy("Enter the organisation"), _BODY_HELP)
    day = day_field(help_text=gettext_lazy("From this day on the organisation has these grades."))

    def __init__(self, *args: Any, bands: Sequence[BandCard], **kwargs: Any) -> None:
        """Offer ``bands``, most junior first."""
        super().__init__(*args, **kwargs)
        choices = [("", _("None")), *((str(band.id), band.name) for band in bands)]
        for row in range(1, GRADE_ROWS + 1):
            number = {"number": row}
            self.fields[f"code_{row}"] = _text(_("Code of grade %(number)d") % number, 20, required=False)
            self.fields[f"name_{row}"] = _text(_("Name of grade %(number)d") % number, 80, required=False)
            self.fields[f"band_{row}"] = forms.TypedChoiceField(
                label=_("Band of grade %(number)d") % number, required=False, choices=choices, coerce=int,
                empty_value=None, error_messages={"invalid_choice": _("Choose from the list")},
            )  # fmt: skip

    def clean_organisation(self) -> Named:
        """Find whose grades they are."""
        return body_called(str(self.cleaned_data["organisation"]))

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Return the fields of each row."""
        return [(self[f"code_{row}"], self[f"name_{row}"], self[f"band_{row}"]) for row in range(1, GRADE_ROWS + 1)]

    def grades(self) -> list[NewGrade]:
        """Return the rows that say something; the form is valid."""
        said = self.cleaned_data
        rows = [
            NewGrade(said[f"code_{row}"].strip(), said[f"name_{row}"].strip(), said[f"band_{row}"])
            for row in range(1, GRADE_ROWS + 1)
        ]
        return [row for row in rows if row.code or row.name]
