"""Tables of the record. Sealing (the hash chain) is a separate, batched step."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.audit.models import holdings as holdings
from waymark.audit.models.outbox import Handled, OutboxEvent
from waymark.kernel import personal, triggers

__all__ = [
    "Access",
    "AccessSubject",
    "Entry",
    "EntryObject",
    "Handled",
    "OutboxEvent",
    "RefusedRequest",
    "Seal",
    "Subject",
]

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
    actor_account_id = models.BigIntegerField(null=True)
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
            # A search reads its page off one of these, newest first: everything, one kind, one actor, and one kind
            # of one actor (without it a rare kind of a busy account took a second in a million entries).
            models.Index(fields=["at", "id"], name="audit_entry_at"),
            models.Index(fields=["kind", "at", "id"], name="audit_entry_kind"),
            models.Index(fields=["actor_account_id", "at", "id"], name="audit_entry_actor"),
            models.Index(fields=["actor_account_id", "kind", "at", "id"], name="audit_entry_actor_kind"),
            models.Index(fields=["id"], name="audit_entry_unsealed", condition=models.Q(seal__isnull=True)),
        ]


class Subject(models.Model):
    """One person an entry is about: how "everything about me" is found, for bulk commands too."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="subjects")
    person_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["person_id", "entry"], name="audit_subject_person")]


class EntryObject(models.Model):
    """One thing that an entry's facts name, other than a person: an assessment, a grant. A finding aid.

    Derived from the facts when the entry is sealed, and gone with them when they are erased. The digest does not cover
    it: what an entry says is in its facts.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="objects_named")
    noun = models.CharField(max_length=40)
    """Under which name the facts have it: "assessment"."""
    object_id = models.CharField(max_length=40)
    """A UUID, or a whole number as text."""

    class Meta:
        # By its UUID alone, or by noun and number.
        indexes = [models.Index(fields=["object_id", "noun", "entry"], name="audit_object")]


class Access(models.Model):
    """One request that read other people's records: a list is one row with its filter."""

    uuid = models.UUIDField(unique=True)
    actor_account_id = models.BigIntegerField(null=True)
    by_operator = models.BooleanField(default=False)
    at = models.DateTimeField()
    purpose = models.CharField(max_length=20)
    what = models.CharField(max_length=200)
    ground = models.CharField(max_length=200, blank=True)
    filter = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["at", "id"], name="audit_access_at"),
            models.Index(fields=["actor_account_id", "at", "id"], name="audit_access_actor"),
        ]


class AccessSubject(models.Model):
    """One person whose record a request read."""

    access = models.ForeignKey(Access, on_delete=models.PROTECT, related_name="subjects")
    person_id = models.BigIntegerField()

    class Meta:
        # "Who looked at me", newest first, is read off it.
        indexes = [models.Index(fields=["person_id", "access"], name="audit_access_person")]


class RefusedRequest(models.Model):
    """One request that was refused: a page or a thing that whoever asked may not have, or a forged form."""

    uuid = models.UUIDField(unique=True)
    actor_account_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    what = models.CharField(max_length=200)
    """The path that was asked for."""
    why = models.CharField(max_length=20)
    more = models.BooleanField(default=False)
    """Whether further ones of that account in that minute were left out."""

    class Meta:
        indexes = [
            models.Index(fields=["at", "id"], name="audit_refused_at"),
            models.Index(fields=["actor_account_id", "at", "id"], name="audit_refused_actor"),
        ]


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
_SAME_REFUSAL = " AND ".join(
    f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}"
    for column in ("id", "uuid", "actor_account_id", "at", "why", "more")
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
    triggers.Guard("audit_refusedrequest", "DELETE", "1 = 1", "The record is append-only."),
    triggers.Guard(
        "audit_refusedrequest",
        "UPDATE",
        f"NOT ({_SAME_REFUSAL} AND NEW.what = '')",
        "The record is append-only: of a refused request only the page can be erased.",
    ),
    triggers.Guard("audit_entryobject", "UPDATE", "1 = 1", "The record is append-only."),
    triggers.Guard(
        "audit_entryobject",
        "DELETE",
        "NOT EXISTS (SELECT 1 FROM audit_entry WHERE audit_entry.id = OLD.entry_id AND audit_entry.erased)",
        "The record is append-only: what an entry names goes when its payload was erased, and not before.",
    ),
)

personal.declare(
    personal.Holding(
        model="audit.EntryObject",
        what=_("Which things of yours, such as an assessment, an entry of the record names."),
        why=_("So that what was done to a thing can be found."),
        keep=_("As long as the facts of the entry. Erasing them erases this too."),
        purpose="running the site",
        person=("entry__subjects__person_id",),
        fields=("noun", "object_id"),
        erasing=personal.Erasing.KEEP,
        kept_because=_("It goes with the facts of its entry, when these are erased."),
    ),
    personal.Holding(
        model="audit.RefusedRequest",
        what=_("Requests of your account that were refused: the page, and when."),
        why=_("So that attempts to reach other people’s records are noticed."),
        keep=_("As long as the record."),
        purpose="running the site",
        account=("actor_account_id",),
        fields=("at", "what", "why"),
        erasing=personal.Erasing.KEEP,
        kept_because=_("So that attempts stay counted. The page, whose address can name somebody, is erased."),
    ),
)
