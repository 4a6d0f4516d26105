"""What the pages about departments' sign-ins ask."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.access.types import MatchedBy, ProviderCard, ProviderDetails, ProviderKind
from waymark.web.base.texts import text_field

TOO_LONG = _("That is too long. Shorten it")


def _line(label: Any, missing: Any, most: int, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    field = text_field(label, missing=missing, most=most, too_long=TOO_LONG, help_text=help_text)
    field.required = required
    return field


class ProviderForm(forms.Form):
    """What is said of a department's sign-in; what only the other kind has is left out."""

    organisation = forms.ChoiceField(
        label=_("Department"),
        help_text=_("The sign-in lets in the people of this department, with all that is part of it, and nobody else."),
        error_messages={
            "required": _("Select the department"), "invalid_choice": _("Select a department from the list"),
        },
    )  # fmt: skip
    name = _line(
        _("What people call it"), _("Enter what people call this sign-in"), 100, _("For example, Home Office sign-in.")
    )
    issuer = _line(
        _("Issuer"), _("Enter the issuer"), 500,
        _("As the provider writes it, to the letter. Its settings are read from this address."),
    )  # fmt: skip
    client_id = _line(_("Client id"), _("Enter the client id that the provider gave to this site"), 300)
    sign_on_url = _line(
        _("Address to sign in at"), _("Enter an address that begins with https://"), 500,
        _("The provider’s single sign-on address for the redirect binding."),
    )  # fmt: skip
    secret = forms.CharField(
        label=_("Client secret"),
        max_length=20_000,
        error_messages={"max_length": TOO_LONG},
        required=False,
    )
    matched_by = forms.ChoiceField(
        label=_("What are people matched by when they sign in for the first time?"),
        choices=[
            (MatchedBy.EMAIL.value, _("Their work email address")),
            (MatchedBy.STAFF_NUMBER.value, _("Their staff number")),
            (MatchedBy.EXTERNAL_ID.value, _("What the people feed calls them, such as the externalId of SCIM")),
        ],
        error_messages={
            "required": _("Select what people are matched by"), "invalid_choice": _("Select one of the three"),
        },
    )  # fmt: skip
    claim = _line(_("Claim"), _("Enter the name of the claim or attribute"), 200)
    vouches = forms.MultipleChoiceField(
        label=_("Does an email address count that the provider does not say it has verified?"),
        help_text=_(
            "Only an address with email_verified counts otherwise. Select this only if nobody but the department can "
            "set the addresses there: whoever could enter another person’s would be matched to them."
        ),
        choices=[("yes", _("Yes: the department itself vouches for every address"))],
        required=False,
    )
    domains = _line(
        _("Email domains (optional)"), "", 5000,
        _("One on each line. Whoever enters such an address on the sign-in page is led here."), required=False,
    )  # fmt: skip
    strong_context = _line(
        _("Strength before something that matters (optional)"), "", 300,
        _("What the provider calls a sign-in with two factors. It is asked for, and must be answered."), required=False,
    )  # fmt: skip
    other_hosts = _line(
        _("Other hosts of the provider (optional)"), "", 2000,
        _("One on each line. Only these and the issuer’s own are ever asked."), required=False,
    )  # fmt: skip

    def __init__(
        self, *args: Any, kind: ProviderKind, places: list[tuple[str, str]] | None, kept: bool = False, **kwargs: Any
    ) -> None:
        """Leave out what the kind does not have; ``places`` None: the department is settled; ``kept``: a secret is."""
        super().__init__(*args, **kwargs)
        stays = _("Leave it empty to keep the one that is there. It is never shown.")
        if kind is ProviderKind.OIDC:
            del self.fields["sign_on_url"]
            self.fields["secret"].help_text = stays if kept else _("Kept encrypted, and never shown again.")
            self.fields["claim"].help_text = _("The claim of the ID token that says it, such as email.")
        else:
            for name in ("client_id", "other_hosts", "vouches"):
                del self.fields[name]
            self.fields["issuer"].label = _("Entity id")
            self.fields["issuer"].help_text = _("As the provider writes it, to the letter.")
            self.fields["secret"].label = _("Certificates its answers are signed with")
            self.fields["secret"].help_text = (
                _("Leave it empty to keep those that are there.") if kept
                else _("In PEM, from BEGIN to END. While it changes its key, enter both, one below the other.")
            )  # fmt: skip
            self.fields["claim"].label = _("Attribute")
            self.fields["claim"].help_text = _("The attribute that says it, such as mail; or NameID.")
        if places is None:
            del self.fields["organisation"]
        else:
            field = self.fields["organisation"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Select a department")), *places]

    def details(self) -> ProviderDetails:
        """Return what was said, of a form that is valid."""
        given = self.cleaned_data
        return ProviderDetails(
            name=given["name"], issuer=given["issuer"], client_id=given.get("client_id", ""),
            sign_on_url=given.get("sign_on_url", ""), other_hosts=tuple(given.get("other_hosts", "").split()),
            matched_by=MatchedBy(given["matched_by"]), claim=given["claim"], strong_context=given["strong_context"],
            domains=tuple(given["domains"].split()), secret=given["secret"], vouches=bool(given.get("vouches")),
        )  # fmt: skip


def initial_of(card: ProviderCard) -> dict[str, Any]:
    """Return what a form shows of a provider: everything but its secret."""
    return {
        "name": card.name, "issuer": card.issuer, "client_id": card.client_id, "sign_on_url": card.sign_on_url,
        "matched_by": card.matched_by.value, "claim": card.claim, "strong_context": card.strong_context,
        "vouches": ["yes"] if card.vouches else [], "domains": "\n".join(card.domains),
        "other_hosts": "\n".join(card.other_hosts),
    }  # fmt: skip


class Anew(StrEnum):
    """Why somebody is to be matched anew."""

    ANOTHER = "another"
    SAME = "same"
    EVERYONE = "everyone"


class AnewForm(forms.Form):
    """Whose match is to be forgotten, and why."""

    why = forms.ChoiceField(
        label=_("Why are they to be matched anew?"),
        choices=[
            (Anew.ANOTHER.value, _("The department has given somebody another account there")),
            (Anew.SAME.value, _("Somebody was matched wrongly")),
            (Anew.EVERYONE.value, _("The department’s sign-in calls everyone something else now")),
        ],
        error_messages={
            "required": _("Select why they are to be matched anew"), "invalid_choice": _("Select one of the three"),
        },
    )  # fmt: skip
    email = _line(_("Email address of their account here"), "", 254, _("Leave it empty for everyone."), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask whose account it is, unless it is everyone's."""
        given = super().clean() or {}
        if not given.get("email") and given.get("why") in (Anew.ANOTHER, Anew.SAME) and "email" not in self.errors:
            self.add_error("email", _("Enter the email address of their account"))
        return given
