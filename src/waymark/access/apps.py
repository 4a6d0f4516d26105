"""Django app config."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from waymark.kernel import kinds


class Config(AppConfig):
    """The access room."""

    name = "waymark.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"


kinds.declare(
    {
        "access": _("Accounts and duties"),
        "access.duties.reviewed": _("Duties over an organisation looked at"),
        "access.account.closed": _("Account closed"),
        "access.account.created": _("Account created"),
        "access.account.invited": _("Link to set a password sent"),
        "access.account.reopened": _("Account opened again"),
        "access.account.signed_in": _("Signed in"),
        "access.account.unlocked": _("Account unlocked"),
        "access.admin_session.ended": _("Administrator’s session ended"),
        "access.admin_session.opened": _("Administrator’s session opened"),
        "access.codes.turned_off": _("One-time codes turned off"),
        "access.codes.turned_on": _("One-time codes turned on"),
        "access.email.changed": _("Address to sign in with changed"),
        "access.endings.reminded": _("Holders reminded that duties end"),
        "access.factors.reset": _("Passkeys and one-time codes removed for somebody"),
        "access.grant.approved": _("Duty approved"),
        "access.grant.declined": _("Duty declined"),
        "access.grant.given": _("Duty given"),
        "access.grant.given_up": _("Duty given up"),
        "access.grant.proposed": _("Duty proposed"),
        "access.grant.revoked": _("Duty taken back"),
        "access.identities.unbound": _("Department’s sign-in taken off every account"),
        "access.identity.bound": _("Department’s sign-in linked to an account"),
        "access.identity.unbound": _("Department’s sign-in taken off an account"),
        "access.leavers.closed": _("Accounts of people who left closed"),
        "access.passkey.added": _("Passkey added"),
        "access.passkey.removed": _("Passkey removed"),
        "access.passkey.renamed": _("Passkey renamed"),
        "access.password.set": _("Password set"),
        "access.provider.added": _("Department’s sign-in added"),
        "access.provider.changed": _("Department’s sign-in changed"),
        "access.provider.turned_off": _("Department’s sign-in turned off"),
        "access.provider.turned_on": _("Department’s sign-in turned on"),
        "access.recovery_codes.made": _("Recovery codes made"),
        "access.returners.reopened": _("Accounts of people who came back opened again"),
        "access.session.ended": _("Signed out elsewhere"),
        "access.sign_in.failed": _("Sign-in failed"),
        "access.sign_on.refused": _("Department’s sign-in refused"),
    }
)
