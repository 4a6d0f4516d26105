"""What the pages of signing in ask, with a message of its own for every way an answer can be wrong."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

MOST_PASSWORD = 4096
"""More is nobody's password. What a new one must be is the access room's rule."""


def email_field(label: Any, help_text: Any = "") -> forms.EmailField:
    """Return a field for an e-mail address."""
    return forms.EmailField(
        label=label,
        help_text=help_text,
        max_length=254,
        error_messages={
            "required": gettext_lazy("Enter your email address"),
            "invalid": gettext_lazy("Enter an email address in the right format, like name@example.com"),
            "max_length": gettext_lazy("Enter an email address of 254 characters or fewer"),
        },
    )


def password_field(label: Any, missing: Any, help_text: Any = "") -> forms.CharField:
    """Return a field for a password: nothing is taken off its ends."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        strip=False,
        max_length=MOST_PASSWORD,
        widget=forms.PasswordInput,
        error_messages={"required": missing, "max_length": gettext_lazy("That is too long to be a password")},
    )


class SignInForm(forms.Form):
    """Address and password."""

    email = email_field(gettext_lazy("Email address"))
    password = password_field(gettext_lazy("Password"), gettext_lazy("Enter your password"))


class ForgottenForm(forms.Form):
    """The address to send a link to."""

    email = email_field(gettext_lazy("Email address"))


class CodeForm(forms.Form):
    """A one-time code, or a recovery code."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        error_messages={
            "required": gettext_lazy("Enter the code"),
            "max_length": gettext_lazy("That is too long to be a code"),
        },
    )


class PasswordForm(forms.Form):
    """The password of whoever is signed in, to confirm that it is them."""

    password = password_field(gettext_lazy("Password"), gettext_lazy("Enter your password"))


class NewPasswordForm(forms.Form):
    """A new password. Once is enough: it can be shown, and a link can set another."""

    new_password = password_field(
        gettext_lazy("New password"),
        gettext_lazy("Enter a new password"),
        gettext_lazy("12 characters or more. Three or more words that have nothing to do with each other work well."),
    )


class ChangePasswordForm(NewPasswordForm):
    """The password in use, and a new one."""

    password = password_field(gettext_lazy("Your password now"), gettext_lazy("Enter the password you have now"))
    field_order = ("password", "new_password")


class EmailForm(forms.Form):
    """Another address to sign in with."""

    email = email_field(gettext_lazy("New email address"), gettext_lazy("We send it a link. Nothing changes before."))


class PasskeyNameForm(forms.Form):
    """What a passkey is called."""

    name = forms.CharField(
        label=gettext_lazy("Name of the passkey"),
        help_text=gettext_lazy("So that you can tell it from others, such as “work laptop” or “phone”."),
        max_length=60,
        error_messages={
            "required": gettext_lazy("Enter a name for the passkey"),
            "max_length": gettext_lazy("The name must be 60 characters or fewer"),
        },
    )


def refuse(form: forms.Form, field: str | None, sentence: object) -> None:
    """Put a refusal onto a form. What was typed stays where it may: never a password.

    A form that was not the one sent (a passkey was, beside it) shows the refusal and none of its own complaints.
    """
    if not form.is_bound:
        form.is_bound = True
        form.full_clean()
        form.errors.clear()
    form.add_error(field, str(sentence))
