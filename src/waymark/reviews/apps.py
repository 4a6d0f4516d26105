"""Django app config."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from waymark.kernel import kinds


class Config(AppConfig):
    """The reviews room."""

    name = "waymark.reviews"
    label = "reviews"
    default_auto_field = "django.db.models.BigAutoField"


kinds.declare(
    {
        "reviews": _("Reviews and releases"),
        "reviews.thread.started": _("Remark made about a draft of a framework"),
        "reviews.thread.replied": _("Reply made in a thread about a framework"),
        "reviews.thread.resolved": _("Thread about a framework resolved"),
        "reviews.thread.reopened": _("Thread about a framework opened again"),
        "reviews.suggestion.made": _("Other words suggested for a framework"),
        "reviews.suggestion.accepted": _("Suggested words accepted"),
        "reviews.suggestion.declined": _("Suggested words declined"),
        "reviews.suggestion.withdrawn": _("Suggested words taken back"),
        "reviews.review.asked_for": _("People asked to review a draft of a framework"),
        "reviews.review.ended": _("Review of a draft of a framework ended"),
        "reviews.invitation.reminded": _("Somebody reminded of a review"),
        "reviews.invitation.ended": _("Somebody asked to review no longer"),
        "reviews.invitation.finished": _("Review finished by somebody who was asked"),
        "reviews.group.made": _("Review group made"),
        "reviews.group.joined": _("Somebody put into a review group"),
        "reviews.group.left": _("Somebody taken out of a review group"),
        "reviews.group.closed": _("Review group closed"),
        "reviews.signatory.chosen": _("Somebody chosen to sign off a draft of a framework"),
        "reviews.signatory.dropped": _("Somebody chosen no longer to sign off a draft of a framework"),
        "reviews.sign_off.said": _("Draft of a framework signed off, or not yet"),
        "reviews.finding.accepted": _("Finding about a framework accepted"),
        "reviews.finding.taken_back": _("Finding about a framework accepted no longer"),
        "reviews.checks.asked": _("Checks of a large draft of a framework asked for"),
        "reviews.checks.run": _("Checks of a large draft of a framework run"),
        "reviews.limits.set": _("Limits for the checks of a framework set"),
        "reviews.release.proposed": _("Release proposed"),
        "reviews.release.agreed": _("Release agreed by a second person"),
        "reviews.release.refused": _("Release refused"),
        "reviews.release.taken_back": _("Proposed release taken back"),
    }
)
