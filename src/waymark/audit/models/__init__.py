"""Tables of the record. Sealing (the hash chain) is a separate, batched step."""

from django.db import models

from waymark.audit.models import holdings as holdings
from waymark.audit.models.outbox import Handled, OutboxEvent
from waymark.kernel import triggers

__all__ = ["Access", "AccessSubject", "Entry", "Handled", "OutboxEvent", "Seal", "Subject"]

EVENTS: tuple[triggers.Event, ...] = ("UPDATE", "DELETE")


class Seal(models.Model):
    """One link of the chain: it covers a batch of entries and the seal before it."""

    number = models.PositiveBigIntegerField(unique=True)
    entries = models.PositiveIntegerField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()


class Entry(models.Model):
    """One thing done by one actor at one time.

    The payload is ``reason`` and ``facts``. ``digest`` covers it with ``salt`` and the subjects, so that erasing the
    payload (and the salt, without which nobody can try what it was) leaves the chain whole.
    """

    kind = models.CharField(max_length=80)
    actor_account_id = models.BigIntegerField(null=True, db_index=True)
    by_operator = models.BooleanField(default=False)
    at = models.DateTimeField()
    reason = models.CharField(max_length=400, blank=True)
    facts = models.JSONField(default=dict)
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    erased = models.BooleanField(default=False)
    seal = models.ForeignKey(Seal, null=True, on_delete=models.PROTECT, related_name="members")

    class Meta:
        indexes = [
            models.Index(fields=["kind", "at"], name="audit_entry_kind_at"),
            models.Index(fields=["id"], name="audit_entry_unsealed", condition=models.Q(seal__isnull=True)),
        ]


class Subject(models.Model):
    """One person an entry is about: how "everything about me" is found, for bulk commands too."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="subjects")
    person_id = models.BigIntegerField(db_index=True)


class Access(models.Model):
    """One request that read other people's records: a list is one row with its filter."""

    uuid = models.UUIDField(unique=True)
    actor_account_id = models.BigIntegerField(null=True, db_index=True)
    by_operator = models.BooleanField(default=False)
    at = models.DateTimeField()
    purpose = models.CharField(max_length=20)
    what = models.CharField(max_length=200)
    ground = models.CharField(max_length=200, blank=True)
    filter = models.JSONField(default=dict)


class AccessSubject(models.Model):
    """One person whose record a request read."""

    access = models.ForeignKey(Access, on_delete=models.PROTECT, related_name="subjects")
    person_id = models.BigIntegerField(db_index=True)


_SAME = " AND ".join(
    f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}"
    for column in ("id", "kind", "actor_account_id", "by_operator", "at", "digest")
)
_SEALED_ONCE = "(OLD.seal_id IS NULL OR NEW.seal_id IS NOT DISTINCT FROM OLD.seal_id)"
_PAYLOAD_KEPT = (
    "(NEW.erased = OLD.erased AND NEW.reason = OLD.reason AND NEW.salt = OLD.salt"
    " AND CAST(NEW.facts AS text) = CAST(OLD.facts AS text))"
)
_PAYLOAD_ERASED = (
    "(NOT OLD.erased AND NEW.erased AND NEW.reason = '' AND NEW.salt = '' AND CAST(NEW.facts AS text) = '{}')"
)
_SAME_ACCESS = " AND ".join(
    f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}"
    for column in ("id", "uuid", "actor_account_id", "by_operator", "at", "purpose", "ground")
)
_FILTER_KEPT_OR_GONE = "(CAST(NEW.filter AS text) = CAST(OLD.filter AS text) OR CAST(NEW.filter AS text) = '{}')"

triggers.declare(
    triggers.Guard("audit_entry", "DELETE", "1 = 1", "The record is append-only: an entry cannot be deleted."),
    triggers.Guard(
        "audit_entry",
        "UPDATE",
        f"NOT ({_SAME} AND {_SEALED_ONCE} AND ({_PAYLOAD_KEPT} OR {_PAYLOAD_ERASED}))",
        "The record is append-only: an entry can only be sealed once or have its payload erased.",
    ),
    triggers.Guard("audit_access", "DELETE", "1 = 1", "The record is append-only."),
    triggers.Guard(
        "audit_access",
        "UPDATE",
        f"NOT ({_SAME_ACCESS} AND {_FILTER_KEPT_OR_GONE} AND (NEW.what = OLD.what OR NEW.what = ''))",
        "The record is append-only: of an access only the page and what it was narrowed by can be erased.",
    ),
    *(
        triggers.Guard(table, event, "1 = 1", "The record is append-only.")
        for table in ("audit_seal", "audit_subject", "audit_accesssubject")
        for event in EVENTS
    ),
)
