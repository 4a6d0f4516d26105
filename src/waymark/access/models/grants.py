"""Tables of duties: what was given, what was decided about it, what was taken back, and administrators' sessions."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from waymark.access.models.accounts import Account
from waymark.kernel import personal, triggers


class Grant(models.Model):
    """A duty proposed for an account over a profession and an organisation (empty: all of them), for a period.

    Never changed: whether it counts follows from it, its decision, its revocation and the moment.
    """

    uuid = models.UUIDField(unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    person_id = models.BigIntegerField(null=True)
    """Who the account is at work, as the door knew it then: whom the record is about. People stand on a floor above."""
    kind = models.CharField(max_length=40)
    profession = models.ForeignKey("organisation.Profession", null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisation.Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    two_people = models.BooleanField()
    """Whether it counts only once a second person has approved it; as the rule was when it was proposed."""
    reason = models.CharField(max_length=400)
    proposed_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    """Empty: the operator."""
    covers = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="covered_by")
    """The grant whose holder is absent; empty for a duty of one's own."""
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_at__gt=F("from_at")), name="grant_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(covers=F("id")), name="a_grant_does_not_cover_itself"),
        ]
        indexes = [
            # What counts for an account is asked with every request of somebody signed in.
            models.Index(fields=["account", "until_at"], name="grant_account"),
            models.Index(fields=["until_at"], name="grant_until"),
            models.Index(fields=["kind", "until_at"], name="grant_kind"),
        ]


class GrantDecision(models.Model):
    """What a second person said to a proposal: once."""

    grant = models.OneToOneField(Grant, on_delete=models.CASCADE, related_name="decision")
    approved = models.BooleanField()
    reason = models.CharField(max_length=400)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    """Empty: the operator."""
    at = models.DateTimeField()


class Revocation(models.Model):
    """A duty taken back, given up, or withdrawn before it was decided: once."""

    grant = models.OneToOneField(Grant, on_delete=models.CASCADE, related_name="revocation")
    reason = models.CharField(max_length=400)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    """Empty: the operator."""
    at = models.DateTimeField()


class AdminSession(models.Model):
    """A time in which an account's duty of administrator counts. It ends by itself, or early at ``ended_at``."""

    uuid = models.UUIDField(unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=400)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_at__gt=F("from_at")), name="session_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("from_at"), ended_at__lte=F("until_at")),
                name="session_ended_within_its_time",
            ),
        ]
        indexes = [models.Index(fields=["account", "until_at"], name="admin_session_account")]


class EndingReminder(models.Model):
    """A holder was reminded so many days before the end of a duty: once each."""

    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="reminders")
    days = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["grant", "days"], name="reminded_once")]


def _only_the_reason_goes(model: type[models.Model]) -> str:
    """Return the condition of a guard that lets nothing change but a reason that is erased with its person."""
    same = " AND ".join(
        f"NEW.{field.column} IS NOT DISTINCT FROM OLD.{field.column}"
        for field in model._meta.concrete_fields
        if field.column != "reason"
    )
    return f"NOT ({same} AND (NEW.reason = OLD.reason OR NEW.reason = ''))"


triggers.declare(
    triggers.Guard(
        "access_grant", "UPDATE", _only_the_reason_goes(Grant),
        "A grant is never changed: give another one, or revoke it.",
    ),
    triggers.Guard(
        "access_grantdecision", "UPDATE", _only_the_reason_goes(GrantDecision),
        "A decision about a duty is never changed.",
    ),
    triggers.Guard(
        "access_revocation", "UPDATE", _only_the_reason_goes(Revocation), "A revocation of a duty is never changed."
    ),
)  # fmt: skip

_SIX_YEARS = 2192
_KEPT = _("The record has to show who was entrusted with what, for as long as what they did can be questioned.")

personal.declare(
    personal.Holding(
        model="access.Grant",
        what=_("Duties you were given: which, over what, from when until when, and why."),
        why=_("So that you see and do what your duty asks of you, and nothing else."),
        keep=_("Six years after the duty ends."),
        purpose=personal.RUNNING,
        account=("account_id",),
        account_mentions=("proposed_by_id",),
        fields=("kind", "profession__name", "organisation__name", "from_at", "until_at", "reason", "created_at"),
        erasing=personal.Erasing.BLANK,
        blanks=(("reason", ""),),
        after="until_at",
        days=_SIX_YEARS,
    ),
    personal.Holding(
        model="access.GrantDecision",
        what=_("Whether a second person approved a duty of yours, when and why."),
        why=_("So that no strong duty is given by one person alone."),
        keep=_("As long as the duty it is about."),
        purpose=personal.RUNNING,
        account=("grant__account_id",),
        account_mentions=("by_id",),
        fields=("grant__kind", "approved", "reason", "at"),
        erasing=personal.Erasing.BLANK,
        blanks=(("reason", ""),),
    ),
    personal.Holding(
        model="access.Revocation",
        what=_("That a duty of yours was taken back or given up, when and why."),
        why=_("So that it stops counting at once."),
        keep=_("As long as the duty it is about."),
        purpose=personal.RUNNING,
        account=("grant__account_id",),
        account_mentions=("by_id",),
        fields=("grant__kind", "reason", "at"),
        erasing=personal.Erasing.BLANK,
        blanks=(("reason", ""),),
    ),
    personal.Holding(
        model="access.AdminSession",
        what=_("Sessions in which you worked as an administrator: from when until when, and why."),
        why=_("So that an administrator’s rights are used for a stated reason and a short time."),
        keep=_("Six years after the session."),
        purpose=personal.RUNNING,
        account=("account_id",),
        fields=("reason", "from_at", "until_at", "ended_at"),
        erasing=personal.Erasing.BLANK,
        blanks=(("reason", ""),),
        after="until_at",
        days=_SIX_YEARS,
    ),
    personal.Holding(
        model="access.EndingReminder",
        what=_("That you were reminded of the end of a duty, and when."),
        why=_("So that you are reminded once and not every day."),
        keep=_("As long as the duty it is about."),
        purpose=personal.RUNNING,
        account=("grant__account_id",),
        fields=("grant__kind", "days", "at"),
        erasing=personal.Erasing.KEEP,
        kept_because=_KEPT,
    ),
)
