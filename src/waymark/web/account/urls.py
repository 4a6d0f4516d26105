"""Routes of signing in, and of the account. Names that begin with account_ or mfa_ are those allauth knows them by."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from waymark.web.account import account, confirm, factors, passwords, sign_in, sign_on

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/sign-in", sign_in.sign_in, name="account_login"),
    path("account/sign-in/code", sign_in.code, name="mfa_authenticate"),
    path("account/sign-in/passkey", sign_in.passkey, name="mfa_login_webauthn"),
    path("account/sign-in/passkey/options", sign_in.passkey_options, name="account_passkey_options"),
    path("account/sign-on", sign_on.find, name="sign_on"),
    path("account/sign-on/confirm", sign_on.confirm, name="sign_on_confirm"),
    path("account/sign-on/<slug:slug>/go", sign_on.start, name="sign_on_start"),
    path("account/sign-on/<slug:slug>/back", sign_on.back, name="sign_on_back"),
    path("account/sign-on/<slug:slug>/answer", sign_on.answer, name="sign_on_answer"),
    path("account/sign-on/<slug:slug>/finish", sign_on.finish, name="sign_on_finish"),
    path("account/sign-on/<slug:slug>/metadata", sign_on.metadata, name="sign_on_metadata"),
    path("sign-out", sign_in.sign_out, name="sign_out"),
    path("account/forgotten", passwords.forgotten, name="account_reset_password"),
    path("account/forgotten/sent", passwords.sent, name="account_reset_password_done"),
    path("account/link/<str:uid>/<str:token>", passwords.set_by_link, name="account_reset_password_from_key"),
    path("account", account.account, name="account"),
    path("account/password", passwords.change, name="account_change_password"),
    path("account/email", account.email, name="account_email"),
    path("account/email/<str:sealed>", account.confirm_email, name="account_confirm_email"),
    path("account/codes", factors.codes_on, name="mfa_activate_totp"),
    path("account/codes/off", factors.codes_off, name="mfa_deactivate_totp"),
    path("account/passkeys/add", factors.passkey_add, name="mfa_add_webauthn"),
    path("account/passkeys/add/options", factors.passkey_add_options, name="account_passkey_add_options"),
    path("account/passkeys/<int:passkey_id>/name", factors.passkey_rename, name="mfa_edit_webauthn"),
    path("account/passkeys/<int:passkey_id>/remove", factors.passkey_remove, name="mfa_remove_webauthn"),
    path("account/recovery-codes", factors.recovery_codes, name="mfa_view_recovery_codes"),
    path("account/sessions", account.sessions, name="account_sessions"),
    path("account/sessions/end-others", account.end_other_sessions, name="account_end_other_sessions"),
    path("account/sessions/<uuid:session>/end", account.end_session, name="account_end_session"),
    path("account/confirm", confirm.confirm, name="account_reauthenticate"),
    path("account/confirm/options", confirm.confirm_options, name="account_confirm_options"),
    path("account/confirm/continue", confirm.carry_on, name="account_continue"),
]
