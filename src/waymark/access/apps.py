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
        "access.account.created": _("Account created"),
        "access.grant.proposed": _("Duty proposed"),
        "access.grant.given": _("Duty given"),
        "access.grant.approved": _("Duty approved"),
        "access.grant.declined": _("Duty declined"),
        "access.grant.revoked": _("Duty taken back"),
        "access.grant.given_up": _("Duty given up"),
        "access.admin_session.opened": _("Administrator’s session opened"),
        "access.admin_session.ended": _("Administrator’s session ended"),
        "access.endings.reminded": _("Holders reminded that duties end"),
    }
)
